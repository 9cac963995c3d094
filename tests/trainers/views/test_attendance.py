"""The list of who is there, as trainers see it and their devices; others do not."""

import json
import re
import uuid
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from organisations.enums import Role
from tests.factories.attendance import blocks, crowd, make_day, mark
from tests.factories.trainers import make_person, make_world
from trainers.domain.attendance.marks import minutes_of
from trainers.domain.attendance.walk_ins import claimable
from trainers.domain.sessions.planning import cancel_session
from trainers.enums import MarkSource, Presence
from trainers.models import (
    Attendance,
    AttendanceMark,
    SessionTrainer,
    TrainingSession,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(beekstad, alice, bob):
    # Pages ask for today.
    return make_world(beekstad, alice, bob, now=timezone.now())


@pytest.fixture
def session(world):
    return running(world, world.bob)


def running(world, *people, **changes) -> TrainingSession:
    """A session of two mornings whose first has begun an hour ago."""
    made = make_day(world, *people, now=timezone.now(), days=(30, 31), **changes)
    one, _two = blocks(made)
    one.starts_at = timezone.now() - timedelta(hours=1)
    one.ends_at = timezone.now() + timedelta(hours=2)
    one.save()
    return made


def page(session) -> str:
    return reverse("trainers:attendance", args=[session.uuid])


def address(session) -> str:
    return reverse("trainers:attendance_marks", args=[session.uuid])


def send(client, session, *marks, walk_ins=(), status=200, **more):
    answer = client.post(
        address(session),
        {
            "device_now": timezone.now().isoformat(),
            "marks": list(marks),
            "walk_ins": list(walk_ins),
            **more,
        },
        content_type="application/json",
    )
    assert answer.status_code == status, answer.content
    return answer.json()


def marked(session, person=None, presence="here", minutes=None, *, ago=1, **changes):
    """A mark as a device sends it."""
    people = session.registrations
    found = people.get(person=person) if person else people.first()
    return {
        "uuid": str(uuid.uuid4()),
        "registration": str(found.uuid),
        "block": str(blocks(session)[0].uuid),
        "presence": presence,
        "minutes": minutes,
        "said_at": (timezone.now() - timedelta(minutes=ago)).isoformat(),
        **changes,
    }


# --- who may -----------------------------------------------------------------------------


def test_trainers_and_the_owner_of_the_programme_have_the_list(client, world, session):
    SessionTrainer.objects.create(session=session, person=world.ada, role="co")
    for person in (world.lieve, world.ada, world.olga):
        client.force_login(person)
        assert client.get(page(session)).status_code == 200
        assert client.get(address(session)).status_code == 200


def test_others_do_not(client, world, session, charlie):
    """Alice coordinates the employer and plans the session, Bob is on the list, Charlie
    is a stranger, and Amir is a trainer of other sessions."""
    for person in (world.alice, world.bob, charlie, world.amir):
        client.force_login(person)
        for answer in (
            client.get(page(session)),
            client.post(page(session)),
            client.get(address(session)),
            client.post(address(session), {}, content_type="application/json"),
        ):
            assert answer.status_code == 404
            assert str(world.bob) not in answer.content.decode() or person == world.bob
    assert client.get(address(session)).json() == {
        "error": "You do not take attendance of this session."
    }
    assert AttendanceMark.objects.count() == 0


def test_who_led_it_when_it_began_still_sends_what_lies_on_their_phone(
    client, world, session
):
    client.force_login(world.lieve)
    send(client, session, marked(session))
    SessionTrainer.objects.filter(session=session).delete()
    late = marked(session, presence="away", ago=0)
    assert send(client, session, late)["kept"] == [late["uuid"]]


def test_who_is_signed_out_is_told_so_and_nothing_is_lost(client, world, session):
    assert client.get(page(session)).url.startswith("/account/login/")
    for answer in (
        client.get(address(session)),
        client.post(address(session), {}, content_type="application/json"),
    ):
        assert answer.status_code == 401
        assert answer.json() == {
            "error": "You are signed out. What you marked stays on this device."
        }


def test_a_page_from_before_signing_in_gets_a_token_that_is_good(world, session):
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.lieve)
    one = json.dumps({"marks": [marked(session)]})
    kinds = {"content_type": "application/json"}
    assert client.post(address(session), one, **kinds).status_code == 403
    token = client.get(address(session)).json()["csrf"]
    answer = client.post(address(session), one, headers={"X-CSRFToken": token}, **kinds)
    assert len(answer.json()["kept"]) == 1


# --- the page ----------------------------------------------------------------------------


def test_the_block_that_is_on_is_shown_first(client, world, session):
    client.force_login(world.lieve)
    one, two = blocks(session)
    assert client.get(page(session)).context["chosen"]["uuid"] == str(one.uuid)
    other = client.get(page(session), {"block": str(two.uuid)})
    assert other.context["chosen"]["uuid"] == str(two.uuid)
    assert client.get(page(session), {"block": "x"}).context["chosen"]["uuid"] == str(
        one.uuid
    )


def test_two_blocks_of_one_day_are_told_apart(client, world, session):
    client.force_login(world.lieve)
    one, two = blocks(session)
    # On the same day also where it is midnight in between.
    two.starts_at = one.starts_at + timedelta(seconds=90)
    two.ends_at = one.ends_at
    two.save()
    labels = {tab["label"] for tab in client.get(page(session)).context["tabs"]}
    assert len(labels) == 2


def test_a_line_says_how_it_is_known_and_by_whom(client, world, session):
    client.force_login(world.lieve)
    mark(
        session,
        world.bob,
        by=world.bob,
        now=timezone.now(),
        block=blocks(session)[0],
        source=MarkSource.CODE,
    )
    shown = client.get(page(session))
    assert shown.context["counts"] == {"there": 1, "all": 1, "left": 0}
    assert "Checked in with the code" in shown.content.decode()
    send(client, session, marked(session, presence="part", minutes=30, ago=0))
    shown = client.get(page(session)).content.decode()
    assert "By Lieve Peeters" in shown
    assert 'value="part" checked' in shown


def test_as_many_queries_for_thirty_as_for_one(client, world, beekstad):
    people = [make_person(f"P{number} Peeters", beekstad) for number in range(30)]
    client.force_login(world.olga)
    few = queries_of(client, running(world, world.bob))
    many = queries_of(client, running(world, *people, lead=world.amir))
    assert few == many
    assert few["page"] <= 12


def queries_of(client, session) -> dict[str, int]:
    everybody = [marked(session, one.person) for one in session.registrations.all()]
    client.get(page(session))
    acts = {
        "page": lambda: client.get(page(session)),
        "state": lambda: client.get(address(session)),
        "marks": lambda: send(client, session, *everybody),
        "page with marks": lambda: client.get(page(session)),
    }
    counts = {}
    for name, act in acts.items():
        with CaptureQueriesContext(connection) as queries:
            act()
        counts[name] = len(queries)
    return counts


# --- what devices send -------------------------------------------------------------------


def test_what_is_sent_twice_is_kept_once(client, world, session):
    client.force_login(world.lieve)
    one = marked(session)
    for _again in range(2):
        reply = send(client, session, one)
        assert (reply["kept"], reply["refused"]) == ([one["uuid"]], {})
    assert AttendanceMark.objects.count() == 1
    [line] = reply["lines"]
    assert line["name"] == str(world.bob)
    assert line["marks"][one["block"]]["presence"] == "here"


def test_two_trainers_see_what_the_other_marked_and_the_last_counts(
    client, world, session
):
    SessionTrainer.objects.create(session=session, person=world.ada, role="co")
    client.force_login(world.lieve)
    later = marked(session, presence="away", ago=5)
    send(client, session, later)
    client.force_login(world.ada)
    reply = send(client, session, marked(session, presence="here", ago=50))
    [line] = reply["lines"]
    assert line["marks"][later["block"]]["presence"] == "away"
    assert "Lieve Peeters" in line["marks"][later["block"]]["words"]


def test_one_that_is_refused_is_said_with_a_sentence(client, world, session):
    client.force_login(world.lieve)
    good, bad = marked(session), marked(session, presence="part", minutes=100_000)
    reply = send(client, session, bad, good)
    assert reply["kept"] == [good["uuid"]]
    assert reply["refused"] == {
        bad["uuid"]: "A part is at least one minute, and less than the whole block."
    }


def test_somebody_walks_in_is_marked_and_gets_a_code(client, world, session):
    client.force_login(world.lieve)
    key = str(uuid.uuid4())
    one = {"key": key, "name": "Yusuf Öztürk", "employer": world.employer.code}
    about = marked(session, registration=key)
    reply = send(client, session, about, walk_ins=[one])
    assert reply["kept"] == [key, about["uuid"]]
    assert reply["known_as"] == {key: key}
    [line] = [one for one in reply["lines"] if one["registration"] == key]
    assert line["how"] == ["Walked in"]
    assert claimable(line["code"]).uuid == uuid.UUID(key)
    shown = client.get(page(session)).content.decode()
    assert line["code"] in shown


@pytest.mark.parametrize(
    "body",
    [
        "",
        "x",
        "[]",
        "null",
        "[" * 50_000,
        '{"marks": {}}',
        '{"marks": [1]}',
        '{"marks": [{}]}',
        '{"walk_ins": [{"key": "x"}]}',
        '{"walk_ins": [{"key": null, "name": "Mia"}]}',
        '{"walk_ins": [{"key": "6bb15a6d-ec56-464b-93be-9f24c8804c82", "name": 7}]}',
        '{"walk_ins": [{"key": "6bb15a6d-ec56-464b-93be-9f24c8804c82",'
        ' "name": "\\ud800"}]}',
        '{"walk_ins": [{"key": "6bb15a6d-ec56-464b-93be-9f24c8804c82",'
        ' "name": "a\\u0000b"}]}',
        '{"device_now": "today"}',
        '{"device_now": "2026-01-01T10:00:00"}',
        '{"device_now": "0001-01-01T10:00:00Z"}',
        '{"device_now": "2026-99-01T10:00:00Z"}',
        b"\xff\xfe",
    ],
)
def test_a_body_that_is_not_understood_is_refused_in_whole(
    client, world, session, body
):
    client.force_login(world.lieve)
    answer = client.post(address(session), body, content_type="application/json")
    assert answer.status_code == 422
    assert answer.json() == {"error": "This was not understood. It was not kept."}


@pytest.mark.parametrize(
    "changes",
    [
        {"uuid": "x"},
        {"uuid": 3},
        {"registration": None},
        {"minutes": "30"},
        {"minutes": True},
        {"minutes": 1.5},
        {"presence": ["here"]},
        {"said_at": 5},
        {"said_at": "9999-12-31T23:59:59Z"},
    ],
)
def test_a_mark_that_is_not_understood_is_refused(client, world, session, changes):
    client.force_login(world.lieve)
    send(client, session, marked(session, **changes), status=422)
    assert AttendanceMark.objects.count() == 0


def test_more_than_a_device_sends_at_once_is_refused(client, world, session):
    client.force_login(world.lieve)
    send(client, session, *[marked(session)] * 501, status=422)


def test_a_device_that_does_not_stop_is_slowed_down(client, world, session):
    client.force_login(world.lieve)
    answers = [
        client.post(address(session), "x", content_type="application/json").status_code
        for _number in range(130)
    ]
    assert answers[0] == 422
    assert answers[-1] == 429


# --- without a script --------------------------------------------------------------------


def filled(client, session, **changes):
    """What the page posts, as a browser without scripts sends it."""
    shown = client.get(page(session)).context
    fields = {"key": str(shown["key"])}
    for row in shown["rows"]:
        key, mark = row["registration"], row["mark"] or {}
        fields[f"was:{key}"] = " ".join(
            str(one) for one in (mark.get("presence"), mark.get("minutes")) if one
        )
        fields[f"minutes:{key}"] = str(mark.get("minutes") or "")
        if mark:
            fields[f"presence:{key}"] = mark["presence"]
    return {**fields, **changes}


def test_without_a_script_the_page_is_a_form(client, world, session):
    client.force_login(world.lieve)
    key = session.registrations.get().uuid
    form = filled(
        client, session, **{f"presence:{key}": "part", f"minutes:{key}": "45"}
    )
    for _again in range(2):
        client.post(page(session), form)
    [one] = AttendanceMark.objects.all()
    assert (one.presence, one.minutes, one.source) == ("part", 45, MarkSource.LIST)
    # Nothing is said again by who sends the page as it is.
    client.post(page(session), filled(client, session))
    assert AttendanceMark.objects.count() == 1


def test_without_a_script_the_block_that_is_shown_is_marked(client, world, session):
    client.force_login(world.lieve)
    _one, other = blocks(session)
    key = session.registrations.get().uuid
    other.starts_at = timezone.now() - timedelta(minutes=30)
    other.save()
    shown = client.get(page(session), {"block": str(other.uuid)}).content.decode()
    [where] = re.findall(r'action="(\?block=[^"]+)"', shown)
    assert f'max="{minutes_of(other) - 1}"' in shown
    form = filled(client, session, **{f"presence:{key}": "here"})
    client.post(page(session) + where, form)
    assert Attendance.objects.get().block == other


def test_without_a_script_a_block_that_is_gone_is_said_and_no_other_is_marked(
    client, world, session
):
    client.force_login(world.lieve)
    _one, other = blocks(session)
    key = session.registrations.get().uuid
    where = f"{page(session)}?block={other.uuid}"
    form = filled(client, session, **{f"presence:{key}": "here"})
    other.delete()
    answer = client.post(where, form, follow=True)
    assert "This session has no such block any more." in answer.text
    assert not AttendanceMark.objects.exists()


def test_an_old_page_takes_nothing_back_that_was_marked_since(client, world, session):
    client.force_login(world.lieve)
    old = filled(client, session)
    send(client, session, marked(session))
    client.post(page(session), old)
    assert Attendance.objects.get().presence == Presence.HERE


def test_without_a_script_a_long_list_has_pages_that_each_can_be_sent(
    client, world, session
):
    crowd(session, 700, now=timezone.now())
    client.force_login(world.lieve)
    seen, where = [], page(session)
    while where:
        shown = client.get(where)
        fields = {"key": str(shown.context["key"]), "csrfmiddlewaretoken": "x"}
        for row in shown.context["rows"]:
            key = row["registration"]
            fields |= {
                f"was:{key}": "",
                f"minutes:{key}": "",
                f"presence:{key}": "here",
            }
            seen.append(key)
        action = re.search(r'action="([^"]+)"[^>]* data-marks', shown.text)[1]
        back = client.post(page(session) + unescape(action), fields)
        assert back.status_code == 302
        # Whoever keeps a page is on it again.
        again = client.get(back.url).context["rows"]
        assert [one["registration"] for one in again] == seen[-len(again) :]
        following = re.search(r'rel="next" href="([^"]+)"', shown.text)
        where = following and page(session) + unescape(following[1])
        # The script has everybody at once.
        assert len(shown.context["state"]["lines"]) == 701
    assert len(seen) == len(set(seen)) == 701
    assert Attendance.objects.filter(presence=Presence.HERE).count() == 701


def test_somebody_walks_in_without_a_script(client, world, session):
    client.force_login(world.lieve)
    form = {
        "walk_in": "1",
        "key": str(uuid.uuid4()),
        "name": "Mia Claes",
        "employer": world.employer.code,
    }
    for _again in range(2):
        answer = client.post(page(session), form, follow=True)
    assert "Kept: 1 change." in answer.content.decode()
    assert session.registrations.filter(guest_name="Mia Claes").count() == 1
    answer = client.post(page(session), {**form, "name": "x\0y"}, follow=True)
    assert answer.status_code == 200


# --- where the list is found -------------------------------------------------------------


def test_the_session_leads_to_the_list_once_it_is_open(client, world, session):
    link = page(session)
    for person, is_there in ((world.lieve, True), (world.bob, False)):
        client.force_login(person)
        shown = client.get(reverse("trainers:session", args=[session.uuid]))
        assert (link in shown.content.decode()) is is_there
    client.force_login(world.olga)
    shown = client.get(reverse("trainers:sessions"), {"part": "run"})
    assert link in shown.content.decode()


def test_before_that_it_says_when(client, world):
    later = make_day(world, world.bob, now=timezone.now())
    client.force_login(world.lieve)
    shown = client.get(reverse("trainers:session", args=[later.uuid]))
    assert ", 07:00 on." in shown.content.decode()
    shown = client.get(reverse("trainers:sessions"), {"part": "mine"})
    assert later.title in shown.content.decode()
    assert page(later) not in shown.content.decode()
    assert "is kept from:" in client.get(page(later)).content.decode()


def test_a_cancelled_session_leads_to_no_list(client, world):
    later = make_day(world, world.bob, now=timezone.now())
    cancel_session(later, actor=world.olga, now=timezone.now())
    client.force_login(world.lieve)
    shown = client.get(reverse("trainers:session", args=[later.uuid]))
    assert page(later) not in shown.content.decode()


# --- kept on a device --------------------------------------------------------------------


def test_only_the_list_says_that_it_may_be_kept(client, world, session):
    assert "Relay-Keep" not in client.get(page(session)).headers
    client.force_login(world.lieve)
    assert client.get(page(session)).headers["Relay-Keep"] == "attendance"
    client.force_login(world.bob)
    assert "Relay-Keep" not in client.get(page(session)).headers


def test_the_script_that_keeps_lists_stands_above_them(client):
    where = reverse("trainers:attendance_worker")
    answer = client.get(where)
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert page(TrainingSession(uuid=uuid.uuid4())).startswith(
        where.removesuffix("attendance-worker.js")
    )
    assert b"Relay-Keep" in b"".join(answer)


@pytest.mark.parametrize("waits", [True, False])
def test_signing_out_keeps_what_was_not_sent_yet_and_nothing_else(
    client, world, session, waits
):
    client.force_login(world.lieve)
    if waits:
        client.cookies["relay-attendance"] = "1"
    left = client.post(reverse("organisations:sign_out"))
    shown = client.get(reverse("organisations:sign_out"))
    for answer in (left, shown):
        clears = answer.headers["Clear-Site-Data"]
        assert clears == ('"cache"' if waits else '"cache", "storage"')
    for script in ("leave.js", "attendance/store.js", "attendance/leaving.js"):
        assert (script in shown.content.decode()) is waits
    assert ("Something was not sent yet" in shown.content.decode()) is waits


def test_coordinators_of_the_organiser_plan_it_and_do_not_take_attendance(
    client, world, session, beekstad
):
    other = make_person("Otis Wouters", beekstad, Role.COORDINATOR)
    client.force_login(other)
    shown = client.get(reverse("trainers:session", args=[session.uuid]))
    assert shown.status_code == 200
    assert page(session) not in shown.content.decode()
    assert client.get(page(session)).status_code == 404
