from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils import timezone

from lms.errors import DomainError
from lms.models import AuditEntry
from organisations.domain.corrections import (
    REACH,
    Facts,
    appoint,
    correct_membership,
    move_within,
)
from organisations.domain.memberships import end_membership
from organisations.enums import CorrectionReason, Level, Role
from organisations.models import Membership
from organisations.rules import roles_to_give
from organisations.signals import membership_ended, membership_started
from tests.factories.organisations import (
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)

DAY = timedelta(days=1)
LATE = CorrectionReason.TOLD_LATE


@pytest.fixture
def today(now) -> date:
    return timezone.localdate(now)


@pytest.fixture
def held(bob):
    return Membership.objects.get(user=bob)


@pytest.fixture
def desk(beekstad):
    return OrganisationFactory(
        name="Desk", code="desk", level=Level.DEPARTMENT, parent=beekstad
    )


def code(act, *args, **kwargs) -> str:
    with pytest.raises(DomainError) as refused:
        act(*args, **kwargs)
    return refused.value.code


def corrected(membership, actor, now, *, reason="", **changes):
    facts = replace(Facts.of(membership), **changes)
    return correct_membership(membership, facts, reason=reason, actor=actor, now=now)


def test_a_function_is_put_right_and_the_log_has_both(held, alice, now):
    corrected(held, alice, now, function="Neighbourhood officer", badge_number="4711")

    held.refresh_from_db()
    assert (held.function, held.badge_number) == ("Neighbourhood officer", "4711")
    entry = AuditEntry.objects.get(action="organisations.membership_corrected")
    assert (entry.actor, entry.organisation_id) == (alice, held.organisation_id)
    assert entry.data["before"]["function"] == ""
    assert entry.data["after"]["function"] == "Neighbourhood officer"


def test_what_is_right_already_changes_nothing(held, alice, now):
    corrected(held, alice, now)

    assert not AuditEntry.objects.filter(
        action="organisations.membership_corrected"
    ).exists()


def test_a_day_needs_a_reason(held, alice, today, now):
    day = today - 30 * DAY

    assert code(corrected, held, alice, now, ends_on=day) == "no_reason"
    assert code(corrected, held, alice, now, ends_on=day, reason="x") == "no_reason"
    corrected(held, alice, now, ends_on=day, reason=LATE)
    held.refresh_from_db()
    assert held.ends_on == day


@pytest.mark.parametrize("name", ["starts_on", "ends_on"])
def test_a_year_back_and_not_further(held, alice, today, now, name):
    Membership.objects.filter(pk=held.pk).update(starts_on=today - REACH)
    held.refresh_from_db()
    long_ago = today - REACH - DAY

    assert code(corrected, held, alice, now, reason=LATE, **{name: long_ago}) in (
        "too_old",
        "before_start",
    )
    corrected(held, alice, now, reason=LATE, **{name: today - REACH + DAY})


def test_a_beginning_of_long_ago_stays(held, alice, today, now):
    Membership.objects.filter(pk=held.pk).update(starts_on=date(2015, 1, 1))
    held.refresh_from_db()

    assert code(corrected, held, alice, now, starts_on=today, reason=LATE) == "too_old"


def test_an_end_that_was_wrong_is_taken_back(held, alice, today, now):
    end_membership(held, ends_on=today - 10 * DAY, actor=alice, now=now)
    held.refresh_from_db()

    corrected(held, alice, now, ends_on=None, reason=CorrectionReason.TYPED_WRONG)

    held.refresh_from_db()
    assert held.ends_on is None


def test_periods_of_one_role_never_overlap(held, bob, beekstad, alice, today, now):
    end_membership(held, ends_on=today - 20 * DAY, actor=alice, now=now)
    second = MembershipFactory(
        user=bob, organisation=beekstad, starts_on=today - 10 * DAY
    )
    day = today - 15 * DAY

    corrected(second, alice, now, starts_on=day, reason=LATE)
    second.refresh_from_db()
    too_early = today - 25 * DAY
    assert code(corrected, second, alice, now, starts_on=too_early, reason=LATE) == (
        "overlaps"
    )
    held.refresh_from_db()
    assert code(corrected, held, alice, now, ends_on=None, reason=LATE) == "overlaps"


def test_a_colleagues_badge_number_is_refused(held, beekstad, alice, now):
    MembershipFactory(organisation=beekstad, badge_number="4711")

    assert code(corrected, held, alice, now, badge_number="4711") == "badge_taken"


def test_an_end_before_the_beginning_is_refused(held, alice, now):
    day = held.starts_on - DAY

    assert code(corrected, held, alice, now, ends_on=day, reason=LATE) == "before_start"


@pytest.mark.parametrize("name", ["starts_on", "ends_on"])
def test_the_last_coordinator_is_not_corrected_away(alice, today, now, name):
    Membership.objects.filter(user=alice).update(starts_on=today - 30 * DAY)
    held = Membership.objects.get(user=alice)
    day = {"starts_on": today + 9 * DAY, "ends_on": today - DAY}[name]

    assert code(corrected, held, alice, now, reason=LATE, **{name: day}) == (
        "last_coordinator"
    )


def test_strangers_members_and_deputies_correct_no_coordinator(
    alice, bob, charlie, beekstad, held, now
):
    deputy = MembershipFactory(organisation=beekstad, role=Role.DEPUTY).user
    coordinating = Membership.objects.get(user=alice)
    for actor in (bob, charlie):
        assert code(corrected, held, actor, now, function="x") == "not_allowed"
    assert code(corrected, coordinating, deputy, now, function="x") == "not_allowed"
    corrected(held, deputy, now, function="x")


def test_who_follows_memberships_is_told(
    held, alice, today, now, django_capture_on_commit_callbacks
):
    heard = []

    def ended(sender, **facts):
        heard.append("ended")

    def started(sender, **facts):
        heard.append("started")

    membership_ended.connect(ended)
    membership_started.connect(started)
    with django_capture_on_commit_callbacks(execute=True):
        corrected(held, alice, now, ends_on=today - DAY, reason=LATE)
        held.refresh_from_db()
        corrected(held, alice, now, ends_on=None, reason=LATE)

    assert heard == ["ended", "started"]


def test_a_move_within_the_employer_keeps_role_and_function(
    held, bob, desk, alice, today, now
):
    corrected(held, alice, now, function="Officer", badge_number="4711")

    moved = move_within(held, desk, on=today - 5 * DAY, actor=alice, now=now)

    held.refresh_from_db()
    assert held.ends_on == moved.starts_on == today - 5 * DAY
    assert (moved.user, moved.organisation, moved.ends_on) == (bob, desk, None)
    assert (moved.role, moved.function) == (Role.LEARNER, "Officer")
    assert moved.badge_number == "4711"


def test_nobody_is_moved_to_another_employer(held, valmont, alice, today, now):
    MembershipFactory(user=alice, organisation=valmont, role=Role.COORDINATOR)

    assert code(move_within, held, valmont, on=today, actor=alice, now=now) == (
        "other_employer"
    )
    held.refresh_from_db()
    assert held.ends_on is None


def test_moves_that_are_refused(held, beekstad, desk, alice, charlie, today, now):
    assert code(move_within, held, desk, on=today, actor=charlie, now=now) == (
        "not_allowed"
    )
    assert code(move_within, held, beekstad, on=today, actor=alice, now=now) == (
        "same_place"
    )
    long_ago = today - REACH - DAY
    assert code(move_within, held, desk, on=long_ago, actor=alice, now=now) == "too_old"
    end_membership(held, ends_on=today - 9 * DAY, actor=alice, now=now)
    assert code(move_within, held, desk, on=today, actor=alice, now=now) == (
        "not_a_member"
    )


def test_a_deputy_stands_in_from_a_day_to_a_day(bob, beekstad, alice, today, now):
    assert (
        code(
            appoint,
            bob,
            beekstad,
            role=Role.DEPUTY,
            starts_on=today,
            actor=alice,
            now=now,
        )
        == "no_end"
    )

    made = appoint(
        bob,
        beekstad,
        role=Role.DEPUTY,
        starts_on=today,
        ends_on=today + 14 * DAY,
        actor=alice,
        now=now,
    )

    assert (made.starts_on, made.ends_on) == (today, today + 14 * DAY)
    assert roles_to_give(bob, beekstad) == (Role.LEARNER,)


def test_an_appointment_leaves_others_as_they_are(bob, beekstad, alice, today, now):
    def made(first, last):
        days = {
            "starts_on": today + first * DAY,
            "ends_on": last and today + last * DAY,
        }
        return appoint(
            bob, beekstad, role=Role.COORDINATOR, **days, actor=alice, now=now
        )

    later = made(60, None)
    running = made(-5, 20)

    assert made(2, 10) == running
    assert made(60, 90) == later
    between = made(30, 40)
    for days in ((10, 25), (35, 50), (50, 70), (-9, 2), (25, None)):
        assert code(made, *days) == "overlaps"

    held = bob.memberships.filter(role=Role.COORDINATOR).order_by("starts_on")
    assert [
        (one.pk, one.starts_on, one.ends_on and (one.ends_on - today).days)
        for one in held
    ] == [
        (running.pk, today - 5 * DAY, 20),
        (between.pk, today + 30 * DAY, 40),
        (later.pk, today + 60 * DAY, None),
    ]


def test_an_appointment_lies_at_most_a_year_back(bob, beekstad, alice, today, now):
    def made(day):
        days = {"starts_on": day, "ends_on": today + DAY}
        return appoint(bob, beekstad, role=Role.DEPUTY, **days, actor=alice, now=now)

    assert code(made, today - REACH - DAY) == "too_old"
    assert made(today - REACH).starts_on == today - REACH


@pytest.fixture
def deputy(bob, beekstad, desk, alice, today, now):
    MembershipFactory(user=alice, organisation=desk, role=Role.COORDINATOR)
    days = {"starts_on": today, "ends_on": today + 14 * DAY}
    return appoint(bob, beekstad, role=Role.DEPUTY, **days, actor=alice, now=now)


def test_no_correction_makes_a_deputy_endless(deputy, alice, now):
    assert code(corrected, deputy, alice, now, ends_on=None, reason=LATE) == "no_end"
    deputy.refresh_from_db()
    assert deputy.ends_on is not None


def test_who_moves_leaves_on_the_day_they_would_have(
    held, deputy, desk, alice, today, now
):
    moved = move_within(deputy, desk, on=today + 5 * DAY, actor=alice, now=now)
    assert (moved.role, moved.ends_on) == (Role.DEPUTY, today + 14 * DAY)

    end_membership(held, ends_on=today + 30 * DAY, actor=alice, now=now)
    moved = move_within(held, desk, on=today, actor=alice, now=now)
    assert (moved.role, moved.ends_on) == (Role.LEARNER, today + 30 * DAY)


def test_a_successor_is_made_and_the_last_coordinator_may_go(
    alice, bob, beekstad, today, now
):
    appoint(bob, beekstad, role=Role.COORDINATOR, starts_on=today, actor=alice, now=now)

    end_membership(Membership.objects.get(user=alice), actor=alice, now=now)

    assert roles_to_give(bob, beekstad)[1] == Role.COORDINATOR


def test_roles_that_are_not_given(alice, bob, charlie, beekstad, today, now):
    def tried(person, role, actor, **changes):
        days = {"starts_on": today, "ends_on": today + DAY} | changes
        return code(appoint, person, beekstad, role=role, actor=actor, now=now, **days)

    assert tried(bob, Role.PROGRAMME_OWNER, alice) == "not_allowed"
    assert tried(bob, Role.LEARNER, alice) == "not_allowed"
    assert tried(bob, Role.COORDINATOR, charlie) == "not_allowed"
    assert tried(charlie, Role.COORDINATOR, alice) == "stranger"
    assert tried(bob, Role.DEPUTY, alice, ends_on=today) == "before_start"
    says_so = UserFactory()
    MembershipFactory(user=says_so, organisation=beekstad, is_self_declared=True)
    assert tried(says_so, Role.DEPUTY, alice) == "stranger"
