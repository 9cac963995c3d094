"""The pages of requests for training, for those who ask, those who handle, and a
stranger."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.factories.requests import make_request, staff
from tests.trainers.views.conftest import text_of
from trainers.domain.requests import asking
from trainers.domain.requests.needs import needs_of
from trainers.enums import RequestState, Want
from trainers.models import SessionPlaces, TrainingRequest, TrainingSession

pytestmark = pytest.mark.django_db

LIST = reverse("trainers:requests")
NEW = reverse("trainers:request_new")


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def period(today):
    return {"starts_on": today, "ends_on": today + timedelta(days=300)}


@pytest.fixture
def asked(world, period):
    now = timezone.now()
    return make_request(
        world.employer, world.alice, now=now, programme=world.programme, **period
    )


def page_of(request, name="request"):
    return reverse(f"trainers:{name}", args=[request.uuid])


def answers(world, period, **changes) -> dict:
    return {
        "organisation": world.employer.pk,
        "programme": world.programme.pk,
        "wanted": ["notice", "young"],
        "people_MUN": 30,
        "held_MUN": "none",
        "people_POL": 12,
        "held_POL": "base",
        "speak_nl": 40,
        "hours": 10,
        "venue": "room",
        "young_groups": 2,
        **period,
        **changes,
    }


def test_alice_asks_and_reads_the_plan(client, world, period):
    client.force_login(world.alice)
    shown = client.get(NEW)
    assert shown.status_code == 200
    # One organisation is chosen already, and every question stands in a group.
    assert f'value="{world.employer.pk}" selected' in text_of(shown)
    assert text_of(shown).count("<legend") >= 6
    sent = client.post(NEW, answers(world, period))
    kept = TrainingRequest.objects.get()
    assert sent.url == page_of(kept)
    assert [one.sector for one in needs_of(kept.answers).staff] == ["POL", "MUN"]
    page = text_of(client.get(sent.url))
    assert "Workshop Frontline Prevention" in page
    assert "3 groups of 14" in page
    assert "BOUNCEyoung" in page
    assert "No trainer for Dutch is accredited" in page


def test_what_was_typed_stays_after_a_mistake(client, world, period):
    client.force_login(world.alice)
    refused = client.post(NEW, answers(world, period, hours="", remark="Soon, please."))
    page = text_of(refused)
    assert refused.status_code == 422
    assert 'name="people_MUN" value="30"' in page
    assert '<option value="base" selected>' in page
    assert "Soon, please." in page
    assert not TrainingRequest.objects.exists()


def test_nobody_to_train_is_said_in_words(client, world, period):
    client.force_login(world.alice)
    sent = answers(world, period, people_MUN="", people_POL="")
    assert "at least one sector" in text_of(client.post(NEW, sent))


def test_a_remark_about_somebody_is_kept_on_second_thoughts(client, world, period):
    client.force_login(world.alice)
    sent = answers(world, period, remark="As said:\r\nask for Jan Peeters.")
    refused = client.post(NEW, sent)
    assert refused.status_code == 422
    confirmation = refused.context["confirmation"]
    assert client.post(NEW, {**sent, "confirmation": confirmation}).status_code == 302


def test_bob_and_charlie_ask_nothing_for_beekstad(client, world, charlie, period):
    client.force_login(world.bob)
    assert client.get(NEW).status_code == 404
    client.force_login(charlie)
    assert client.post(NEW, answers(world, period)).status_code == 422
    assert not TrainingRequest.objects.exists()


def test_the_page_is_for_alice_and_those_who_handle_it(client, world, asked, charlie):
    for person, status in (
        (world.alice, 200),
        (world.olga, 200),
        (world.lieve, 200),
        (world.bob, 404),
        (charlie, 404),
    ):
        client.force_login(person)
        assert client.get(page_of(asked)).status_code == status
        post = client.post(page_of(asked), {"nothing": ""}).status_code
        assert post == (404 if status == 404 else 302)


def test_only_those_who_asked_change_it(client, world, asked, charlie, period):
    for person, status in (
        (world.alice, 200),
        (world.olga, 404),
        (world.bob, 404),
        (charlie, 404),
    ):
        client.force_login(person)
        assert client.get(page_of(asked, "request_change")).status_code == status
    client.force_login(world.alice)
    shown = text_of(client.get(page_of(asked, "request_change")))
    assert 'name="people_MUN" value="40"' in shown
    sent = answers(world, period, hours=25)
    assert client.post(page_of(asked, "request_change"), sent).url == page_of(asked)
    asked.refresh_from_db()
    assert needs_of(asked.answers).hours == 25
    asking.take_up(asked, actor=world.olga, now=timezone.now())
    assert client.get(page_of(asked, "request_change")).status_code == 404


def test_alice_withdraws(client, world, asked):
    client.force_login(world.alice)
    assert "Withdraw the request" in text_of(client.get(page_of(asked)))
    assert "Take it up" not in text_of(client.get(page_of(asked)))
    client.post(page_of(asked), {"withdraw": ""})
    asked.refresh_from_db()
    assert asked.state == RequestState.WITHDRAWN
    assert "Withdraw the request" not in text_of(client.get(page_of(asked)))


def test_olga_takes_it_up_and_links_the_session_that_came_of_it(client, world, asked):
    client.force_login(world.olga)
    assert "Change the answers" not in text_of(client.get(page_of(asked)))
    client.post(page_of(asked), {"take_up": ""})
    asked.refresh_from_db()
    assert asked.handled_by == world.olga
    refused = client.post(page_of(asked), {"link": "", "session": "none"})
    assert "Choose a training session." in text_of(refused)
    now = timezone.now()
    session = TrainingSession.objects.create(
        programme=world.programme,
        language="nl",
        organiser=world.employer,
        title="Workshop in Beekstad",
        created_at=now,
        created_by=world.olga,
        changed_at=now,
    )
    SessionPlaces.objects.create(session=session, organisation=world.employer)
    client.post(page_of(asked), {"link": "", "session": str(session.uuid)})
    there = reverse("trainers:session", args=[session.uuid])
    assert there in client.get(page_of(asked)).content.decode()
    client.force_login(world.alice)
    page = text_of(client.get(page_of(asked)))
    assert "Workshop in Beekstad" in page
    assert "Planned" in page


def test_a_no_needs_a_reason_and_keeps_what_was_typed(client, world, asked):
    client.force_login(world.lieve)
    assert client.post(page_of(asked), {"no": "", "reason": ""}).status_code == 422
    doubted = client.post(
        page_of(asked), {"no": "", "reason": "Because Jan Peeters is ill."}
    )
    assert "Because Jan Peeters is ill." in text_of(doubted)
    confirmation = doubted.context["confirmation"]
    sent = {"reason": "Because Jan Peeters is ill.", "confirmation": confirmation}
    client.post(page_of(asked), sent)
    asked.refresh_from_db()
    assert asked.state == RequestState.REFUSED
    client.force_login(world.alice)
    assert "Because Jan Peeters is ill." in text_of(client.get(page_of(asked)))


def test_alice_handles_nothing_by_a_crafted_form(client, world, asked):
    client.force_login(world.alice)
    for sent in ({"take_up": ""}, {"no": "", "reason": "No."}):
        assert client.post(page_of(asked), sent).status_code == 422
    asked.refresh_from_db()
    assert asked.state == RequestState.ASKED


def queries_of(client, path) -> int:
    client.get(path)
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(path).status_code == 200
    return len(found)


def test_a_page_takes_as_many_queries_for_a_long_plan_as_for_a_short_one(
    client, world, asked, period
):
    client.force_login(world.alice)
    short = queries_of(client, page_of(asked))
    longer = make_request(
        world.employer,
        world.alice,
        now=timezone.now(),
        programme=world.programme,
        wanted=tuple(Want),
        staff=tuple(staff(one, 9) for one in ("MUN", "POL", "EDU", "COO")),
        **period,
    )
    assert queries_of(client, page_of(longer)) == short


def test_pages_are_in_nobodys_cache(client, world, asked):
    client.force_login(world.alice)
    for path in (LIST, NEW, page_of(asked), page_of(asked, "request_change")):
        assert "no-store" in client.get(path)["Cache-Control"]
