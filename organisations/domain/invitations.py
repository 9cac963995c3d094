"""Invitations by mail: the link proves the address, once.

Of the link's secret only the hash is stored. Looking at a link never uses it up.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lms import audit
from lms.errors import DomainError
from lms.mail import Mail, send_after_commit
from organisations.domain.memberships import start_membership
from organisations.domain.people import update_profile
from organisations.domain.queries import person_with_email
from organisations.enums import COORDINATING_ROLES, InvitationState, Role
from organisations.models import Invitation, Membership, Organisation, Sector, User
from organisations.rules import roles_to_give

VALID_FOR = timedelta(days=14)
# A second click within this time is the same click: no second mail.
PAUSE_BETWEEN_MAILS = timedelta(minutes=1)
# How long the browser that accepted may send the same acceptance again.
SAME_ACCEPTANCE = timedelta(minutes=10)
# What nobody accepted is forgotten this long after it stopped being of use.
FORGOTTEN_AFTER = timedelta(days=180)


@dataclass(frozen=True)
class FoundInvitation:
    """What a link turned out to be; `invitation` is None when it is unknown."""

    state: InvitationState
    invitation: Invitation | None = None


@transaction.atomic
def invite(
    organisation: Organisation,
    *,
    email: str,
    sector: Sector,
    language: str,
    printed_name: str = "",
    role: str = Role.LEARNER,
    actor: User,
    now: datetime,
) -> Invitation:
    """Invite an address, or bring the invitation it has up to date and send it again.

    Raises DomainError `not_allowed` when `actor` may not give the role there,
    `already_member` when the person has it.
    """
    if role not in roles_to_give(actor, organisation):
        raise DomainError(
            _("You cannot invite to this organisation. Nobody was invited."),
            code="not_allowed",
        )
    email = email.strip().lower()
    # One at a time per organisation: two clicks must not become two mails.
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    person = person_with_email(email)
    if person is not None and (
        Membership.objects.on(timezone.localdate(now))
        .filter(user=person, organisation=organisation, role=role)
        .filter(is_self_declared=False)
        .exists()
    ):
        raise DomainError(
            _("%(email)s is here already. No mail was sent.") % {"email": email},
            code="already_member",
        )
    known = (
        Invitation.objects.filter(
            organisation=organisation,
            email__iexact=email,
            role=role,
            accepted_at__isnull=True,
            withdrawn_at__isnull=True,
        )
        .select_for_update(no_key=True)
        .first()
    )
    if known is not None:
        known.printed_name = printed_name or known.printed_name
        known.sector = sector
        known.language = language
        known.save(update_fields=["printed_name", "sector", "language"])
        if now - known.last_sent_at >= PAUSE_BETWEEN_MAILS:
            _send_again(known, actor=actor, now=now)
        return known
    secret, token_hash = _new_secret()
    invitation = Invitation.objects.create(
        organisation=organisation,
        email=email,
        printed_name=printed_name,
        sector=sector,
        language=language,
        role=role,
        token_hash=token_hash,
        invited_by=actor,
        created_at=now,
        last_sent_at=now,
        expires_at=now + VALID_FOR,
    )
    audit.record(
        "organisations.invited",
        actor=actor,
        subject=invitation,
        now=now,
        data={"role": role},
        organisation=organisation,
    )
    _send(invitation, secret, now=now)
    return invitation


@transaction.atomic
def resend(invitation: Invitation, *, actor: User, now: datetime) -> Invitation:
    """Send a new link, valid for another fourteen days; the old link stops working.

    Raises DomainError `used`, `withdrawn` or, within a minute, `just_sent`.
    """
    invitation = _locked(invitation.pk)
    _refuse_unless_unanswered(invitation, now)
    if now - invitation.last_sent_at < PAUSE_BETWEEN_MAILS:
        raise DomainError(
            _("This invitation was sent a moment ago. Wait a minute, then try again."),
            code="just_sent",
        )
    return _send_again(invitation, actor=actor, now=now)


@transaction.atomic
def withdraw(invitation: Invitation, *, actor: User, now: datetime) -> Invitation:
    """Make the link worthless; withdrawing twice changes nothing.

    Raises DomainError `used` when somebody has accepted it.
    """
    invitation = _locked(invitation.pk)
    if invitation.withdrawn_at is not None:
        return invitation
    _refuse_unless_unanswered(invitation, now)
    invitation.withdrawn_at = now
    invitation.save(update_fields=["withdrawn_at"])
    audit.record(
        "organisations.invitation_withdrawn",
        actor=actor,
        subject=invitation,
        now=now,
        organisation=invitation.organisation_id,
    )
    return invitation


def find_by_token(token: str, *, now: datetime) -> FoundInvitation:
    """What this link is worth now; uses nothing up."""
    invitation = (
        Invitation.objects.select_related(
            "organisation", "sector", "invited_by", "accepted_by"
        )
        .filter(token_hash=_hash(token))
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
    invitation = _locked(found.invitation.pk)
    state = invitation.state_at(now)
    if invitation.token_hash != _hash(token):
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
    invitation.accepted_from = _hash(browser) if browser else ""
    invitation.save(update_fields=["accepted_at", "accepted_by", "accepted_from"])
    audit.record(
        "organisations.invitation_accepted",
        actor=person,
        subject=invitation,
        now=now,
        organisation=invitation.organisation_id,
    )
    return person


def forget_invitations(now: datetime) -> int:
    """Delete what nobody accepted and is long worthless; return how many.

    An address is kept no longer than it is of use to the one who wrote it down.
    """
    before = now - FORGOTTEN_AFTER
    unanswered = Invitation.objects.filter(accepted_at__isnull=True)
    _all, by_model = (
        unanswered.filter(expires_at__lt=before)
        | unanswered.filter(withdrawn_at__lt=before)
    ).delete()
    return by_model.get(Invitation._meta.label, 0)


def _new_secret() -> tuple[str, str]:
    secret = secrets.token_urlsafe(32)
    return secret, _hash(secret)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _locked(pk: int) -> Invitation:
    return (
        Invitation.objects.select_for_update(no_key=True, of=("self",))
        .select_related("organisation", "sector")
        .get(pk=pk)
    )


def _refuse_unless_unanswered(invitation: Invitation, now: datetime) -> None:
    state = invitation.state_at(now)
    if state == InvitationState.USED:
        raise DomainError(
            _("%(email)s has accepted in the meantime. Nothing was changed.")
            % {"email": invitation.email},
            code=state,
        )
    if state == InvitationState.WITHDRAWN:
        raise DomainError(
            _("This invitation was withdrawn. Write a new one."), code=state
        )


def _send_again(invitation: Invitation, *, actor: User, now: datetime) -> Invitation:
    secret, invitation.token_hash = _new_secret()
    invitation.last_sent_at = now
    invitation.times_sent += 1
    invitation.expires_at = now + VALID_FOR
    invitation.save(
        update_fields=["token_hash", "last_sent_at", "times_sent", "expires_at"]
    )
    audit.record(
        "organisations.invitation_resent",
        actor=actor,
        subject=invitation,
        now=now,
        organisation=invitation.organisation_id,
    )
    _send(invitation, secret, now=now)
    return invitation


def _send(invitation: Invitation, secret: str, *, now: datetime) -> None:
    path = reverse("organisations:welcome", args=[secret])
    coordinates = invitation.role == Role.COORDINATOR
    send_after_commit(
        Mail(
            template="organisations/mail/"
            + ("coordinator_invitation" if coordinates else "invitation"),
            to=[invitation.email],
            language=invitation.language,
            context={
                "organisation": invitation.organisation.name,
                "name": invitation.printed_name,
                "inviter": str(invitation.invited_by or ""),
                "link": f"{settings.RELAY_BASE_URL}{path}",
                "expires_at": invitation.expires_at,
            },
        ),
        now=now,
    )


def _same_acceptance(invitation: Invitation, browser: str, now: datetime) -> bool:
    return bool(
        browser
        and invitation.accepted_from == _hash(browser)
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
        # Somebody else may have signed up with this address without ever proving it:
        # whatever key they left behind does not open the door any more.
        person.set_unusable_password()
        person.save(update_fields=["password"])
    address.verified = True
    address.primary = not EmailAddress.objects.filter(
        user=person, primary=True
    ).exists()
    address.save()
