from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lms.models import AuditEntry
from organisations.domain.memberships import end_membership
from organisations.enums import Role
from organisations.models import Membership
from tests.factories import tracking as factories
from tests.factories.exports import ask, made, stop_workers
from tracking.domain.exports.making import forget_files
from tracking.domain.obligations import sweep
from tracking.models import RegularExport, StaffExport

LIST = "/organisation/beekstad/exports/"
NEW = f"{LIST}new/"
REGULAR = f"{LIST}regular/"


@pytest.fixture
def course(small_course):
    return small_course.course


@pytest.fixture
def asked(beekstad, course, bob):
    requirement = factories.make_requirement(beekstad, course)
    sweep(timezone.now())
    return requirement


@pytest.fixture
def waiting(monkeypatch):
    return stop_workers(monkeypatch)


@pytest.fixture
def signed_in(client, alice):
    client.force_login(alice)
    return client


@pytest.fixture
def export(asked, waiting, beekstad, course, alice):
    now = timezone.now()
    return made(ask(beekstad, course, actor=alice, now=now), now=now)


def here(export, more="") -> str:
    return f"{LIST}{export.pk}/{more}"


def text(response) -> str:
    return " ".join(response.content.decode().split())


def test_the_page_says_in_words_what_the_file_will_hold(signed_in, asked):
    day = timezone.localdate() - timedelta(days=1)
    page = text(
        signed_in.get(
            NEW, {"standing": "overdue", "q": "bob", "sector": "POL", "on": str(day)}
        )
    )
    for words in ("Beekstad", "Course en", "Overdue", "bob", "Police"):
        assert f"<bdi>{words}" in page
    assert "As of" in page


def test_a_file_waits_is_made_and_is_downloaded(signed_in, asked, waiting):
    response = signed_in.post(f"{NEW}?standing=overdue", {"form": "xlsx"})
    export = StaffExport.objects.get()
    assert response["Location"] == here(export)
    assert (export.standing, export.form) == ("overdue", "xlsx")

    page = text(signed_in.get(here(export)))
    assert "The file is being made" in page
    assert 'href="">Look again' in page
    state = signed_in.get(here(export, "progress/")).json()
    assert (state["isUnderWay"], state["total"]) == (True, 0)
    assert signed_in.get(here(export, "file/")).status_code == 404

    made(export, now=timezone.now())

    assert signed_in.get(here(export, "progress/")).json()["isUnderWay"] is False
    assert "The file is ready" in text(signed_in.get(here(export)))
    answer = signed_in.get(here(export, "file/"))
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    assert answer["Cache-Control"] == "private, no-store"
    assert b"".join(answer.streaming_content).startswith(b"PK")
    entry = AuditEntry.objects.get(action="tracking.export_downloaded")
    assert entry.subject_id == str(export.pk)


SEEN_URL = f"{NEW}?columns=standing&columns=sector"
ALL_WORDS = (
    "All columns: Name, Department, Sector, Standing, Due, Certified until, Exempt "
    "until, As of, As known on."
)


def test_the_page_says_which_columns_there_are_and_which_one_sees(signed_in, asked):
    page = text(signed_in.get(SEEN_URL))
    seen = "Name, Department, Sector, Standing, As of, As known on."
    assert page.count(f"{ALL_WORDS} The columns you see: {seen}") == 2
    # Who chose none sees the usual ones.
    usual = "Name, Department, Sector, Standing, Due, Certified until, Exempt until"
    assert f"The columns you see: {usual}" in text(signed_in.get(NEW))


def test_only_the_columns_one_sees_are_kept_and_told(signed_in, asked, waiting):
    signed_in.post(SEEN_URL, {"form": "csv", "columns": "seen"})
    export = StaffExport.objects.get()
    assert export.columns == ["sector", "standing"]

    page = text(signed_in.get(here(export)))
    told = "Name, Department, Sector, Standing, As of, As known on"
    assert f"<dt>Columns</dt><dd><bdi>{told}</bdi>" in page
    assert "columns of the list" in text(signed_in.get(LIST))


@pytest.mark.parametrize("given", [{}, {"columns": "all"}])
def test_all_columns_come_by_themselves(signed_in, asked, waiting, given):
    signed_in.post(SEEN_URL, {"form": "csv", **given})
    export = StaffExport.objects.get()
    assert export.columns == []
    page = text(signed_in.get(here(export)))
    assert "<dt>Columns</dt><dd><bdi>All columns</bdi>" in page
    assert "columns of the list" not in text(signed_in.get(LIST))


def test_columns_that_there_are_not_are_refused(signed_in, asked, waiting):
    """Of an address that somebody wrote, nothing is guessed."""
    address = f"{NEW}?columns=points"
    assert "The columns you see" not in text(signed_in.get(address))
    response = signed_in.post(address, {"form": "csv", "columns": "seen"})
    assert response.status_code == 422
    assert "The list does not have such a column." in text(response)
    response = signed_in.post(SEEN_URL, {"form": "csv", "columns": "points"})
    assert response.status_code == 422
    address = f"{REGULAR}?columns=points"
    assert signed_in.post(address, regular(columns="seen")).status_code == 422
    assert waiting == []
    assert not RegularExport.objects.exists()


def test_a_regular_file_keeps_them_too(signed_in, asked):
    signed_in.post(f"{REGULAR}?columns=due", regular(columns="seen"))
    assert RegularExport.objects.get().columns == ["due"]
    assert "columns of the list" in text(signed_in.get(LIST))


def test_a_format_that_there_is_not_is_refused(signed_in, asked, waiting):
    assert signed_in.post(NEW, {"form": "pdf"}).status_code == 422
    assert waiting == []


@pytest.mark.parametrize("more", ["", "progress/", "file/"])
def test_nobody_but_its_maker_finds_it(client, export, beekstad, bob, charlie, more):
    colleague = factories.make_member(beekstad, role=Role.COORDINATOR)
    for person in (bob, charlie, colleague):
        client.force_login(person)
        assert client.get(here(export, more)).status_code == 404


@pytest.mark.parametrize("more", ["", "progress/", "file/"])
def test_its_maker_finds_it_only_while_they_see_those_people(
    signed_in, export, beekstad, alice, more
):
    answer = signed_in.get(here(export, more))
    assert answer.status_code == 200
    if answer.streaming:
        # Read to its end it is closed.
        list(answer.streaming_content)
    factories.make_member(beekstad, role=Role.COORDINATOR)
    end_membership(
        alice.memberships.get(), ends_on=timezone.localdate(), now=timezone.now()
    )
    assert signed_in.get(here(export, more)).status_code == 404


def test_under_another_organisation_it_is_not_found(client, export, valmont, alice):
    Membership.objects.create(
        user=alice,
        organisation=valmont,
        role=Role.COORDINATOR,
        starts_on=timezone.localdate(),
    )
    client.force_login(alice)
    address = f"/organisation/valmont/exports/{export.pk}/"
    assert client.get(address).status_code == 404


def test_a_deleted_file_says_so_and_how_to_get_it_again(signed_in, export):
    forget_files(timezone.now() + timedelta(days=8))
    assert "The file was deleted" in text(signed_in.get(here(export)))
    assert signed_in.get(here(export, "file/")).status_code == 404


def test_a_file_that_was_not_made_says_what_to_do(signed_in, export):
    StaffExport.objects.update(file="", refusal="Ask again.")
    assert "Ask again." in text(signed_in.get(here(export)))


def test_the_empty_list_says_what_appears_there(signed_in, asked):
    page = text(signed_in.get(LIST))
    assert "No file yet" in page
    assert "None. Under Export you can have a list made" in page


def test_the_list_takes_as_many_queries_for_many(
    signed_in, asked, waiting, beekstad, course, alice
):
    def count() -> int:
        # What a page says once was said.
        signed_in.get(LIST)
        with CaptureQueriesContext(connection) as queries:
            assert signed_in.get(LIST).status_code == 200
        return len(queries)

    now = timezone.now()
    made(ask(beekstad, course, actor=alice, now=now), now=now)
    signed_in.post(REGULAR, regular())
    few = count()
    for number in range(29):
        export = ask(beekstad, course, actor=alice, now=now, search=str(number))
        made(export, now=now)
    RegularExport.objects.bulk_create(
        _copy(one) for one in list(RegularExport.objects.all()) * 12
    )
    assert count() == few


def _copy(one: RegularExport) -> RegularExport:
    one.pk = None
    return one


def regular(**changes) -> dict:
    return {
        "form": "csv",
        "rhythm": "weekly",
        "weekday": "3",
        "month_day": "1",
        **changes,
    }


def test_a_coordinator_has_a_list_made_regularly(signed_in, asked, alice):
    response = signed_in.post(f"{REGULAR}?standing=overdue&sort=name", regular())

    assert response["Location"] == LIST
    one = RegularExport.objects.get()
    assert (one.owner, one.standing, one.order, one.on_day) == (
        alice,
        "overdue",
        "name",
        3,
    )
    page = text(signed_in.get(LIST))
    assert "Every week on Wednesday" in page
    for act, told in (("pause", "Paused"), ("go-on", ">Pause<")):
        signed_in.post(f"{REGULAR}{one.pk}/{act}/")
        assert told in text(signed_in.get(LIST))
    assert signed_in.post(f"{REGULAR}{one.pk}/other/").status_code == 404
    signed_in.post(f"{REGULAR}{one.pk}/delete/")
    assert not RegularExport.objects.exists()


def test_an_auditor_has_files_made_and_none_regularly(client, asked, beekstad, waiting):
    auditor = factories.make_member(beekstad, role=Role.AUDITOR)
    client.force_login(auditor)
    assert "Have it made regularly" not in text(client.get(NEW))
    assert client.post(REGULAR, regular()).status_code == 404
    assert client.post(NEW, {"form": "csv"}).status_code == 302


def test_a_wrong_rhythm_is_refused_at_its_field(signed_in, asked):
    response = signed_in.post(REGULAR, regular(rhythm="daily"))
    assert response.status_code == 422
    assert not RegularExport.objects.exists()


def test_nobody_changes_another_ones_regular_file(client, signed_in, asked, beekstad):
    signed_in.post(REGULAR, regular())
    one = RegularExport.objects.get()
    client.force_login(factories.make_member(beekstad, role=Role.COORDINATOR))
    for act in ("pause", "delete"):
        assert client.post(f"{REGULAR}{one.pk}/{act}/").status_code == 404
    assert not RegularExport.objects.get().is_paused
