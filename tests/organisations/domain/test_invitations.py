from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress

from lms.errors import DomainError
from lms.models import OutgoingMail
from organisations.domain.invitations import accepting
from organisations.domain.invitations.accepting import (
    accept_invitation,
    find_by_token,
)
from organisations.domain.invitations.making import (
    invite,
    resend,
    withdraw,
)
from organisations.domain.invitations.many import (
    forget_invitations,
)
from organisations.domain.memberships import declare_membership
from organisations.enums import InvitationState, Role
from organisations.models import Invitation, Membership, User
from tests.factories.organisations import (
    OrganisationFactory,
    UserFactory,
    last_body,
    last_mail,
    token_to,
)

NEW = "nieuw@beekstad.example"


def accept(token, police, now, **changes):
    values = {"printed_name": "Żaneta Nieuw", "sector": police, "language": "nl"}
    return accept_invitation(token, **(values | changes), now=now)


def test_invite_sends_a_mail_in_the_invitations_language(invited):
    mail = last_mail(NEW)

    assert mail.language == "nl"
    assert "Alice Aerts" in last_body(NEW)


def test_the_secret_of_a_link_is_nowhere_in_the_table(invited):
    token = token_to(NEW)

    row = Invitation.objects.filter(pk=invited.pk).values().get()
    assert token not in str(row)
    assert len(token) == 43


def test_invite_twice_returns_the_same_and_sends_one_mail(
    invited, alice, beekstad, police, now
):
    again = invite(
        beekstad,
        email="  NIEUW@beekstad.example ",
        sector=police,
        language="fr",
        actor=alice,
        now=now,
    )

    assert again.pk == invited.pk
    assert again.language == "fr"
    assert OutgoingMail.objects.count() == 1


def test_invite_after_expiry_sends_a_new_link(invited, alice, beekstad, police, now):
    old = token_to(NEW)
    later = now + timedelta(days=15)

    invite(beekstad, email=NEW, sector=police, language="nl", actor=alice, now=later)

    assert find_by_token(old, now=later).state == InvitationState.UNKNOWN
    assert find_by_token(token_to(NEW), now=later).state == InvitationState.OPEN


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.ADMINISTRATOR, Role.REVIEWER])
def test_a_coordinator_cannot_give_content_roles(role, alice, beekstad, police, now):
    with pytest.raises(DomainError) as refused:
        invite(
            beekstad,
            email=NEW,
            sector=police,
            language="nl",
            role=role,
            actor=alice,
            now=now,
        )

    assert refused.value.code == "not_allowed"
    assert Invitation.objects.count() == 0


@pytest.mark.parametrize("stranger", ["bob", "charlie"])
def test_nobody_else_can_invite_to_beekstad(stranger, request, beekstad, police, now):
    with pytest.raises(DomainError) as refused:
        invite(
            beekstad,
            email=NEW,
            sector=police,
            language="nl",
            actor=request.getfixturevalue(stranger),
            now=now,
        )

    assert refused.value.code == "not_allowed"


def test_a_coordinator_invites_to_a_department(alice, beekstad, police, now):
    desk = OrganisationFactory(name="Front desks", parent=beekstad)

    invitation = invite(
        desk, email=NEW, sector=police, language="nl", actor=alice, now=now
    )

    assert invitation.organisation == desk


def test_invite_refuses_a_member(alice, bob, beekstad, police, now):
    with pytest.raises(DomainError) as refused:
        invite(
            beekstad,
            email="Bob@Beekstad.example",
            sector=police,
            language="nl",
            actor=alice,
            now=now,
        )

    assert refused.value.code == "already_member"


def test_inviting_who_says_so_themselves_confirms_them(
    alice, charlie, beekstad, police, now
):
    declare_membership(charlie, beekstad, now=now)
    invite(
        beekstad,
        email=charlie.email,
        sector=police,
        language="fr",
        actor=alice,
        now=now,
    )

    accept(token_to(charlie.email), police, now)

    held = Membership.objects.get(user=charlie, organisation=beekstad)
    assert held.is_self_declared is False


def test_accept_makes_an_account_with_a_proved_address(invited, police, beekstad, now):
    person = accept(token_to(NEW), police, now)

    assert (person.email, person.printed_name) == (NEW, "Żaneta Nieuw")
    assert not person.has_usable_password()
    address = EmailAddress.objects.get(user=person)
    assert (address.email, address.verified, address.primary) == (NEW, True, True)
    held = Membership.objects.get(user=person)
    assert (held.organisation, held.role) == (beekstad, Role.LEARNER)


def test_accept_uses_the_account_that_is_there(invited, police, beekstad, now):
    known = UserFactory(email="Nieuw@beekstad.example")

    person = accept(token_to(NEW), police, now)

    assert person == known
    assert User.objects.filter(email__iexact=NEW).count() == 1
    assert Membership.objects.get(user=known).organisation == beekstad


def test_accept_takes_away_the_key_of_whoever_signed_up_without_proof(
    invited, police, now
):
    squatter = User.objects.create_user(NEW, "a password of somebody else")

    person = accept(token_to(NEW), police, now)

    assert person == squatter
    assert not person.has_usable_password()


def test_accept_as_coordinator_gives_both_roles(administrator, beekstad, police, now):
    invite(
        beekstad,
        email=NEW,
        sector=police,
        language="nl",
        role=Role.COORDINATOR,
        actor=administrator,
        now=now,
    )

    person = accept(token_to(NEW), police, now)

    roles = Membership.objects.filter(user=person).values_list("role", flat=True)
    assert sorted(roles) == ["coordinator", "learner"]


def test_accept_from_another_browser_is_refused_afterwards(invited, police, now):
    token = token_to(NEW)
    accept(token, police, now, browser="this one")

    with pytest.raises(DomainError) as refused:
        accept(token, police, now, browser="another one")

    assert refused.value.code == "used"


def test_accept_again_from_the_same_browser_returns_the_same_person(
    invited, police, now
):
    token = token_to(NEW)
    person = accept(token, police, now, browser="this one")

    again = accept(token, police, now + timedelta(minutes=9), browser="this one")

    assert again == person
    assert Membership.objects.filter(user=person).count() == 1


def test_the_same_browser_is_not_remembered_for_long(invited, police, now):
    token = token_to(NEW)
    accept(token, police, now, browser="this one")

    with pytest.raises(DomainError):
        accept(token, police, now + timedelta(minutes=10), browser="this one")


def test_accept_for_a_closed_account_is_refused(invited, police, now):
    UserFactory(email=NEW, is_active=False)

    with pytest.raises(DomainError) as refused:
        accept(token_to(NEW), police, now)

    assert refused.value.code == "inactive"
    invited.refresh_from_db()
    assert invited.accepted_at is None


def test_accept_after_fourteen_days_is_refused(invited, police, now):
    with pytest.raises(DomainError) as refused:
        accept(token_to(NEW), police, now + timedelta(days=14))

    assert refused.value.code == "expired"


def test_accept_with_an_unknown_link_is_refused(police, now):
    with pytest.raises(DomainError) as refused:
        accept("x" * 43, police, now)

    assert refused.value.code == "unknown"


def test_withdraw_makes_the_link_worthless_and_can_be_repeated(
    invited, alice, police, now
):
    withdraw(invited, actor=alice, now=now)
    withdraw(invited, actor=alice, now=now)

    assert find_by_token(token_to(NEW), now=now).state == InvitationState.WITHDRAWN
    with pytest.raises(DomainError):
        accept(token_to(NEW), police, now)


def test_withdraw_after_acceptance_is_refused(invited, alice, police, now):
    accept(token_to(NEW), police, now)

    with pytest.raises(DomainError) as refused:
        withdraw(invited, actor=alice, now=now)

    assert refused.value.code == "used"


def test_resend_makes_a_new_link_for_fourteen_days(invited, alice, now):
    old = token_to(NEW)
    later = now + timedelta(days=20)

    resend(invited, actor=alice, now=later)

    assert find_by_token(old, now=later).state == InvitationState.UNKNOWN
    found = find_by_token(token_to(NEW), now=later + timedelta(days=13))
    assert found.state == InvitationState.OPEN
    assert found.invitation.times_sent == 2


def test_resend_at_once_is_refused(invited, alice, now):
    with pytest.raises(DomainError) as refused:
        resend(invited, actor=alice, now=now + timedelta(seconds=59))

    assert refused.value.code == "just_sent"


def test_resend_of_a_withdrawn_invitation_is_refused(invited, alice, now):
    withdraw(invited, actor=alice, now=now)

    with pytest.raises(DomainError) as refused:
        resend(invited, actor=alice, now=now + timedelta(hours=1))

    assert refused.value.code == "withdrawn"


def test_forget_invitations_keeps_what_was_accepted(
    invited, alice, beekstad, police, now
):
    accept(token_to(NEW), police, now)
    invite(
        beekstad,
        email="never@beekstad.example",
        sector=police,
        language="nl",
        actor=alice,
        now=now,
    )

    assert forget_invitations(now + timedelta(days=193)) == 0
    assert forget_invitations(now + timedelta(days=195)) == 1
    assert list(Invitation.objects.all()) == [invited]


@pytest.mark.parametrize("state", InvitationState)
def test_in_state_agrees_with_state_at(state, invited, alice, beekstad, police, now):
    for number, address in enumerate(["b", "c", "d"]):
        one = invite(
            beekstad,
            email=f"{address}@beekstad.example",
            sector=police,
            language="nl",
            actor=alice,
            now=now - timedelta(days=10 * number),
        )
        if address == "b":
            withdraw(one, actor=alice, now=now)
    accept(token_to(NEW), police, now)

    found = set(Invitation.objects.in_state(state, now))

    assert found == {
        one for one in Invitation.objects.all() if one.state_at(now) == state
    }
    assert found or state == InvitationState.UNKNOWN


def test_a_link_replaced_in_the_same_moment_is_not_known(
    invited, police, now, monkeypatch
):
    token = token_to(NEW)
    found = find_by_token(token, now=now)
    Invitation.objects.filter(pk=invited.pk).update(token_hash="0" * 64)
    monkeypatch.setattr(accepting, "find_by_token", lambda token, now: found)

    with pytest.raises(DomainError) as refused:
        accept(token, police, now)

    assert refused.value.code == "unknown"


def test_two_invitations_accepted_in_one_moment_make_one_account(
    invited, police, now, monkeypatch
):
    known = UserFactory(email=NEW)
    monkeypatch.setattr(accepting, "person_with_email", lambda email: None)

    assert accept(token_to(NEW), police, now) == known


def test_accept_proves_an_address_that_was_only_claimed(
    invited, bob, beekstad, police, now
):
    bob.email = NEW
    bob.set_password("kept, because Bob is somebody here")
    bob.save()
    EmailAddress.objects.filter(user=bob).update(email=NEW, verified=False)

    person = accept(token_to(NEW), police, now)

    assert person.has_usable_password()
    assert EmailAddress.objects.get(user=bob).verified
