import csv
import io
from datetime import date

import pytest
from django.utils import timezone

from organisations.domain.flags import FlagTerms, flag
from organisations.enums import FlagKind, Role
from tests.factories import tracking as factories
from tests.factories.rolled import make_employer, make_region
from tracking.domain.rolled.activity import activity_of

PAGE = "/organisation/waterland/figures/activity/"
FILE = "/organisation/waterland/figures/activity.csv"
FIRST, LAST = date(2026, 1, 1), date(2026, 6, 30)


@pytest.fixture
def region(db):
    return make_region()


@pytest.fixture
def rita(region):
    return factories.make_member(region, role=Role.COORDINATOR, sector="MUN")


@pytest.fixture
def towns(region, rita, now):
    found = {name: make_employer(region, name) for name in ("anvers", "brugge")}
    terms = FlagTerms(FlagKind.FUNDING, "Line 7", FIRST, LAST)
    for town in found.values():
        flag(town, terms, actor=rita, now=now)
    return found


def train(town, course, count, day, *, certified=0):
    for number in range(count):
        person = factories.make_member(town)
        make = (
            factories.make_certificate
            if number < certified
            else factories.make_completion
        )
        make(person, course, day)


def report(region):
    return activity_of(region, "funding", "LINE 7", today=timezone.localdate())


def lines(response):
    text = b"".join(response.streaming_content).decode()
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))[1:]


def test_people_certificates_and_hours_while_the_mark_stood(
    region, towns, small_course, django_assert_num_queries
):
    course = small_course.course
    train(towns["anvers"], course, 12, date(2026, 2, 1), certified=6)
    train(towns["anvers"], course, 9, LAST, certified=9)
    train(towns["anvers"], course, 5, date(2025, 12, 31))
    train(towns["anvers"], course, 5, date(2026, 7, 1))
    with django_assert_num_queries(3):
        found = report(region)

    assert (found.people.size, found.people.met) == (21, 15)
    assert found.hours == round(21 * 22 / 60)
    assert found.quarters == {(2026, 1): (12, 6), (2026, 2): (9, 9)}
    assert [(one.organisation.code, one.people.size) for one in found.shares] == [
        ("anvers", 21),
        ("brugge", 0),
    ]


def test_who_was_trained_twice_on_a_line_is_one_person(region, towns, small_course):
    for _ in range(6):
        person = factories.make_member(towns["anvers"])
        for month in (2, 5):
            factories.make_completion(person, small_course.course, date(2026, month, 1))
    found = report(region)

    assert found.people.size == 6
    assert found.quarters == {(2026, 1): (6, 0)}
    assert found.hours == round(12 * 22 / 60)


def test_a_line_nobody_marked_has_no_report(region, towns):
    assert activity_of(region, "funding", "Line 8", today=LAST) is None
    assert activity_of(region, "pilot", "Line 7", today=LAST) is None


def test_bodies_above_read_it_in_fives_and_employers_exactly(
    client, region, towns, rita, small_course
):
    train(towns["anvers"], small_course.course, 12, FIRST, certified=6)
    train(towns["brugge"], small_course.course, 3, FIRST)
    client.force_login(rita)
    context = client.get(PAGE).context

    assert [row["people"] for row in context["shares"]] == ["10", "fewer than 5"]
    assert context["whole"]["people"] == "at least 10"
    assert [line[5] for line in lines(client.get(FILE))][:3] == [
        "at least 10",
        "10",
        "fewer than 5",
    ]
    client.force_login(factories.make_member(towns["anvers"], role=Role.COORDINATOR))
    own = client.get("/organisation/anvers/figures/activity/").context
    assert (own["whole"]["people"], own["whole"]["certified"]) == ("12", "6")


def test_where_nothing_is_marked_the_page_says_what_will_appear(client, rita, charlie):
    client.force_login(rita)
    assert "No pilot or funding line" in client.get(PAGE).content.decode()
    assert client.get(FILE).status_code == 404
    client.force_login(charlie)
    assert client.get(PAGE).status_code == 404


def test_one_of_several_lines_is_chosen(client, towns, rita, now):
    terms = FlagTerms(FlagKind.PILOT, "First try", FIRST)
    flag(towns["anvers"], terms, actor=rita, now=now)
    client.force_login(rita)

    def name(query):
        return client.get(PAGE, query).context["name"]

    assert [
        name({}),
        name({"line": "pilot:first try"}),
        name({"line": "no:thing"}),
    ] == [
        "Line 7",
        "First try",
        "Line 7",
    ]
