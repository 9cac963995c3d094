"""Memberships are intervals: `starts_on` is the first day with, `ends_on` the first
day without. Of one person, organisation and role no two intervals overlap."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from lms import audit
from lms.errors import DomainError
from organisations.domain.coordination import refuse_endless, refuse_gap
from organisations.domain.groups import sync_groups
from organisations.domain.locks import lock_organisations, lock_person
from organisations.domain.traces import TRACED, keep_traces
from organisations.enums import Role
from organisations.models import Membership, Organisation, User
from organisations.signals import membership_ended, membership_started


@transaction.atomic
def start_membership(
    user: User,
    organisation: Organisation,
    *,
    role: str = Role.LEARNER,
    function: str = "",
    badge_number: str = "",
    starts_on: date | None = None,
    ends_on: date | None = None,
    is_self_declared: bool = False,
    actor: User | None = None,
    now: datetime,
) -> Membership:
    """Give a person a role at an organisation from `starts_on` (today) on, up to, not
    including, `ends_on` (None: no end known).

    Starting what runs already on all those days returns it. Without an end, what has an
    end in the future loses it, and what would begin later begins earlier. What somebody
    says themselves changes nothing that the organisation has confirmed, for now or for
    later: that is returned.

    Raises DomainError `overlaps` for days that another period has, `before_start`,
    `no_end` for a deputy without one, `badge_taken` when a colleague has the number.
    """
    day = starts_on or timezone.localdate(now)
    refuse_endless(role, ends_on)
    if ends_on is not None and ends_on <= day:
        raise DomainError(
            _("The end must come after the beginning."), code="before_start"
        )
    lock_person(user.pk)
    near = list(
        Membership.objects.filter(user=user, organisation=organisation, role=role)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gt=day))
        .order_by("starts_on")
    )
    confirmed = [one for one in near if not one.is_self_declared]
    if is_self_declared and confirmed:
        return confirmed[0]
    known = _known(near, day, ends_on)
    membership = known or Membership(
        user=user,
        organisation=organisation,
        role=role,
        starts_on=day,
        ends_on=ends_on,
        is_self_declared=is_self_declared,
        recorded_at=now,
    )
    before = _facts(membership)
    if ends_on is None:
        membership.starts_on = min(membership.starts_on, day)
        membership.ends_on = None
    membership.function = function or membership.function
    membership.badge_number = badge_number or membership.badge_number
    membership.is_self_declared = membership.is_self_declared and is_self_declared
    if known is not None and _facts(membership) == before:
        return membership
    keep_traces([membership], now=now)
    save_membership(membership)
    _announce_start(membership, actor=actor, now=now)
    return membership


def declare_membership(
    user: User, organisation: Organisation, *, now: datetime
) -> Membership:
    """A person says that they learn for this organisation; it can still disagree.

    Raises DomainError `closed` when the organisation takes nobody any more.
    """
    if not organisation.is_active:
        raise DomainError(
            _("This organisation is closed. Choose another one."), code="closed"
        )
    return start_membership(
        user, organisation, is_self_declared=True, actor=user, now=now
    )


@transaction.atomic
def end_membership(
    membership: Membership,
    *,
    ends_on: date | None = None,
    successor: User | None = None,
    actor: User | None = None,
    now: datetime,
) -> Membership:
    """Set the first day without this membership (today); nothing is deleted.

    The last coordinator leaves only with a `successor`, who becomes coordinator
    first. Ending what is over changes nothing. Raises DomainError
    `last_coordinator`, or `before_start` for a day before its first.
    """
    day = ends_on or timezone.localdate(now)
    lock_organisations(membership.organisation_id)
    lock_person(membership.user_id)
    membership = Membership.objects.select_related("user", "organisation").get(
        pk=membership.pk
    )
    if membership.ends_on is not None and membership.ends_on <= day:
        return membership
    if day < membership.starts_on:
        raise DomainError(
            _("A membership cannot end before it began."), code="before_start"
        )
    if successor is not None:
        start_membership(
            successor,
            membership.organisation,
            role=membership.role,
            actor=actor,
            now=now,
        )
    refuse_gap(membership, day)
    membership.ends_on = day
    keep_traces([membership], now=now)
    membership.save(update_fields=["ends_on", "changed_at"])
    _announce_end(membership, actor=actor, now=now)
    return membership


@transaction.atomic
def move_to(
    user: User,
    from_organisation: Organisation,
    to_organisation: Organisation,
    *,
    actor: User | None = None,
    now: datetime,
) -> Membership:
    """A person changes employer today: every role at the old one ends, learning goes on.

    Returns the membership at the new one. Raises DomainError `not_a_member`, and
    what `end_membership` raises.
    """
    lock_organisations(from_organisation.pk, to_organisation.pk)
    lock_person(user.pk)
    today = timezone.localdate(now)
    leaving = list(
        Membership.objects.on(today)
        .filter(user=user, organisation=from_organisation)
        .select_related("user", "organisation")
    )
    if not leaving:
        raise DomainError(
            _("%(person)s is not at %(organisation)s today.")
            % {"person": user, "organisation": from_organisation},
            code="not_a_member",
        )
    if from_organisation.pk == to_organisation.pk:
        return start_membership(user, to_organisation, actor=actor, now=now)
    function = next((one.function for one in leaving if one.function), "")
    for membership in leaving:
        end_membership(membership, ends_on=today, actor=actor, now=now)
    return start_membership(
        user, to_organisation, function=function, actor=actor, now=now
    )


def _known(
    near: Sequence[Membership], day: date, ends_on: date | None
) -> Membership | None:
    """Of the periods of a role that end after a day, in their order, the one that is
    meant by starting from that day on; None when those days are free."""
    if ends_on is None:
        if not near:
            return None
        first = near[0]
        is_over_before = first.ends_on is not None and first.starts_on > day
        if len(near) == 1 and not is_over_before:
            return first
    else:
        touched = [one for one in near if one.starts_on < ends_on]
        if not touched:
            return None
        first = touched[0]
        if first.starts_on <= day and (first.ends_on or date.max) >= ends_on:
            return first
    raise overlap()


def overlap() -> DomainError:
    """What is raised where two periods of a role would have a day in common."""
    return DomainError(
        _("This period overlaps with another one of the same role. Check the days."),
        code="overlaps",
    )


def _facts(membership: Membership) -> dict[str, object]:
    names = (*TRACED, "function", "badge_number")
    return {name: getattr(membership, name) for name in names}


def save_membership(membership: Membership) -> None:
    """Raises DomainError `badge_taken` when a colleague has the badge number."""
    try:
        with transaction.atomic():
            membership.save()
    except IntegrityError as error:
        raise DomainError(
            _("A colleague has this badge number already. Check the number."),
            code="badge_taken",
        ) from error


def _announce_start(
    membership: Membership, *, actor: User | None, now: datetime
) -> None:
    audit.record(
        "organisations.membership_started",
        actor=actor,
        subject=membership,
        now=now,
        data={"role": membership.role, "from": membership.starts_on.isoformat()}
        | ({"until": membership.ends_on.isoformat()} if membership.ends_on else {}),
        organisation=membership.organisation_id,
    )
    sync_groups(membership.user, now=now)
    facts = _names(membership)
    transaction.on_commit(
        lambda: membership_started.send_robust(sender=Membership, **facts)
    )


def _announce_end(membership: Membership, *, actor: User | None, now: datetime) -> None:
    audit.record(
        "organisations.membership_ended",
        actor=actor,
        subject=membership,
        now=now,
        data={"role": membership.role, "until": membership.ends_on.isoformat()},
        organisation=membership.organisation_id,
    )
    sync_groups(membership.user, now=now)
    facts = _names(membership) | {"ends_on": membership.ends_on}
    transaction.on_commit(
        lambda: membership_ended.send_robust(sender=Membership, **facts)
    )


def announce_change(membership: Membership, *, now: datetime) -> None:
    """Tell who follows memberships that the days of one are others now."""
    sync_groups(membership.user, now=now)
    facts = _names(membership)
    if membership.ends_on is None:
        transaction.on_commit(
            lambda: membership_started.send_robust(sender=Membership, **facts)
        )
        return
    facts |= {"ends_on": membership.ends_on}
    transaction.on_commit(
        lambda: membership_ended.send_robust(sender=Membership, **facts)
    )


def _names(membership: Membership) -> dict[str, object]:
    return {
        "membership_id": membership.pk,
        "user_id": membership.user_id,
        "organisation_id": membership.organisation_id,
        "role": membership.role,
    }
