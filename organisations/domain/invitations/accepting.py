"""A link that came by mail proves its address, once. Looking at it never uses it up."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lms import audit
from lms.errors import DomainError
from organisations.domain.invitations.writing import hash_of, locked
from organisations.domain.locks import lock_organisations, lock_person
from organisations.domain.memberships import start_membership
from organisations.domain.people import update_profile
from organisations.domain.queries import person_with_email
from organisations.enums import COORDINATING_ROLES, InvitationState
from organisations.models import Invitation, Sector, User

# How long the browser that accepted may send the same acceptance again.
SAME_ACCEPTANCE = timedelta(minutes=10)


@dataclass(frozen=True)
class FoundInvitation:
    """What a link turned out to be; `invitation` is None when it is unknown."""

    state: InvitationState
    invitation: Invitation | None = None


def find_by_token(token: str, *, now: datetime) -> FoundInvitation:
    """What this link is worth now; uses nothing up."""
    invitation = (
        Invitation.objects.select_related(
            "organisation", "sector", "invited_by", "accepted_by"
        )
        .filter(token_hash=hash_of(token))
        .first()
    )
    if invitation is None:
        return FoundInvitation(InvitationState.UNKNOWN)
    return FoundInvitation(invitation.state_at(now), invitation)


@transaction.atomic
def accept_invitation(
    token: str,
    *,
    printed_name: str,
    sector: Sector,
    language: str,
    browser: str = "",
    now: datetime,
) -> User:
    """Make the invited person a member, with the account of that address or a new one.

    Returns the person, who has proved the address and may be signed in. `browser`
    is a secret of the accepting browser: the same one may repeat the acceptance
    for ten minutes without effect. Raises DomainError with the state as code
    (`unknown`, `expired`, `used`, `withdrawn`) or `inactive`.
    """
    found = find_by_token(token, now=now)
    if found.invitation is None:
        raise DomainError(_("This link is not known."), code=found.state)
    invitation = _locked_after_its_person(found.invitation)
    state = invitation.state_at(now)
    if invitation.token_hash != hash_of(token):
        raise DomainError(_("This link is not known."), code=InvitationState.UNKNOWN)
    if state == InvitationState.USED and _same_acceptance(invitation, browser, now):
        return invitation.accepted_by
    if state != InvitationState.OPEN:
        raise DomainError(_("This invitation cannot be accepted any more."), code=state)
    person = _person(invitation, language)
    if not person.is_active:
        raise DomainError(
            _("This account is closed. Ask your coordinator."), code="inactive"
        )
    _prove_address(person, invitation.email)
    update_profile(
        person, printed_name=printed_name, sector=sector, language=language, now=now
    )
    start_membership(
        person, invitation.organisation, role=invitation.role, actor=person, now=now
    )
    if invitation.role in COORDINATING_ROLES:
        # Who coordinates is also staff there, and sees the courses like everybody.
        start_membership(person, invitation.organisation, actor=person, now=now)
    invitation.accepted_at = now
    invitation.accepted_by = person
    invitation.accepted_from = hash_of(browser) if browser else ""
    invitation.save(update_fields=["accepted_at", "accepted_by", "accepted_from"])
    audit.record(
        "organisations.invitation_accepted",
        actor=person,
        subject=invitation,
        now=now,
        organisation=invitation.organisation_id,
    )
    return person


def _locked_after_its_person(invitation: Invitation) -> Invitation:
    """In the order of organisations.domain.locks: whoever holds the person, such as a
    staff list, may be about to move this invitation. Somebody new is kept apart by the
    lock on the organisation."""
    while True:
        try:
            with transaction.atomic():
                return _locked_where_it_leads(invitation)
        except _Moved:
            # Going back to the savepoint let go of the locks: nobody waits in a circle.
            invitation = Invitation.objects.get(pk=invitation.pk)


class _Moved(Exception):  # noqa: N818 -- what happened
    """An invitation leads to another organisation than the one that is locked."""


def _locked_where_it_leads(invitation: Invitation) -> Invitation:
    """Whoever moves an invitation holds the organisation that it led to. Raises _Moved
    where somebody did before this had it."""
    lock_organisations(invitation.organisation_id)
    known = person_with_email(invitation.email)
    if known is not None:
        lock_person(known.pk)
    found = locked(invitation.pk)
    if found.organisation_id != invitation.organisation_id:
        raise _Moved
    return found


def close_unproved(person: User) -> None:
    """Somebody else may have signed up with an address without ever proving it: whatever
    key they left behind does not open the door any more."""
    person.set_unusable_password()
    person.save(update_fields=["password"])


def _same_acceptance(invitation: Invitation, browser: str, now: datetime) -> bool:
    return bool(
        browser
        and invitation.accepted_from == hash_of(browser)
        and now - invitation.accepted_at < SAME_ACCEPTANCE
        and invitation.accepted_by.is_active
    )


def _person(invitation: Invitation, language: str) -> User:
    known = person_with_email(invitation.email)
    if known is not None:
        return known
    try:
        with transaction.atomic():
            return User.objects.create_user(invitation.email, language=language)
    except IntegrityError:
        # Two invitations of one person, accepted in the same moment.
        return User.objects.get(email__iexact=invitation.email)


def _prove_address(person: User, email: str) -> None:
    address = EmailAddress.objects.filter(user=person, email__iexact=email).first()
    if address is not None and address.verified:
        return
    if address is None:
        address = EmailAddress(user=person, email=email)
    if not person.memberships.exists() and not person.is_superuser:
        close_unproved(person)
    address.verified = True
    address.primary = not EmailAddress.objects.filter(
        user=person, primary=True
    ).exists()
    address.save()
