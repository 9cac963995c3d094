"""Copying a course in the background, so that a person may leave while a large one is
copied. Nothing half made stays: what cannot be copied is cleared away again."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import translation
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from courses import registries
from courses.domain import practice
from courses.domain.duplicated_with import forget_copies
from courses.domain.duplication import Copying, new_course, steps_of
from courses.enums import DuplicationState
from courses.models import Course, CoursePage, Duplication
from courses.tasks import copy_course
from lms import audit
from lms.chunks import Clock
from lms.publishing import NotPublishableError
from organisations.models import Organisation

# Nobody works any more at what has not come further for so long.
GIVEN_UP_AFTER = timedelta(minutes=30)
TITLE_LENGTH = Duplication._meta.get_field("title").max_length


@transaction.atomic
def ask_for_copy(
    course: Course,
    *,
    code: str,
    title: str,
    owner: Organisation,
    actor,
    now: datetime,
) -> Duplication:
    """Have a course copied, as courses.domain.duplication says: all of it as drafts, as
    nobody has reviewed the copy. The new course is there at once, and its pages come one
    after the other.

    Raises DomainError "no_pages" or "code_taken".
    """
    target = new_course(course, code=code, owner=owner)
    return _begin(course, target, title=title, actor=actor, now=now)


@transaction.atomic
def ask_for_practice_course(
    organisation: Organisation, *, actor, now: datetime
) -> Duplication:
    """Have a fresh practice course made; one that is under way is joined. The one there
    was stays until the new one is there, and is then cleared away with all its pages.

    Nobody but the organisation's authors can take it, and it gives no certificate.
    Raises DomainError "no_source" where the starter course it is made from is missing.
    """
    # Two who ask at once: the second joins the first.
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    held = Duplication.objects.filter(
        practice_for=organisation, state=DuplicationState.UNDER_WAY
    ).first()
    if held is not None:
        return held
    source = practice.practice_source()
    target = new_course(
        source,
        code=practice.free_code(organisation),
        owner=organisation,
        is_practice=True,
    )
    title = _("Practice course of %(organisation)s") % {"organisation": organisation}
    return _begin(
        source,
        target,
        title=title[:TITLE_LENGTH],
        actor=actor,
        now=now,
        practice_for=organisation,
    )


def _begin(source: Course, target: Course, *, actor, now, **fields) -> Duplication:
    duplication = Duplication.objects.create(
        source=source,
        target=target,
        code=target.code,
        asked_at=now,
        asked_by=actor,
        language=get_language(),
        heard_at=now,
        **fields,
    )
    copy_course.enqueue(duplication.pk)
    return duplication


def carry_out(duplication_id: int, *, clock: Clock) -> None:
    """Copy what is not copied yet. Begun again after it broke off, it goes on with what
    is there; for one that is gone or finished nothing happens.

    `clock` tells the time, which goes on meanwhile.
    """
    duplication = _under_way(duplication_id)
    if duplication is None:
        return
    with translation.override(duplication.language):
        try:
            _copy(duplication, clock)
        except NotPublishableError as problem:
            # Trying again would not help.
            reasons = " ".join(problem.reasons)
            refusal = f"“{problem.instance}”: {reasons}"
            _refuse(duplication.pk, refusal, now=clock())


def _copy(duplication: Duplication, clock: Clock) -> None:
    copying = Copying(
        duplication.source,
        duplication.target,
        duplication.asked_by,
        # What is tried out in a practice course begins with what readers get.
        keep_live=duplication.practice_for_id is not None,
    )
    steps = steps_of(copying, title=duplication.title)
    for number, step in enumerate(steps, start=1):
        with transaction.atomic():
            # A worker that was taken for dead may be at the same step: one waits here
            # for the other, and then finds what that one made.
            if _under_way(duplication.pk, lock=True) is None:
                return
            step()
            now = clock()
            Duplication.objects.filter(pk=duplication.pk).update(
                done=number, total=len(steps), heard_at=now
            )
            if number == len(steps):
                _finish(duplication, now=now)


def _under_way(duplication_id: int, *, lock: bool = False) -> Duplication | None:
    found = Duplication.objects.filter(
        pk=duplication_id, state=DuplicationState.UNDER_WAY
    )
    if lock:
        return found.select_for_update(of=("self",)).first()
    return found.select_related("source", "target", "asked_by", "practice_for").first()


def _finish(duplication: Duplication, *, now: datetime) -> None:
    action, data = "courses.duplicated", {"from": duplication.source.code}
    if duplication.practice_for is not None:
        former = practice.practice_course_of(duplication.practice_for)
        if former is not None:
            practice.clear_away(former)
        action = "courses.practice_made"
        data = {"cleared": former.code if former else None}
    Duplication.objects.filter(pk=duplication.pk).update(
        state=DuplicationState.DONE, finished_at=now
    )
    audit.record(
        action,
        actor=duplication.asked_by,
        subject=duplication.target,
        now=now,
        data=data,
        organisation=duplication.target.owner_id,
    )


@transaction.atomic
def _refuse(duplication_id: int, refusal: str, *, now: datetime) -> None:
    """Say why, in the language of who asked, and clear away what was made so far, so
    that its code is free again."""
    duplication = _under_way(duplication_id, lock=True)
    if duplication is None:
        return
    target = duplication.target
    with translation.override(duplication.language):
        duplication.refusal = str(refusal)
    duplication.state = DuplicationState.REFUSED
    duplication.finished_at, duplication.target = now, None
    duplication.save(update_fields=["state", "refusal", "finished_at", "target"])
    _clear_away(target)


def _clear_away(target: Course) -> None:
    keys = {target.page_key}
    for face in CoursePage.objects.filter(translation_key=target.page_key):
        keys |= set(face.get_descendants().values_list("translation_key", flat=True))
        CoursePage.objects.get(pk=face.pk).delete()
    for copied in registries.course_copies:
        keys |= copied.clear_away(target)
    forget_copies(keys)
    target.delete()


def give_up(duplication_id: int, *, now: datetime) -> None:
    """It broke off too often: whoever waits for it is told, and nothing of it stays."""
    _refuse(
        duplication_id,
        gettext_lazy(
            "It broke off several times. Nothing of the copy was kept. Whoever "
            "runs this platform finds the reason among the background tasks."
        ),
        now=now,
    )


def sweep(now: datetime) -> int:
    """Give up what nobody works at any more, where the word of it was lost."""
    silent = Duplication.objects.filter(
        state=DuplicationState.UNDER_WAY, heard_at__lt=now - GIVEN_UP_AFTER
    )
    pks = list(silent.values_list("pk", flat=True))
    for pk in pks:
        give_up(pk, now=now)
    return len(pks)
