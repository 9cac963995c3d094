"""What follows from having attended a training session: the session's activity in the
course is done, and with it come the course's completion, its attendance statement or
certificate, and whatever requirement that meets."""

import logging
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import translation

from courses.domain.enrolment import cycle_began, enrol
from courses.domain.manifest import outline_of
from courses.domain.progress import complete_activity
from courses.models import Enrolment
from lms import audit
from lms.errors import DomainError
from trainers.domain.in_course.teaching import teaches
from trainers.enums import SESSION_ACTIVITY
from trainers.models import Registration, TrainingSession

logger = logging.getLogger(__name__)


def follow(registration: Registration, *, now: datetime) -> bool:
    """Do what follows from somebody's attendance, once; whether it is done. It counts
    from the day they attended. Put off where they have no account yet or the course does
    not take them yet, such as while they have not said their sector: the sweep tries
    again. The caller holds no lock."""
    if registration.attended_at is None or registration.followed_at is not None:
        return False
    if registration.person_id is None:
        return False
    session = registration.session
    try:
        keys = _complete(session, registration) if session.course_id else []
    except DomainError:
        return False
    with transaction.atomic():
        one = Registration.objects.select_for_update(of=("self",), no_key=True).get(
            pk=registration.pk
        )
        if one.followed_at is not None or one.attended_at is None:
            return False
        one.followed_at = now
        one.save(update_fields=["followed_at"])
        audit.record(
            "trainers.attendance_counted",
            actor=None,
            subject=one,
            organisation=one.employer_id or session.organiser_id,
            data={"session": str(session.uuid), "activities": keys},
            now=now,
        )
    return True


def follow_all(now: datetime) -> int:
    """Do so for everybody for whom it is still to be done; returns of how many it is
    done."""
    waiting = Registration.objects.filter(
        attended_at__isnull=False, followed_at=None, person__isnull=False
    ).select_related("session__course", "session__programme", "person")
    return follow_each(waiting.order_by("pk").iterator(chunk_size=200), now=now)


def follow_each(people: Iterable[Registration], *, now: datetime) -> int:
    """Do so for these, each by itself: one that fails is logged and does not stop the
    others. Returns of how many it is done."""
    done = 0
    for one in people:
        try:
            done += follow(one, now=now)
        except Exception:
            logger.exception("Attendance %s could not be followed", one.pk)
    return done


def session_activities(session: TrainingSession, edition_id: int) -> list[str]:
    """Keys of the activities of an edition that are done by attending a session: those
    of the modules that it teaches."""
    return [
        activity["key"]
        for module in outline_of(edition_id).modules
        if teaches(session, module["key"])
        for activity in module["activities"]
        if activity["kind"] == SESSION_ACTIVITY
    ]


def _complete(session: TrainingSession, registration: Registration) -> list[str]:
    """Complete the session's activities for somebody, and put them in the course for it
    where they are not in it; the keys. Raises DomainError where the course does not take
    them."""
    course, person = session.course, registration.person
    enrolment = Enrolment.objects.filter(user=person, course=course).first()
    edition = enrolment.edition_id if enrolment else course.current_edition_id
    if edition is None:
        return []
    keys = session_activities(session, edition)
    if not keys or (enrolment and _is_of_before(registration, enrolment)):
        return []
    if enrolment is None:
        # What enrolling says of a refusal is said to nobody here.
        with translation.override(person.language):
            enrolment = enrol(person, course, now=registration.attended_at)
    for key in keys:
        complete_activity(
            enrolment, key, language=session.language, now=registration.attended_at
        )
    return keys


def _is_of_before(registration: Registration, enrolment: Enrolment) -> bool:
    """Whether somebody attended before they began the course again: what is done again
    is attended again."""
    return enrolment.cycle > 1 and registration.attended_at < cycle_began(enrolment)


def vouch(user, course_ids: set[int]) -> set[int]:
    """Ids of the courses among these that somebody may be in because they are, or were,
    at a session of it (courses.registries.enrolment_grounds)."""
    return set(
        Registration.objects.filter(
            person=user, session__course__in=course_ids, attended_at__isnull=False
        ).values_list("session__course", flat=True)
    )
