from datetime import date, timedelta

import pytest

from certificates.domain.award import award_certificate
from certificates.domain.correcting import reissue
from certificates.domain.life import revoke
from certificates.domain.oversight.asking import Asked
from certificates.domain.oversight.counting import Line, counts
from certificates.models import Certificate
from organisations.models import Organisation
from tests.factories.certificates import next_completion
from tests.factories.tracking import make_department, make_enrolment, make_member

DAY = date(2026, 11, 21)


@pytest.fixture
def province(beekstad):
    """Above Beekstad."""
    above = Organisation.objects.create(
        name="East Province", code="east", level="PRV", language_regime="nl"
    )
    above.path = f"/{above.pk}/"
    above.save()
    beekstad.parent = above
    beekstad.path = f"{above.path}{beekstad.pk}/"
    beekstad.save()
    return above


def another(course, place, now, *, sector="POL"):
    """A certificate of somebody else, who belongs to a place."""
    person = make_member(place, sector=sector)
    enrolment = make_enrolment(person, course, DAY, sector=sector)
    return award_certificate(next_completion(enrolment, cycle=1, now=now), now=now)


def test_people_are_counted_apart_from_certificates(three, olga):
    counted = counts(olga, Asked(day=DAY))
    assert counted.total == Line("", 3, 1)
    assert counted.sectors == [Line("Police (local and federal)", 3, 1)]
    assert counted.languages == [Line("English", 3, 1)]
    assert counted.years == [Line("2026", 3, 1)]
    assert counted.places == [Line("Beekstad", 3, 1)]


def test_departments_count_where_they_belong(
    three, olga, beekstad, valmont, province, small_course, now
):
    department = make_department(beekstad, "traffic", "Traffic")
    another(small_course.course, department, now)
    another(small_course.course, valmont, now, sector="MUN")
    counted = counts(olga, Asked(day=DAY))
    assert counted.total == Line("", 5, 3)
    assert counted.places == [
        Line("Beekstad, East Province", 4, 2),
        Line("Valmont-les-Saules", 1, 1),
    ]
    assert [(line.certificates, line.people) for line in counted.sectors] == [
        (4, 2),
        (1, 1),
    ]


def test_who_belonged_nowhere_on_the_day_is_counted_as_such(three, olga, bob):
    bob.memberships.update(ends_on="2026-06-01")
    assert counts(olga, Asked(day=DAY)).places == [
        Line("No place known on that day", 3, 1)
    ]


def test_a_name_put_right_is_one_certificate_on_every_day(three, olga, now):
    later = now + timedelta(days=20)
    reissue(three[0], "Another Name", actor=olga, now=later)
    for day in (DAY, later.date() - timedelta(days=1), later.date(), date(2027, 6, 1)):
        assert counts(olga, Asked(day=day)).total == Line("", 3, 1), day
    superseded = Asked(day=later.date(), state="superseded")
    assert counts(olga, superseded).total == Line("", 1, 1)
    assert counts(olga, Asked(day=DAY - timedelta(days=1))).total == Line("", 0, 0)


def test_the_filters_of_the_list_hold(three, olga, now):
    revoke(three[0], reason_code="error", actor=olga, now=now)
    assert counts(olga, Asked(day=DAY, state="revoked")).total == Line("", 1, 1)
    assert counts(olga, Asked(day=DAY, sector="MUN")).total == Line("", 0, 0)


def test_years_stand_in_their_order(three, olga):
    Certificate.objects.filter(pk=three[1].pk).update(awarded_on=date(2024, 2, 29))
    assert counts(olga, Asked(day=DAY)).years == [
        Line("2024", 1, 1),
        Line("2026", 2, 1),
    ]


def test_of_another_body_nothing_is_counted(three, oscar):
    counted = counts(oscar, Asked(day=DAY))
    assert counted.total == Line("", 0, 0)
    assert (counted.sectors, counted.places) == ([], [])


def test_counting_takes_the_same_queries_for_one_and_for_many(
    three, olga, beekstad, small_course, now, django_assert_max_num_queries
):
    counts(olga, Asked(day=DAY))
    with django_assert_max_num_queries(12) as few:
        counts(olga, Asked(day=DAY))
    for number in range(10):
        place = make_department(beekstad, f"place-{number}", f"Place {number}")
        another(small_course.course, place, now)
    with django_assert_max_num_queries(12) as many:
        assert counts(olga, Asked(day=DAY)).total.people == 11
    assert len(few) == len(many)
