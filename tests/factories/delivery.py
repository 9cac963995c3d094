"""Groups that Lieve leads in Beekstad, and their meetings, a week apart."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from trainers.domain.delivery.groups import begin_group
from trainers.domain.delivery.meetings import Meeting, record_meeting
from trainers.domain.delivery.plans import GroupPlan
from trainers.models import DeliveredGroup, GroupMeeting

WEEKS = 12


def first_day(now: datetime) -> date:
    """So long ago that ten meetings are over."""
    return timezone.localdate(now) - timedelta(weeks=WEEKS)


def group_plan(world, *, now: datetime, **changes) -> GroupPlan:
    """Ten meetings of youngsters, led by Lieve."""
    fields = {
        "language": "nl",
        "municipality": world.employer,
        "starts_on": first_day(now),
        "meetings": 10,
        "lead": world.lieve,
        "ages": (12, 15),
        **changes,
    }
    return GroupPlan(**fields)


def make_group(world, *, now: datetime, programme=None, **changes) -> DeliveredGroup:
    """One of `group_plan`, begun by its lead."""
    plan = group_plan(world, now=now, **changes)
    return begin_group(programme or world.programme, plan, actor=plan.lead, now=now)


def held(world, number: int, *, now: datetime, **changes) -> Meeting:
    """A meeting of twelve people that Lieve led, `number` weeks after the first day."""
    fields = {
        "number": number,
        "on_day": first_day(now) + timedelta(weeks=number - 1),
        "minutes": 120,
        "head_count": 12,
        "led_by": world.lieve,
        "smiles": (8, 3, 1),
        **changes,
    }
    return Meeting(**fields)


def hold(
    world, group: DeliveredGroup, *numbers: int, now: datetime, **changes
) -> list[GroupMeeting]:
    """Write these meetings of a group down, by Lieve."""
    return [
        record_meeting(
            group, held(world, number, now=now, **changes), actor=world.lieve, now=now
        )
        for number in numbers
    ]
