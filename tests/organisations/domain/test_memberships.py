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
steps = st.lists(st.tuples(st.sampled_from(["start", "end"]), days), max_size=12)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=steps)
def test_intervals_of_one_role_never_overlap(steps, valmont, now):
    person = UserFactory()
    for verb, day in steps:
        try:
            if verb == "start":
                start_membership(person, valmont, starts_on=day, now=now)
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
