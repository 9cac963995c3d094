from datetime import date, timedelta

import pytest

from organisations.domain.merging import merge_accounts
from organisations.models import User
from tests.factories import tracking as factories
from tracking.domain.coverage import Narrowing, people_of
from tracking.domain.obligations import sweep
from tracking.enums import Standing
from tracking.models import Obligation, Reminder

TODAY = date(2026, 11, 21)
DAY = timedelta(days=1)


@pytest.fixture
def course(small_course):
    return small_course.course


@pytest.fixture
def requirement(beekstad, course):
    return factories.make_requirement(beekstad, course)


@pytest.fixture
def twin(beekstad):
    return factories.make_member(beekstad, name="Bob, once more")


@pytest.fixture
def merge(bob, twin, now, django_capture_on_commit_callbacks):
    administrator = User.objects.create_superuser("root@relay.example")

    def done():
        with django_capture_on_commit_callbacks(execute=True):
            merge_accounts(bob, twin, actor=administrator, now=now)

    return done


def rows(user):
    return list(
        Obligation.objects.filter(user=user)
        .order_by("cycle")
        .values_list("cycle", "starts_on", "due_on", "closed_on")
    )


def test_what_is_asked_of_both_is_asked_once_from_the_earlier_day(
    requirement, bob, twin, merge
):
    for user, starts_on in ((bob, TODAY - 10 * DAY), (twin, TODAY - 40 * DAY)):
        Obligation.objects.create(
            requirement=requirement,
            user=user,
            starts_on=starts_on,
            due_on=starts_on + 60 * DAY,
        )

    merge()

    assert rows(bob) == [(1, TODAY - 40 * DAY, TODAY + 20 * DAY, None)]
    assert rows(twin) == []


def test_cycles_that_follow_each_other_are_numbered_in_their_order(
    requirement, bob, twin, merge
):
    for user, starts_on, closed_on in (
        (bob, TODAY - 10 * DAY, None),
        (twin, TODAY - 90 * DAY, TODAY - 60 * DAY),
    ):
        Obligation.objects.create(
            requirement=requirement,
            user=user,
            starts_on=starts_on,
            due_on=starts_on + 60 * DAY,
            closed_on=closed_on,
        )

    merge()

    assert [(cycle, first) for cycle, first, _due, _closed in rows(bob)] == [
        (1, TODAY - 90 * DAY),
        (2, TODAY - 10 * DAY),
    ]


def test_a_certificate_of_either_covers_the_person(
    beekstad, requirement, course, bob, twin, merge
):
    sweep(factories.noon(TODAY - 5 * DAY))
    factories.make_certificate(twin, course, TODAY - DAY)

    merge()

    (row,) = people_of(beekstad, course, TODAY, Narrowing())
    assert (row.name, row.standing) == (bob.printed_name, Standing.COVERED)


def test_what_both_were_told_of_one_day_stays_once(requirement, bob, twin, merge):
    """Of another day, such as before there was more time, it was another cause."""
    due_on = TODAY + 20 * DAY
    for user, deadlines in (
        (bob, [due_on]),
        (twin, [due_on, due_on + 30 * DAY]),
    ):
        obligation = Obligation.objects.create(
            requirement=requirement, user=user, starts_on=TODAY - DAY, due_on=due_on
        )
        for deadline in deadlines:
            Reminder.objects.create(
                obligation=obligation,
                user=user,
                place=requirement.organisation,
                kind="due",
                step="due-30",
                deadline=deadline,
                day=TODAY,
            )

    merge()

    told = Reminder.objects.order_by("deadline")
    assert [(one.user, one.deadline) for one in told] == [
        (bob, due_on),
        (bob, due_on + 30 * DAY),
    ]
