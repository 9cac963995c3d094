"""Whom a release concerns: counted where people work, and never a small group."""

from datetime import date

import pytest

from certificates.domain.award import sweep
from certificates.models import Certificate
from courses.domain.editions.affected import Row, affected_by_release
from courses.domain.enrolment import enrol
from courses.domain.progress import complete_activity
from lms.small_numbers import Total
from organisations.enums import LanguageRegime, Level, Role
from organisations.models import Membership, Organisation, Sector
from tests.factories.certificates import make_rule
from tests.factories.organisations import UserFactory
from tracking.domain.requirements import require_course

DAY = date(2026, 11, 21)
COLUMNS = [
    "In the middle",
    "Have completed it",
    "Hold a valid certificate",
    "It is asked of them",
]


def name_of(sector: str) -> str:
    return str(Sector.objects.get(pk=sector))


def people(count: int, *places: Organisation, sector="POL", **fields) -> list:
    made = UserFactory.create_batch(count, sector_id=sector)
    Membership.objects.bulk_create(
        Membership(
            user=person,
            organisation=place,
            role=Role.LEARNER,
            starts_on=date(2026, 1, 1 + turn),
            **fields,
        )
        for person in made
        for turn, place in enumerate(places)
    )
    return made


@pytest.fixture
def zone(beekstad) -> Organisation:
    part = Organisation.objects.create(
        name="Traffic",
        code="traffic",
        parent=beekstad,
        level=Level.DEPARTMENT,
        language_regime=LanguageRegime.NL,
    )
    part.path = f"{beekstad.path}{part.pk}/"
    part.save(update_fields=["path"])
    return part


def complete(enrolment, small, now) -> None:
    for slug in ("small-one", "small-two", "small-quiz", "small-beat"):
        complete_activity(enrolment, small.key(slug), language="en", now=now)


def test_people_are_counted_per_body_and_sector_departments_with_their_body(
    small_course, beekstad, zone, valmont, now
):
    for person in (*people(3, beekstad), *people(3, zone), *people(5, valmont)):
        enrol(person, small_course.course, now=now)
    for person in people(6, valmont, sector="EDU"):
        enrol(person, small_course.course, now=now)

    told = affected_by_release(small_course.course, day=DAY)

    assert told.columns == COLUMNS
    assert [(r.place, r.sector, r.counts[0]) for r in told.rows] == [
        ("Beekstad", name_of("POL"), 6),
        ("Valmont-les-Saules", name_of("EDU"), 6),
        ("Valmont-les-Saules", name_of("POL"), 5),
    ]
    assert told.totals[0] == Total(17, is_least=False)


def test_a_small_group_is_neither_counted_nor_added_up(
    small_course, beekstad, valmont, now
):
    for person in (*people(7, beekstad), *people(4, valmont)):
        enrol(person, small_course.course, now=now)

    told = affected_by_release(small_course.course, day=DAY)

    assert [(r.place, r.counts[0]) for r in told.rows] == [
        ("Beekstad", 7),
        ("Valmont-les-Saules", None),
    ]
    assert told.totals[0] == Total(8, is_least=True)


def test_a_person_of_two_places_counts_once_where_they_have_been_longest(
    small_course, beekstad, valmont, now
):
    for person in people(5, valmont, beekstad):
        enrol(person, small_course.course, now=now)

    rows = affected_by_release(small_course.course, day=DAY).rows

    assert [(r.place, r.counts[0]) for r in rows] == [("Valmont-les-Saules", 5)]


def test_a_place_that_people_only_say_they_have_names_no_body(
    small_course, beekstad, now
):
    for person in people(5, beekstad, is_self_declared=True):
        enrol(person, small_course.course, now=now)

    rows = affected_by_release(small_course.course, day=DAY).rows

    assert [(r.place, r.counts[0]) for r in rows] == [("No confirmed place", 5)]


def test_somebody_without_a_sector_is_counted_too(small_course, beekstad, now):
    for person in people(5, beekstad):
        enrol(person, small_course.course, now=now)
        type(person).objects.filter(pk=person.pk).update(sector=None)

    rows = affected_by_release(small_course.course, day=DAY).rows

    assert [(r.sector, r.counts[0]) for r in rows] == [("No sector said", 5)]


def test_higher_floors_say_who_is_certified_and_of_whom_it_is_asked(
    small_course, beekstad, alice, now
):
    make_rule(small_course.course)
    staff = people(6, beekstad)
    require_course(
        beekstad,
        staff[0].sector,
        small_course.course,
        due_days=30,
        renew_months=None,
        actor=alice,
        now=now,
    )
    enrol(staff[5], small_course.course, now=now)
    for person in staff[:5]:
        complete(enrol(person, small_course.course, now=now), small_course, now)
    sweep(now)
    assert Certificate.objects.count() == 5

    told = affected_by_release(small_course.course, day=DAY)

    assert told.rows == [Row("Beekstad", name_of("POL"), (None, 5, 5, 6))]


def test_nobody_is_nobody(small_course):
    told = affected_by_release(small_course.course, day=DAY)

    assert told.rows == []
    assert told.totals == [Total(0, is_least=False)] * 4


def test_it_takes_as_many_queries_for_thirty_as_for_one(
    small_course, beekstad, valmont, now, django_assert_num_queries
):
    for number in range(2):
        for person in people(1 + 15 * number, beekstad if number else valmont):
            enrol(person, small_course.course, now=now)
        with django_assert_num_queries(6):
            affected_by_release(small_course.course, day=DAY)


def test_the_table_is_sorted_by_what_is_asked_and_by_what_is_shown(
    small_course, beekstad, valmont, now
):
    for count, place, sector in ((6, valmont, "POL"), (9, beekstad, "EDU")):
        for person in people(count, place, sector=sector):
            enrol(person, small_course.course, now=now)
    # Too few to be shown: they sort as nobody, whoever has more of them.
    for person in people(4, beekstad, sector="MUN"):
        enrol(person, small_course.course, now=now)

    def places(order):
        table = affected_by_release(small_course.course, day=DAY, order=order)
        return [(row.place, row.counts[0]) for row in table.rows]

    by_size = [("Beekstad", 9), ("Valmont-les-Saules", 6), ("Beekstad", None)]
    assert places("") == places("0") == places("nonsense") == by_size
    assert [place for place, _count in places("place")] == [
        "Beekstad",
        "Beekstad",
        "Valmont-les-Saules",
    ]
    table = affected_by_release(small_course.course, day=DAY, order="sector")
    assert [row.sector for row in table.rows] == sorted(
        row.sector for row in table.rows
    )
    # By a column in which nobody is: the next ones decide.
    assert places("1") == by_size
