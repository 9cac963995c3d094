"""What follows once a list that was picked up was looked at: its coordinators are told,
or, where the organisation has it so and little changes, it is carried out."""

import logging
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from lms.errors import DomainError
from lms.mail import Mail, send_after_commit
from organisations.enums import COORDINATING_ROLES
from organisations.models import Membership, Organisation, User
from tracking.domain.staff.asking import confirm, many_leave, set_aside
from tracking.enums import (
    PickupState,
    StaffImportState,
    StaffLeadState,
    StaffRowState,
)
from tracking.models import PickupFile, StaffImport
from tracking.models.staff import ACTED

logger = logging.getLogger(__name__)

# People whom a list changes, besides those who are new.
CHANGED = (StaffRowState.MOVED, StaffRowState.CHANGED, StaffRowState.LEFT)
# A person's turn has come, or the list went another way.
LOOKED_AT = (
    StaffImportState.MATCHING,
    StaffImportState.LOOKED,
    StaffImportState.SET_ASIDE,
)


def follow(now: datetime) -> int:
    """Go on with what was looked at, and tell of what could not be taken; returns how
    many files. One that fails is tried again and holds up no other."""
    waiting = PickupFile.objects.filter(told_at=None)
    ready = waiting.filter(state=PickupState.FAILED) | waiting.filter(
        state=PickupState.TAKEN, run__state__in=LOOKED_AT
    )
    followed = 0
    for pk in ready.order_by("pk").values_list("pk", flat=True):
        try:
            _follow(pk, now=now)
        except Exception:
            logger.exception("What follows on file %s that was picked up", pk)
        else:
            followed += 1
    return followed


@transaction.atomic
def _follow(pk: int, *, now: datetime) -> None:
    file = (
        PickupFile.objects.select_for_update(of=("self",))
        .select_related("pickup__organisation", "run__organisation")
        .get(pk=pk)
    )
    if file.told_at is not None:
        return
    if file.state != PickupState.FAILED:
        file.state = _next_state(file, now=now)
    file.told_at = now
    file.save(update_fields=["state", "told_at"])
    if file.state != PickupState.NOTHING:
        for person in coordinators_of(file.pickup.organisation, now=now):
            send_after_commit(_mail(file, person), now=now)


def _next_state(file: PickupFile, *, now: datetime) -> PickupState:
    run = file.run
    if run.state == StaffImportState.SET_ASIDE:
        return PickupState.NOTHING
    if run.state == StaffImportState.MATCHING:
        return PickupState.ASKED
    has_errors = mistakes_of(run) > 0
    if not run.rows.filter(state__in=ACTED).exists() and not has_errors:
        set_aside(run, actor=None, now=now)
        return PickupState.NOTHING
    if has_errors or not may_go_by_itself(file):
        return PickupState.ASKED
    try:
        # A savepoint: what is refused waits for a person.
        with transaction.atomic():
            confirm(run, actor=None, now=now)
    except DomainError:
        return PickupState.ASKED
    return PickupState.CARRIED_OUT


def may_go_by_itself(file: PickupFile) -> bool:
    """Whether the organisation has it so, and few enough change or leave. Where nobody
    belonged before, all is new, and somebody looks."""
    pickup, run = file.pickup, file.run
    if not pickup.carries_out or many_leave(run):
        return False
    changed = changed_by(run)
    return changed * 100 < pickup.most_percent * run.people


def mistakes_of(run: StaffImport) -> int:
    """How many lines cannot be carried out, or name a line manager who cannot be."""
    wrong = Q(state=StaffRowState.ERROR) | Q(lead__state=StaffLeadState.REFUSED)
    return run.rows.filter(wrong).count()


def changed_by(run: StaffImport) -> int:
    """How many people change or leave by a list."""
    return run.rows.filter(state__in=CHANGED).count()


def coordinators_of(organisation: Organisation, *, now: datetime) -> list[User]:
    """Who coordinates it today and can be written to; where it has nobody, who coordinates
    the nearest body above it."""
    day = timezone.localdate(now)
    held = Membership.objects.on(day).filter(
        role__in=COORDINATING_ROLES,
        organisation__in=_line_of(organisation),
        user__is_active=True,
        user__email__gt="",
    )
    by_place: dict[str, dict[int, User]] = {}
    for one in held.select_related("user", "organisation").order_by("user"):
        by_place.setdefault(one.organisation.path, {})[one.user_id] = one.user
    if not by_place:
        return []
    return list(by_place[max(by_place, key=len)].values())


def _line_of(organisation: Organisation) -> list[int]:
    """It and all above it."""
    return [int(pk) for pk in organisation.path.strip("/").split("/")]


def _mail(file: PickupFile, person: User) -> Mail:
    run, organisation = file.run, file.pickup.organisation
    page = (
        reverse("tracking:staff_list", args=[organisation.code, run.pk])
        if run
        else reverse("tracking:staff", args=[organisation.code])
    )
    return Mail(
        template="tracking/mail/picked_up",
        to=[person.email],
        language=person.language,
        context={
            "name": person.printed_name,
            "organisation": organisation.name,
            "file": file.name,
            "state": file.state,
            "is_matching": bool(run and run.state == StaffImportState.MATCHING),
            "reason": file.reason,
            "people": run.rows.filter(state__in=ACTED).count() if run else 0,
            "left": (run.rows.filter(state=StaffRowState.LEFT).count() if run else 0),
            "problems": mistakes_of(run) if run else 0,
            "link": f"{settings.RELAY_BASE_URL}{page}",
        },
        idempotency_key=f"tracking.picked_up:{file.pk}:{person.pk}",
    )
