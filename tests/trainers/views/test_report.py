"""The report of trainers: each reader's own, as exactly as they may know it."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from organisations.enums import Level, Role
from tests.factories.given import give_group, give_session, make_trainer
from tests.factories.organisations import OrganisationFactory
from tests.factories.trainers import make_person
from tests.trainers.views.conftest import text_of

pytestmark = pytest.mark.django_db

PAGE = reverse("trainers:report")
FILE = reverse("trainers:report_csv")


@pytest.fixture
def today(now):
    return timezone.localdate(now)


@pytest.fixture
def nele(world, now, today):
    """A trainer of Beekstad who gave something."""
    one = make_trainer(world, "Nele Nijs", trained=now - timedelta(days=100))
    give_session(one, today - timedelta(days=39), came=13)
    give_group(one, today - timedelta(days=20), heads=9)
    return one


def rows_of(response) -> list[dict]:
    text = b"".join(response).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_an_owner_reads_all_of_the_programme(client, world, nele):
    client.force_login(world.olga)
    shown = client.get(PAGE)
    assert shown.context["whole"].trained == "4"
    assert shown.context["whole"].people == "22"
    assert shown.context["whole"].months_to_first == "2.0"
    assert shown.context["is_exact"]
    assert "Frontline Prevention, at the end of" in text_of(shown)
    assert [one.name for one in shown.context["territories"]] == [
        "Beekstad",
        "Federal prevention",
    ]


def test_a_coordinator_reads_of_their_own_people_alone(client, world, nele):
    client.force_login(world.alice)
    shown = client.get(PAGE)
    assert shown.context["whole"].trained == "1"
    assert shown.context["whole"].active == "1"
    for of in ("programme:frontline", "body:federal", "programmes", "x"):
        assert client.get(PAGE, {"of": of}).status_code == 404
        assert client.get(FILE, {"of": of}).status_code == 404


def test_nobody_else_has_a_report(client, world, nele):
    for user in (world.bob, world.lieve):
        client.force_login(user)
        shown = client.get(PAGE)
        assert "No report here" in text_of(shown)
        assert "Nijs" not in text_of(shown)
        assert client.get(FILE).status_code == 404
        assert reverse("trainers:report") not in text_of(
            client.get(reverse("trainers:desk"))
        )


def test_charlie_of_another_town_reads_of_nobody(client, world, nele, charlie):
    client.force_login(charlie)
    shown = client.get(PAGE)
    assert "Nobody is trained yet" in text_of(shown)
    assert "Frontline" not in text_of(shown)
    assert client.get(PAGE, {"of": "body:beekstad"}).status_code == 404


def test_a_body_above_reads_in_fives_and_of_few_only_that(client, world, now, today):
    province = OrganisationFactory(
        name="Waterkant", code="waterkant", level=Level.PROVINCE
    )
    towns = []
    for name, many in (("Dijkstad", 7), ("Veldstad", 3)):
        town = OrganisationFactory(
            name=name, code=name.lower(), level=Level.MUNICIPALITY, parent=province
        )
        towns.append(town)
        for number in range(many):
            one = make_trainer(
                world,
                f"{name}{number} Nijs",
                trained=now - timedelta(days=100),
                employer=town,
            )
            if number < 2:
                give_session(one, today - timedelta(days=39), came=6)
    client.force_login(make_person("Pia Province", province, Role.AUDITOR))
    shown = client.get(PAGE)
    whole = shown.context["whole"]
    assert (whole.trained, whole.active, whole.idle) == ("10", "1–4", "5")
    assert (whole.people, whole.months_to_first) == ("25", "–")
    dijkstad, veldstad = shown.context["territories"]
    assert (dijkstad.trained, dijkstad.active, dijkstad.idle) == ("5", "1–4", "5")
    assert (veldstad.trained, veldstad.active, veldstad.people) == ("1–4", "–", "–")
    assert "Numbers are rounded to five" in text_of(shown)
    # Each leads on to its own, in fives as well.
    assert client.get(PAGE + dijkstad.url).context["whole"].trained == "5"
    # An order says no more than the numbers: equal ones stay by name.
    for sort, names in (
        ("trained", ["Veldstad", "Dijkstad"]),
        ("-trained", ["Dijkstad", "Veldstad"]),
        ("active", ["Dijkstad", "Veldstad"]),
        ("x", ["Dijkstad", "Veldstad"]),
    ):
        found = client.get(PAGE, {"sort": sort}).context["territories"]
        assert [one.name for one in found] == names
    numbers = {row["Name"]: row["Trained"] for row in rows_of(client.get(FILE))}
    assert numbers["Dijkstad"] == "5"
    assert numbers["Veldstad"] == "1–4"


def test_any_day_and_language_may_be_asked_for(client, world, nele, today):
    client.force_login(world.olga)
    earlier = (today - timedelta(days=101)).isoformat()
    assert client.get(PAGE, {"on": earlier}).context["whole"].trained == "3"
    later = (today + timedelta(days=500)).isoformat()
    for on in (later, "x", "2026-02-31", ""):
        assert client.get(PAGE, {"on": on}).context["whole"].trained == "4"
    shown = text_of(client.get(PAGE, {"language": "fr"}))
    assert "Nobody was trained in this language by this day." in shown
    assert client.get(PAGE, {"language": "x"}).context["whole"].trained == "4"


def test_the_file_holds_every_line(client, world, nele, today):
    client.force_login(world.olga)
    response = client.get(FILE, {"of": "programme:frontline"})
    assert response["Content-Disposition"].endswith(f'{today.isoformat()}.csv"')
    rows = rows_of(response)
    assert [row["Part"] for row in rows][:4] == [
        "Everybody",
        "Territory",
        "Territory",
        "Programme and language",
    ]
    assert rows[0]["Trained"] == "4"
    assert rows[0]["Attendances"] == "22"
    assert rows[3]["Name"] == "Frontline Prevention, Dutch"
    years = [row for row in rows if row["Part"] == "Year"]
    assert sum(int(row["Groups"]) for row in years) == 1


def test_numbers_are_written_as_the_reader_does(client, world, nele):
    world.olga.language = "nl"
    world.olga.save()
    client.force_login(world.olga)
    client.cookies["django_language"] = "nl"
    assert client.get(PAGE).context["whole"].months_to_first == "2,0"
    # A program reads the file.
    assert next(iter(rows_of(client.get(FILE))[0].values())) == "Iedereen"
    assert "2.0" in rows_of(client.get(FILE))[0].values()


def test_many_trainers_and_territories_take_no_more_queries(client, world, nele, now):
    client.force_login(world.olga)

    def queries() -> int:
        client.get(PAGE)
        with CaptureQueriesContext(connection) as context:
            assert client.get(PAGE).status_code == 200
        return len(context)

    before = queries()
    for number in range(29):
        town = OrganisationFactory(
            name=f"Town {number}", code=f"town-{number}", level=Level.MUNICIPALITY
        )
        make_trainer(
            world, f"Nele{number} Nijs", trained=now, employer=town, language="fr"
        )
    assert queries() == before
    assert len(client.get(PAGE).context["territories"]) == 31


def test_more_than_fifty_territories_stand_on_several_pages(client, world, now):
    for number in range(55):
        town = OrganisationFactory(
            name=f"Town {number:02}", code=f"town-{number}", level=Level.MUNICIPALITY
        )
        make_trainer(world, f"Nele{number} Nijs", trained=now, employer=town)
    client.force_login(world.olga)
    assert len(client.get(PAGE).context["territories"]) == 50
    rest = client.get(PAGE, {"page": 2}).context["territories"]
    assert [one.name for one in rest] == [f"Town {number}" for number in range(49, 55)]
    assert (
        len([row for row in rows_of(client.get(FILE)) if row["Part"] == "Territory"])
        == 56
    )


def test_the_desk_and_the_lists_lead_to_it(client, world, nele):
    client.force_login(world.olga)
    assert PAGE in text_of(client.get(reverse("trainers:desk")))
    programme = client.get(reverse("trainers:programme", args=["frontline"]))
    assert f"{PAGE}?of=programme:frontline" in text_of(programme)
    client.force_login(world.alice)
    roster = client.get(reverse("trainers:roster", args=["beekstad"]))
    assert f"{PAGE}?of=body%3Abeekstad" in text_of(roster)
