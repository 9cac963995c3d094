"""People who were trained some time ago, what they planned and what they say."""

from datetime import datetime

from django.utils import timezone

from lms.months import months_after
from organisations.models import User
from tests.factories.trainers import intention, make_accredited, make_person
from trainers.domain.implementation.following import Said, answer_follow_up
from trainers.domain.implementation.planning import write_plan
from trainers.models import Accreditation, FollowUp, ImplementationPlan
from trainers.plan_enums import Progress


def make_trained(
    world,
    person: User | str,
    *,
    now: datetime,
    months: int = 1,
    programme=None,
    language: str = "nl",
) -> Accreditation:
    """Somebody of Beekstad, or of this name there, who was recognised so many months
    before now."""
    if isinstance(person, str):
        person = make_person(person, world.employer)
    return make_accredited(
        person,
        programme or world.programme,
        world.employer,
        now=months_after(now, -months),
        language=language,
    )


def make_plan(
    accreditation: Accreditation, *, now: datetime, **changes
) -> ImplementationPlan:
    return write_plan(
        accreditation,
        intention(timezone.localdate(now), **changes),
        actor=accreditation.person,
        now=now,
    )


def answer(
    accreditation: Accreditation, months: int, *, now: datetime, key=None, **changes
) -> FollowUp:
    fields = {"progress": Progress.PLANNED, **changes}
    return answer_follow_up(
        accreditation,
        months,
        Said(**fields),
        key=key,
        actor=accreditation.person,
        now=now,
    )
