from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lms.errors import DomainError
from organisations.domain.memberships import (
    declare_membership,
    end_membership,
    move_to,
    start_membership,
)
from organisations.enums import Role
from organisations.models import Membership
from organisations.signals import membership_ended, membership_started
from tests.factories.organisations import MembershipFactory, UserFactory

DAY = timedelta(days=1)


def test_start_twice_returns_the_same(charlie, beekstad, now):
    first = start_membership(charlie, beekstad, now=now)

    assert start_membership(charlie, beekstad, now=now) == first
    assert Membership.objects.filter(user=charlie, organisation=beekstad).count() == 1


def test_start_announces_after_commit(
    charlie, beekstad, now, django_capture_on_commit_callbacks
):
    heard = []

    def listen(sender, **facts):
        heard.append(facts)

    membership_started.connect(listen)
    with django_capture_on_commit_callbacks() as waiting:
        started = start_membership(charlie, beekstad, now=now)
        assert heard == []
    for callback in waiting:
        callback()

    assert [one["membership_id"] for one in heard] == [started.pk]
    assert (heard[0]["user_id"], heard[0]["role"]) == (charlie.pk, "learner")


def test_start_opens_a_membership_that_was_about_to_end(bob, beekstad, now):
    held = Membership.objects.get(user=bob)
    end_membership(held, ends_on=timezone.localdate(now) + 30 * DAY, now=now)

    started = start_membership(bob, beekstad, now=now)

    assert (started.pk, started.ends_on) == (held.pk, None)


def test_start_before_a_period_that_is_over_is_refused(bob, beekstad, now):
    held = Membership.objects.get(user=bob)
    end_membership(held, ends_on=date(2025, 6, 1), now=now)

    with pytest.raises(DomainError) as refused:
        start_membership(bob, beekstad, starts_on=date(2024, 1, 1), now=now)

    assert refused.value.code == "overlaps"


def test_start_with_a_colleagues_badge_number_is_refused(bob, charlie, beekstad, now):
    start_membership(bob, beekstad, badge_number="4711", now=now)

    with pytest.raises(DomainError) as refused:
        start_membership(charlie, beekstad, badge_number="4711", now=now)

    assert refused.value.code == "badge_taken"


def test_declare_at_a_closed_organisation_is_refused(bob, valmont, now):
    valmont.is_active = False

    with pytest.raises(DomainError) as refused:
        declare_membership(bob, valmont, now=now)

    assert refused.value.code == "closed"


def test_what_somebody_says_changes_nothing_that_is_confirmed(
    bob, beekstad, valmont, now
):
    today = timezone.localdate(now)
    ending = end_membership(
        Membership.objects.get(user=bob), ends_on=today + 9 * DAY, now=now
    )
    to_begin = start_membership(bob, valmont, starts_on=today + 5 * DAY, now=now)

    assert declare_membership(bob, beekstad, now=now) == ending
    assert declare_membership(bob, valmont, now=now) == to_begin

    held = Membership.objects.filter(user=bob).order_by("pk")
    assert [
        (one.pk, one.starts_on, one.is_self_declared, one.ends_on) for one in held
    ] == [
        (ending.pk, ending.starts_on, False, today + 9 * DAY),
        (to_begin.pk, today + 5 * DAY, False, None),
    ]


def test_what_somebody_says_is_confirmed_by_whoever_starts_it(bob, valmont, now):
    says = declare_membership(bob, valmont, now=now)

    confirmed = start_membership(bob, valmont, now=now)

    assert (confirmed.pk, confirmed.is_self_declared) == (says.pk, False)


def test_a_start_with_an_end_takes_free_days_alone(bob, valmont, now):
    today = timezone.localdate(now)

    def start(first, end):
        days = {"starts_on": today + first * DAY, "ends_on": today + end * DAY}
        return start_membership(bob, valmont, **days, now=now)

    made = start(0, 10)
    assert (made.starts_on, made.ends_on) == (today, today + 10 * DAY)
    assert start(2, 8) == made
    assert start(10, 12) != made
    for days, code in (
        ((-3, 1), "overlaps"),
        ((5, 11), "overlaps"),
        ((3, 3), "before_start"),
    ):
        with pytest.raises(DomainError) as refused:
            start(*days)
        assert refused.value.code == code


def test_a_deputy_is_not_started_without_an_end(bob, beekstad, now):
    with pytest.raises(DomainError) as refused:
        start_membership(bob, beekstad, role=Role.DEPUTY, now=now)

    assert refused.value.code == "no_end"


def test_end_keeps_the_row_and_announces(bob, now, django_capture_on_commit_callbacks):
    heard = []

    def listen(sender, **facts):
        heard.append(facts)

    membership_ended.connect(listen)
    held = Membership.objects.get(user=bob)
    with django_capture_on_commit_callbacks(execute=True):
        end_membership(held, now=now)

    held.refresh_from_db()
    assert held.ends_on == timezone.localdate(now)
    assert [one["ends_on"] for one in heard] == [held.ends_on]
    assert not Membership.objects.on(timezone.localdate(now)).filter(user=bob).exists()


def test_end_twice_keeps_the_first_end(bob, now):
    held = Membership.objects.get(user=bob)
    end_membership(held, ends_on=date(2025, 6, 1), now=now)

    assert end_membership(held, now=now).ends_on == date(2025, 6, 1)


def test_end_before_the_beginning_is_refused(bob, now):
    with pytest.raises(DomainError) as refused:
        end_membership(
            Membership.objects.get(user=bob), ends_on=date(2024, 12, 31), now=now
        )

    assert refused.value.code == "before_start"


def test_the_last_coordinator_cannot_leave(alice, now):
    held = Membership.objects.get(user=alice)

    with pytest.raises(DomainError) as refused:
        end_membership(held, now=now)

    assert refused.value.code == "last_coordinator"
    held.refresh_from_db()
    assert held.ends_on is None


def test_the_last_coordinator_leaves_to_a_successor(alice, bob, beekstad, now):
    end_membership(Membership.objects.get(user=alice), successor=bob, now=now)

    coordinators = Membership.objects.on(timezone.localdate(now)).filter(
        organisation=beekstad, role=Role.COORDINATOR
    )
    assert [one.user for one in coordinators] == [bob]


def test_a_successor_who_has_left_the_platform_does_not_count(alice, beekstad, now):
    MembershipFactory(
        user=UserFactory(is_active=False), organisation=beekstad, role=Role.COORDINATOR
    )

    with pytest.raises(DomainError):
        end_membership(Membership.objects.get(user=alice), now=now)


def test_what_was_believed_before_a_correction_can_still_be_told(bob, beekstad, now):
    """Begun two days ago; an end of yesterday is written down today."""
    held = Membership.objects.get(user=bob)
    day, before = timezone.localdate(now), now - timedelta(days=2)
    Membership.objects.filter(pk=held.pk).update(recorded_at=before)
    end_membership(held, ends_on=day - timedelta(days=1), now=now)
    end_membership(held, ends_on=day - timedelta(days=1), now=now)
    later = now + timedelta(days=1)
    start_membership(bob, beekstad, starts_on=day, now=later)

    def holds(on, moment=None) -> bool:
        there = Membership.objects.confirmed_on(on, known_at=moment)
        return there.filter(pk=held.pk).exists()

    assert [holds(day, moment) for moment in (before, now, later)] == [
        False,
        True,
        False,
    ]
    assert holds(day) is False
    assert held.traces.count() == 1


def test_a_function_that_changes_leaves_no_trace(bob, beekstad, now):
    start_membership(bob, beekstad, function="Mediator", now=now)

    held = Membership.objects.get(user=bob)
    assert (held.traces.count(), held.changed_at) == (0, None)


def test_move_to_ends_the_old_and_starts_the_new(bob, beekstad, valmont, now):
    today = timezone.localdate(now)
    Membership.objects.filter(user=bob).update(function="Neighbourhood officer")

    moved = move_to(bob, beekstad, valmont, now=now)

    assert (moved.organisation, moved.starts_on) == (valmont, today)
    assert moved.function == "Neighbourhood officer"
    assert Membership.objects.get(user=bob, organisation=beekstad).ends_on == today


def test_move_from_where_one_is_not_is_refused(bob, beekstad, valmont, now):
    with pytest.raises(DomainError) as refused:
        move_to(bob, valmont, beekstad, now=now)

    assert refused.value.code == "not_a_member"


def test_move_to_the_same_place_changes_nothing(bob, beekstad, now):
    assert move_to(bob, beekstad, beekstad, now=now) == Membership.objects.get(user=bob)


days = st.integers(min_value=-40, max_value=40).map(
    lambda n: date(2026, 6, 1) + n * DAY
)
verbs = st.sampled_from(["start", "say", "start until", "end"])
steps = st.lists(st.tuples(verbs, days, st.integers(1, 30)), max_size=12)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=steps)
def test_intervals_of_one_role_never_overlap(steps, valmont, now):
    person = UserFactory()
    for verb, day, length in steps:
        until = day + length * DAY if verb == "start until" else None
        try:
            if verb != "end":
                start_membership(
                    person,
                    valmont,
                    starts_on=day,
                    ends_on=until,
                    is_self_declared=verb == "say",
                    now=now,
                )
            else:
                for held in Membership.objects.filter(user=person):
                    end_membership(held, ends_on=day, now=now)
        except DomainError:
            continue

    held = list(Membership.objects.filter(user=person).order_by("starts_on", "pk"))
    for one in held:
        assert one.ends_on is None or one.starts_on <= one.ends_on
    first, last = date(2026, 4, 1), date(2026, 8, 1)
    for number in range((last - first).days):
        day = first + number * DAY
        assert Membership.objects.on(day).filter(user=person).count() <= 1
