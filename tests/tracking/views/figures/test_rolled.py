import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from organisations.enums import Role
from tests.factories import tracking as factories
from tests.factories.rolled import make_employer, make_people, make_region
from tracking.domain.obligations import sweep

PAGE = "/organisation/waterland/figures/"
FILE = f"{PAGE}figures.csv"


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def course(small_course):
    return small_course.course


@pytest.fixture
def region(course, today):
    body = make_region()
    for sector in ("POL", "EDU"):
        factories.make_requirement(
            body, course, sector=sector, starts_on=today - timedelta(days=100)
        )
    return body


@pytest.fixture
def towns(region, course):
    """One of 20 with 10, one of 12 with 11, one of three."""
    found = {}
    for name, size, met in (("anvers", 20, 10), ("brugge", 12, 11), ("chimay", 3, 1)):
        found[name] = make_employer(region, name)
        make_people(found[name], course, size=size, met=met)
    sweep(timezone.now())
    return found


@pytest.fixture
def rita(region):
    """Coordinates the region, and no employer."""
    return factories.make_member(region, role=Role.COORDINATOR, sector="MUN")


def lines(response):
    text = b"".join(response.streaming_content).decode()
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))[1:]


def rows(response):
    return {
        row["name"]: (row["told"].size, row["told"].met, row["told"].share)
        for row in response.context["rows"]
    }


@pytest.mark.parametrize("path", [PAGE, FILE])
def test_figures_are_for_those_who_oversee_the_body(
    client, towns, region, path, charlie
):
    seen = {}
    for role in Role:
        client.force_login(factories.make_member(region, role=role))
        seen[role] = client.get(path).status_code
    client.force_login(charlie)
    seen["stranger"] = client.get(path).status_code
    client.force_login(factories.make_member(towns["anvers"], role=Role.COORDINATOR))
    seen["employer"] = client.get(path).status_code

    allowed = {who for who, status in seen.items() if status == 200}
    assert allowed == {
        Role.COORDINATOR,
        Role.DEPUTY,
        Role.AUDITOR,
        Role.ADMINISTRATOR,
    }
    assert {status for who, status in seen.items() if who not in allowed} == {404}


def test_small_numbers_are_told_nowhere(client, towns, rita):
    client.force_login(rita)

    assert rows(client.get(PAGE)) == {
        "Anvers": ("20", "10", 50),
        "Brugge": ("10", "all but a few", None),
        "Chimay": ("fewer than 5", "fewer than 5", None),
    }
    told = {line[0]: line[4:7] for line in lines(client.get(FILE)) if not line[2]}
    assert told == {
        "Waterland": ["at least 30", "at least 15", "50"],
        "Anvers": ["20", "10", "50"],
        "Brugge": ["10", "all but a few", ""],
        "Chimay": ["fewer than 5", "fewer than 5", ""],
    }


def test_whoever_stands_above_an_employer_never_reads_a_name(
    client, towns, rita, course
):
    person = factories.make_member(towns["anvers"], name="Namely Known")
    sweep(timezone.now())
    client.force_login(rita)
    here = "/organisation/anvers/"
    seen = {
        path: client.get(path)
        for path in (
            PAGE,
            FILE,
            f"{here}figures/",
            f"{here}figures/figures.csv",
            "/organisation/waterland/",
            "/organisation/waterland/people.csv",
            here,
            f"{here}people.csv",
            f"{here}standing/{person.uuid}/",
            f"/organisation/waterland/standing/{person.uuid}/",
            f"{here}reminders/",
            f"{here}reminders/now/",
            f"{here}reminders/sent/",
            f"{here}staff/",
            f"{here}shown/",
        )
    }

    assert seen[here].headers["Location"] == f"{here}figures/"
    for path, response in seen.items():
        body = (
            b"".join(response.streaming_content)
            if response.streaming
            else response.content
        )
        assert b"Namely" not in body, path
    assert [seen[path].status_code for path in list(seen)[7:]] == [404] * 8


def test_an_employer_reads_its_own_figures_too(client, towns):
    client.force_login(factories.make_member(towns["anvers"], role=Role.COORDINATOR))
    response = client.get("/organisation/anvers/figures/")

    assert response.context["whole"].size == "20"
    assert response.context["rows"] == []
    assert "Your own people" in response.content.decode()


def test_departments_have_no_figures_of_their_own(client, towns, rita):
    factories.make_department(towns["anvers"], "desk", "Front desk")
    client.force_login(rita)

    assert client.get("/organisation/desk/figures/").status_code == 404


def test_lines_are_sorted_by_name_number_and_share(client, towns, rita):
    client.force_login(rita)
    found = {
        sort: list(rows(client.get(PAGE, {"sort": sort})))
        for sort in ("name", "-name", "asked", "-share", "nonsense")
    }

    assert found == {
        "name": ["Anvers", "Brugge", "Chimay"],
        "-name": ["Chimay", "Brugge", "Anvers"],
        "asked": ["Chimay", "Brugge", "Anvers"],
        "-share": ["Brugge", "Anvers", "Chimay"],
        "nonsense": ["Anvers", "Brugge", "Chimay"],
    }


def test_one_sector_is_chosen(client, towns, rita, course):
    make_people(towns["anvers"], course, size=10, met=5, sector="EDU")
    sweep(timezone.now())
    client.force_login(rita)

    assert rows(client.get(PAGE, {"sector": "EDU"}))["Anvers"] == ("10", "5", 50)
    assert rows(client.get(PAGE, {"sector": "EDU"}))["Brugge"] == ("0", "0", None)


def test_bodies_of_whom_nobody_is_asked_are_counted_and_not_listed(
    client, towns, rita, region
):
    make_employer(region, "dinant")
    client.force_login(rita)
    response = client.get(PAGE)

    assert "Dinant" not in rows(response)
    assert "Of 1 more organisation below nobody is asked this." in (
        response.content.decode()
    )


def test_nothing_asked_says_so(client, rita, region):
    region.requirements.all().delete()
    client.force_login(rita)

    assert "Nothing is asked here yet" in client.get(PAGE).content.decode()
    assert lines(client.get(FILE)) == []


def test_as_many_queries_for_one_employer_as_for_six(client, region, course, rita):
    town = make_employer(region, "town")
    make_people(town, course, size=6, met=3)
    sweep(timezone.now())
    client.force_login(rita)
    client.get(PAGE)
    with CaptureQueriesContext(connection) as one:
        client.get(PAGE)
    for number in range(5):
        make_people(make_employer(region, f"t{number}"), course, size=6, met=3)
    sweep(timezone.now())
    with CaptureQueriesContext(connection) as six:
        client.get(PAGE)

    assert len(one) == len(six)
