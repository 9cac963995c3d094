"""Taking back lines of a staff list, each whole or not at all.

A line is taken back where all that it wrote is as it left it, its person has come nowhere
else since, and has not begun to use an account that it made. Nothing is deleted: a
membership that never should have been has held for no day, and an account that nobody
used loses its address and name.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from lms.write_back import write_back
from organisations.domain.employers import employer_of
from organisations.domain.invitations.many import (
    withdraw_all,
)
from organisations.domain.locks import lock_many
from organisations.domain.many import (
    MembershipChanges,
    empty_accounts,
    fill_profiles,
    take_back_starts,
    write_memberships,
)
from organisations.models import Membership, Organisation, User
from tracking.domain.staff.before import Before
from tracking.domain.staff.leads_before import LeadsBefore
from tracking.enums import StaffUndo
from tracking.models import StaffImport, StaffImportRow

# What an account says that nobody has filled in.
EMPTY = {"printed_name": "", "sector_id": None}


def take_back_rows(
    run: StaffImport, rows: Sequence[StaffImportRow], *, actor, now: datetime
) -> None:
    """Take back what these lines did, as far as it can be; each says in `undo` what
    became of it."""
    within = Organisation.objects.within(run.organisation)
    lock_many(
        # Line managers are an employer's, whatever part of it the list is of.
        organisations=[
            employer_of(run.organisation).pk,
            *within.values_list("pk", flat=True),
        ],
        users=[row.user_id for row in rows if row.user_id],
    )
    before, leads = Before(run, rows), LeadsBefore(run, rows)
    back = []
    for row in rows:
        if leads.can_be_again(row) and before.can_be_again(row):
            leads.restore(row)
            back.append(row)
    starts = [one for row in back for one in before.started(row)]
    changes = MembershipChanges()
    for row in back:
        for one, was in before.known(row):
            is_open_again = str(one.ends_on or "") != (was["ends_on"] or "")
            _restore(one, was)
            (changes.reopened if is_open_again else changes.changed).append(one)
    told = {"actor": actor, "organisation": run.organisation_id, "now": now}
    take_back_starts(starts, actor=actor, now=now)
    write_memberships(changes, actor=actor, now=now)
    leads.write(actor=actor, now=now)
    _withdraw(
        run,
        [before.users[row.user_id] for row in back if row.is_mailed],
        actor=actor,
        now=now,
    )
    fill_profiles(
        {
            before.users[row.user_id]: {name: EMPTY[name] for name in filled}
            for row in back
            if (filled := row.did.get("filled"))
        },
        **told,
    )
    empty_accounts(
        [before.users[row.user_id] for row in back if row.did["account"]], **told
    )
    done = {row.pk for row in back}
    for row in rows:
        row.undo = StaffUndo.TAKEN_BACK if row.pk in done else StaffUndo.KEPT
    write_back(rows, ["undo"], in_any_order=True)


def _restore(membership: Membership, was: dict) -> None:
    membership.function = was["function"]
    membership.badge_number = was["badge_number"]
    membership.is_self_declared = was["is_self_declared"]
    ends_on = was["ends_on"]
    membership.ends_on = date.fromisoformat(ends_on) if ends_on else None


def _withdraw(run: StaffImport, users: Sequence[User], *, actor, now: datetime) -> None:
    """The links that the list sent open nothing any more; the mails are gone."""
    emails = [one.email for one in users if one.email]
    if emails:
        withdraw_all(emails, run.organisation, actor=actor, now=now)


@dataclass(frozen=True)
class Undone:
    """How many lines were taken back, how many could not be, and how many invitations
    had gone out by then."""

    taken_back: int
    kept: int
    mailed: int


def undone_of(run: StaffImport) -> Undone:
    """What taking a list back came to."""
    return Undone(
        taken_back=run.rows.filter(undo=StaffUndo.TAKEN_BACK).count(),
        kept=run.rows.filter(undo=StaffUndo.KEPT).count(),
        mailed=run.rows.filter(
            undo=StaffUndo.TAKEN_BACK, invitation__isnull=False
        ).count(),
    )
