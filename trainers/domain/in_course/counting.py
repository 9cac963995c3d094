"""Letting count what was attended before the learner's edition had a part for it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from courses.domain.manifest import outline_of
from courses.domain.progress import complete_activity
from courses.models import ActivityProgress, Completion, Enrolment
from lms import audit
from lms.errors import DomainError
from trainers.domain.in_course.standing import attended_earlier
from trainers.enums import SESSION_ACTIVITY


@transaction.atomic
def let_count(enrolment: Enrolment, activity_key, *, now: datetime) -> list[Completion]:
    """The activity is done from the day on which somebody attended a session that teaches
    it, in the present cycle; returns the completions that this brings about. Again
    without effect. Raises DomainError "nothing" where they attended none, or none since
    they began again, or their edition has no such activity."""
    enrolment = Enrolment.objects.select_for_update(of=("self",)).get(pk=enrolment.pk)
    found = outline_of(enrolment.edition_id).find(activity_key)
    if not found or found[1]["kind"] != SESSION_ACTIVITY:
        raise _nothing()
    module, activity = found
    done = ActivityProgress.objects.filter(
        enrolment=enrolment,
        cycle=enrolment.cycle,
        activity=activity["key"],
        completed_at__isnull=False,
    )
    if done.exists():
        return []
    attended = attended_earlier(enrolment, module["key"])
    if attended is None:
        raise _nothing()
    audit.record(
        "trainers.attendance_counted",
        actor=enrolment.user,
        subject=attended,
        organisation=attended.employer_id or attended.session.organiser_id,
        data={
            "session": str(attended.session.uuid),
            "activities": [activity["key"]],
        },
        now=now,
    )
    return complete_activity(
        enrolment,
        activity["key"],
        language=attended.session.language,
        now=attended.attended_at,
    )


def _nothing() -> DomainError:
    return DomainError(
        _("You attended no session of this part that can count."),
        code="nothing",
    )
