"""Carrying out lines of a staff list: accounts, memberships and invitations of many
people at once."""

from collections.abc import Sequence
from datetime import datetime

from certificates.models import day_of
from lms.write_back import write_back
from organisations.domain.invitations.many import (
    move_invitations,
    withdraw_all,
)
from organisations.domain.many import (
    MembershipChanges,
    close_unproved_all,
    fill_profiles,
    make_accounts,
    write_memberships,
)
from tracking.domain.staff.judging import Judge
from tracking.domain.staff.locking import lock_for, refuse_unlocked
from tracking.domain.staff.plans import Plan, facts
from tracking.enums import StaffRowState
from tracking.models import StaffImport, StaffImportRow
from tracking.models.staff import ACTED


def carry_out(
    run: StaffImport, rows: Sequence[StaffImportRow], *, now: datetime
) -> None:
    """Write what these lines would do still: days may have passed since the look. Raises
    IntegrityError when somebody took an address or a badge number at the same moment."""
    locked = lock_for(run, rows, day=day_of(now))
    judge = Judge(run, rows, now=now)
    refuse_unlocked(judge.people, locked)
    plans = judge.plans()
    _make_accounts(run, plans, now=now)
    write_memberships(
        MembershipChanges(
            ended=[one for plan in plans for one in plan.ended],
            changed=[
                one for plan in plans for one in plan.changed if one not in plan.ended
            ],
            started=[one for plan in plans for one in plan.started],
        ),
        actor=run.decided_by,
        now=now,
    )
    _redirect_invitations(run, plans, now=now)
    for plan in plans:
        row = plan.row
        row.did = _did(plan)
        row.is_done = True
        if plan.state in ACTED:
            row.user = plan.user
    write_back(
        rows,
        ["user", "place", "state", "problem", "changes", "did", "is_done"],
        in_any_order=True,
    )


def _make_accounts(run: StaffImport, plans: list[Plan], *, now: datetime) -> None:
    new = [plan for plan in plans if plan.account is not None]
    make_accounts(
        [plan.account for plan in new],
        organisation=run.organisation_id,
        actor=run.decided_by,
        now=now,
    )
    for plan in new:
        for one in plan.started:
            # Its key is known only now.
            one.user = plan.account
    close_unproved_all([plan.user for plan in plans if plan.is_unproved])
    fill_profiles(
        {plan.user: plan.fills for plan in plans if plan.fills},
        organisation=run.organisation_id,
        actor=run.decided_by,
        now=now,
    )


def _redirect_invitations(
    run: StaffImport, plans: list[Plan], *, now: datetime
) -> None:
    """An old mail leads to where people are now, and nowhere once they left."""
    told = {"actor": run.decided_by, "now": now}
    moved = {
        plan.user.email: plan.row.place
        for plan in plans
        if plan.state == StaffRowState.MOVED and plan.user.email
    }
    left = [
        plan.user.email
        for plan in plans
        if plan.state == StaffRowState.LEFT and plan.user.email
    ]
    if moved:
        move_invitations(moved, run.organisation, **told)
    if left:
        withdraw_all(left, run.organisation, **told)


def _did(plan: Plan) -> dict:
    """What was written for a line, so that it can be taken back."""
    written = {one.pk: one for one in (*plan.ended, *plan.changed, *plan.started)}
    return {
        "account": plan.account is not None,
        "is_unproved": plan.is_unproved,
        "filled": plan.fills,
        "others": plan.others,
        "memberships": [
            {"pk": pk, "was": plan.was.get(pk), "became": facts(one)}
            for pk, one in written.items()
        ],
    }
