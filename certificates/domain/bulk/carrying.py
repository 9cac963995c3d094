"""Looking at the list of a bulk award, and awarding it, in the background.

Both go chunk by chunk, each chunk in one transaction with the lock on the run: what a
line became and the certificate it led to are written together or not at all. A worker
that is killed leaves lines that are not done, and the next one goes on with those. One
that was taken for dead and comes back waits for the lock, and finds nothing left.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from certificates.domain.bulk.judging import Judge, reread
from certificates.domain.bulk.writing import write_certificates
from certificates.domain.name_check import awaiting_names
from certificates.enums import AwardRowState, AwardRunState
from certificates.models import AwardRun, AwardRunRow
from certificates.models.awards import AT_WORK
from certificates.tasks import carry_run, seal_certificates
from courses.domain.long_work import broken_off, once_more, take_up
from courses.domain.recognising import Training, recognise
from lms import audit
from lms.chunks import Clock, chunks
from lms.write_back import write_back

# So many lines are treated at a time.
CHUNK = 500
# So many PDFs are one task, so that workers share the work and a killed one loses little.
SEALED_TOGETHER = 25


def work_on(run_id: int, *, clock: Clock) -> None:
    """Look, or award, whichever is its turn; nothing for one that waits for a person or
    is finished. `clock` tells the time, which goes on meanwhile."""
    while once_more(lambda: _chunk(run_id, now=clock())):
        pass


def sweep(now: datetime) -> int:
    """Go on with what broke off; returns how many."""
    at_work = AwardRun.objects.filter(state__in=AT_WORK)
    return take_up(broken_off(at_work, now=now), carry_run.enqueue, now=now)


@transaction.atomic
def _chunk(run_id: int, *, now: datetime) -> bool:
    run = (
        AwardRun.objects.select_for_update(of=("self",))
        .select_related("course", "issuer", "decided_by")
        .filter(pk=run_id, state__in=AT_WORK)
        .first()
    )
    if run is None:
        return False
    is_looking = run.state == AwardRunState.LOOKING
    waiting = AwardRowState.UNSEEN if is_looking else AwardRowState.READY
    rows = list(run.rows.filter(state=waiting).order_by("pk")[:CHUNK])
    if not rows:
        _finish(run, now=now)
        return False
    if is_looking:
        _look(run, rows, now=now)
    else:
        _award(run, rows, now=now)
    run.done += len(rows)
    run.heard_at = now
    run.save(update_fields=["done", "heard_at"])
    return True


def _look(run: AwardRun, rows: Sequence[AwardRunRow], *, now: datetime) -> None:
    judge = Judge(run, now=now)
    judge.read(rows)
    judge.judge(rows)
    write_back(rows, ["user", "sector", "trained_on", "state"])


def _award(run: AwardRun, rows: Sequence[AwardRunRow], *, now: datetime) -> None:
    """Award to those who would get one still: days may have passed since the look."""
    judge = Judge(run, now=now)
    reread(rows)
    judge.judge(rows)
    ready = [row for row in rows if row.state == AwardRowState.READY]
    completions = recognise(
        run.course,
        [
            Training(row.user, row.sector_id, row.trained_on, run.given_by)
            for row in ready
        ],
        now=now,
    )
    waiting = awaiting_names(row.user for row in ready)
    certificates = write_certificates(
        [
            (completion, judge.rule_for(completion.sector_id))
            for row, completion in zip(ready, completions, strict=True)
            if row.user_id not in waiting
        ],
        actor=run.decided_by,
        about={"run": run.pk},
        now=now,
    )
    written = iter(certificates)
    for row in ready:
        if row.user_id in waiting:
            # What they are recognised for is on record; the certificate follows when
            # they have read their name (certificates.domain.name_check).
            row.state = AwardRowState.NAME
        else:
            row.state, row.certificate = AwardRowState.AWARDED, next(written)
    write_back(rows, ["state", "certificate"])
    made = [one.pk for one in certificates]
    for some in chunks(made, SEALED_TOGETHER):
        seal_certificates.enqueue(some)


def _finish(run: AwardRun, *, now: datetime) -> None:
    run.heard_at = now
    if run.state == AwardRunState.LOOKING:
        run.state = AwardRunState.LOOKED
        run.save(update_fields=["state", "heard_at"])
        return
    run.state, run.finished_at = AwardRunState.DONE, now
    run.save(update_fields=["state", "finished_at", "heard_at"])
    audit.record(
        "certificates.run_awarded",
        actor=run.decided_by,
        subject=run,
        organisation=run.issuer_id,
        now=now,
        data={
            "course": run.course_id,
            "awarded": run.rows.filter(state=AwardRowState.AWARDED).count(),
        },
    )
