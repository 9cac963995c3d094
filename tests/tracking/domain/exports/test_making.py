import csv
import io
from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from lms.errors import DomainError
from lms.models import AuditEntry, OutgoingMail
from lms.signals import task_died
from lms.storage import private_storage
from organisations.domain.memberships import end_membership
from organisations.enums import Role
from tests.factories import tracking as factories
from tests.factories.exports import ask, made
from tracking import tasks
from tracking.domain.exports import asking, making
from tracking.domain.exports.columns import columns_of
from tracking.domain.obligations import sweep
from tracking.enums import ExportFormat
from tracking.models import StaffExport


def files() -> set[str]:
    return set(private_storage().listdir("exports")[1])


def lines(export) -> list[list[str]]:
    with export.file.open("rb") as file:
        text = file.read().decode()
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


@pytest.fixture
def book(asked, beekstad, course, alice, now):
    """The workbook of Beekstad; a colleague is covered."""

    def book(**wanted):
        export = made(
            ask(
                beekstad, course, actor=alice, now=now, form=ExportFormat.XLSX, **wanted
            ),
            now=now,
        )
        with export.file.open("rb") as file:
            return load_workbook(io.BytesIO(file.read()))

    return book


def test_a_workbook_has_days_that_are_days_and_no_formulas(
    book, beekstad, course, bob, now
):
    bob.printed_name = "=HYPERLINK(A1)"
    bob.save()
    held = factories.make_member(beekstad, name="Cato Covered")
    today = now.date()
    until = today + timedelta(days=400)
    factories.make_certificate(held, course, today, valid_until=until)
    sweep(now)

    people = book().worksheets[0]

    assert people.freeze_panes == "A2"
    heads, first, second = ([cell.value for cell in row] for row in people.rows)
    assert heads == [
        "Name",
        "Department",
        "Sector",
        "Standing",
        "Due",
        "Certified until",
        "Exempt until",
        "As of",
        "As known on",
    ]
    assert first[0] == "'=HYPERLINK(A1)"
    assert people["A2"].data_type == "s"
    assert [first[3], first[7].date(), first[8].date()] == ["Overdue", today, today]
    assert second[0] == "Cato Covered"
    assert second[5].date() == until
    assert people["F3"].is_date


def test_a_second_sheet_says_what_it_is_about_and_what_its_words_mean(
    book, alice, beekstad
):
    sheet = book(standing="overdue", search="b").worksheets[1]
    told = {}
    for row in sheet.rows:
        if row[1].value:
            # The words of a column say what it is about, further down.
            told.setdefault(row[0].value, row[1].value)

    assert told["Organisation"] == "Beekstad"
    assert told["Course"] == "Course en"
    assert told["Name contains"] == "b"
    assert told["As of"] == "23 November 2026"
    assert told["Sorted by"] == "Standing, the most urgent first"
    assert told["Exempt until"] == "The last day of an exemption that holds."
    assert told["Not begun"] == "None of these."
    assert "Sector" in told


SEEN = ["Name", "Department", "Standing", "As of", "As known on"]


def test_a_text_has_only_the_columns_that_were_seen(
    asked, beekstad, course, alice, now
):
    export = made(
        ask(beekstad, course, actor=alice, now=now, columns=("standing",)), now=now
    )

    head, row = lines(export)

    assert head == SEEN
    assert row[2:] == ["Overdue", "2026-11-23", "2026-11-23"]
    entry = AuditEntry.objects.get(action="tracking.people_exported")
    assert entry.data["columns"] == ["standing"]


def test_a_workbook_has_only_those_too_and_says_so(book, bob, now):
    whole = book(columns=("standing",))
    people, about = whole.worksheets

    heads, row = ([cell.value for cell in row] for row in people.rows)
    assert heads == SEEN
    assert row[0] == bob.printed_name
    assert people["D2"].is_date
    assert [people.column_dimensions[one].width for one in "ABCDE"] == [
        32,
        28,
        16,
        12,
        14,
    ]
    told = [row[0].value for row in about.rows]
    assert "Exempt until" not in told
    assert ["Columns", ", ".join(SEEN)] in [
        [cell.value for cell in row] for row in about.rows
    ]


def test_nobody_has_to_choose_columns(book):
    about = book().worksheets[1]
    assert ["Columns", "All columns"] in [
        [cell.value for cell in row] for row in about.rows
    ]


@pytest.mark.parametrize(
    ("chosen", "more"),
    [
        (("due",), ["Due"]),
        (("day",), ["Due", "Certified until", "Exempt until"]),
        (("department",), []),
        (("due", "sector"), ["Sector", "Due"]),
        (("an_old_one",), []),
    ],
)
def test_a_column_of_the_list_becomes_those_that_say_the_same(chosen, more):
    assert [one.heading for one in columns_of(chosen)] == [
        "Name",
        "Department",
        *more,
        "As of",
        "As known on",
    ]


def test_the_same_columns_in_another_order_are_the_same_file(
    asked, beekstad, course, alice, now
):
    first = ask(beekstad, course, actor=alice, now=now, columns=("due", "sector"))
    again = ask(beekstad, course, actor=alice, now=now, columns=("sector", "due"))
    other = ask(beekstad, course, actor=alice, now=now)

    assert again == first
    assert other != first
    assert (first.columns, other.columns) == (["sector", "due"], [])


def test_a_column_that_there_is_not_is_refused(asked, beekstad, course, alice, now):
    with pytest.raises(DomainError) as refusal:
        ask(beekstad, course, actor=alice, now=now, columns=("standing", "points"))
    assert refusal.value.code == "no_such_column"
    assert not StaffExport.objects.exists()


def test_it_is_written_in_the_language_of_whoever_asked(
    asked, beekstad, course, alice, now
):
    export = made(ask(beekstad, course, actor=alice, now=now, language="nl"), now=now)
    head, row = lines(export)
    assert head[0] == "Naam"
    assert row[3] == "Termijn voorbij"


def test_a_file_is_made_once_whoever_comes(asked, beekstad, course, alice, now):
    """A worker that was taken for dead comes back when the file is there."""
    before = files()
    export = ask(beekstad, course, actor=alice, now=now)

    first = made(export, now=now)
    again = made(export, now=now + timedelta(hours=1))

    assert (again.finished_at, again.file.name) == (now, first.file.name)
    assert files() - before == {f"{export.uuid}.csv"}
    acts = AuditEntry.objects.filter(action="tracking.people_exported")
    entry = acts.get()
    assert (entry.actor, entry.organisation_id) == (alice, beekstad.pk)
    assert entry.data["rows"] == 1
    assert entry.data["course"] == course.code
    assert entry.data["search"] is False


def test_what_a_killed_worker_left_is_written_over(asked, beekstad, course, alice, now):
    export = ask(beekstad, course, actor=alice, now=now)
    before = files()
    private_storage().save(making.name_of(export), ContentFile(b"half of it"))

    whole = made(export, now=now)

    assert len(lines(whole)) == 2
    assert files() - before == {f"{export.uuid}.csv"}


def test_a_worker_that_dies_in_between_leaves_nothing_and_another_begins_anew(
    monkeypatch, asked, beekstad, course, alice, now, waiting
):
    export = ask(beekstad, course, actor=alice, now=now)
    before = files()
    with monkeypatch.context() as broken:
        broken.setattr(making, "write", lambda *_args, **_kwargs: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            making.make(export.pk, clock=lambda: now)
    assert files() == before
    waiting.clear()

    later = now + timedelta(hours=1)
    assert making.sweep(later) == 1
    assert waiting == [export.pk]
    assert len(lines(made(export, now=later))) == 2


def test_what_broke_off_again_and_again_says_what_to_do(
    asked, beekstad, course, alice, now
):
    export = ask(beekstad, course, actor=alice, now=now, language="fr")

    assert making.sweep(now + making.GIVEN_UP + timedelta(minutes=1)) == 1

    export.refresh_from_db()
    assert export.refusal != ""
    assert not export.file
    assert making.sweep(now + timedelta(days=2)) == 0


def test_a_task_that_was_given_up_says_so_at_once(asked, beekstad, course, alice, now):
    export = ask(beekstad, course, actor=alice, now=now)
    task_died.send(
        None, task_path=tasks.make_export.module_path, args=[export.pk], kwargs={}
    )
    export.refresh_from_db()
    assert export.refusal.startswith("The file could not be made.")


def test_who_lost_their_role_before_it_was_made_gets_none(
    asked, beekstad, course, alice, now
):
    export = ask(beekstad, course, actor=alice, now=now)
    factories.make_member(beekstad, role=Role.COORDINATOR)
    end_membership(alice.memberships.get(), ends_on=now.date(), now=now)

    gone = made(export, now=now)

    assert gone.refusal == "You may not see the people of this organisation any more."
    assert not gone.file


def test_asking_twice_is_asking_once(asked, beekstad, course, alice, now, waiting):
    first = ask(beekstad, course, actor=alice, now=now)
    assert ask(beekstad, course, actor=alice, now=now) == first
    assert ask(beekstad, course, actor=alice, now=now, standing="overdue") != first
    assert len(waiting) == 2


def test_only_so_many_are_under_way_at_a_time(asked, beekstad, course, alice, now):
    for number in range(asking.MOST_AT_ONCE):
        ask(beekstad, course, actor=alice, now=now, search=str(number))
    with pytest.raises(DomainError) as refusal:
        ask(beekstad, course, actor=alice, now=now)
    assert refusal.value.code == "busy"


def test_files_are_deleted_after_a_week_and_their_rows_later(
    asked, beekstad, course, alice, now
):
    before = files()
    export = made(ask(beekstad, course, actor=alice, now=now, search="b"), now=now)

    assert making.forget_files(now + timedelta(days=7)) == 0
    assert making.forget_files(now + timedelta(days=7, minutes=1)) == 1
    assert making.forget_files(now + timedelta(days=8)) == 0

    export.refresh_from_db()
    assert (export.file.name, export.search) == ("", "")
    assert files() == before
    making.forget_files(now + timedelta(days=91))
    assert not StaffExport.objects.exists()


def test_the_file_of_an_earlier_day_says_what_was_known(
    asked, beekstad, course, alice, bob, now
):
    yesterday = date(2026, 11, 22)
    export = ask(beekstad, course, actor=alice, now=now, known_on=yesterday)
    StaffExport.objects.filter(pk=export.pk).update(day=yesterday)
    assert [row[-2:] for row in lines(made(export, now=now))[1:]] in (
        [],
        [["2026-11-22", "2026-11-22"]],
    )
    assert not OutgoingMail.objects.filter(template="tracking/mail/export").exists()


def test_many_people_take_as_many_queries_as_few(asked, beekstad, course, alice, now):
    counts = []
    for _round in range(2):
        export = ask(beekstad, course, actor=alice, now=now)
        with CaptureQueriesContext(connection) as queries:
            made(export, now=now)
        counts.append(len(queries))
        for _number in range(29):
            factories.make_member(beekstad)
        sweep(now)
    assert counts[0] == counts[1]
