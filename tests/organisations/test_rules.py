from django.contrib.auth.models import AnonymousUser

from organisations.enums import Role
from organisations.models import Invitation, Membership, Organisation
from organisations.rules import (
    can_announce,
    can_end_membership,
    can_invite,
    can_set_up_organisations,
    is_coordinator,
    roles_to_give,
)
from tests.factories.organisations import MembershipFactory, OrganisationFactory


def test_who_is_a_coordinator(alice, bob, charlie, administrator):
    people = [alice, bob, charlie, administrator, AnonymousUser()]

    assert [is_coordinator(one) for one in people] == [True, False, True, False, False]


def test_who_may_invite_to_beekstad(alice, bob, charlie, administrator, beekstad):
    people = [alice, bob, charlie, administrator, AnonymousUser()]

    assert [can_invite(one, beekstad) for one in people] == [
        True,
        False,
        False,
        True,
        False,
    ]


def test_who_may_announce(alice, bob, charlie, administrator, beekstad):
    people = [alice, bob, charlie, administrator, AnonymousUser()]

    there = [can_announce(one, beekstad) for one in people]
    assert there == [True, False, False, True, False]
    to_all = [can_announce(one, None) for one in people]
    assert to_all == [False, False, False, True, False]
    beekstad.is_active = False
    assert not any(can_announce(one, beekstad) for one in people)


def test_nobody_invites_to_a_closed_organisation(alice, administrator, beekstad):
    beekstad.is_active = False

    assert roles_to_give(alice, beekstad) == ()
    assert roles_to_give(administrator, beekstad) == ()


def test_a_department_does_not_reach_upwards(bob, beekstad):
    desk = OrganisationFactory(parent=beekstad)
    MembershipFactory(user=bob, organisation=desk, role=Role.COORDINATOR)

    assert can_invite(bob, desk)
    assert not can_invite(bob, beekstad)


def test_organisations_with_similar_paths_are_apart(bob):
    first = OrganisationFactory()
    second = OrganisationFactory()
    Organisation.objects.filter(pk=first.pk).update(path="/1/")
    Organisation.objects.filter(pk=second.pk).update(path="/11/")
    MembershipFactory(user=bob, organisation=first, role=Role.COORDINATOR)
    second.refresh_from_db()

    assert not can_invite(bob, second)


def test_who_may_end_a_membership(alice, bob, charlie):
    held = Membership.objects.get(user=bob)

    assert can_end_membership(bob, held)
    assert can_end_membership(alice, held)
    assert not can_end_membership(charlie, held)


def test_only_administrators_set_up(alice, administrator):
    assert can_set_up_organisations(administrator)
    assert not can_set_up_organisations(alice)
    assert not can_set_up_organisations(AnonymousUser())


def test_visible_to_keeps_organisations_apart(
    alice, bob, charlie, administrator, beekstad, valmont, invited
):
    desk = OrganisationFactory(parent=beekstad)
    seen = Organisation.objects.visible_to
    assert set(seen(alice)) == {beekstad, desk}
    assert set(seen(bob)) == set()
    assert set(seen(charlie)) == {valmont}
    assert set(seen(administrator)) == {beekstad, desk, valmont}
    assert set(seen(AnonymousUser())) == set()
    memberships = Membership.objects.visible_to
    assert {one.user for one in memberships(alice)} == {alice, bob}
    assert {one.user for one in memberships(bob)} == {bob}
    assert {one.user for one in memberships(charlie)} == {charlie}
    assert memberships(administrator).count() == 3
    assert not memberships(AnonymousUser()).exists()
    invitations = Invitation.objects.visible_to
    assert list(invitations(alice)) == [invited]
    assert not invitations(charlie).exists()
    assert not invitations(AnonymousUser()).exists()


def test_an_auditor_sees_and_does_not_invite(bob, beekstad):
    MembershipFactory(user=bob, organisation=beekstad, role=Role.AUDITOR)

    assert set(Organisation.objects.visible_to(bob)) == {beekstad}
    assert not can_invite(bob, beekstad)
