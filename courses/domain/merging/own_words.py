"""What a learner wrote, ticked and chose under two accounts, brought together."""

from django.db.models import Q

from courses.domain.feedback.giving import writers
from courses.domain.polls import voters
from courses.models import (
    ActivityProgress,
    ChecklistTicks,
    LessonFeedback,
    PollAnswer,
    Reflection,
)
from courses.models.parts import purpose_of
from lms import sealed
from lms.merging import Merge


def join_reflections(merge: Merge) -> int:
    """Seal what was written for the kept account. Where both wrote at one question both
    texts stand there, the older one first. What the server can no longer open stays."""
    moved = 0
    for theirs in Reflection.objects.filter(user=merge.merged).order_by("pk"):
        text = theirs.text
        if text is None:
            continue
        own = Reflection.objects.filter(
            user=merge.kept, activity=theirs.activity_id, part=theirs.part
        ).first()
        if own is not None and own.text is None:
            continue
        if own is None:
            theirs.user = merge.kept
            theirs.sealed_text = _sealed(text, merge)
            theirs.save(update_fields=["user", "sealed_text"])
        else:
            older, newer = sorted((own, theirs), key=lambda one: one.changed_at)
            own.sealed_text = _sealed(f"{older.text}\n\n{newer.text}", merge)
            own.question, own.language = newer.question, newer.language
            own.written_at = min(own.written_at, theirs.written_at)
            own.changed_at = newer.changed_at
            own.save()
            theirs.delete()
        moved += 1
    return moved


def join_ticks(merge: Merge) -> int:
    """What was ticked under either account is ticked."""
    moved = 0
    for theirs in ChecklistTicks.objects.filter(user=merge.merged).order_by("pk"):
        own = ChecklistTicks.objects.filter(
            user=merge.kept, activity=theirs.activity_id, part=theirs.part
        ).first()
        if own is None:
            theirs.user = merge.kept
            theirs.save(update_fields=["user"])
        else:
            added = [item for item in theirs.ticked if item not in own.ticked]
            own.ticked = [*own.ticked, *added]
            own.changed_at = max(own.changed_at, theirs.changed_at)
            own.save(update_fields=["ticked", "changed_at"])
            theirs.delete()
        moved += 1
    return moved


def join_poll_answers(merge: Merge) -> int:
    """A person counts once in a poll: with the answer of the kept account, else with the
    other's. Figures that are shown change when they are renewed."""
    moved = 0
    polls = PollAnswer.objects.filter(activity__in=_lessons_of(merge))
    for key, part in list(polls.order_by().values_list("activity", "part").distinct()):
        here = PollAnswer.objects.filter(activity=key, part=part)
        theirs = here.filter(voter__in=voters(merge.merged.pk, str(key), part))
        names = voters(merge.kept.pk, str(key), part)
        if here.filter(voter__in=names).exists():
            moved += theirs.delete()[0]
        else:
            moved += theirs.update(voter=names[0])
    return moved


def join_feedback(merge: Merge) -> int:
    """One feedback of a person on a lesson: the kept account's, else the other's. Where
    both said something, both stay as they were given: a reviewer has read them."""
    moved = 0
    said = LessonFeedback.objects.filter(activity__in=_lessons_of(merge))
    for key in set(said.order_by().values_list("activity", flat=True)):
        here = LessonFeedback.objects.filter(activity=key)
        names = writers(merge.kept.pk, str(key))
        if not here.filter(writer__in=names).exists():
            theirs = here.filter(writer__in=writers(merge.merged.pk, str(key)))
            moved += theirs.update(writer=names[0])
    return moved


def _lessons_of(merge: Merge):
    """Lessons that either account has opened: of the others it can have said nothing.
    Enrolments may have gone over already, so both are asked."""
    return (
        ActivityProgress.objects.filter(
            Q(enrolment__user=merge.kept) | Q(enrolment__user=merge.merged)
        )
        .order_by()
        .values("activity")
    )


def _sealed(text: str, merge: Merge) -> str:
    return sealed.seal(text, purpose=purpose_of(merge.kept.pk))
