"""Who may mark what: people of the body that owns the course, and never a colleague."""

from datetime import date, timedelta

import pytest

from organisations.enums import Level, Role
from quizzes.domain.marking.queue import open_to, progress_of, queue_of
from quizzes.models import Attempt
from tests.factories.marking import hand_in, make_marker, markings_of
from tests.factories.organisations import (
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)


@pytest.fixture
def attempt(course, bob, now) -> Attempt:
    """Bob's, of Beekstad, with two texts."""
    return hand_in(bob, course, now=now)


def sees(user, now) -> int:
    return open_to(user, now=now).count()


def test_people_of_the_body_that_owns_the_course_mark_and_nobody_else(
    course, attempt, bob, alice, charlie, now
):
    admin = UserFactory(is_superuser=True)
    abroad = UserFactory()
    MembershipFactory(user=abroad, role=Role.TRAINER)
    house = {
        role: make_marker(course, role)
        for role in (
            Role.TRAINER,
            Role.AUTHOR,
            Role.REVIEWER,
            Role.PROGRAMME_OWNER,
            Role.LEARNER,
            Role.COORDINATOR,
            Role.AUDITOR,
        )
    }

    assert {role for role, user in house.items() if sees(user, now) == 2} == {
        Role.TRAINER,
        Role.AUTHOR,
        Role.REVIEWER,
        Role.PROGRAMME_OWNER,
    }
    nobody = [
        *(house[r] for r in (Role.LEARNER, Role.COORDINATOR)),
        bob,
        alice,
        charlie,
    ]
    assert [sees(user, now) for user in (*nobody, admin, abroad)] == [0] * 7


def test_nobody_marks_their_own_answer(course, now):
    marker = make_marker(course)
    hand_in(marker, course, now=now)

    assert sees(marker, now) == 0


def test_nobody_marks_what_a_colleague_wrote_of_any_part_of_the_employer(
    course, beekstad, now
):
    province = OrganisationFactory(level=Level.PROVINCE)
    zone = OrganisationFactory(level=Level.POLICE_ZONE, parent=province)
    traffic, youth = (
        OrganisationFactory(level=Level.DEPARTMENT, parent=zone) for _n in range(2)
    )
    other = OrganisationFactory(parent=province)
    learner = UserFactory()
    MembershipFactory(user=learner, organisation=traffic)
    hand_in(learner, course, now=now)

    def marker_of(place, **fields):
        user = make_marker(course)
        MembershipFactory(user=user, organisation=place, **fields)
        return sees(user, now)

    assert [marker_of(one) for one in (traffic, youth, zone, province)] == [0] * 4
    assert [marker_of(one) for one in (other, beekstad)] == [2, 2]
    assert marker_of(zone, is_self_declared=True) == 0
    today = now.date()
    assert marker_of(zone, ends_on=today - timedelta(days=30)) == 0
    assert marker_of(zone, starts_on=date(2020, 1, 1), ends_on=date(2024, 1, 1)) == 2
    # Who learns where the marker works is a colleague as well.
    MembershipFactory(user=learner, organisation=course.course.owner)
    assert sees(make_marker(course), now) == 0


def test_the_oldest_comes_first_and_what_somebody_marked_is_gone_for_them(
    course, bob, markers, mark, now
):
    later = UserFactory()
    MembershipFactory(user=later)
    newer = markings_of(hand_in(later, course, now=now + timedelta(days=1)))
    older = markings_of(hand_in(bob, course, now=now))
    one = markers[0]

    assert list(queue_of(one, now=now)) == [*older, *newer]
    mark(older[0], one, 3)

    assert list(queue_of(one, now=now)) == [older[1], *newer]
    assert list(queue_of(markers[1], now=now)) == [older[1], *newer]
    progress = progress_of(one, now=now)
    assert (progress.position, progress.total) == (2, 4)
    tomorrow = progress_of(one, now=now + timedelta(days=1))
    assert (tomorrow.position, tomorrow.total) == (1, 3)
