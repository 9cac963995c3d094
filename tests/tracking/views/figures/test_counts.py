from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from organisations.enums import Role
from organisations.models import Membership
from tests.factories import tracking as factories
from tests.factories.counted import count_closing, make_count
from tests.factories.rolled import make_employer, make_people, make_region
from tests.tracking.views.figures.test_rolled import lines, rows
from tracking.domain.counts import asking, reading
from tracking.domain.counts.carrying import carry
from tracking.domain.obligations import sweep
from tracking.domain.rolled.trend import month_ends
from tracking.models import Obligation, PeopleCount
from tracking.views.figures.counts import _counted_words

PAGE = "/organisation/waterland/figures/"
COUNT = f"{PAGE}count/"
BRUSSELS = ZoneInfo("Europe/Brussels")


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def course(small_course):
    return small_course.course


@pytest.fixture
def region(course, today, monkeypatch):
    """So many work there that their figures are counted."""
    monkeypatch.setattr(reading, "MOST_AT_ONCE", 10)
    body = make_region()
    factories.make_requirement(
        body,
        course,
        starts_on=today - timedelta(days=100),
        recorded_at=factories.noon(today - timedelta(days=100)),
    )
    for name, size, met in (("anvers", 20, 10), ("chimay", 3, 1)):
        make_people(make_employer(body, name), course, size=size, met=met)
    sweep(timezone.now())
    return body


@pytest.fixture
def rita(region):
    """Coordinates the region, and no employer."""
    return factories.make_member(region, role=Role.COORDINATOR, sector="MUN")


@pytest.fixture
def slow(monkeypatch):
    """No worker runs: counts wait."""

    class Task:
        @staticmethod
        def enqueue(pk):
            """Nobody takes it up."""

    monkeypatch.setattr(asking, "count_people", Task)


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def counted_now(region, today):
    count = make_count(today, body=region, now=timezone.now())
    carry(count.pk, clock=timezone.now)
    return count


def test_nothing_is_told_before_it_was_counted(client, region, rita):
    client.force_login(rita)
    text = text_of(client.get(PAGE))

    assert "These figures are not counted yet" in text
    assert "Count them now" in text
    assert "Nothing is asked here yet" not in text
    assert "Anvers" not in text
    for name in ("figures.csv", "trained.csv"):
        assert client.get(f"{PAGE}{name}").status_code == 302
    trained = text_of(client.get(f"{PAGE}trained/"))
    assert "These figures are not counted yet" in trained
    assert "Nobody has been trained here yet" not in trained


def test_who_asks_sees_how_far_it_is_and_then_the_figures(
    client, region, rita, slow, today
):
    client.force_login(rita)
    answer = client.post(COUNT, {"page": "figures"})
    assert answer.headers["Location"] == PAGE
    client.post(COUNT, {"page": "figures"})
    count = PeopleCount.objects.get()
    assert (count.kind, count.body, count.asked_by) == ("now", region, rita)
    text = text_of(client.get(PAGE))
    assert "These figures are being counted" in text
    assert "Count them now" not in text
    progress = client.get(f"{COUNT}{count.pk}/progress/").json()
    assert (progress["isUnderWay"], progress["words"]) == (
        True,
        "It begins in a moment.",
    )

    carry(count.pk, clock=timezone.now)
    assert client.get(f"{COUNT}{count.pk}/progress/").json()["isUnderWay"] is False
    page = client.get(PAGE)
    assert rows(page) == {
        "Anvers": ("20", "10", 50),
        "Chimay": ("fewer than 5", "fewer than 5", None),
    }
    assert "Count again now" in text_of(page)
    assert "as of today" in text_of(page)


def test_the_figures_of_last_night_are_those_of_the_end_of_the_day(
    client, region, rita, today
):
    yesterday = today - timedelta(days=1)
    count_closing(yesterday)
    client.force_login(rita)
    page = client.get(PAGE)

    assert page.context["day"] == yesterday
    assert "at the end of" in text_of(page)


def test_while_it_is_counted_again_the_figures_of_before_are_shown(
    client, region, rita, slow, today
):
    counted_now(region, today)
    client.force_login(rita)
    client.post(COUNT)
    text = text_of(client.get(PAGE))

    assert "These figures are being counted" in text
    assert "Until then you see what was counted before." in text
    assert "Anvers" in text
    assert "Count again now" not in text


def test_another_day_is_asked_for_and_shown_when_it_is_counted(
    client, region, rita, today
):
    client.force_login(rita)
    day, known = today - timedelta(days=9), today - timedelta(days=2)
    asked = {"on": day.isoformat(), "known": known.isoformat()}
    text = text_of(client.get(PAGE, asked))
    assert "Count them now" in text
    assert "As it was on" in text
    answer = client.post(COUNT, {**asked, "page": "figures", "course": "small"})
    assert answer.headers["Location"] == f"{PAGE}?course=small&on={day}&known={known}"
    count = PeopleCount.objects.get()
    assert (count.day, count.known_on) == (day, known)
    page = client.get(PAGE, asked)
    assert "as it was on" in text_of(page)
    assert "as was known on" in text_of(page)
    assert page.context["day"] == day


def test_a_day_to_come_is_not_counted(client, region, rita, today):
    client.force_login(rita)
    client.post(COUNT, {"on": (today + timedelta(days=1)).isoformat()})

    assert not PeopleCount.objects.exists()


def test_a_fourth_count_says_what_to_do(client, region, rita, slow, today):
    client.force_login(rita)
    for days in (1, 2, 3, 4):
        day = today - timedelta(days=days)
        answer = client.post(COUNT, {"on": day.isoformat()}, follow=True)

    assert PeopleCount.objects.count() == 3
    assert "Three counts of this body are on their way." in text_of(answer)


def test_where_few_work_nothing_is_counted(client, region, today):
    town = region.children.get(code="chimay")
    client.force_login(factories.make_member(town, role=Role.COORDINATOR))
    answer = client.post("/organisation/chimay/figures/count/")

    assert answer.headers["Location"] == "/organisation/chimay/figures/"
    assert not PeopleCount.objects.exists()
    assert (
        "Counted"
        not in text_of(client.get("/organisation/chimay/figures/"))
        .split("<main")[1]
        .split("are asked")[0]
    )


def test_a_small_body_can_be_looked_at_on_another_day(client, region, course, today):
    day = today - timedelta(days=1)
    client.force_login(
        factories.make_member(region.children.get(code="chimay"), role=Role.COORDINATOR)
    )
    page = client.get("/organisation/chimay/figures/", {"on": day.isoformat()})

    assert page.context["day"] == day
    assert "as it was on" in text_of(page)


def test_ends_of_months_of_a_small_body_are_those_that_were_counted(
    client, region, course, today
):
    town = region.children.get(code="chimay")
    day = today - timedelta(days=99)
    Membership.objects.update(starts_on=day, recorded_at=factories.noon(day))
    Obligation.objects.update(starts_on=day, recorded_at=factories.noon(day))
    end = month_ends(today)[-1]
    count_closing(end)
    client.force_login(factories.make_member(town, role=Role.COORDINATOR))
    page = client.get("/organisation/chimay/figures/")

    assert [row["day"] for row in page.context["trend"]] == [end]
    assert page.context["trend"][0]["told"].size == "fewer than 5"
    assert "As was known at the end of that month" in text_of(page)


def test_whoever_may_not_see_the_figures_may_not_have_them_counted(
    client, region, rita, today, alice, bob, charlie
):
    """Alice coordinates an employer below, Bob works there, Charlie is a stranger."""
    town = region.children.get(code="anvers")
    Membership.objects.create(
        user=alice, organisation=town, role=Role.COORDINATOR, starts_on=today
    )
    Membership.objects.create(user=bob, organisation=town, starts_on=today)
    count = counted_now(region, today)
    progress = f"{COUNT}{count.pk}/progress/"
    seen = {}
    for user in (alice, bob, charlie, rita):
        client.force_login(user)
        seen[user] = client.post(COUNT).status_code, client.get(progress).status_code

    assert seen == {
        alice: (404, 404),
        bob: (404, 404),
        charlie: (404, 404),
        rita: (302, 200),
    }
    client.logout()
    assert client.post(COUNT).status_code == 302


def test_the_count_of_another_body_is_not_found(client, region, rita, today):
    elsewhere = make_region("elsewhere")
    count = make_count(today, body=elsewhere)
    client.force_login(rita)

    assert client.get(f"{COUNT}{count.pk}/progress/").status_code == 404


def test_page_and_file_tell_the_same(client, region, rita, today, course):
    counted_now(region, today)
    make_people(region.children.get(code="anvers"), course, size=10, met=10)
    sweep(timezone.now())
    client.force_login(rita)
    told = {
        line[0]: (line[4], line[5])
        for line in lines(client.get(f"{PAGE}figures.csv"))
        if not line[2]
    }
    page = rows(client.get(PAGE))

    assert {name: told[name] for name in page} == {
        name: row[:2] for name, row in page.items()
    }
    assert told["Anvers"] == ("20", "10")
    trained = client.get(f"{PAGE}trained/")
    years = {row["label"]: row["words"] for row in trained.context["by_year"]}
    kept = lines(client.get(f"{PAGE}trained.csv"))
    whole = [line for line in kept if line[0] == "Waterland" and not line[2]]
    assert whole[0][5] == trained.context["total"]
    assert [line[5] for line in whole[1:]] == list(years.values())


def test_the_attestation_of_very_many_waits_for_its_count(client, region, today, slow):
    client.force_login(factories.make_member(region, role=Role.AUDITOR))
    page = "/organisation/waterland/attestation/"
    assert "Count them now" in text_of(client.get(page))
    assert client.post(page).status_code == 422
    counted_now(region, today)

    found = client.get(page)
    assert found.context["number"]
    assert "Counted" in text_of(found)


def test_as_many_queries_for_one_employer_as_for_thirty(
    client, region, rita, course, today
):
    client.force_login(rita)

    def queries():
        counted_now(region, today)
        client.get(PAGE)
        with CaptureQueriesContext(connection) as found:
            client.get(PAGE)
        return len(found)

    few = queries()
    for number in range(30):
        town = make_employer(region, f"t{number}")
        factories.make_member(town)
    sweep(timezone.now())

    assert queries() == few


def test_when_it_was_counted_is_said_as_one_says_it():
    now = datetime(2026, 11, 27, 15, 0, tzinfo=BRUSSELS)

    def told(**back):
        count = PeopleCount(finished_at=now - timedelta(**back))
        return _counted_words(count, now).replace("\u202f", " ")

    assert told(hours=11, minutes=48) == "Counted this morning at 03:12."
    assert told(hours=1) == "Counted today at 14:00."
    assert told(days=1) == "Counted yesterday at 15:00."
    assert told(days=3) == "Counted on 24 November 2026 at 15:00."
