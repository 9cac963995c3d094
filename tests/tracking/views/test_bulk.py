from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import tracking as factories
from tracking.domain.obligations import sweep
from tracking.models import SavedView, Waiver

EXEMPT = "/organisation/beekstad/exempt/"
COVERAGE = "/organisation/beekstad/"
KEEP = f"{COVERAGE}views/"


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def asked(beekstad, small_course, alice, bob):
    made = factories.make_requirement(beekstad, small_course.course)
    factories.make_member(beekstad, name="Other")
    sweep(timezone.now())
    return made


@pytest.fixture
def terms(today):
    return {
        "starts_on": today.isoformat(),
        "last_day": (today + timedelta(days=30)).isoformat(),
        "reason_code": "no-place",
    }


def test_first_it_is_shown_and_then_it_is_done(client, asked, alice, terms):
    client.force_login(alice)
    shown = client.post(EXEMPT, terms | {"all": "1"})

    assert "2 people are given it." in shown.content.decode()
    assert Waiver.objects.count() == 0
    done = client.post(EXEMPT, terms | {"all": "1", "confirm": "2"}, follow=True)
    assert "Done for 2 people." in done.content.decode()
    assert Waiver.objects.count() == 2


def test_those_ticked_alone_and_those_of_the_list_alone(client, asked, alice, terms):
    client.force_login(alice)
    rows = client.get(EXEMPT, {"q": "Other"}).context["rows"]

    assert [one.name for one, *_rest in rows] == ["Other"]
    ticked = terms | {"person": rows[0][0].obligation_id}
    assert client.post(EXEMPT, ticked).context["effect"].people == 1
    assert client.post(EXEMPT, terms).context["effect"].people == 0


def test_wrong_days_are_said_and_change_nothing(client, asked, alice, terms):
    client.force_login(alice)
    wrong = client.post(EXEMPT, terms | {"all": "1", "last_day": "2020-01-01"})
    none = client.post(EXEMPT, {"all": "1"})

    assert (wrong.status_code, none.status_code) == (422, 422)
    assert "That day is over." in wrong.content.decode()
    assert Waiver.objects.count() == 0


def test_more_time_for_all(client, asked, alice, today):
    client.force_login(alice)
    terms = {
        "due_on": (today + timedelta(days=200)).isoformat(),
        "reason_code": "no-place",
        "all": "1",
        "confirm": "2",
    }
    client.post(f"{COVERAGE}extend/", terms)

    assert {one.kind for one in Waiver.objects.all()} == {"extension"}


def test_neither_learners_nor_strangers_get_there(client, asked, bob, charlie, terms):
    for person in (bob, charlie):
        client.force_login(person)
        assert client.post(EXEMPT, terms | {"all": "1"}).status_code == 404
        assert client.post(KEEP, {"name": "x"}).status_code == 404


def test_a_view_is_kept_without_the_name_one_searched_for(client, asked, alice):
    client.force_login(alice)
    query = "q=Bob&standing=not_begun&columns=due&columns=sector&page=2&on=2026-01-01"
    response = client.post(KEEP, {"name": " To  begin ", "query": query})

    view = SavedView.objects.get()
    assert (view.name, view.choices) == (
        "To begin",
        {"standing": ["not_begun"], "columns": ["due", "sector"]},
    )
    page = client.get(response["Location"])
    assert page.context["columns"] == ("due", "sector")
    assert [one["name"] for one in page.context["kept_views"]] == ["To begin"]


def test_the_same_name_again_replaces_it_and_no_name_is_refused(client, asked, alice):
    client.force_login(alice)
    for query in ("standing=overdue", "standing=covered"):
        client.post(KEEP, {"name": "Mine", "query": query})
    client.post(KEEP, {"name": " ", "query": ""})

    assert [one.choices for one in SavedView.objects.all()] == [
        {"standing": ["covered"]}
    ]


def test_at_most_twenty_are_kept(client, asked, alice):
    client.force_login(alice)
    for number in range(21):
        page = client.post(KEEP, {"name": f"{number}", "query": ""}, follow=True)

    assert SavedView.objects.count() == 20
    assert "Forget one first." in page.content.decode()


def test_a_view_is_ones_own(client, asked, alice, beekstad):
    client.force_login(alice)
    client.post(KEEP, {"name": "Mine", "query": ""})
    view = SavedView.objects.get()
    client.force_login(factories.make_member(beekstad, role="coordinator"))
    assert client.get(COVERAGE).context["kept_views"] == []
    client.post(f"{KEEP}{view.pk}/forget/")
    assert SavedView.objects.count() == 1
    client.force_login(alice)
    client.post(f"{KEEP}{view.pk}/forget/")

    assert SavedView.objects.count() == 0


def test_columns_are_chosen(client, asked, alice):
    client.force_login(alice)
    usual = client.get(COVERAGE).content.decode()
    chosen = client.get(COVERAGE, {"columns": ["due"]}).content.decode()

    assert 'data-label="Sector"' in usual
    assert 'data-label="Sector"' not in chosen
    assert 'data-label="Due"' in chosen
