"""Two enrolments of one person in one course become one, with everything in it.

The cycles of one come before those of the other: no answer, no completion and no
certificate changes its place among its own. The enrolment that goes on is the one in
which the person need do least.
"""

from datetime import datetime

from django.db.models import Max
from django.utils.translation import gettext as _

from courses.domain.editions.comparing import still_counts
from courses.domain.enrolment import is_completed, is_time_again
from courses.domain.progress import complete_sectors
from courses.domain.recognising import RECOGNISED_CYCLE
from courses.models import ActivityProgress, Completion, Enrolment
from lms import audit
from lms.merging import Merge

# Two recognitions of one sector at one moment are told apart by so much.
MOMENT = 1


def join_enrolments(merge: Merge) -> int:
    """Give the kept account the other's enrolments. Where both are in a course, their
    enrolments become one; what was done in an open cycle of either counts in it. The
    caller holds the locks (lms.merging.lock_rows)."""
    moved = 0
    for enrolment in Enrolment.objects.filter(user=merge.merged).order_by("pk"):
        own = Enrolment.objects.filter(
            user=merge.kept, course=enrolment.course_id
        ).first()
        if own is None:
            Enrolment.objects.filter(pk=enrolment.pk).update(user=merge.kept)
        else:
            _join(*sorted((own, enrolment), key=_rank), merge)
        moved += 1
    return moved


def enrolments_in_words(user) -> list[str]:
    """One line for each course, the newest first: how far is nobody else's business."""
    rows = Enrolment.objects.filter(user=user).select_related("course")
    return [
        _("%(course)s (completed)") % {"course": one.course}
        if one.completions.all()
        else str(one.course)
        for one in rows.order_by("-started_at", "-pk").prefetch_related("completions")
    ]


def _rank(enrolment: Enrolment) -> tuple[bool, bool, int, datetime]:
    """Sorts the enrolment that goes on last: one that is completed and need not be done
    again, then the open one in which most is done, then the one used last."""
    completed = is_completed(enrolment)
    here = ActivityProgress.objects.filter(enrolment=enrolment, cycle=enrolment.cycle)
    seen = here.aggregate(last=Max("last_seen_at"))["last"]
    return (
        completed and not is_time_again(enrolment),
        not completed,
        here.filter(completed_at__isnull=False).count(),
        seen or enrolment.started_at,
    )


def _join(earlier: Enrolment, current: Enrolment, merge: Merge) -> None:
    """Put everything of `earlier` into `current`, before its own cycles."""
    is_open = not is_completed(earlier)
    cycles = _cycles_of(earlier)
    _lift(current, by=cycles)
    _part_recognitions(earlier, current)
    for model, name in _hanging_on():
        model._base_manager.filter(**{name: earlier.pk}).update(**{name: current.pk})
    current.sectors.add(*earlier.sectors.all())
    current.started_at = min(earlier.started_at, current.started_at)
    current.cycle += cycles
    current.user = merge.kept
    gone, done_in, last = earlier.pk, earlier.edition_id, earlier.cycle
    earlier.delete()
    current.save(update_fields=["started_at", "cycle", "user"])
    audit.record(
        "courses.enrolments_joined",
        actor=merge.actor,
        subject=current,
        now=merge.now,
        data={"enrolment": gone, "cycles": cycles, "from": merge.merged.pk},
    )
    if is_open and cycles and not is_completed(current):
        _count(current, cycle=last, done_in=done_in)
        complete_sectors(current, language=merge.kept.language)


def _hanging_on():
    """Every table with a key to an enrolment, of this floor and those above, and the
    name of the key."""
    through = Enrolment.sectors.through
    return [
        (relation.related_model, relation.field.name)
        for relation in Enrolment._meta.get_fields(include_hidden=True)
        if (relation.one_to_many or relation.one_to_one)
        and relation.auto_created
        and relation.related_model is not through
    ]


def _in_cycles():
    return [
        (model, name)
        for model, name in _hanging_on()
        if any(field.name == "cycle" for field in model._meta.local_fields)
    ]


def _cycles_of(enrolment: Enrolment) -> int:
    """How many cycles of an enrolment hold anything; 0 for one that is there for a
    training elsewhere alone."""
    held = any(
        model._base_manager.filter(**{name: enrolment.pk}, cycle__gte=1).exists()
        for model, name in _in_cycles()
    )
    return enrolment.cycle if held else 0


def _lift(enrolment: Enrolment, *, by: int) -> None:
    """Renumber the cycles of an enrolment, so that `by` others fit before them. The last
    first: none ever stands where another one is."""
    if not by:
        return
    for cycle in range(enrolment.cycle, RECOGNISED_CYCLE, -1):
        for model, name in _in_cycles():
            model._base_manager.filter(**{name: enrolment.pk}, cycle=cycle).update(
                cycle=cycle + by
            )


def _part_recognitions(earlier: Enrolment, current: Enrolment) -> None:
    """A training elsewhere that was recognised under both accounts stays with both of
    its certificates: of one day and sector they differ by a moment."""
    recognised = Completion.objects.filter(cycle=RECOGNISED_CYCLE)
    taken = set(
        recognised.filter(enrolment=current).values_list("sector_id", "completed_at")
    )
    for one in recognised.filter(enrolment=earlier).order_by("pk"):
        moment = one.completed_at
        while (one.sector_id, moment) in taken:
            moment = moment.replace(microsecond=moment.microsecond + MOMENT)
        taken.add((one.sector_id, moment))
        if moment != one.completed_at:
            Completion.objects.filter(pk=one.pk).update(completed_at=moment)


def _count(enrolment: Enrolment, *, cycle: int, done_in: int) -> None:
    """Let what was done in an open cycle of the other enrolment count in the present
    one, where the edition it was done in says the same."""
    done = ActivityProgress.objects.filter(
        enrolment=enrolment, cycle=cycle, completed_at__isnull=False
    )
    held = {
        one.activity_id: one
        for one in ActivityProgress.objects.filter(
            enrolment=enrolment, cycle=enrolment.cycle
        )
    }
    for other in done.order_by("pk"):
        own = held.get(other.activity_id)
        if own is not None and own.completed_at is not None:
            continue
        if done_in != enrolment.edition_id and not still_counts(
            other.activity_id,
            done_in=done_in,
            now_in=enrolment.edition_id,
            language=enrolment.user.language,
        ):
            continue
        if own is None:
            own = ActivityProgress(
                enrolment=enrolment,
                cycle=enrolment.cycle,
                activity_id=other.activity_id,
                started_at=other.started_at,
                last_seen_at=other.last_seen_at,
                anchor=other.anchor,
            )
        own.completed_at = other.completed_at
        own.save()
