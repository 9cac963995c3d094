"""The owner's list of everybody who was trained, and its file."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from organisations.enums import Role
from tests.factories.followed import answer, make_plan, make_trained
from tests.factories.organisations import OrganisationFactory
from tests.factories.trainers import make_person, make_programme, make_world
from trainers.enums import State
from trainers.models import Accreditation
from trainers.plan_enums import Help, Hindrance, Progress

pytestmark = pytest.mark.django_db

LIST = reverse("trainers:following", args=["other"])
FILE = reverse("trainers:following_csv", args=["other"])


@pytest.fixture
def now():
    # Pages ask for today.
    return timezone.now()


@pytest.fixture
def world(beekstad, alice, bob, now):
    return make_world(beekstad, alice, bob, now=now)


@pytest.fixture
def programme(world):
    return make_programme(world.owner_body, code="other")


@pytest.fixture
def mine(world, programme, now):
    """Bob was trained a month ago, and says that it comes later."""
    made = make_trained(world, world.bob, now=now, programme=programme)
    make_plan(made, now=now, groups=4)
    answer(
        made,
        1,
        now=now,
        progress=Progress.LATER,
        hindrances=(Hindrance.NO_TIME,),
        help_wanted=(Help.CO_LEAD,),
        note="After the summer.",
    )
    return made


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def rows_of(response) -> list[str]:
    return [one.name for one in response.context["rows"]]


def test_the_owner_sees_what_was_planned_led_and_said(client, world, mine):
    client.force_login(world.olga)
    programme = reverse("trainers:programme", args=["other"])
    assert LIST in text_of(client.get(programme))
    shown = text_of(client.get(LIST))
    for words in (
        str(world.bob),
        str(world.employer),
        "0 of 4",
        "none yet",
        "It comes later than planned",
        "Somebody who leads with me the first time",
        "It is counted once five people",
    ):
        assert words in shown
    # A name leads to the page with all of it.
    assert reverse("trainers:accreditation", args=[mine.uuid]) in shown


@pytest.mark.parametrize("name", ["alice", "bob", "lieve", "charlie", "stranger"])
def test_for_others_there_is_no_list(client, world, mine, request, name):
    if name == "stranger":
        # She owns another body's programmes.
        elsewhere = OrganisationFactory(code="elsewhere")
        person = make_person("Odette Maes", elsewhere, Role.PROGRAMME_OWNER)
    else:
        person = getattr(world, name, None) or request.getfixturevalue(name)
    client.force_login(person)
    assert client.get(LIST).status_code == 404
    assert client.get(FILE).status_code == 404
    client.logout()
    assert "login" in client.get(LIST).url


def test_nobody_trained_yet(client, world, programme):
    client.force_login(world.olga)
    shown = text_of(client.get(LIST))
    assert "Nobody is trained yet" in shown


def test_the_choices_the_search_and_the_order(client, world, programme, mine, now):
    make_trained(world, "Noor Adams", now=now, programme=programme, months=2)
    client.force_login(world.olga)
    bob = str(world.bob)
    assert rows_of(client.get(LIST)) == [bob, "Noor Adams"]
    assert rows_of(client.get(LIST, {"sort": "-name"})) == ["Noor Adams", bob]
    assert rows_of(client.get(LIST, {"sort": "trained"})) == ["Noor Adams", bob]
    assert rows_of(client.get(LIST, {"show": "help"})) == [bob]
    assert rows_of(client.get(LIST, {"show": "waits"})) == ["Noor Adams"]
    assert rows_of(client.get(LIST, {"show": "nothing"})) == [bob, "Noor Adams"]
    assert rows_of(client.get(LIST, {"q": "NOOR"})) == ["Noor Adams"]
    none = client.get(LIST, {"q": "nobody at all"})
    assert "Nobody fits this choice" in text_of(none)
    # What nobody could have chosen chooses nothing.
    odd = client.get(LIST, {"show": "x", "sort": "x", "page": "x"})
    assert rows_of(odd) == [bob, "Noor Adams"]
    searched = text_of(client.get(LIST, {"q": "noor", "show": "waits"}))
    assert "Answer waits (1)" in searched
    assert "Help asked (0)" in searched


def test_thirty_are_on_a_page(client, world, programme, now):
    for number in range(31):
        make_trained(world, f"Person{number} Adams", now=now, programme=programme)
    client.force_login(world.olga)
    assert len(rows_of(client.get(LIST))) == 30
    assert len(rows_of(client.get(LIST, {"page": 2}))) == 1
    assert text_of(client.get(LIST)).count("?page=2") >= 1


def test_hindrances_are_counted_of_five_people(client, world, programme, mine, now):
    for number in range(4):
        one = make_trained(world, f"Person{number} Adams", now=now, programme=programme)
        answer(one, 1, now=now, hindrances=(Hindrance.TOO_FEW,))
    client.force_login(world.olga)
    shown = text_of(client.get(LIST))
    assert "4 of 5" in shown
    assert "Too few participants" in shown


def test_who_is_not_asked_is_said_to_be(client, world, mine):
    Accreditation.objects.filter(pk=mine.pk).update(state=State.LAPSED)
    client.force_login(world.olga)
    assert "not asked: Lapsed" in text_of(client.get(LIST))


def test_the_file_holds_the_same_people_and_no_words_of_theirs(
    client, world, programme, mine, now
):
    make_trained(world, "Noor Adams", now=now, programme=programme)
    client.force_login(world.olga)
    response = client.get(FILE, {"show": "help"})
    assert response["Content-Disposition"].startswith("attachment")
    text = b"".join(response).decode("utf-8-sig")
    head, line = csv.reader(io.StringIO(text))
    row = dict(zip(head, line, strict=True))
    assert row["Name"] == str(world.bob)
    assert row["Employer"] == str(world.employer)
    assert row["Planned in the first twelve months"] == "4"
    assert row["Sessions led"] == "0"
    assert row["First led on"] == ""
    assert row["Said last"] == "It comes later than planned"
    assert row["Help asked"] == "Somebody who leads with me the first time"
    planned = timezone.localdate(now) + timedelta(days=60)
    assert row["First planned by"] == planned.isoformat()
    assert "After the summer" not in text
    assert str(Hindrance.NO_TIME.label) not in text
    everybody = b"".join(client.get(FILE)).decode("utf-8-sig")
    assert everybody.count("\n") == 3


@pytest.mark.parametrize("path", [LIST, FILE], ids=["list", "file"])
def test_thirty_people_take_as_many_queries_as_one(
    client, world, programme, mine, now, path
):
    client.force_login(world.olga)
    one = queries_of(client, path)
    for number in range(29):
        made = make_trained(
            world, f"Person{number} Adams", now=now, programme=programme
        )
        make_plan(made, now=now)
        answer(made, 1, now=now)
    assert queries_of(client, path) == one


def queries_of(client, path) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as found:
        response = client.get(path)
        body = b"".join(response) if response.streaming else response.content
        assert response.status_code == 200
        assert body
    return len(found)


def test_the_owner_says_when_it_is_asked(client, world, programme):
    client.force_login(world.olga)
    address = reverse("trainers:numbers", args=["other"])
    form = client.get(address).context["form"]
    assert form["follow_up_months"].value() == "1, 3, 6"
    given = {one.name: one.value() for one in form if one.value() not in (False, None)}
    for wrong in ("1, x", "0", "25", "3, 1", "2, 2", "1,2,3,4,5,6,7", '"a"', "[[1]]"):
        refused = client.post(address, {**given, "follow_up_months": wrong})
        assert refused.status_code == 422, wrong
        assert list(refused.context["form"].errors) == ["follow_up_months"]
    for text, months in (("2, 4 12", [2, 4, 12]), ("3", [3]), ("", [])):
        saved = client.post(address, {**given, "follow_up_months": text})
        assert saved.status_code == 302, text
        programme.refresh_from_db()
        assert programme.follow_up_months == months
