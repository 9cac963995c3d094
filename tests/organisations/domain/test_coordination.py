from datetime import date, timedelta
from threading import Thread

import pytest
from django.db import OperationalError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lms.errors import DomainError
from organisations.domain.accounts import refuse_state
from organisations.domain.coordination import Coordinators, left_alone_without
from organisations.domain.memberships import end_membership, move_to
from organisations.enums import Role
from organisations.models import Membership, Organisation
from organisations.rules import can_invite, is_coordinator, roles_to_give
from tests.factories.organisations import (
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)

DAY = timedelta(days=1)


@pytest.fixture
def today(now) -> date:
    return timezone.localdate(now)


def code(act, *args, **kwargs) -> str:
    with pytest.raises(DomainError) as refused:
        act(*args, **kwargs)
    return refused.value.code


def coordinator(organisation, **dates):
    return MembershipFactory(organisation=organisation, role=Role.COORDINATOR, **dates)


def test_a_colleague_who_leaves_sooner_is_no_successor(alice, beekstad, today, now):
    coordinator(beekstad, ends_on=today + 30 * DAY)
    held = Membership.objects.get(user=alice)

    assert code(end_membership, held, now=now) == "last_coordinator"
    held.refresh_from_db()
    assert held.ends_on is None


def test_a_colleague_who_begins_later_is_none_before_that(alice, beekstad, today, now):
    coordinator(beekstad, starts_on=today + 30 * DAY)
    held = Membership.objects.get(user=alice)

    assert code(end_membership, held, now=now) == "last_coordinator"
    end_membership(held, ends_on=today + 30 * DAY, now=now)


def test_colleagues_one_after_the_other_will_do(alice, beekstad, today, now):
    coordinator(beekstad, ends_on=today + 30 * DAY)
    coordinator(beekstad, starts_on=today + 30 * DAY)

    end_membership(Membership.objects.get(user=alice), now=now)

    assert left_alone_without([alice], today) == []


def test_a_deputy_is_no_successor(alice, beekstad, now):
    MembershipFactory(organisation=beekstad, role=Role.DEPUTY)

    held = Membership.objects.get(user=alice)
    assert code(end_membership, held, now=now) == "last_coordinator"


def test_a_closed_organisation_needs_nobody(alice, beekstad, now):
    Organisation.objects.filter(pk=beekstad.pk).update(is_active=False)

    assert end_membership(Membership.objects.get(user=alice), now=now).ends_on


def test_the_last_coordinator_does_not_move_away(alice, beekstad, valmont, now):
    assert code(move_to, alice, beekstad, valmont, now=now) == "last_coordinator"
    assert not Membership.objects.filter(user=alice, organisation=valmont).exists()


def test_the_account_of_the_last_coordinator_is_not_closed(alice, today):
    with pytest.raises(DomainError) as refused:
        refuse_state([alice], is_active=False, day=today)

    assert refused.value.code == "last_coordinator"
    assert "Beekstad" in refused.value.message
    assert "Make somebody else coordinator there first" in refused.value.message


def test_any_other_account_may_be_closed(bob, alice, beekstad, today):
    refuse_state([bob], is_active=False, day=today)
    coordinator(beekstad)
    refuse_state([alice], is_active=False, day=today)


def test_the_last_two_are_not_closed_at_once(alice, beekstad, today):
    other = coordinator(beekstad).user

    accounts = [alice, other]
    assert code(refuse_state, accounts, is_active=False, day=today) == (
        "last_coordinator"
    )


def test_closing_many_asks_as_much_as_closing_one(police, today):
    def asked(count):
        people = [UserFactory(sector=police) for _number in range(count)]
        for person in people:
            place = OrganisationFactory()
            MembershipFactory(user=person, organisation=place, role=Role.COORDINATOR)
            coordinator(place)
        with CaptureQueriesContext(connection) as queries:
            refuse_state(people, is_active=False, day=today)
        return len(queries)

    assert asked(30) == asked(1)


@pytest.mark.only_on("postgresql")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_whoever_closes_a_colleague_at_once_waits(alice, beekstad, today):
    """Two administrators close the last two coordinators, each one of them."""
    other = coordinator(beekstad).user
    waits = []

    def close_the_other():
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '50ms'")
                refuse_state([other], is_active=False, day=today)
        except OperationalError:
            waits.append(other)
        finally:
            connection.close()

    with transaction.atomic():
        refuse_state([alice], is_active=False, day=today)
        second = Thread(target=close_the_other)
        second.start()
        second.join()

    assert waits == [other]


@pytest.mark.parametrize(
    ("first", "end", "has"), [(0, 1, True), (-9, 0, False), (1, 9, False)]
)
def test_a_deputy_has_the_rights_on_the_days_of_the_deputyship_alone(
    beekstad, today, first, end, has
):
    deputy = UserFactory()
    MembershipFactory(
        user=deputy,
        organisation=beekstad,
        role=Role.DEPUTY,
        starts_on=today + first * DAY,
        ends_on=today + end * DAY,
    )

    assert is_coordinator(deputy) is has
    assert can_invite(deputy, beekstad) is has
    assert roles_to_give(deputy, beekstad) == ((Role.LEARNER,) if has else ())
    for kind in ("visible_to", "coordinated_by"):
        seen = getattr(Organisation.objects, kind)(deputy)
        assert seen.filter(pk=beekstad.pk).exists() is has
    assert (
        Membership.objects.visible_to(deputy)
        .filter(organisation=beekstad)
        .exclude(user=deputy)
        .exists()
        is False
    )


lengths = st.one_of(st.none(), st.integers(min_value=1, max_value=30))
spans = st.lists(st.tuples(st.integers(-20, 20), lengths), min_size=1, max_size=5)
acts = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 30)), max_size=8)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(spans=spans, acts=acts)
def test_whoever_leaves_no_day_becomes_without_coordinator_that_had_one(
    spans, acts, police, today, now
):
    place = OrganisationFactory()
    held = [
        MembershipFactory(
            user=UserFactory(sector=police),
            organisation=place,
            role=Role.COORDINATOR,
            starts_on=today + first * DAY,
            ends_on=None if length is None else today + (first + length) * DAY,
        )
        for first, length in spans
    ]
    window = [today + n * DAY for n in range(60)]

    def covered():
        rows = Membership.objects.filter(organisation=place, role=Role.COORDINATOR)
        return [rows.on(day).exists() for day in window]

    before = covered()
    for number, days in acts:
        try:
            end_membership(
                held[number % len(held)], ends_on=today + days * DAY, now=now
            )
        except DomainError:
            continue

    assert covered() == before


INTERVALS = st.lists(
    st.tuples(st.integers(-40, 40), st.none() | st.integers(1, 60)), max_size=4
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(others=INTERVALS, last=st.none() | st.integers(1, 60), leaves=st.integers(0, 40))
def test_for_many_who_leave_it_is_as_for_one(
    alice, beekstad, today, now, others, last, leaves
):
    place = transaction.atomic()
    with place:
        for starts, length in others:
            starts_on = today + starts * DAY
            ends_on = None if length is None else starts_on + length * DAY
            coordinator(beekstad, starts_on=starts_on, ends_on=ends_on)
        held = Membership.objects.select_related("organisation").get(user=alice)
        held.ends_on = None if last is None else today + last * DAY
        held.save()
        day = today + leaves * DAY
        is_needed = Coordinators(beekstad, today).is_needed(held, day)
        refused = ""
        try:
            end_membership(held, ends_on=day, now=now)
        except DomainError as refusal:
            refused = refusal.code
        assert is_needed == (refused == "last_coordinator")
        transaction.set_rollback(True)


def test_many_who_leave_are_judged_by_one_query(
    alice, beekstad, today, django_assert_num_queries
):
    held = [coordinator(beekstad) for _one in range(30)]
    with django_assert_num_queries(1):
        coordinators = Coordinators(beekstad, today)
        for one in held:
            assert not coordinators.is_needed(one, today)
            one.ends_on = today
            coordinators.let_end(one)
    last = Membership.objects.select_related("organisation").get(user=alice)
    assert coordinators.is_needed(last, today)
