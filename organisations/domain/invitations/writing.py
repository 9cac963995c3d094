"""What an invitation is written and sent with. Of the link's secret only the hash is
stored.
"""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from lms import audit
from lms.errors import DomainError
from lms.mail import Mail, send_after_commit
from organisations.enums import InvitationState, Role
from organisations.models import Invitation, Organisation, Sector, User

VALID_FOR = timedelta(days=14)


def write(
    organisation: Organisation,
    *,
    email: str,
    sector: Sector,
    language: str,
    printed_name: str,
    role: str,
    actor: User | None,
    now: datetime,
) -> Invitation:
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


def send_again(invitation: Invitation, *, actor: User, now: datetime) -> Invitation:
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


def unanswered(organisation: Organisation, email: str, role: str) -> Invitation | None:
    """The one invitation of an address that waits for an answer, locked."""
    return (
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


def locked(pk: int) -> Invitation:
    return (
        Invitation.objects.select_for_update(no_key=True, of=("self",))
        .select_related("organisation", "sector")
        .get(pk=pk)
    )


def refuse_unless_unanswered(invitation: Invitation, now: datetime) -> None:
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


def hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _new_secret() -> tuple[str, str]:
    secret = secrets.token_urlsafe(32)
    return secret, hash_of(secret)


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
