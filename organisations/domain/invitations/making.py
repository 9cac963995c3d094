"""Inviting one address: written, sent again, withdrawn."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lms import audit
from lms.errors import DomainError
from organisations.domain.invitations.writing import (
    locked,
    refuse_unless_unanswered,
    send_again,
    unanswered,
    write,
)
from organisations.domain.queries import person_known_by
from organisations.enums import Role
from organisations.models import Invitation, Membership, Organisation, Sector, User
from organisations.rules import roles_to_give

# A second click within this time is the same click: no second mail.
PAUSE_BETWEEN_MAILS = timedelta(minutes=1)


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

    Raises DomainError `not_allowed` when `actor` may not give the role there, `no_end`
    for a deputy (see corrections.appoint), `already_member` when the person has it.
    """
    if role not in roles_to_give(actor, organisation):
        raise DomainError(
            _("You cannot invite to this organisation. Nobody was invited."),
            code="not_allowed",
        )
    if role == Role.DEPUTY:
        raise DomainError(
            _(
                "A deputy stands in from one day to another. Invite the person to learn, "
                "then make them deputy on their page among your people."
            ),
            code="no_end",
        )
    email = email.strip().lower()
    # One at a time per organisation: two clicks must not become two mails.
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    person = person_known_by(email)
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
    known = unanswered(organisation, email, role)
    if known is not None:
        known.printed_name = printed_name or known.printed_name
        known.sector = sector
        known.language = language
        known.save(update_fields=["printed_name", "sector", "language"])
        if now - known.last_sent_at >= PAUSE_BETWEEN_MAILS:
            send_again(known, actor=actor, now=now)
        return known
    return write(
        organisation,
        email=email,
        sector=sector,
        language=language,
        printed_name=printed_name,
        role=role,
        actor=actor,
        now=now,
    )


@transaction.atomic
def invite_member(
    user: User, organisation: Organisation, *, actor: User | None, now: datetime
) -> Invitation:
    """Tell somebody who was entered as a learner of an organisation how they come in.

    An invitation that waits for their answer is sent again. The caller holds the lock on
    the organisation. Raises ValueError for a person without an address or a sector.
    """
    if not user.email or user.sector is None:
        raise ValueError("an invitation goes to an address and names a sector")
    known = unanswered(organisation, user.email, Role.LEARNER)
    if known is not None:
        return send_again(known, actor=actor, now=now)
    return write(
        organisation,
        email=user.email,
        sector=user.sector,
        language=user.language,
        printed_name=user.printed_name,
        role=Role.LEARNER,
        actor=actor,
        now=now,
    )


@transaction.atomic
def resend(invitation: Invitation, *, actor: User, now: datetime) -> Invitation:
    """Send a new link, valid for another fourteen days; the old link stops working.

    Raises DomainError `used`, `withdrawn` or, within a minute, `just_sent`.
    """
    invitation = locked(invitation.pk)
    refuse_unless_unanswered(invitation, now)
    if now - invitation.last_sent_at < PAUSE_BETWEEN_MAILS:
        raise DomainError(
            _("This invitation was sent a moment ago. Wait a minute, then try again."),
            code="just_sent",
        )
    return send_again(invitation, actor=actor, now=now)


@transaction.atomic
def withdraw(invitation: Invitation, *, actor: User, now: datetime) -> Invitation:
    """Make the link worthless; withdrawing twice changes nothing.

    Raises DomainError `used` when somebody has accepted it.
    """
    invitation = locked(invitation.pk)
    if invitation.withdrawn_at is not None:
        return invitation
    refuse_unless_unanswered(invitation, now)
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
