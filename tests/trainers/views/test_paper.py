"""The list on paper: as a PDF, typed in afterwards, and kept as a picture."""

import re
import shutil
import subprocess
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.factories.attendance import blocks, crowd, make_day, mark
from tests.factories.trainers import make_world
from trainers.domain.attendance.printing import print_sheet
from trainers.domain.attendance.walk_ins import claim_code, let_in
from trainers.domain.sessions.plans import MOST_BLOCKS
from trainers.enums import MarkSource, Presence
from trainers.models import Attendance, AttendanceMark, PaperSheet, Registration

pytestmark = pytest.mark.django_db
NAMES = (
    "Мария Иванова",
    "Ελένη Παπαδοπούλου",
    "Anna-Wilhelmina van den Nieuwenhuijzen-Schoonderbeek tot Hoogcruijningen",
    "Aksel Ł. Şahin",
    "山田太郎",
)


@pytest.fixture
def world(beekstad, alice, bob):
    # Pages ask for now.
    return make_world(beekstad, alice, bob, now=timezone.now())


@pytest.fixture
def session(world):
    made = make_day(world, world.bob, now=timezone.now(), days=(30, 31))
    for number, block in enumerate(blocks(made)):
        block.starts_at = timezone.now() - timedelta(days=2 - number)
        block.ends_at = block.starts_at + timedelta(hours=3)
        block.save()
    return made


def page(name, session):
    return reverse(f"trainers:{name}", args=[session.uuid])


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def more(world, session, *names):
    now = timezone.now()
    return [
        let_in(session, employer=world.employer, name=name, actor=world.lieve, now=now)
        for name in names
    ]


def read(pdf: bytes) -> list[str]:
    """The words of each page."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    done = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True
    )
    pages = done.stdout.decode().split("\f")[:-1]
    return [" ".join(one.split()) for one in pages]


def test_the_sheet_has_everybody_by_name_for_each_day(client, world, session):
    more(world, session, *NAMES)
    client.force_login(world.lieve)
    answer = client.get(page("attendance_sheet", session))
    assert answer["Content-Type"] == "application/pdf"
    first, second = read(answer.content)
    for shown in (first, second):
        assert session.title in shown
        assert "Town hall" in shown
        assert "Lieve Peeters" in shown
        for name in (*NAMES[:2], NAMES[3], world.bob.printed_name):
            assert name in shown
        # A name that no font of ours has holds up no list.
        assert "····" in shown
        assert "Nieuwenhuijzen" in shown
    assert "1 van 2" in first
    assert "2 van 2" in second


def test_many_are_on_several_pages_that_each_say_what_they_are(world, session):
    now = timezone.now()
    session.title = ("Wiedergutmachungsgespräche " * 5)[:120]
    session.place = ("Gemeenteschool " * 12)[:160]
    session.save()
    session.registrations.all().delete()
    Registration.objects.bulk_create(
        Registration(
            session=session,
            employer=world.employer,
            guest_name=f"Person {number:03} {'Ananas' * 15}",
            state="coming",
            asked_at=now,
            changed_at=now,
            walked_in=True,
        )
        for number in range(135)
    )
    pages = read(print_sheet(session, now=now))
    # However long they are, nothing of a page goes on on the next.
    # 135 and 6 empty lines, 23 on a page, for each of two days.
    assert len(pages) == 14
    assert all("Wiedergutmachung" in one for one in pages)
    assert "Person 000" in pages[0]
    assert "Person 134" in pages[5]
    assert "14 van 14" in pages[13]


def test_slips_have_the_code_of_each_without_an_account(client, world, session):
    client.force_login(world.lieve)
    assert client.get(page("attendance_slips", session)).status_code == 302
    [jo] = more(world, session, "Jo Smet")
    [slip] = read(client.get(page("attendance_slips", session)).content)
    code = claim_code(jo)
    assert f"{code[:5]}-{code[5:]}" in slip
    assert "Jo Smet" in slip
    assert world.bob.printed_name not in slip


def test_only_who_takes_attendance_has_anything_of_it(
    client, world, charlie, session, picture
):
    client.force_login(world.lieve)
    client.post(page("paper_sheet_add", session), {"file": picture()})
    sheet = PaperSheet.objects.get()
    for one in (world.bob, world.alice, charlie):
        client.force_login(one)
        for name in ("attendance_sheet", "attendance_slips", "attendance_paper"):
            assert client.get(page(name, session)).status_code == 404
        assert client.get(page("paper_sheet", sheet)).status_code == 404
        assert client.post(page("paper_sheet_remove", sheet)).status_code == 404
        assert client.post(page("paper_sheet_add", session)).status_code == 404
    sheet.refresh_from_db()
    assert sheet.file


def cell(one, block, part=""):
    return f"{one.pk}-{block.pk}{part}"


def test_a_sheet_is_typed_in_once_however_often_it_is_sent(client, world, session):
    client.force_login(world.lieve)
    bob = session.registrations.get()
    first, second = blocks(session)
    form = {
        "key": uuid.uuid4(),
        cell(bob, first): "here",
        cell(bob, second): "part",
        cell(bob, second, "-minutes"): "90",
        "more1-name": "Jo Smet",
        "more1-employer": world.employer.pk,
        f"more1-{first.pk}": "here",
    }
    for _again in range(2):
        assert client.post(page("attendance_paper", session), form).status_code == 302
    rows = {
        (row.registration.guest_name, row.block): (row.presence, row.minutes)
        for row in Attendance.objects.all()
    }
    assert rows == {
        ("", first): (Presence.HERE, None),
        ("", second): (Presence.PART, 90),
        ("Jo Smet", first): (Presence.HERE, None),
    }
    assert AttendanceMark.objects.count() == 3
    assert set(AttendanceMark.objects.values_list("source", "said_by")) == {
        (MarkSource.PAPER, world.lieve.pk)
    }


def test_what_is_left_as_it_is_stays_and_the_rest_is_said_in_one_go(
    client, world, session
):
    [jo] = more(world, session, "Jo Smet")
    first = blocks(session)[0]
    now = timezone.now()
    mark(session, world.bob, Presence.AWAY, by=world.lieve, now=now, block=first)
    client.force_login(world.lieve)
    shown = text_of(client.get(page("attendance_paper", session)))
    assert '<option value="">Absent</option>' in shown
    bob = session.registrations.get(person=world.bob)
    form = {"key": uuid.uuid4(), f"rest-{first.pk}": "here"}
    form |= {cell(one, block): "" for one in (bob, jo) for block in blocks(session)}
    client.post(page("attendance_paper", session), form)
    rows = set(Attendance.objects.values_list("registration", "block", "presence"))
    assert rows == {(bob.pk, first.pk, "away"), (jo.pk, first.pk, "here")}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"minutes": ""}, "for how many minutes"),
        ({"minutes": "x"}, "for how many minutes"),
        ({"minutes": "0"}, "A part is at least one minute"),
        ({"minutes": "180"}, "less than the whole block"),
        ({"minutes": "60", "more1-name": "Jo"}, "Say for which organisation"),
        ({"minutes": "60", "more1-badge": "7"}, "Say for which organisation"),
    ],
)
def test_what_cannot_be_meant_keeps_nothing_and_loses_nothing(
    client, world, session, changes, said
):
    client.force_login(world.lieve)
    bob = session.registrations.get()
    first, second = blocks(session)
    minutes = changes.pop("minutes")
    form = {
        cell(bob, first): "here",
        cell(bob, second): "part",
        cell(bob, second, "-minutes"): minutes,
        **changes,
    }
    answer = client.post(page("attendance_paper", session), form)
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert '<option value="part" selected>' in text_of(answer)
    assert not AttendanceMark.objects.exists()
    assert session.registrations.count() == 1


@pytest.mark.parametrize("number", [1, 8, MOST_BLOCKS])
def test_however_many_blocks_a_page_of_the_list_can_be_sent(
    client, world, session, number
):
    first = blocks(session)[0]
    session.blocks.exclude(pk=first.pk).delete()
    for _at in range(1, number):
        first.pk, first.uuid = None, uuid.uuid4()
        first.starts_at += timedelta(minutes=1)
        first.save()
    crowd(session, 130, now=timezone.now())
    client.force_login(world.lieve)
    where = page("attendance_paper", session)
    shown = client.get(where)
    names = re.findall(r'<(?:input|select)[^>]* name="([^"]+)"', shown.text)
    form = dict.fromkeys(names, "") | {"key": uuid.uuid4(), "page": "1"}
    first = blocks(session)[0]
    form |= {name: "here" for name in names if name.endswith(f"-{first.pk}")}
    form |= {name: "" for name in names if name.startswith("more")}
    assert client.post(where, form).status_code == 302
    lines = len(shown.context["form"].lines)
    assert lines == Attendance.objects.count() >= min(130, 5)


def test_who_moved_to_another_page_meanwhile_is_kept_all_the_same(
    client, world, session
):
    crowd(session, 230, now=timezone.now())
    client.force_login(world.lieve)
    where = page("attendance_paper", session)
    last = client.get(where).context["form"].lines[-1].line.registration
    more(world, session, "Aaron Aerts")
    form = {"key": uuid.uuid4(), cell(last, blocks(session)[0]): "here"}
    assert client.post(where, form).status_code == 302
    assert Attendance.objects.get().registration == last


@pytest.mark.parametrize("given", ["999999", "x"])
def test_an_employer_that_is_not_among_them_is_said_and_not_dropped(
    client, world, session, given
):
    # Without any that was asked, nobody needs an employer.
    session.places.all().delete()
    client.force_login(world.lieve)
    form = {"more1-name": "Jo Smet", "more1-employer": given}
    answer = client.post(page("attendance_paper", session), form)
    assert answer.status_code == 422
    assert "Choose the employer of Jo Smet again" in text_of(answer)
    assert 'value="Jo Smet"' in text_of(answer)
    assert not session.registrations.filter(guest_name="Jo Smet").exists()


def test_what_was_chosen_for_a_block_that_is_gone_is_said(client, world, session):
    client.force_login(world.lieve)
    bob = session.registrations.get()
    first, second = blocks(session)
    form = {cell(bob, first): "here", cell(bob, second): "here"}
    session.blocks.filter(pk=second.pk).delete()
    where = page("attendance_paper", session)
    answer = client.post(where, form)
    assert answer.status_code == 422
    assert "This session has no such block any more." in text_of(answer)
    assert not AttendanceMark.objects.exists()
    # Nothing chosen for it is nothing lost.
    assert client.post(where, form | {cell(bob, second): ""}).status_code == 302
    assert Attendance.objects.get().block == first


def test_typing_in_costs_the_same_for_one_person_and_thirty(client, world, session):
    client.force_login(world.lieve)
    counts = []
    for number in (1, 30):
        more(world, session, *(f"Person {number}.{at}" for at in range(number)))
        client.get(page("attendance_paper", session))
        with CaptureQueriesContext(connection) as queries:
            client.get(page("attendance_paper", session))
        counts.append(len(queries))
    assert counts[0] == counts[1]
