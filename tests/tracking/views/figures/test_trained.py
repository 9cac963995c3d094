import csv
import io
from datetime import date

import pytest
from django.utils import timezone

from organisations.enums import Role
from tests.factories import tracking as factories
from tests.factories.rolled import make_employer, make_region

PAGE = "/organisation/waterland/figures/trained/"
FILE = "/organisation/waterland/figures/trained.csv"


@pytest.fixture
def region(db):
    return make_region()


@pytest.fixture
def rita(region):
    return factories.make_member(region, role=Role.COORDINATOR, sector="MUN")


def train(town, course, count, *, day=date(2026, 3, 2), sector="POL"):
    for _ in range(count):
        person = factories.make_member(town, sector=sector)
        factories.make_completion(person, course, day, sector=sector)


def lines(response):
    text = b"".join(response.streaming_content).decode()
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))[1:]


@pytest.mark.parametrize("path", [PAGE, FILE])
def test_a_stranger_finds_nothing(client, region, charlie, path):
    client.force_login(charlie)

    assert client.get(path).status_code == 404


def test_people_by_year_body_and_sector(client, region, rita, small_course):
    course = small_course.course
    town, hamlet = make_employer(region, "town"), make_employer(region, "hamlet")
    train(town, course, 10)
    train(town, course, 5, sector="EDU", day=date(2025, 5, 5))
    train(hamlet, course, 2)
    client.force_login(rita)
    context = client.get(PAGE).context

    def shown(name):
        return [(str(row["label"]), row["words"]) for row in context[name]]

    assert context["total"] == "at least 15"
    assert shown("by_year")[0] == ("2025", "5")
    assert shown("by_body") == [("Hamlet", "fewer than 5"), ("Town", "15")]
    assert {words for _label, words in shown("by_sector")} == {"at least 10", "5"}
    told = {(line[0], line[2]): line[5] for line in lines(client.get(FILE))[:5]}
    assert told[("Waterland", "")] == "at least 15"
    assert told[("Hamlet", "")] == "fewer than 5"


def test_since_a_year_that_is_chosen(client, region, rita, small_course):
    town = make_employer(region, "town")
    train(town, small_course.course, 5, day=date(2024, 5, 5))
    train(town, small_course.course, 10)
    client.force_login(rita)

    assert client.get(PAGE, {"since": "2026"}).context["total"] == "10"
    assert client.get(PAGE, {"since": "1900"}).context["total"] == "15"
    assert lines(client.get(FILE, {"since": "2026"}))[0][3:] == [
        "2026-01-01",
        timezone.localdate().isoformat(),
        "10",
    ]


def test_where_nobody_was_trained_the_page_says_what_will_appear(client, rita):
    client.force_login(rita)

    assert "Nobody has been trained here yet" in client.get(PAGE).content.decode()
    assert lines(client.get(FILE)) == []
