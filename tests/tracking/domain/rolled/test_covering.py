from datetime import timedelta

import pytest
from django.utils import timezone

from lms.small_numbers import Range
from organisations.models import Membership
from tests.factories import tracking as factories
from tests.factories.rolled import make_employer, make_people, make_region
from tracking.domain.coverage import Narrowing, people_of
from tracking.domain.obligations import sweep
from tracking.domain.rolled.covering import ending_by_month, rolled_up
from tracking.domain.rolled.lines import endings_of, lines_of
from tracking.domain.rolled.tree import tree_of
from tracking.domain.rolled.trend import month_ends, months_ahead, trend_of


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def course(small_course):
    return small_course.course


@pytest.fixture
def region(course, today):
    """Asks the course of all police and teachers below it."""
    body = make_region()
    for sector in ("POL", "EDU"):
        factories.make_requirement(
            body, course, sector=sector, starts_on=today - timedelta(days=500)
        )
    return body


def rolled(body, course, today):
    sweep(timezone.now())
    return rolled_up(tree_of(body), course, today)


def told(rolled):
    return {
        one.organisation.code: (one.group.size_told, one.group.met_told)
        for one in rolled.parts
    }


def test_all_who_are_asked_are_counted_and_not_only_those_who_began(
    region, course, today
):
    town = make_employer(region, "town")
    make_people(town, course, size=20, met=10)
    whole = rolled(region, course, today)

    assert (whole.group.size, whole.group.met) == (20, 10)
    assert told(whole) == {"town": (Range(20, 20), Range(10, 10))}


def test_who_is_exempt_is_not_among_those_asked(region, course, today):
    people = make_people(make_employer(region, "town"), course, size=12, met=0)
    sweep(timezone.now())
    requirement = region.requirements.get(sector="POL")
    factories.make_exemption(people[0], requirement, today, today)

    assert rolled(region, course, today).group.size == 11


def test_who_belongs_to_two_employers_below_counts_once(region, course, today):
    town, village = make_employer(region, "town"), make_employer(region, "village")
    people = make_people(town, course, size=8, met=0)
    make_people(village, course, size=6, met=0)
    Membership.objects.create(
        user=people[0], organisation=village, starts_on=today - timedelta(days=2)
    )
    whole = rolled(region, course, today)

    assert whole.group.size == 14
    assert told(whole)["village"][0] == Range(6, 6)


def test_what_two_bodies_ask_of_one_person_is_open_while_one_is(region, course, today):
    town = make_employer(region, "town")
    factories.make_requirement(town, course, renew_months=1)
    people = make_people(town, course, size=10, met=0)
    for one in people[:6]:
        factories.make_certificate(one, course, today - timedelta(days=100))
    whole = rolled(region, course, today)

    assert (whole.group.size, whole.group.met) == (10, 0)


def test_departments_are_part_of_their_employer(region, course, today):
    town = make_employer(region, "town")
    desk = factories.make_department(town, "desk", "Front desk")
    make_people(town, course, size=3, met=0)
    make_people(desk, course, size=3, met=0)

    assert told(rolled(region, course, today)) == {"town": (Range(6, 6), Range(0, 0))}


def test_the_bodys_own_people_stand_in_a_line_of_their_own(region, course, today):
    unit = factories.make_department(region, "unit", "Unit")
    make_people(unit, course, size=7, met=0)
    make_people(make_employer(region, "town"), course, size=6, met=0)
    whole = rolled(region, course, today)

    assert told(whole) == {
        "waterland": (Range(7, 7), Range(0, 0)),
        "town": (Range(6, 6), Range(0, 0)),
    }
    assert [one.is_own for one in whole.parts] == [True, False]


def test_a_small_employer_is_hidden_and_the_sum_does_not_give_it_away(
    region, course, today
):
    make_people(make_employer(region, "town"), course, size=20, met=10)
    make_people(make_employer(region, "hamlet"), course, size=3, met=1)
    whole = rolled(region, course, today)

    assert told(whole)["hamlet"] == (Range(1, 4), Range(0, 4))
    assert whole.group.size_told == Range(21, 24)


def test_figures_of_higher_bodies_are_sums_of_those_below(course, today):
    country = make_region("country")
    factories.make_requirement(country, course)
    for name in ("north", "south"):
        body = make_region(name, parent=country)
        for number in range(2):
            town = make_employer(body, f"{name}-{number}")
            make_people(town, course, size=10, met=5)
    whole = rolled(country, course, today)

    assert told(whole) == {
        "north": (Range(20, 20), Range(10, 10)),
        "south": (Range(20, 20), Range(10, 10)),
    }
    assert (whole.sectors["POL"].size, whole.sectors["POL"].met) == (40, 20)


def test_a_small_sector_is_in_its_employers_figure_and_in_none_of_the_sector(
    region, course, today
):
    town = make_employer(region, "town")
    village = make_employer(region, "village")
    make_people(town, course, size=20, met=10)
    make_people(town, course, size=3, met=0, sector="EDU")
    make_people(village, course, size=10, met=5)
    make_people(village, course, size=15, met=5, sector="EDU")
    whole = rolled(region, course, today)

    assert told(whole)["town"][0] == Range(23, 23)
    assert (whole.sectors["EDU"].size, whole.sectors["EDU"].is_least) == (15, True)
    # Else those of Education were what is left.
    assert (whole.sectors["POL"].size, whole.sectors["POL"].is_least) == (10, True)


def test_who_holds_it_is_who_the_list_of_people_says_holds_it(region, course, today):
    town = make_employer(region, "town")
    for days in (-1, 0, 30, 61, 400):
        one = factories.make_member(town)
        factories.make_certificate(
            one,
            course,
            today - timedelta(days=100),
            valid_until=today + timedelta(days=days),
        )
    factories.make_member(town)
    whole = rolled(region, course, today)
    counts = people_of(town, course, today, Narrowing()).counts()

    assert (whole.group.size, whole.group.met) == (counts.asked, counts.covered)
    assert counts.covered == 4


def test_as_many_queries_whatever_the_number_of_employers(
    region, course, today, django_assert_num_queries
):
    for number in range(4):
        town = make_employer(region, f"town-{number}")
        make_people(town, course, size=2, met=1)
    sweep(timezone.now())
    with django_assert_num_queries(1):
        tree = tree_of(region)
    # Its places, which courses count, which are accepted as well, who stands where.
    with django_assert_num_queries(4):
        rolled_up(tree, course, today)


def test_month_ends_and_months_ahead(today):
    day = today.replace(year=2026, month=3, day=31)

    assert [one.isoformat() for one in month_ends(day)][:2] == [
        "2025-02-28",
        "2025-03-31",
    ]
    assert month_ends(day)[-1].isoformat() == "2026-02-28"
    assert [one.isoformat() for one in months_ahead(day)][-1] == "2027-02-01"


def test_the_trend_tells_what_was_asked_and_held_then(region, course, today):
    town = make_employer(region, "town")
    long_ago = month_ends(today)[0] - timedelta(days=40)
    for number in range(10):
        one = factories.make_member(town, starts_on=long_ago)
        if number < 5:
            factories.make_certificate(one, course, month_ends(today)[6])
    sweep(factories.noon(long_ago))
    sweep(timezone.now())
    found = trend_of(tree_of(region), course, today)

    assert [group.size for _day, group in found] == [10] * 13
    assert [group.met for _day, group in found] == [0] * 6 + [5] * 7


def test_a_second_look_at_the_trend_asks_nothing(
    region, course, today, django_assert_num_queries
):
    tree = tree_of(region)
    trend_of(tree, course, today)
    with django_assert_num_queries(0):
        trend_of(tree, course, today)


def test_what_runs_out_stands_in_its_month(region, course, today):
    town = make_employer(region, "town")
    months = months_ahead(today)
    for month, count in ((months[2], 6), (months[4], 2), (months[11], 5)):
        for _ in range(count):
            one = factories.make_member(town)
            factories.make_certificate(
                one, course, today - timedelta(days=5), valid_until=month
            )
    sweep(timezone.now())
    endings = endings_of(lines_of(region, course, today))
    ending = ending_by_month(tree_of(region), endings, months)

    assert ending[months[2]] == Range(6, 6)
    assert ending[months[4]] == Range(1, 4)
    assert ending[months[11]] == Range(5, 5)
    assert ending[months[3]] == Range(0, 0)
