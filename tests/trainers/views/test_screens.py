"""The pages of trainers, as those see them who have a part, and as a stranger does not."""

import re
from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from lms.models import AuditEntry
from tests.factories.organisations import UserFactory
from tests.factories.trainers import (
    Way,
    make_accredited,
    make_person,
    make_world,
    wish,
)
from trainers.domain import applying, suspending
from trainers.enums import EvidenceKind, State, SuspensionReason, Verdict
from trainers.models import Accreditation, SignOff, StepEvidence

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(beekstad, alice, bob):
    # Pages ask for today.
    return make_world(beekstad, alice, bob, now=timezone.now())


@pytest.fixture
def way(world):
    return Way(world, timezone.now())


def page_of(accreditation, name="accreditation", *args):
    return reverse(f"trainers:{name}", args=[accreditation.uuid, *args])


def test_a_candidate_begins_and_applies(
    client, world, django_capture_on_commit_callbacks
):
    client.force_login(world.bob)
    shown = client.get(reverse("trainers:begin"))
    assert shown.status_code == 200
    begun = client.post(
        reverse("trainers:begin"),
        {"way": "frontline nl", "employer": world.employer.pk},
    )
    mine = Accreditation.objects.get(person=world.bob)
    assert begun.url == page_of(mine, "apply")
    application = {
        "motivation": "I want colleagues to notice without judging.",
        "years_in_sector": 5,
        "hours_per_year": 40,
        "groups_planned": 3,
        "superior_name": "Sofie Wouters",
        "superior_email": "superior@beekstad.example",
        "has_no_conflict": "on",
        "accepts_ethics": "on",
    }
    with django_capture_on_commit_callbacks(execute=True):
        sent = client.post(page_of(mine, "apply"), application)
    assert sent.url == page_of(mine)
    [letter] = [one for one in mail.outbox if "superior@beekstad.example" in one.to]
    link = re.search(r"/trainers/superior/\S+", letter.body)[0]
    client.logout()
    assert "Beekstad" in client.get(link).content.decode()
    assert client.post(link, {"yes": ""}).url == link
    assert "you committed" in client.get(link).content.decode()
    client.force_login(world.alice)
    client.post(page_of(mine, "coordinator"), {"yes": ""})
    mine.refresh_from_db()
    assert mine.state == State.APPLIED


def test_a_link_that_nobody_made_opens_nothing(client, world):
    assert client.get("/trainers/superior/made-up/").status_code == 404


def test_an_application_names_what_is_missing(client, way):
    mine = way.open()
    client.force_login(way.world.bob)
    refused = client.post(page_of(mine, "apply"), {"motivation": "Because."})
    assert refused.status_code == 422
    assert mine.applications.count() == 0


@pytest.mark.parametrize("state", [State.TRAINED, State.PROVISIONAL, State.ACCREDITED])
def test_everybody_with_a_part_reads_the_way_and_a_stranger_does_not(
    client, way, charlie, state
):
    mine = way.to(state)
    for name in ("bob", "alice", "olga"):
        client.force_login(getattr(way.world, name))
        assert client.get(page_of(mine)).status_code == 200
    client.force_login(charlie)
    assert client.get(page_of(mine)).status_code == 404


def test_an_employer_reads_states_and_no_notes_or_results(client, way):
    mine = way.to(State.ACCREDITED)
    client.force_login(way.world.olga)
    open_page = client.get(page_of(mine)).content.decode()
    assert "Clear, calm, and on time." in open_page
    assert "I want colleagues to notice" in open_page
    client.force_login(way.world.alice)
    closed_page = client.get(page_of(mine)).content.decode()
    assert "Accredited" in closed_page
    for kept in ("Clear, calm", "95 %", "I want colleagues", "Two groups a year"):
        assert kept not in closed_page


def test_a_session_is_written_down_and_signed_on_screen(client, way):
    mine = way.to(State.PROVISIONAL)
    client.force_login(way.world.bob)
    written = client.post(
        page_of(mine, "write", "co-session"),
        {
            "on_day": way.day,
            "asked_of": way.world.lieve.pk,
            "role": "Second trainer",
            "hours": "3",
            "place": "Beekstad",
            "sector": "POL",
            "head_count": "12",
        },
    )
    assert written.status_code == 302
    one = StepEvidence.objects.get(kind=EvidenceKind.CO_SESSION)
    client.post(page_of(mine, "sign", one.uuid), {"yes": ""})
    assert not one.sign_offs.exists()
    client.force_login(way.world.lieve)
    assert (
        "Co-facilitated session"
        in client.get(reverse("trainers:desk")).content.decode()
    )
    client.post(page_of(mine, "sign", one.uuid), {"yes": ""})
    assert one.sign_offs.get().by == way.world.lieve


def test_the_rubric_comes_twice_from_a_device_and_counts_once(client, way):
    mine = way.to(State.CO_FACILITATED)
    way.own(EvidenceKind.SELF_ASSESSMENT)
    client.force_login(way.world.amir)
    address = page_of(mine, "rubric", "observed-session")
    assert client.get(address).status_code == 200
    sent = {
        "key": "0b0c8f2e-8f4f-4dd1-9d0a-0d7f4b1c2d3e",
        "client": "0b0c8f2e-8f4f-4dd1-9d0a-0d7f4b1c2d3e",
        "on_day": way.day,
        "role": "Lead",
        "hours": "3",
        "place": "Beekstad",
        "sector": "POL",
        "head_count": "12",
        "level-accuracy": "3",
        "level-safety": "3",
        "level-interaction": "4",
        "feedback": "Clear, calm, and on time.",
        "decision": "pass",
    }
    first, second = client.post(address, sent), client.post(address, sent)
    assert (first.status_code, second.status_code) == (200, 200)
    assert second.json()["saved"]
    assert StepEvidence.objects.filter(kind=EvidenceKind.OBSERVED_SESSION).count() == 1
    mine.refresh_from_db()
    assert mine.state == State.OBSERVED


def test_a_rubric_that_lacks_something_says_so_to_the_device(client, way):
    mine = way.to(State.CO_FACILITATED)
    client.force_login(way.world.amir)
    reply = client.post(page_of(mine, "rubric", "observed-session"), {"client": "x"})
    assert reply.status_code == 422
    assert "level for every criterion" in reply.json()["error"]


def test_the_owner_suspends_the_trainer_answers_another_confirms(client, way):
    mine = way.to(State.ACCREDITED)
    client.force_login(way.world.olga)
    assert client.get(page_of(mine, "suspend")).status_code == 200
    client.post(page_of(mine, "suspend"), {"reason": "safety", "is_interim": "on"})
    client.post(page_of(mine, "suspension", "confirm"))
    mine.refresh_from_db()
    assert mine.state == State.ACCREDITED
    client.force_login(way.world.bob)
    assert "What you want to say" in client.get(page_of(mine)).content.decode()
    client.post(page_of(mine, "suspension", "state"), {"statement": "It was not so."})
    client.force_login(way.world.otto)
    assert "It was not so." in client.get(page_of(mine)).content.decode()
    client.post(page_of(mine, "suspension", "confirm"))
    mine.refresh_from_db()
    assert mine.state == State.SUSPENDED
    client.post(page_of(mine, "suspension", "end"))
    mine.refresh_from_db()
    assert mine.state == State.ACCREDITED


def test_only_an_owner_suspends_or_withdraws(client, way):
    mine = way.to(State.ACCREDITED)
    for name in ("bob", "alice", "lieve"):
        client.force_login(getattr(way.world, name))
        assert client.get(page_of(mine, "suspend")).status_code == 404
        assert (
            client.post(page_of(mine, "withdraw"), {"reason": "decision"}).status_code
            == 404
        )


def test_the_roster_is_for_those_who_coordinate(client, way, charlie):
    way.to(State.ACCREDITED)
    address = reverse("trainers:roster", args=[way.world.employer.code])
    client.force_login(way.world.alice)
    page = client.get(address).content.decode()
    assert way.world.bob.printed_name in page
    assert "Accredited" in page
    for stranger in (charlie, way.world.bob):
        client.force_login(stranger)
        assert client.get(address).status_code == 404


def test_the_programme_page_is_for_its_owners(client, way, charlie):
    way.to(State.APPLIED)
    address = reverse("trainers:programme", args=["frontline"])
    client.force_login(way.world.olga)
    page = client.get(address).content.decode()
    assert way.world.bob.printed_name in page
    assert "Ada Janssens" in page
    for stranger in (charlie, way.world.alice, way.world.lieve):
        client.force_login(stranger)
        assert client.get(address).status_code == 404


def more_trainers(world, names: dict[str, date]) -> None:
    """At Beekstad, each accredited until a day."""
    for name, until in names.items():
        person = UserFactory(printed_name=name, sector_id="POL")
        make_accredited(
            person, world.programme, world.employer, now=timezone.now(), until=until
        )


def names_in(page) -> list[str]:
    return [str(one.person) for one in page.context["rows"]]


def test_a_list_of_trainers_is_narrowed_by_group_and_name_and_sorted(client, world):
    today = timezone.localdate()
    day = {number: today + timedelta(days=number) for number in (30, 400, 600)}
    more_trainers(
        world, {"Anna Bos": day[600], "Bea Cox": day[30], "Čeda Ban": day[400]}
    )
    address = reverse("trainers:roster", args=[world.employer.code])
    client.force_login(world.alice)

    assert names_in(client.get(address)) == ["Anna Bos", "Bea Cox", "Čeda Ban"]
    assert names_in(client.get(address, {"sort": "-name"}))[0] == "Čeda Ban"
    assert names_in(client.get(address, {"sort": "until"})) == [
        "Bea Cox",
        "Čeda Ban",
        "Anna Bos",
    ]
    assert names_in(client.get(address, {"sort": "-until"}))[0] == "Anna Bos"
    assert names_in(client.get(address, {"q": " BA "})) == ["Čeda Ban"]
    soon = client.get(address, {"show": "expiring"})
    assert names_in(soon) == ["Bea Cox"]
    assert "Ends within six months (1)" in soon.content.decode()
    nobody = client.get(address, {"show": "lapsed"})
    assert names_in(nobody) == []
    assert "Show everybody" in nobody.content.decode()
    wrong = client.get(address, {"show": "<b>", "sort": "salary", "page": "x"})
    assert len(names_in(wrong)) == 3


def test_a_list_of_trainers_has_pages_and_keeps_what_was_asked(client, world):
    until = timezone.localdate() + timedelta(days=400)
    more_trainers(world, {f"Person {number:02}": until for number in range(52)})
    address = reverse("trainers:roster", args=[world.employer.code])
    client.force_login(world.alice)
    last = client.get(address, {"q": "person", "page": "2"})
    assert names_in(last) == ["Person 50", "Person 51"]
    assert "q=person" in last.content.decode()


@pytest.mark.parametrize(("name", "by"), [("roster", "alice"), ("programme", "olga")])
def test_a_list_of_trainers_asks_as_much_for_thirty_as_for_one(client, world, name, by):
    until = timezone.localdate() + timedelta(days=400)
    code = {"roster": world.employer.code, "programme": world.programme.code}[name]
    address = reverse(f"trainers:{name}", args=[code])
    client.force_login(getattr(world, by))
    more_trainers(world, {"Anna Bos": until})

    def queries():
        with CaptureQueriesContext(connection) as counted:
            assert client.get(address).status_code == 200
        return len(counted)

    queries()
    with_one = queries()
    more_trainers(world, {f"Person {number}": until for number in range(29)})
    assert queries() == with_one


def test_a_paper_is_recognised_by_two(client, world, small_pdf):
    client.force_login(world.bob)
    asked = client.post(
        reverse("trainers:recognition_new"),
        {
            "way": "frontline nl",
            "employer": world.employer.pk,
            "given_by": "Police school",
            "accredited_since": "2020-01-01",
            "sessions_led": "12",
            "proof": small_pdf,
        },
    )
    assert asked.status_code == 302
    for name in ("olga", "otto"):
        client.force_login(getattr(world, name))
        assert client.get(asked.url).status_code == 200
        proof = client.get(f"{asked.url}proof/")
        assert b"".join(proof.streaming_content) == b"%PDF-1.4 small"
        client.post(asked.url, {"yes": ""})
    mine = Accreditation.objects.get(person=world.bob)
    assert mine.state == State.ACCREDITED
    client.force_login(world.alice)
    assert client.get(asked.url).status_code == 404


@pytest.fixture
def small_pdf():
    return SimpleUploadedFile("paper.pdf", b"%PDF-1.4 small", "application/pdf")


def test_rating_the_sample_is_for_trainers(client, world):
    address = reverse("trainers:sample", args=["frontline"])
    client.force_login(world.lieve)
    assert client.get(address).status_code == 200
    rated = client.post(
        address,
        {
            "key": "0b0c8f2e-8f4f-4dd1-9d0a-0d7f4b1c2d3e",
            "level-accuracy": "3",
            "level-safety": "0",
            "level-interaction": "3",
        },
    )
    assert "3 levels away" in rated.content.decode()
    client.force_login(world.bob)
    assert client.get(address).status_code == 404


def test_the_desk_asks_as_much_for_thirty_as_for_one(client, way):
    def one_more(number):
        person = make_person(f"Person{number} Peeters", way.world.employer)
        opened = applying.open_accreditation(
            person,
            way.world.programme,
            language="nl",
            employer=way.world.employer,
            now=way.now,
        )
        applying.apply_for(opened, wish(), actor=person, now=way.now)

    def queries():
        with CaptureQueriesContext(
            connection,
        ) as counted:
            page = client.get(reverse("trainers:desk"))
        assert page.status_code == 200
        return len(counted)

    client.force_login(way.world.alice)
    one_more(0)
    queries()
    with_one = queries()
    for number in range(1, 30):
        one_more(number)
    assert queries() == with_one


def test_saying_why_not_is_needed_and_read(client, way):
    mine = way.open()
    applying.apply_for(mine, wish(), actor=way.world.bob, now=way.now)
    client.force_login(way.world.alice)
    client.post(page_of(mine, "coordinator"), {"no": ""})
    assert not SignOff.objects.exists()
    client.post(page_of(mine, "coordinator"), {"no": "", "comment": "Not this year."})
    assert SignOff.objects.get().verdict == Verdict.NO
    client.force_login(way.world.bob)
    assert page_of(mine, "apply") in client.get(page_of(mine)).content.decode()


def test_a_suspension_is_shown_to_those_who_read_evidence(client, way):
    mine = way.to(State.ACCREDITED)
    suspending.begin_suspension(
        mine,
        reason=SuspensionReason.SAFETY,
        is_interim=True,
        actor=way.world.olga,
        now=way.now,
    )
    client.force_login(way.world.alice)
    assert "safety" not in client.get(page_of(mine)).content.decode().lower()


def test_an_owner_sets_the_numbers_and_it_is_written_down(client, world):
    address = reverse("trainers:numbers", args=["frontline"])
    client.force_login(world.olga)
    form = client.get(address).context["form"]
    numbers = {
        one.name: one.value()
        for one in form
        if one.value() is not False and one.value() is not None
    }
    saved = client.post(address, {**numbers, "valid_months": 36})
    assert saved.status_code == 302
    world.programme.refresh_from_db()
    assert world.programme.valid_months == 36
    entry = AuditEntry.objects.get(action="trainers.numbers_changed")
    assert entry.data == {"valid_months": [24, 36]}
    refused = client.post(address, {**numbers, "quiz_percent": 101})
    assert refused.status_code == 422
    client.force_login(world.alice)
    assert client.get(address).status_code == 404


def test_who_is_kept_away_is_not_shown_as_accredited(client, way):
    mine = way.to(State.ACCREDITED)
    chip = '<span class="chip chip--warn">'
    client.force_login(way.world.bob)
    page = client.get(page_of(mine)).content.decode()
    assert chip not in page
    assert "Rate the sample recording" in page
    suspending.begin_suspension(
        mine,
        reason=SuspensionReason.SAFETY,
        is_interim=True,
        actor=way.world.olga,
        now=way.now,
    )
    page = client.get(page_of(mine)).content.decode()
    assert chip in page
    assert "May not train" in page
