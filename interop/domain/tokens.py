"""Access tokens: made, shown once, looked at, used, withdrawn."""

import hashlib
import secrets
from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from interop.enums import Scope, TokenState
from interop.models import AccessToken
from interop.rules import can_give_access
from interop.tasks import adopt_members
from lms import audit
from lms.errors import DomainError
from organisations.domain.locks import lock_organisations
from organisations.models import Organisation, Sector, User

# Begins every key, so that one that slipped into a file is found there.
PREFIX = "relay_"
# A key that nobody renews stops working after this time at the latest.
LONGEST = timedelta(days=731)
# In force at one organisation at a time.
MOST = 20
# A key in use is written down so often.
NOTED_EVERY = timedelta(minutes=1)


@transaction.atomic
def make_token(
    organisation: Organisation,
    *,
    name: str,
    scopes: Collection[str],
    last_day: date,
    sector: Sector | None = None,
    with_mails: bool = True,
    actor: User,
    now: datetime,
) -> tuple[AccessToken, str]:
    """Let a program in until the end of `last_day`; returns the token and its key, which
    is kept nowhere.

    `sector` is that of people whom a directory brings. Raises DomainError `not_allowed`,
    `no_scope`, `no_sector`, `too_long` for a day that has passed or lies too far ahead,
    `too_many`.
    """
    if not can_give_access(actor, organisation):
        raise DomainError(
            _("You cannot let a program in here. Ask a coordinator."),
            code="not_allowed",
        )
    if not scopes or not set(scopes) <= set(Scope):
        raise DomainError(_("Choose what the program may do."), code="no_scope")
    if Scope.SCIM in scopes and sector is None:
        raise DomainError(
            _("Choose the sector of the people whom the directory brings."),
            code="no_sector",
        )
    today = timezone.localdate(now)
    if not today <= last_day <= today + LONGEST:
        raise DomainError(
            _("Choose a last day from today on, at most two years ahead."),
            code="too_long",
        )
    lock_organisations(organisation.pk)
    here = AccessToken.objects.filter(organisation=organisation)
    if here.in_force(now).count() >= MOST:
        raise DomainError(
            _("%(most)d are in force already. Withdraw one that is not used.")
            % {"most": MOST},
            code="too_many",
        )
    key = PREFIX + secrets.token_urlsafe(32)
    token = AccessToken.objects.create(
        organisation=organisation,
        name=name.strip(),
        token_hash=hash_of(key),
        scopes=sorted(scopes),
        sector=sector if Scope.SCIM in scopes else None,
        with_mails=with_mails,
        made_by=actor,
        made_at=now,
        expires_at=timezone.make_aware(
            datetime.combine(last_day + timedelta(days=1), time.min)
        ),
    )
    audit.record(
        "interop.token_made",
        actor=actor,
        subject=token,
        now=now,
        data={"scopes": token.scopes, "until": last_day.isoformat()},
        organisation=organisation,
    )
    if Scope.SCIM in scopes:
        # Before the directory asks who belongs there, if it can be.
        transaction.on_commit(lambda: adopt_members.enqueue(token.pk))
    return token, key


@transaction.atomic
def withdraw_token(token: AccessToken, *, actor: User, now: datetime) -> AccessToken:
    """Let its key open nothing from now on; again changes nothing. Raises DomainError
    `not_allowed`."""
    if not can_give_access(actor, token.organisation):
        raise DomainError(
            _("You cannot withdraw it. Ask a coordinator."), code="not_allowed"
        )
    token = AccessToken.objects.select_for_update(no_key=True).get(pk=token.pk)
    if token.withdrawn_at is not None:
        return token
    token.withdrawn_at, token.withdrawn_by = now, actor
    token.save(update_fields=["withdrawn_at", "withdrawn_by"])
    audit.record(
        "interop.token_withdrawn",
        actor=actor,
        subject=token,
        now=now,
        organisation=token.organisation_id,
    )
    return token


def token_for(key: str, *, now: datetime) -> AccessToken | None:
    """The token whose key this is, while it is in force and its organisation is open;
    None for any other. Notes that it was used."""
    token = (
        AccessToken.objects.in_force(now)
        .filter(token_hash=hash_of(key), organisation__is_active=True)
        .select_related("organisation", "sector")
        .first()
    )
    if token is None:
        return None
    if token.last_used_at is None or now - token.last_used_at >= NOTED_EVERY:
        AccessToken.objects.filter(pk=token.pk).update(last_used_at=now)
    return token


def tokens_of(organisation: Organisation) -> QuerySet[AccessToken]:
    """All that were ever made for an organisation, the newest first."""
    return (
        AccessToken.objects.filter(organisation=organisation)
        .select_related("made_by", "withdrawn_by", "sector")
        .order_by("-made_at", "-pk")
    )


def is_in_force(token: AccessToken, now: datetime) -> bool:
    """Whether its key opens something."""
    return token.state_at(now) == TokenState.ACTIVE


def hash_of(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
