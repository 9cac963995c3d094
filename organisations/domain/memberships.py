"""Memberships are intervals: `starts_on` is the first day with, `ends_on` the first
day without. Of one person, organisation and role no two intervals overlap."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from lms import audit
from lms.errors import DomainError
from organisations.domain.groups import sync_groups
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
    is_self_declared: bool = False,
    actor: User | None = None,
    now: datetime,
) -> Membership:
    """Give a person a role at an organisation from `starts_on` (today) on.

    Starting what runs already returns it; what has an end in the future loses the
    end; what would begin later begins earlier. Raises DomainError `overlaps` when
    `starts_on` lies before a period that is over, `badge_taken` when a colleague
    has the badge number.
    """
    day = starts_on or timezone.localdate(now)
    _lock(user)
    known = list(
        Membership.objects.filter(user=user, organisation=organisation, role=role)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gt=day))
        .order_by("starts_on")
    )
    if len(known) > 1 or (
        known and known[0].ends_on is not None and known[0].starts_on > day
    ):
        raise DomainError(
            _("This period overlaps with an earlier one. Choose a later first day."),
            code="overlaps",
        )
    membership = (
        known[0]
        if known
        else Membership(
            user=user,
            organisation=organisation,
            role=role,
            starts_on=day,
            is_self_declared=is_self_declared,
            recorded_at=now,
        )
    )
    before = _facts(membership)
    membership.starts_on = min(membership.starts_on, day)
    membership.ends_on = None
    membership.function = function or membership.function
    membership.badge_number = badge_number or membership.badge_number
    membership.is_self_declared = membership.is_self_declared and is_self_declared
    if known and _facts(membership) == before:
        return membership
    _save(membership)
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
    _lock_organisation(membership.organisation_id)
    _lock(membership.user)
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
    if membership.role == Role.COORDINATOR and not _has_other_coordinator(
        membership, day
    ):
        raise DomainError(
            _(
                "%(organisation)s needs a coordinator. Name a successor first; nothing "
                "was changed."
            )
            % {"organisation": membership.organisation},
            code="last_coordinator",
        )
    membership.ends_on = day
    membership.save(update_fields=["ends_on"])
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
    for pk in sorted({from_organisation.pk, to_organisation.pk}):
        _lock_organisation(pk)
    _lock(user)
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


def _lock(user: User) -> None:
    User.objects.select_for_update(no_key=True).get(pk=user.pk)


def _lock_organisation(pk: int) -> None:
    Organisation.objects.select_for_update(no_key=True).get(pk=pk)


def _facts(membership: Membership) -> tuple:
    return (
        membership.starts_on,
        membership.ends_on,
        membership.function,
        membership.badge_number,
        membership.is_self_declared,
    )


def _save(membership: Membership) -> None:
    try:
        with transaction.atomic():
            membership.save()
    except IntegrityError as error:
        raise DomainError(
            _("A colleague has this badge number already. Check the number."),
            code="badge_taken",
        ) from error


def _has_other_coordinator(membership: Membership, day: date) -> bool:
    return (
        Membership.objects.on(day)
        .filter(
            organisation_id=membership.organisation_id,
            role=Role.COORDINATOR,
            user__is_active=True,
        )
        .exclude(user_id=membership.user_id)
        .exists()
    )


def _announce_start(
    membership: Membership, *, actor: User | None, now: datetime
) -> None:
    audit.record(
        "organisations.membership_started",
        actor=actor,
        subject=membership,
        now=now,
        data={"role": membership.role, "from": membership.starts_on.isoformat()},
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


def _names(membership: Membership) -> dict[str, object]:
    return {
        "membership_id": membership.pk,
        "user_id": membership.user_id,
        "organisation_id": membership.organisation_id,
        "role": membership.role,
    }
