"""What is asked is met by a course that counts for it; both ways of reading agree."""

from datetime import date, timedelta

import pytest

from courses.models import Equivalent
from tests.factories import tracking as factories
from tests.factories.equivalents import make_equivalents
from tracking.domain.coverage import Narrowing, people_of
from tracking.domain.effects import effect_of
from tracking.domain.home import home_of
from tracking.domain.obligations import sweep
from tracking.domain.queries import is_asked_again, required_among, titles_that_count
from tracking.domain.standing import position_of
from tracking.models import Obligation

START = date(2026, 3, 1)


def on(day: int) -> date:
    return START + timedelta(days=day)


@pytest.fixture
def course(small_course):
    return small_course.course


@pytest.fixture
def webinar(more_course):
    return more_course.course


@pytest.fixture
def group(course, webinar):
    """They count for each other for a hundred days."""
    return make_equivalents(course, webinar, starts_on=on(0), ends_on=on(100))


@pytest.fixture
def requirement(beekstad, course, bob):
    found = factories.make_requirement(beekstad, course)
    sweep(factories.noon(START))
    return found


@pytest.fixture
def standing(requirement, bob):
    def standing(day: int):
        position = position_of(bob, requirement, on(day))
        people = people_of(
            requirement.organisation, requirement.course, on(day), Narrowing()
        )
        assert [row.standing for row in people] == [position.standing]
        return position.standing

    return standing


def test_a_certificate_of_an_equivalent_covers_what_is_asked(
    standing, group, bob, webinar
):
    assert standing(10) == "not_begun"
    factories.make_certificate(bob, webinar, on(10), valid_until=on(400))

    assert standing(10) == "covered"
    # The group ended; what was awarded before goes on counting.
    assert standing(200) == "covered"
    assert standing(401) == "overdue"


def test_one_awarded_outside_its_days_does_not(standing, group, bob, webinar):
    factories.make_certificate(bob, webinar, on(-5), valid_until=on(400))
    factories.make_certificate(bob, webinar, on(100), valid_until=on(400))

    assert standing(101) == "overdue"


def test_without_a_group_another_course_does_not_count(standing, bob, webinar):
    factories.make_certificate(bob, webinar, on(10), valid_until=on(400))

    assert standing(10) == "not_begun"


def test_for_another_sector_it_does_not_count(standing, group, bob, webinar):
    factories.make_certificate(bob, webinar, on(10), sector="EDU")

    assert standing(11) in ("not_begun", "on_the_way")
    assert standing(70) == "overdue"


def test_an_equivalent_done_without_a_certificate_yet_is_on_the_way(
    standing, group, bob, webinar
):
    factories.make_completion(bob, webinar, on(20))

    assert [standing(day) for day in (18, 19, 20, 90)] == [
        "not_begun",
        "on_the_way",
        "on_the_way",
        "on_the_way",
    ]


def test_learning_in_an_equivalent_is_on_the_way(standing, group, bob, webinar):
    enrolment = factories.make_enrolment(bob, webinar, on(5))
    factories.make_progress(enrolment, on(6))

    assert [standing(day) for day in (4, 5, 6)] == [
        "not_begun",
        "on_the_way",
        "on_the_way",
    ]


def test_the_home_counts_as_met_what_an_equivalent_covers(
    requirement, group, bob, webinar
):
    factories.make_certificate(bob, webinar, on(10), valid_until=on(400))

    home = home_of(bob, now=factories.noon(on(20)), language="en")

    assert (home.met, home.required) == (1, [])
    # Bob did not finish it here; nobody asks it of him.
    assert (home.first.code, home.first.asked_by) == ("more", None)


def test_who_is_asked_a_course_may_take_what_counts_for_it(
    requirement, group, bob, charlie, webinar, course
):
    both = {course.pk, webinar.pk}
    assert required_among(bob, both, on(10)) == both
    assert required_among(bob, {webinar.pk}, on(10)) == {webinar.pk}
    assert required_among(charlie, both, on(10)) == set()
    # From then on it counts no longer.
    assert required_among(bob, both, on(100)) == {course.pk}


def test_an_equivalent_that_runs_out_may_be_done_again(
    requirement, group, bob, webinar
):
    certificate = factories.make_certificate(bob, webinar, on(10), valid_until=on(60))
    enrolment = certificate.completion.enrolment

    assert is_asked_again(enrolment, on(50))
    Equivalent.objects.update(ends_on=on(20))
    assert not is_asked_again(enrolment, on(50))


def test_the_next_cycle_begins_when_an_equivalents_certificate_ends(
    requirement, group, bob, webinar
):
    factories.make_certificate(bob, webinar, on(10), valid_until=on(200))

    sweep(factories.noon(on(190)))

    rows = Obligation.objects.filter(user=bob).order_by("cycle")
    assert [(one.cycle, one.due_on) for one in rows] == [(1, on(60)), (2, on(200))]


def test_the_preview_counts_people_certified_by_an_equivalent(
    beekstad, group, bob, webinar, course
):
    factories.make_certificate(bob, webinar, on(10))

    effect = effect_of(
        beekstad,
        bob.sector,
        course,
        due_days=60,
        renew_months=None,
        now=factories.noon(on(20)),
    )

    assert (effect.people, effect.certified) == (1, 1)


def test_titles_of_what_counts_are_told_for_many_in_few_queries(
    course, webinar, group, django_assert_max_num_queries
):
    with django_assert_max_num_queries(3):
        titles = titles_that_count([course.pk, webinar.pk], day=on(5), language="en")

    assert titles == {course.pk: ["Course en"], webinar.pk: ["Course en"]}
    assert titles_that_count([course.pk], day=on(100), language="en") == {course.pk: []}
