"""Accounts and memberships of many people at once, each with what belongs to it: locks,
the audit log, groups of the content admin and the fact that others build on.

As many queries for many people as for one. Whoever calls it has checked the rules that
organisations.domain.memberships checks for one person.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from secrets import token_hex

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import (
    UNUSABLE_PASSWORD_PREFIX,
    UNUSABLE_PASSWORD_SUFFIX_LENGTH,
)
from django.db import transaction

from lms import audit
from lms.write_back import write_back
from organisations.domain.groups import GROUP_OF_ROLE, sync_groups
from organisations.domain.traces import keep_traces
from organisations.models import Membership, User
from organisations.signals import memberships_changed, profile_changed

FACTS = ["function", "badge_number", "is_self_declared", "ends_on", "changed_at"]


@dataclass
class MembershipChanges:
    """Memberships that hold what they are to become; `started` without a key are new."""

    ended: list[Membership] = field(default_factory=list)
    reopened: list[Membership] = field(default_factory=list)
    changed: list[Membership] = field(default_factory=list)
    started: list[Membership] = field(default_factory=list)

    def __iter__(self):
        yield from (*self.ended, *self.reopened, *self.changed, *self.started)


def make_accounts(
    accounts: Sequence[User], *, organisation: int, actor: User | None, now: datetime
) -> list[User]:
    """Write accounts that nobody can enter but by proving their address.

    Raises IntegrityError when one of the addresses got an account in the meantime.
    """
    for one in accounts:
        one.password = _unusable_password()
        one.date_joined = now
    made = User.objects.bulk_create(accounts)
    audit.record_all(
        "organisations.account_made",
        actor=actor,
        subjects={one: {} for one in made},
        organisation=organisation,
        now=now,
    )
    return made


def _unusable_password() -> str:
    """As `make_password(None)` writes it, which draws each of its letters by itself."""
    return UNUSABLE_PASSWORD_PREFIX + token_hex(UNUSABLE_PASSWORD_SUFFIX_LENGTH // 2)


def close_unproved_all(accounts: Sequence[User]) -> None:
    """`close_unproved` (invitations.accepting) for many: whatever key somebody left
    behind on an address they never proved opens nothing. An administrator keeps theirs."""
    closed = [one for one in accounts if not one.is_superuser]
    for one in closed:
        one.set_unusable_password()
    User.objects.bulk_update(closed, ["password"])


def fill_profiles(
    values: Mapping[User, Mapping[str, object]],
    *,
    organisation: int,
    actor: User | None,
    now: datetime,
) -> None:
    """Write what accounts are to say: {account: {"printed_name" or "sector_id": value}}.
    Whoever follows what people say of themselves is told of each."""
    fields = {
        one: sorted(name.removesuffix("_id") for name in given)
        for one, given in values.items()
    }
    for one, given in values.items():
        for name, value in given.items():
            setattr(one, name, value)
    write_back(values, ["printed_name", "sector"])
    audit.record_all(
        "organisations.profile_changed",
        actor=actor,
        subjects={one: {"fields": names} for one, names in fields.items()},
        organisation=organisation,
        now=now,
    )
    for one, names in fields.items():
        told = {"user_id": one.pk, "fields": names}
        transaction.on_commit(
            lambda told=told: profile_changed.send_robust(sender=User, **told)
        )


def empty_accounts(
    accounts: Sequence[User], *, organisation: int, actor: User | None, now: datetime
) -> None:
    """Let accounts that nobody ever used say nothing of anybody, and close them."""
    for one in accounts:
        one.email, one.printed_name, one.is_active = None, "", False
    write_back(accounts, ["email", "printed_name", "is_active"])
    EmailAddress.objects.filter(user__in=accounts, verified=False).delete()
    audit.record_all(
        "organisations.unused_account_emptied",
        actor=actor,
        subjects={one: {} for one in accounts},
        organisation=organisation,
        now=now,
    )


def write_memberships(
    changes: MembershipChanges, *, actor: User | None, now: datetime
) -> None:
    """Write all of them in the caller's transaction and tell of it once.

    Raises IntegrityError when somebody else took a badge number, or gave one of these
    people the same role, in the meantime.
    """
    # What ends makes room for what begins: badge numbers, and the one open membership.
    new = [one for one in changes.started if one.pk is None]
    confirmed = [one for one in changes.started if one.pk is not None]
    keep_traces(changes, now=now)
    for known in (changes.ended, changes.reopened, changes.changed, confirmed):
        write_back(known, FACTS)
    Membership.objects.bulk_create(new)
    _record("ended", changes.ended, "ends_on", "until", actor=actor, now=now)
    _record("reopened", changes.reopened, "ends_on", "until", actor=actor, now=now)
    _record("changed", changes.changed, None, "", actor=actor, now=now)
    _record("started", changes.started, "starts_on", "from", actor=actor, now=now)
    _announce(list(changes), now=now)


def take_back_starts(
    memberships: Sequence[Membership], *, actor: User | None, now: datetime
) -> None:
    """Let memberships have held for no day. The rows stay, as all do."""
    for one in memberships:
        one.ends_on = one.starts_on
    keep_traces(memberships, now=now)
    write_back(memberships, ["ends_on", "changed_at"])
    _record("taken_back", memberships, None, "", actor=actor, now=now)
    _announce(memberships, now=now)


def _record(verb, memberships, name, word, *, actor, now) -> None:
    subjects = {}
    for one in memberships:
        day = getattr(one, name) if name else None
        said = {word: day.isoformat()} if day else {}
        subjects[one] = {"role": one.role} | said
    audit.record_all(
        f"organisations.membership_{verb}",
        actor=actor,
        subjects=subjects,
        organisations={one: one.organisation_id for one in memberships},
        now=now,
    )


def _announce(memberships: Sequence[Membership], *, now: datetime) -> None:
    people = sorted({one.user_id for one in memberships})
    if not people:
        return
    in_groups = {one.user_id for one in memberships if one.role in GROUP_OF_ROLE}
    for user in User.objects.filter(pk__in=in_groups):
        sync_groups(user, now=now)
    transaction.on_commit(
        lambda: memberships_changed.send_robust(sender=Membership, user_ids=people)
    )
