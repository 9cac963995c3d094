"""Two accounts that are one person's become one.

What goes where is said table by table (lms.merging). Nothing is lost, and nothing is
taken back afterwards: the audit log, the merge and the copies of both accounts tell.
"""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from lms import audit, merging
from lms.errors import DomainError
from organisations.domain.groups import sync_groups
from organisations.domain.locks import lock_many
from organisations.domain.merged_addresses import refuse_unproved
from organisations.domain.merged_places import memberships_of_both
from organisations.domain.queries import person_known_by
from organisations.models import AccountMerge, Invitation, User
from organisations.rules import is_administrator
from organisations.signals import accounts_merged

logger = logging.getLogger(__name__)

# Who was in the middle of something when their account was merged may have been let in
# a moment before: what they did then follows within this time.
FOLLOWS_FOR = timedelta(days=1)


def find_account(text: str) -> User:
    """The one account that somebody means by an address or a printed name.

    Raises DomainError `unknown`, or `several` when more than one has the name.
    """
    text = text.strip()
    person = person_known_by(text) if "@" in text else None
    named = (
        User.objects.filter(printed_name__iexact=text, merge=None)[:2] if text else []
    )
    if person is None and len(named) > 1:
        raise DomainError(
            _("Several people are called %(name)s. Use an e-mail address.")
            % {"name": text},
            code="several",
        )
    found = person or next(iter(named), None)
    if found is None:
        raise DomainError(
            _("Nobody is known by “%(text)s”. Check the spelling.") % {"text": text},
            code="unknown",
        )
    return found


def refuse_merge(kept: User, merged: User, *, actor: User) -> None:
    """Raise DomainError when `actor` may not make one of these two accounts:
    `not_allowed`, `same`, `merged`, `closed`, `own`, `administrator`, `unproved`."""
    if not is_administrator(actor):
        raise DomainError(
            _("Only an administrator can merge accounts."), code="not_allowed"
        )
    if kept.pk == merged.pk:
        raise DomainError(
            _("Both are the same account already. Choose two different ones."),
            code="same",
        )
    if kept.merged_into or merged.merged_into:
        raise DomainError(
            _("One of them was merged before. Choose the account that was kept."),
            code="merged",
        )
    if not kept.is_active:
        raise DomainError(
            _("The account to keep is closed. Keep the other one, or open it first."),
            code="closed",
        )
    if not merged.is_active:
        raise DomainError(
            _(
                "The account that goes is closed, and its address would open the other "
                "one. If the person may come in again, open it first."
            ),
            code="closed",
        )
    if merged.pk == actor.pk:
        raise DomainError(
            _("You would close your own account. Keep that one."), code="own"
        )
    if merged.is_superuser:
        raise DomainError(
            _(
                "An administrator's account cannot go. Keep that one, or take its "
                "rights away first."
            ),
            code="administrator",
        )
    refuse_unproved(kept, merged)


@transaction.atomic
def merge_accounts(
    kept: User, merged: User, *, actor: User, now: datetime
) -> AccountMerge:
    """Let everything of `merged` go over to `kept`, and close `merged`.

    Again returns the same merge. Raises what `refuse_merge` raises.
    """
    _lock(kept, merged)
    kept = User.objects.get(pk=kept.pk)
    merged = User.objects.get(pk=merged.pk)
    known = AccountMerge.objects.filter(kept=kept, merged=merged).first()
    if known is not None and is_administrator(actor):
        return known
    refuse_merge(kept, merged, actor=actor)
    address = merged.email or ""
    moved = merging.carry_over(merging.Merge(kept, merged, actor, now))
    completed = _complete(kept, merged)
    _close(merged)
    merge = AccountMerge.objects.create(
        kept=kept,
        merged=merged,
        address=address,
        made_by=actor,
        made_at=now,
        moved=moved,
    )
    for person in (kept, merged):
        sync_groups(person, now=now)
    audit.record(
        "organisations.accounts_merged",
        actor=actor,
        subject=kept,
        now=now,
        data={"merged": merged.pk, "moved": moved, "completed": completed},
    )
    _announce(merge)
    return merge


def sweep(now: datetime) -> int:
    """Let what came to a merged account in its last moment follow; return how many rows
    did. One that cannot follow now is tried again, and holds up no other."""
    recent = AccountMerge.objects.filter(made_at__gt=now - FOLLOWS_FOR)
    followed = 0
    for merge in recent.select_related("kept", "merged", "made_by").order_by("pk"):
        try:
            followed += _follow(merge, now=now)
        except Exception:
            logger.exception("What came to a merged account: merge %s", merge.pk)
    return followed


@transaction.atomic
def _follow(merge: AccountMerge, *, now: datetime) -> int:
    _lock(merge.kept, merge.merged)
    moved = merging.carry_over(
        merging.Merge(merge.kept, merge.merged, merge.made_by, now)
    )
    if moved:
        audit.record(
            "organisations.accounts_merged",
            actor=None,
            subject=merge.kept,
            now=now,
            data={"merged": merge.merged_id, "moved": moved},
        )
        _announce(merge)
    return sum(moved.values())


def _lock(kept: User, merged: User) -> None:
    """In the order of organisations.domain.locks. People in full: nobody writes a row
    that names either of them until this is done."""
    both = (kept.pk, merged.pk)
    places = memberships_of_both(kept, merged).values_list("organisation", flat=True)
    invitations = Invitation.objects.filter(
        Q(invited_by__in=both) | Q(accepted_by__in=both)
    )
    lock_many(
        organisations=[*places, *invitations.values_list("organisation", flat=True)]
    )
    merging.lock_rows(kept, merged)
    people = User.objects.filter(pk__in=both)
    list(people.select_for_update(of=("self",)).order_by("pk"))


def _complete(kept: User, merged: User) -> list[str]:
    """What the kept account does not say of the person, the other one may; return the
    names of the fields."""
    missing = [
        name
        for name in ("sector_id", "organisation_wish")
        if not getattr(kept, name) and getattr(merged, name)
    ]
    if not kept.printed_name and merged.printed_name:
        missing += ["printed_name", "name_checked_at"]
    for name in missing:
        setattr(kept, name, getattr(merged, name))
    if missing:
        kept.save(update_fields=missing)
    return missing


def _close(merged: User) -> None:
    # The address is the kept account's now; no two accounts have one.
    merged.email = None
    merged.is_active = False
    merged.is_staff = False
    merged.set_unusable_password()
    merged.save(update_fields=["email", "is_active", "is_staff", "password"])


def _announce(merge: AccountMerge) -> None:
    ids = {"kept_id": merge.kept_id, "merged_id": merge.merged_id}
    transaction.on_commit(
        lambda: accounts_merged.send_robust(sender=AccountMerge, **ids)
    )
