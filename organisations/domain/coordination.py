"""An organisation that is open always has a coordinator, today and on every day to come.

Deputies stand in for one, and are none."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from lms.errors import DomainError
from organisations.enums import Role
from organisations.models import Membership, Organisation, User


def refuse_gap(membership: Membership, day: date) -> None:
    """Raise DomainError `last_coordinator` when nobody else would coordinate on every
    day from which this membership would be gone, as far as it is known to last. The
    caller holds the lock on the organisation."""
    others = _counting({membership.user_id}).filter(
        organisation=membership.organisation_id
    )
    if not _leaves_gap(membership, day, map(_days, others)):
        return
    raise DomainError(
        _(
            "%(organisation)s needs a coordinator. Make a colleague coordinator first, "
            "on their page among your people, or invite one; nothing was changed."
        )
        % {"organisation": membership.organisation},
        code="last_coordinator",
    )


def refuse_endless(role: str, ends_on: date | None) -> None:
    """Raise DomainError `no_end` for a deputy without a last day."""
    if role == Role.DEPUTY and ends_on is None:
        raise DomainError(
            _("Say until when: a deputy stands in from one day to another."),
            code="no_end",
        )


def left_alone_without(people: Collection[User], day: date) -> list[Organisation]:
    """Organisations that would have no coordinator when these people went on a day."""
    gone = {person.pk for person in people}
    held = (
        Membership.objects.filter(user__in=gone, role=Role.COORDINATOR)
        .filter(Q(ends_on=None) | Q(ends_on__gt=day))
        .select_related("organisation")
    )
    others = defaultdict(list)
    for one in _counting(gone).filter(
        organisation__in={one.organisation_id for one in held}
    ):
        others[one.organisation_id].append(_days(one))
    found = {
        one.organisation_id: one.organisation
        for one in held
        if _leaves_gap(one, day, others[one.organisation_id])
    }
    return sorted(found.values(), key=str)


def refuse_to_close(people: Collection[User], day: date) -> None:
    """Raise DomainError `last_coordinator` when organisations would be left without a
    coordinator by closing these people's accounts."""
    organisations = left_alone_without(people, day)
    if not organisations:
        return
    raise DomainError(
        _(
            "%(organisations)s would have no coordinator. Make somebody else coordinator "
            "there first; nothing was changed."
        )
        % {"organisations": ", ".join(map(str, organisations))},
        code="last_coordinator",
    )


class Coordinators:
    """Who coordinates a body and those below it from a day on, read at once for many who
    leave. People who are `gone` do not count."""

    def __init__(
        self, within: Organisation, day: date, *, gone: Collection[int] = ()
    ) -> None:
        held = _counting(gone).filter(
            Q(ends_on=None) | Q(ends_on__gt=day),
            organisation__path__startswith=within.path,
        )
        self._held = {one.pk: one for one in held}

    def is_needed(self, membership: Membership, day: date) -> bool:
        """Whether `refuse_gap` would refuse to let it end on a day."""
        others = [
            _days(one)
            for one in self._held.values()
            if one.organisation_id == membership.organisation_id
            and one.user_id != membership.user_id
        ]
        return _leaves_gap(membership, day, others)

    def let_end(self, membership: Membership) -> None:
        """Count one up to the day on which it ends from now on."""
        self._held[membership.pk] = membership


def _leaves_gap(
    membership: Membership, day: date, others: Iterable[tuple[date, date]]
) -> bool:
    """Whether nobody else coordinates on some day from which a membership would be gone;
    `others` are the days on which others do."""
    if membership.role != Role.COORDINATOR or not membership.organisation.is_active:
        return False
    until = membership.ends_on or date.max
    covered = max(day, membership.starts_on)
    for starts_on, ends_on in sorted(others):
        if starts_on <= covered:
            covered = max(covered, ends_on)
    return covered < until


def _counting(gone: Collection[int]):
    """The coordinations of all but some; who has left the platform coordinates
    nothing."""
    return Membership.objects.filter(
        role=Role.COORDINATOR, user__is_active=True
    ).exclude(user__in=gone)


def _days(membership: Membership) -> tuple[date, date]:
    return membership.starts_on, membership.ends_on or date.max
