"""Looking at a staff list, carrying it out, inviting, and taking it back, in the
background.

All go chunk by chunk, each chunk in one transaction with the lock on the list: what a
line became and what was written for it are kept together or not at all. A worker that is
killed leaves lines that are not done, and the next one goes on with those. One that was
taken for dead and comes back waits for the lock, and finds nothing left.
"""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from certificates.models import day_of
from courses.domain.long_work import broken_off, once_more, take_up
from lms import audit
from lms.chunks import Clock
from lms.statistics import renew_statistics
from lms.write_back import write_back
from organisations.models import Membership, User
from tracking.domain.staff.doing import carry_out
from tracking.domain.staff.judging import Judge
from tracking.domain.staff.leads import (
    LEADS_AT_A_TIME,
    compare,
    end_of_comparing,
    leave_out,
    name,
    to_name,
    unseen,
)
from tracking.domain.staff.mailing import invite_people, to_invite
from tracking.domain.staff.people import people_here
from tracking.domain.staff.undoing import take_back_rows
from tracking.enums import StaffImportState, StaffProblem, StaffRowState, StaffUndo
from tracking.models import StaffImport, StaffImportRow
from tracking.models.staff import ACTED, AT_WORK
from tracking.tasks import carry_staff_import

# So many lines are treated at a time.
CHUNK = 500
# After so many the database looks anew at what was written.
RENEWED_EVERY = 2000
# A mail is put together in three ways, and takes longer than a line.
MAILS_AT_A_TIME = 50
# What broke off again and again is given up: nothing stays under way for good.
GIVEN_UP = timedelta(days=7)
BATCH = 1000


def work_on(run_id: int, *, clock: Clock) -> None:
    """Do whatever is a list's turn; nothing for one that waits for a person or is
    finished. `clock` tells the time, which goes on meanwhile."""
    while _step(run_id, now=clock()):
        pass


def sweep(now: datetime) -> int:
    """Go on with what broke off, and give up what broke off again and again; returns how
    many lists there were."""
    silent = broken_off(StaffImport.objects.filter(state__in=AT_WORK), now=now)
    begun = Coalesce("undo_asked_at", "decided_at", "asked_at")
    hopeless = silent.annotate(begun=begun).filter(begun__lt=now - GIVEN_UP)
    given_up = list(hopeless.values_list("pk", flat=True))
    for pk in given_up:
        _give_up(pk, now=now)
    return len(given_up) + take_up(silent, carry_staff_import.enqueue, now=now)


def _step(run_id: int, *, now: datetime) -> bool:
    """Treat the next chunk; False when there is none."""
    try:
        return once_more(lambda: _chunk(run_id, now=now))
    except IntegrityError:
        return _line_by_line(run_id, now=now)


def _line_by_line(run_id: int, *, now: datetime) -> bool:
    """A chunk of which a line cannot be written: the others are, and that one is told."""
    for _line in range(CHUNK):
        try:
            goes_on = _chunk(run_id, most=1, now=now)
        except IntegrityError:
            goes_on = _leave_out(run_id, now=now)
        if not goes_on:
            return False
    return True


@transaction.atomic
def _leave_out(run_id: int, *, now: datetime) -> bool:
    run = _locked(run_id)
    if run is None:
        return False
    waiting, _act, _at_once = TURNS[run.state]
    for row in waiting(run)[:1]:
        _mark_left_out(run, waiting(run).filter(pk=row.pk))
    run.done, run.heard_at = run.done + 1, now
    run.save()
    return True


@transaction.atomic
def _give_up(run_id: int, *, now: datetime) -> None:
    """End a list that never comes further, with what is done of it."""
    run = _locked(run_id)
    if run is None:
        return
    waiting, _act, _at_once = TURNS[run.state]
    _mark_left_out(run, waiting(run))
    run.heard_at = now
    if run.state == StaffImportState.UNDOING:
        run.state = StaffImportState.UNDONE
    elif run.decided_at is None:
        run.state = StaffImportState.SET_ASIDE
        run.finished_at = now
    else:
        run.state, run.finished_at = StaffImportState.DONE, now
    run.save()
    audit.record(
        "tracking.staff_list_given_up",
        actor=None,
        subject=run,
        organisation=run.organisation_id,
        now=now,
    )


def _mark_left_out(run: StaffImport, rows: QuerySet) -> None:
    if run.state in (StaffImportState.COMPARING, StaffImportState.NAMING):
        leave_out(rows)
    elif run.state == StaffImportState.UNDOING:
        rows.update(undo=StaffUndo.KEPT)
    elif run.state == StaffImportState.MAILING:
        # Nothing was sent, and nothing will be.
        rows.update(is_mailed=True)
    else:
        rows.update(state=StaffRowState.ERROR, problem=StaffProblem.UNWRITTEN)


@transaction.atomic
def _chunk(run_id: int, *, most: int = LEADS_AT_A_TIME, now: datetime) -> bool:
    run = _locked(run_id)
    if run is None:
        return False
    waiting, act, at_once = TURNS[run.state]
    rows = list(waiting(run)[: min(most, at_once)])
    if rows:
        act(run, rows, now=now)
        if run.done // RENEWED_EVERY < (run.done + len(rows)) // RENEWED_EVERY:
            renew_statistics(User, Membership, StaffImportRow)
        run.done += len(rows)
    else:
        _next_state(run, now=now)
    run.heard_at = now
    run.save()
    return run.state in AT_WORK


def _locked(run_id: int) -> StaffImport | None:
    """A list that is at work; None for any other."""
    return (
        StaffImport.objects.select_for_update(of=("self",))
        .select_related("organisation", "decided_by", "undo_asked_by")
        .filter(pk=run_id, state__in=AT_WORK)
        .first()
    )


def _look(run: StaffImport, rows: list[StaffImportRow], *, now: datetime) -> None:
    Judge(run, rows, now=now).plans()
    for row in rows:
        # The account of somebody new is made when it is confirmed.
        if row.user is not None and row.user.pk is None:
            row.user = None
    write_back(
        rows, ["user", "place", "state", "problem", "changes"], in_any_order=True
    )


def _undo(run: StaffImport, rows: list[StaffImportRow], *, now: datetime) -> None:
    take_back_rows(run, rows, actor=run.undo_asked_by, now=now)


def _unseen(run: StaffImport):
    return run.rows.filter(state=StaffRowState.UNSEEN)


def _not_done(run: StaffImport):
    return run.rows.filter(state__in=ACTED, is_done=False).select_related("user")


def _not_undone(run: StaffImport):
    # The last first: what a line made room for is in its place again then.
    return (
        run.rows.filter(state__in=ACTED, is_done=True, undo=StaffUndo.NOT_ASKED)
        .select_related("user")
        .order_by("-pk")
    )


TURNS = {
    StaffImportState.LOOKING: (_unseen, _look, CHUNK),
    StaffImportState.COMPARING: (unseen, compare, LEADS_AT_A_TIME),
    StaffImportState.UNDER_WAY: (_not_done, carry_out, CHUNK),
    StaffImportState.NAMING: (to_name, name, LEADS_AT_A_TIME),
    StaffImportState.MAILING: (to_invite, invite_people, MAILS_AT_A_TIME),
    StaffImportState.UNDOING: (_not_undone, _undo, CHUNK),
}


# Only the mails are still to be written.
CARRIED = (StaffImportState.UNDER_WAY, StaffImportState.NAMING)


def _next_state(run: StaffImport, *, now: datetime) -> None:
    if run.state == StaffImportState.LOOKING:
        _end_of_looking(run, now=now)
    elif run.state == StaffImportState.COMPARING:
        end_of_comparing(run)
        run.state = StaffImportState.LOOKED
    elif run.state == StaffImportState.UNDER_WAY and to_name(run).exists():
        run.state, run.done, run.total = (
            StaffImportState.NAMING,
            0,
            to_name(run).count(),
        )
    elif run.state in CARRIED and run.with_mails:
        run.state, run.done = StaffImportState.MAILING, 0
        run.total = to_invite(run).count()
    elif run.state == StaffImportState.UNDOING:
        run.state = StaffImportState.UNDONE
    else:
        run.state, run.finished_at = StaffImportState.DONE, now
        audit.record(
            "tracking.staff_list_carried_out",
            actor=run.decided_by,
            subject=run,
            organisation=run.organisation_id,
            now=now,
            data={"lines": run.rows.filter(is_done=True).count()},
        )


def _end_of_looking(run: StaffImport, *, now: datetime) -> None:
    """Add those who are not in the list, where it holds everybody; then it is looked
    at."""
    here = people_here(run.organisation, day_of(now))
    if run.absent_listed_at is None:
        run.absent_listed_at = now
        run.people = here.distinct().count()
        if run.is_everybody:
            named = run.rows.filter(user__isnull=False).values("user")
            # One of several who have a number, nobody knows which.
            unclear = run.rows.filter(problem=StaffProblem.SEVERAL)
            absent = (
                here.exclude(user__in=named)
                .exclude(badge_number__in=unclear.values("badge_number"))
                .order_by("user")
                .distinct()
            )
            made = StaffImportRow.objects.bulk_create(
                (
                    StaffImportRow(run=run, user_id=pk)
                    for pk in absent.values_list("user", flat=True)
                ),
                batch_size=BATCH,
            )
            run.total += len(made)
            if made:
                return
    if unseen(run).exists():
        # Whom a line names may stand on any other: all of them were looked at.
        run.state, run.done = StaffImportState.COMPARING, 0
        run.total = unseen(run).count()
    else:
        run.state = StaffImportState.LOOKED
