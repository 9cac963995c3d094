"""Looking at a list of old completions, writing down what was recognised, and taking it
back, in the background: chunk by chunk, each in one transaction with the lock on the list.
A worker that is killed leaves lines that are not done, and the next goes on with those."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, ProtectedError, Q

from certificates.domain.old.asking import record
from certificates.domain.old.judging import Judge
from certificates.enums import OldLineState as State
from certificates.enums import OldListState
from certificates.models import OldLine, OldList
from certificates.models.old_completions import AT_WORK, UNDECIDED
from certificates.tasks import carry_old_list
from courses.domain.long_work import broken_off, once_more, take_up
from courses.domain.recognising import Training, recognise
from courses.models import Completion, Enrolment
from lms import audit
from lms.chunks import Clock
from lms.write_back import write_back

CHUNK = 500


def work_on(run_id: int, *, clock: Clock) -> None:
    """Do whatever is a list's turn; nothing for one that waits for a person."""
    while once_more(lambda: _chunk(run_id, now=clock())):
        pass


def sweep(now: datetime) -> int:
    """Go on with what broke off; returns how many lists there were."""
    approved = OldLine.objects.filter(run=OuterRef("pk"), state=State.APPROVED)
    at_work = OldList.objects.filter(
        Q(state__in=AT_WORK) | Q(Exists(approved), state=OldListState.ASKED)
    )
    return take_up(broken_off(at_work, now=now), carry_old_list.enqueue, now=now)


@transaction.atomic
def _chunk(run_id: int, *, now: datetime) -> bool:
    run = (
        OldList.objects.select_for_update(of=("self",))
        .select_related("organisation", "undo_asked_by")
        .filter(pk=run_id, state__in=(*AT_WORK, OldListState.ASKED))
        .first()
    )
    if run is None:
        return False
    waiting, act = TURNS[run.state]
    rows = list(
        run.rows.filter(state=waiting)
        .select_related("user__sector", "course", "sector", "completion")
        .order_by("pk")[:CHUNK]
    )
    if rows:
        act(run, rows, now=now)
        run.done += len(rows)
    else:
        _finish(run, now=now)
    run.heard_at = now
    run.save()
    return bool(rows)


def _look(run: OldList, rows: Sequence[OldLine], *, now: datetime) -> None:
    Judge(run, rows, now=now).read()
    write_back(
        rows,
        [
            "user",
            "course",
            "sector",
            "issuer",
            "trained_on",
            "proof_kind",
            "is_outside",
            "state",
        ],
    )


def _write(run: OldList, rows: Sequence[OldLine], *, now: datetime) -> None:
    """Recognise what still can be: days may have passed since the look."""
    for row in rows:
        row.state = ""
    Judge(run, rows, now=now).judge()
    by_course = defaultdict(list)
    for row in rows:
        if row.state == State.READY:
            by_course[row.course].append(row)
    for course, ready in by_course.items():
        enrolled = set(
            Enrolment.objects.filter(
                course=course, user__in=[row.user_id for row in ready]
            ).values_list("user", flat=True)
        )
        trainings = [
            Training(row.user, row.sector_id, row.trained_on, run.given_by)
            for row in ready
        ]
        completions = recognise(course, trainings, now=now)
        for row, completion in zip(ready, completions, strict=True):
            row.state, row.completion = State.DONE, completion
            row.made_enrolment = row.user_id not in enrolled
            enrolled.add(row.user_id)
    write_back(rows, ["issuer", "state", "completion", "made_enrolment"])
    audit.record_all(
        "certificates.old_completion_recognised",
        actor=None,
        subjects={
            row.completion: {"list": run.pk, "by": row.decided_by_id}
            for row in rows
            if row.state == State.DONE
        },
        organisation=run.organisation_id,
        now=now,
    )


def _undo(run: OldList, rows: Sequence[OldLine], *, now: datetime) -> None:
    """Take each back where nothing hangs on it; who is in the course only by it is not in
    it any more."""
    for row in rows:
        row.state = _taken_back(row)
    audit.record_all(
        "certificates.old_completion_taken_back",
        actor=run.undo_asked_by,
        subjects={row: {"list": run.pk} for row in rows if row.state == State.UNDONE},
        organisation=run.organisation_id,
        now=now,
    )


def _taken_back(row: OldLine) -> State:
    completion, enrolment = row.completion, row.completion.enrolment_id
    try:
        with transaction.atomic():
            OldLine.objects.filter(pk=row.pk).update(
                state=State.UNDONE, completion=None
            )
            Completion.objects.filter(pk=completion.pk).delete()
    except ProtectedError:
        OldLine.objects.filter(pk=row.pk).update(state=State.KEPT)
        return State.KEPT
    row.completion = None
    if row.made_enrolment:
        _leave(enrolment)
    return State.UNDONE


def _leave(enrolment: int) -> None:
    try:
        with transaction.atomic():
            Enrolment.objects.filter(pk=enrolment, progress=None).delete()
    except ProtectedError:
        # They have begun since, or something else hangs on it: they stay in the course.
        return


TURNS = {
    OldListState.LOOKING: (State.UNSEEN, _look),
    OldListState.ASKED: (State.APPROVED, _write),
    OldListState.UNDOING: (State.DONE, _undo),
}


def _finish(run: OldList, *, now: datetime) -> None:
    if run.state == OldListState.LOOKING:
        run.state = OldListState.LOOKED
    elif run.state == OldListState.UNDOING:
        run.state = OldListState.UNDONE
    elif not run.rows.filter(state__in=UNDECIDED).exists():
        run.state, run.finished_at = OldListState.DONE, now
        done = run.rows.filter(state=State.DONE).count()
        record("decided", run, actor=None, now=now, data={"recognised": done})
