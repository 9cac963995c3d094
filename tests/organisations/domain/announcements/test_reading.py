from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lms.remembered import forget
from organisations.domain.announcements.making import withdraw
from organisations.domain.announcements.reading import (
    announcements_for,
    announcements_of,
    readers_of,
)
from organisations.domain.queries import current_memberships
from organisations.models import Announcement, Membership, Organisation, User
from tests.factories.announcements import make_announcement
from tests.factories.organisations import (
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def read(now):
    """What a person reads, so many days from now."""

    def of(person, *, days=0) -> list[Announcement]:
        forget()
        memberships = current_memberships(person)
        return announcements_for(memberships, now=now + timedelta(days=days))

    return of


def test_it_reaches_the_organisation_and_all_below_and_nobody_else(
    alice, bob, charlie, beekstad, read
):
    desk = OrganisationFactory(parent=OrganisationFactory(parent=beekstad))
    deep, nowhere = UserFactory(), UserFactory()
    MembershipFactory(user=deep, organisation=desk)
    made = make_announcement(beekstad, alice)
    below = make_announcement(desk, alice)

    assert read(bob) == read(alice) == [made]
    assert read(deep) == [below, made]
    assert read(charlie) == read(nowhere) == []


def test_organisations_with_similar_paths_are_apart(alice, charlie, read):
    Organisation.objects.filter(code="beekstad").update(path="/1/")
    Organisation.objects.filter(code="valmont-les-saules").update(path="/11/")
    make_announcement(Organisation.objects.get(code="beekstad"), alice)

    assert read(charlie) == []


def test_what_is_for_everybody_reaches_who_belongs_nowhere(
    administrator, bob, charlie, read
):
    made = make_announcement(None, administrator)

    assert read(bob) == read(charlie) == read(UserFactory()) == [made]


def test_whom_nobody_has_confirmed_reads_what_is_for_everybody(
    alice, administrator, bob, beekstad, read
):
    Membership.objects.filter(user=bob).update(is_self_declared=True)
    make_announcement(beekstad, alice)
    for_all = make_announcement(None, administrator)

    assert read(bob) == [for_all]


def test_it_stands_from_the_first_day_to_the_last(alice, bob, beekstad, read):
    made = make_announcement(beekstad, alice, begins=1, days=2)

    assert [read(bob, days=day) for day in range(4)] == [[], [made], [made], []]


def test_what_was_withdrawn_or_is_of_a_closed_organisation_is_not_shown(
    alice, bob, beekstad, now, read
):
    withdraw(make_announcement(beekstad, alice), actor=alice, now=now)
    assert read(bob) == []

    left = make_announcement(beekstad, alice)
    assert read(bob) == [left]
    Organisation.objects.filter(pk=beekstad.pk).update(is_active=False)
    assert read(bob) == []


def test_a_minute_of_readers_costs_one_query(alice, bob, charlie, beekstad, now):
    make_announcement(beekstad, alice)
    everybody = [current_memberships(one) for one in (alice, bob, charlie)]
    moment = now.replace(second=0, microsecond=0)

    with CaptureQueriesContext(connection) as asked:
        found = [announcements_for(one, now=moment) for one in everybody * 10]
    assert len(asked) == 1
    assert len(found[0]) == 1

    more = make_announcement(beekstad, alice, days=2)
    assert more not in announcements_for(everybody[0], now=moment)
    later = moment + timedelta(minutes=1)
    assert more in announcements_for(everybody[0], now=later)


def test_the_board_of_an_organisation(
    alice, charlie, administrator, beekstad, valmont, now, today
):
    desk = OrganisationFactory(parent=beekstad)
    shown = make_announcement(desk, alice)
    coming = make_announcement(desk, alice, begins=3)
    withdrawn = make_announcement(desk, alice, days=2)
    withdraw(withdrawn, actor=alice, now=now)
    above = make_announcement(beekstad, alice)
    make_announcement(beekstad, alice, begins=5)
    for_all = make_announcement(None, administrator)
    make_announcement(valmont, charlie)

    board = announcements_of(desk, today=today)
    assert (board.shown, board.coming) == ([shown], [coming])
    assert list(board.past) == [withdrawn]
    assert board.from_above == [for_all, above]

    later = announcements_of(desk, today=today + timedelta(days=20))
    assert (later.shown, later.coming, later.from_above) == ([], [], [])
    assert set(later.past) == {shown, coming, withdrawn}

    # Nothing of what departments tell their own.
    assert announcements_of(beekstad, today=today).shown == [above]
    assert announcements_of(None, today=today).shown == [for_all]
    assert announcements_of(None, today=today).from_above == []


def test_each_announcement_stands_in_one_place_of_the_board(alice, beekstad, today):
    for begins in (0, 1, 4):
        make_announcement(beekstad, alice, begins=begins, days=2)

    for day in range(8):
        board = announcements_of(beekstad, today=today + timedelta(days=day))
        placed = [*board.shown, *board.coming, *board.past]
        assert sorted(one.pk for one in placed) == sorted(
            Announcement.objects.values_list("pk", flat=True)
        )
        states = {one.state_on(today + timedelta(days=day)) for one in board.past}
        assert states <= {"over", "withdrawn"}


def test_how_many_will_read_it(alice, bob, charlie, beekstad, today):
    desk = OrganisationFactory(parent=beekstad)
    MembershipFactory(user=bob, organisation=desk)
    MembershipFactory(organisation=desk)
    MembershipFactory(organisation=beekstad, is_self_declared=True)
    MembershipFactory(organisation=beekstad, ends_on=today)
    MembershipFactory(organisation=beekstad, starts_on=today + timedelta(days=3))
    MembershipFactory(organisation=beekstad, user=UserFactory(is_active=False))

    assert readers_of(beekstad, day=today) == 3
    assert readers_of(beekstad, day=today + timedelta(days=3)) == 4
    assert readers_of(desk, day=today) == 2
    assert readers_of(None, day=today) == User.objects.filter(is_active=True).count()
