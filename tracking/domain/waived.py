"""What exemptions and extensions make of an obligation on a day.

An extension never touches the row of an obligation: it is read on top, and whoever
withdraws it finds the day of before. It is kept in the next cycle too, where that is
due sooner: until the day that was promised nobody is late.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Case, DateField, Exists, F, OuterRef, Subquery, When
from django.db.models.functions import Coalesce

from certificates.models import day_of
from tracking.enums import WaiverKind
from tracking.models import Waiver


@dataclass(frozen=True)
class Exempt:
    """The exemptions of one person from one requirement: their first and last days."""

    days: tuple[tuple[date, date], ...] = ()

    def until(self, day: date) -> date | None:
        """The last day of the exemption that holds on a day; None without."""
        return max(
            (last for first, last in self.days if first <= day <= last), default=None
        )

    def before(self, day: date) -> date | None:
        """The last day of the exemptions that are over on a day; None without."""
        return max((last for _first, last in self.days if last < day), default=None)


NOT_EXEMPT = Exempt()


def exempt_among(people: Collection[int]) -> dict[tuple[int, int], Exempt]:
    """{(person, requirement): the exemptions} of some people, as far as they are known
    today, in one query."""
    found = defaultdict(list)
    rows = Waiver.objects.filter(kind=WaiverKind.EXEMPTION, user__in=people)
    for one in rows:
        # Withdrawn, it held until the day before.
        back = one.withdrawn_at and day_of(one.withdrawn_at) - timedelta(days=1)
        last = min(one.last_day, back or one.last_day)
        if one.starts_on <= last:
            found[one.user_id, one.requirement_id].append((one.starts_on, last))
    return {key: Exempt(tuple(days)) for key, days in found.items()}


def with_waivers(obligations, day: date, *, known_at: datetime | None = None):
    """Obligations with `due`, the last day in time, and `exempt_until`, the last day of
    an exemption that holds on a day (None without); where a moment is given, as was
    known before it."""
    given = _given(day, known_at)
    # Few have any: the database looks once who does, not for everybody.
    has_one = Exists(given)
    due = Subquery(_later(given).values("due_on")[:1])
    last = Subquery(_exempt(given, day).values("last_day")[:1])
    return obligations.annotate(
        due=Case(When(has_one, then=Coalesce(due, F("due_on"))), default=F("due_on")),
        exempt_until=Case(When(has_one, then=last), output_field=DateField()),
    )


def with_reasons(obligations, day: date):
    """Obligations with the codes of `exempt_reason` and `later_reason`: why somebody is
    exempt on a day, and has more time; None without. For the person, and those who
    decide it."""
    given = _given(day, None)
    return obligations.annotate(
        exempt_reason=Subquery(_exempt(given, day).values("reason_code")[:1]),
        later_reason=Subquery(_later(given).values("reason_code")[:1]),
    )


def _given(day: date, known_at: datetime | None):
    return Waiver.objects.given(day, known_at=known_at).filter(
        requirement=OuterRef("requirement"), user=OuterRef("user")
    )


def _exempt(given, day: date):
    """The exemptions that hold on a day, the longest first."""
    found = given.filter(kind=WaiverKind.EXEMPTION, last_day__gte=day)
    return found.order_by("-last_day", "pk")


def _later(given):
    """The extensions that give more time, the longest first."""
    found = given.filter(kind=WaiverKind.EXTENSION, due_on__gt=OuterRef("due_on"))
    return found.order_by("-due_on", "pk")
