"""Groups as a trainer begins and changes them (TRAINERS 4.2, CURRICULUM 3.2)."""

import uuid
from datetime import date, datetime
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.errors import DomainError
from organisations.models import Organisation, User
from trainers.domain.delivery.holding import locked_running, record
from trainers.domain.delivery.plans import (
    GroupPlan,
    employer_on,
    refuse_unless_allowed,
    refuse_unusable,
)
from trainers.domain.separation import is_owner
from trainers.enums import SessionRole
from trainers.models import DeliveredGroup, GroupFacilitator, TrainerProgramme
from trainers.models.delivery import SLACK


class _Part(NamedTuple):
    person: User
    role: SessionRole
    employer: Organisation
    joined_on: date


@transaction.atomic
def begin_group(
    programme: TrainerProgramme,
    plan: GroupPlan,
    *,
    key: uuid.UUID | None = None,
    actor: User,
    now: datetime,
) -> DeliveredGroup:
    """Begin the log of a group. The same `key` of the same person twice is one group.

    Raises DomainError "not_allowed" for somebody who neither has a part in it nor owns
    the programme, what plans.refuse_unusable says, and "not_accredited" or "co" where
    somebody may not have their part on the first day.
    """
    refuse_unusable(plan, programme, now=now)
    _refuse_outsiders(plan, programme, actor)
    others = DeliveredGroup.objects.exclude(made_by=actor)
    if key is None or others.filter(uuid=key).exists():
        key = uuid.uuid4()
    since = min(plan.starts_on, timezone.localdate(now))
    parts = [
        _Part(
            person,
            role,
            _employer(person, role, programme, plan, [plan.starts_on]),
            since,
        )
        for person, role in plan.parts
    ]
    group, is_new = DeliveredGroup.objects.get_or_create(
        uuid=key,
        made_by=actor,
        defaults={
            "programme": programme,
            "organiser": parts[0].employer,
            "made_at": now,
            **_fields(plan),
        },
    )
    if is_new:
        _write_parts(group, parts)
        record("begun", group, actor=actor, now=now, data=_told(plan))
    return group


@transaction.atomic
def change_group(
    group: DeliveredGroup, plan: GroupPlan, *, actor: User, now: datetime
) -> DeliveredGroup:
    """Change what a group was begun with. Whoever gets a part they did not have may have
    it on the first day, or today, and is a trainer of it since today; with another first day or language everybody may on
    that one. The caller has asked whether `actor` keeps the log.

    Raises DomainError as `begin_group`, "ended", "language" for another one once there
    are meetings, and "meetings" for fewer than are written down.
    """
    held = locked_running(group)
    refuse_unusable(plan, held.programme, now=now)
    _refuse_lost_meetings(held, plan)
    had = {one.person_id: one for one in held.facilitators.select_related("employer")}
    is_other = (plan.language, plan.starts_on) != (held.language, held.starts_on)
    days, today = [plan.starts_on], timezone.localdate(now)
    if not is_other and plan.starts_on < today:
        days.append(today)
    parts = []
    for person, role in plan.parts:
        before = had.get(person.pk)
        if not is_other and before is not None and before.role == role:
            employer = before.employer
        else:
            employer = _employer(person, role, held.programme, plan, days)
        parts.append(_Part(person, role, employer, _since(before, held, plan, today)))
    for name, value in _fields(plan).items():
        setattr(held, name, value)
    held.organiser = parts[0].employer
    held.save()
    _write_parts(held, parts)
    record("changed", held, actor=actor, now=now, data=_told(plan))
    return held


def _refuse_outsiders(plan: GroupPlan, programme: TrainerProgramme, actor: User):
    has_part = actor.pk in {person.pk for person, _role in plan.parts}
    if not (has_part or is_owner(actor, programme)):
        raise DomainError(
            _("Only its trainers and the owner of the programme begin a group."),
            code="not_allowed",
        )


def _refuse_lost_meetings(group: DeliveredGroup, plan: GroupPlan) -> None:
    last = group.meetings.order_by("-number").values_list("number", flat=True).first()
    if last is None:
        return
    if plan.language != group.language:
        raise DomainError(
            _("There are meetings already: the language stays as it is."),
            code="language",
        )
    if last > plan.meetings + SLACK:
        raise DomainError(
            _("Meeting %(number)s is written down already.") % {"number": last},
            code="meetings",
        )


def _employer(
    person: User,
    role: SessionRole,
    programme: TrainerProgramme,
    plan: GroupPlan,
    days: list[date],
) -> Organisation:
    day = refuse_unless_allowed(person, role, programme, plan.language, days)
    return employer_on(person, programme, plan.language, day)


def _since(
    before: GroupFacilitator | None, group: DeliveredGroup, plan: GroupPlan, today: date
) -> date:
    """Since when somebody is its trainer, by a plan that changes."""
    if before is None:
        return today
    if before.joined_on <= group.starts_on:
        # There from the beginning, whenever that was.
        return min(before.joined_on, plan.starts_on)
    return before.joined_on


def _fields(plan: GroupPlan) -> dict:
    youngest, oldest = plan.ages or (None, None)
    return {
        "language": plan.language,
        "municipality": plan.municipality,
        "starts_on": plan.starts_on,
        "meetings_planned": plan.meetings,
        "age_from": youngest,
        "age_to": oldest,
    }


def _write_parts(group: DeliveredGroup, parts: list[_Part]) -> None:
    group.facilitators.exclude(person__in=[one.person.pk for one in parts]).delete()
    # The one who led first, so that there are never two leads.
    for one in sorted(parts, key=lambda one: one.role == SessionRole.LEAD):
        GroupFacilitator.objects.update_or_create(
            group=group,
            person=one.person,
            defaults={
                "role": one.role,
                "employer": one.employer,
                "joined_on": one.joined_on,
            },
        )


def _told(plan: GroupPlan) -> dict:
    return {
        "language": plan.language,
        "municipality": plan.municipality.pk,
        "starts_on": plan.starts_on.isoformat(),
        "meetings": plan.meetings,
        "ages": plan.ages,
        "trainers": {str(person.uuid): role for person, role in plan.parts},
    }
