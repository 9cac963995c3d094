"""What a learner ticks in a checklist, kept for themselves."""

from collections.abc import Iterable
from datetime import datetime

from courses.models import ChecklistTicks, Enrolment


def ticked_in(activity_key: str, *, user) -> dict[str, set[str]]:
    """{part: ids of ticked items} of one lesson; one query."""
    mine = ChecklistTicks.objects.filter(user_id=user.pk, activity_id=activity_key)
    return {row.part: set(row.ticked) for row in mine}


def tick(
    part: str,
    items: Iterable[str],
    *,
    activity_key: str,
    enrolment: Enrolment,
    now: datetime,
) -> None:
    """Keep these items as the ones that are ticked; none is an answer as well."""
    kept = {"ticked": sorted(set(items)), "changed_at": now}
    ChecklistTicks.objects.update_or_create(
        user_id=enrolment.user_id,
        activity_id=activity_key,
        part=part,
        defaults=kept,
        create_defaults={**kept, "enrolment": enrolment},
    )
