from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from certificates.enums import EventKind
from courses.enums import CompletionBasis
from courses.models import Completion, Enrolment
from lms.small_numbers import Range
from organisations.models import Membership, User
from tests.factories import tracking as factories
from tests.factories.rolled import make_employer, make_region
from tracking.domain.rolled.trained import first_year, trained_since
from tracking.domain.rolled.tree import tree_of

PER_YEAR = {2007: 700, 2016: 350, 2020: 750}


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def course(small_course):
    return small_course.course


@pytest.fixture
def region(db):
    return make_region()


@pytest.fixture
def town(region):
    return make_employer(region, "town")


def train(town, course, *, years, sector="POL", joined=date(2026, 1, 1)):
    """{year: how many people of a town whose training elsewhere was recognised}."""
    days = [date(year, 5, 4) for year, count in years.items() for _ in range(count)]
    start = User.objects.count()
    people = User.objects.bulk_create(
        User(email=f"trained{start + n}@relay.example", sector_id=sector)
        for n in range(len(days))
    )
    Membership.objects.bulk_create(
        Membership(user=one, organisation=town, starts_on=joined) for one in people
    )
    edition = course.current_edition_id
    enrolments = Enrolment.objects.bulk_create(
        Enrolment(
            user=one, course=course, edition_id=edition, started_at=timezone.now()
        )
        for one in people
    )
    Completion.objects.bulk_create(
        Completion(
            enrolment=enrolment,
            sector_id=sector,
            cycle=0,
            edition_id=edition,
            language="en",
            minutes=0,
            completed_at=datetime(day.year, day.month, day.day, 12, tzinfo=UTC),
            basis=CompletionBasis.RECOGNISED,
            given_by="Academy",
        )
        for enrolment, day in zip(enrolments, days, strict=True)
    )
    return people


def test_eighteen_hundred_since_2007_and_350_in_2016(town, region, course, today):
    train(town, course, years=PER_YEAR)
    found = trained_since(tree_of(region), 2007, today=today)

    assert first_year(region) == 2007
    assert found.whole.group.size_told == Range(1800, 1800)
    assert {year: told.least for year, told in found.years.items() if told.least} == (
        PER_YEAR
    )
    assert trained_since(tree_of(region), 2016, today=today).whole.group.size == 1100


def test_who_was_trained_twice_is_one_person_and_one_in_each_year(
    town, region, course, today
):
    for _ in range(5):
        person = factories.make_member(town)
        factories.make_completion(person, course, date(2026, 2, 1))
        factories.make_completion(person, course, date(2026, 8, 1))
    found = trained_since(tree_of(region), 2025, today=today)

    assert found.whole.group.size == 5
    assert found.years == {2025: Range(0, 0), 2026: Range(5, 5)}


def test_who_left_stays_counted_where_they_worked_when_they_were_trained(
    town, region, course, today
):
    village = make_employer(region, "village")
    for _ in range(5):
        person = factories.make_member(
            town, starts_on=date(2020, 1, 1), ends_on=date(2021, 1, 1)
        )
        Membership.objects.create(
            user=person, organisation=village, starts_on=date(2021, 1, 1)
        )
        factories.make_completion(person, course, date(2020, 6, 1))
    found = trained_since(tree_of(region), 2020, today=today)

    assert {p.organisation.code: p.group.size for p in found.whole.parts} == {
        "town": 5,
        "village": 0,
    }


def test_who_was_trained_elsewhere_before_coming_counts_there(
    town, region, course, today
):
    elsewhere = make_employer(make_region("other"), "elsewhere")
    for _ in range(5):
        person = factories.make_member(
            elsewhere, starts_on=date(2020, 1, 1), ends_on=date(2021, 1, 1)
        )
        Membership.objects.create(
            user=person, organisation=town, starts_on=date(2021, 1, 1)
        )
        factories.make_completion(person, course, date(2020, 6, 1))

    assert trained_since(tree_of(region), 2020, today=today).whole.group.size == 0


def test_certified_in_error_is_not_trained(town, region, course, today):
    made = [
        factories.make_certificate(
            factories.make_member(town), course, today - timedelta(days=3)
        )
        for _ in range(7)
    ]
    factories.add_event(made[0], EventKind.REVOKED, today)
    factories.add_event(made[1], EventKind.SUPERSEDED, today)

    assert (
        trained_since(tree_of(region), today.year - 1, today=today).whole.group.size
        == 6
    )


def test_the_first_of_january_is_that_of_brussels(town, region, course, today):
    for _ in range(5):
        done = factories.make_completion(
            factories.make_member(town), course, date(2025, 12, 31)
        )
        done.completed_at = datetime(2025, 12, 31, 23, 30, tzinfo=UTC)
        done.save()

    assert trained_since(tree_of(region), 2026, today=today).years == {
        2026: Range(5, 5)
    }


def test_one_query_whatever_the_number(
    town, region, course, today, django_assert_num_queries
):
    train(town, course, years={2020: 9})
    tree = tree_of(region)
    with django_assert_num_queries(1):
        trained_since(tree, 2007, today=today)


def test_before_anybody_was_trained_there_is_no_first_year(town, region):
    assert first_year(region) is None
