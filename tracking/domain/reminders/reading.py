"""Reading who is to be reminded: obligations and their standing in SQL, some people at a
time; places, plans and what was told before, each in one query for all of them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from django.db.models import BooleanField, Exists, F, OuterRef, Q, Value
from django.db.models.functions import Lower

from tracking.domain.facts import as_day, day_parameter, select_from
from tracking.domain.reminders.deciding import (
    REMINDED,
    STALE_AFTER,
    Cause,
    Towards,
    cause_on,
    escalation_on,
    is_told,
)
from tracking.domain.reminders.plans import Plan, Plans
from tracking.domain.reminders.suspended import suspended_among
from tracking.domain.requirements import LONGEST_GRACE_DAYS
from tracking.domain.scope import confirmed_on
from tracking.domain.standing import STANDING_SQL, standing_parameters, with_facts
from tracking.domain.waived import NOT_EXEMPT, Exempt, exempt_among
from tracking.enums import ReminderKind, Standing
from tracking.models import Obligation, Reminder, Waiver

FACTS = (
    "id",
    "user_id",
    "requirement_id",
    "course_id",
    "asked_by",
    "asked_path",
    "function",
    "starts_on",
    "due_on",
    "certified_until",
    "exempt_until",
    "grace_days",
    "is_done",
    "has_begun",
)
REMINDED_SQL = ", ".join(f"'{one.value}'" for one in REMINDED)
# Whose certificate is on its way has nothing to do. The parameters tell near from far;
# who is exempt comes near when that ends.
WANTED = f""",
standings AS (SELECT facts.*, {STANDING_SQL} AS standing FROM facts)
SELECT * FROM standings
WHERE NOT is_done AND (
    standing IN ({REMINDED_SQL}) AND (due_on <= %s OR certified_until <= %s)
    OR standing = '{Standing.COVERED.value}' AND certified_until <= %s
    OR standing = '{Standing.EXEMPT.value}' AND exempt_until < %s
)
ORDER BY user_id, id"""  # noqa: S608 # nosec B608 - words of ours
# Beyond any deadline.
EVER = 10_000


@dataclass(frozen=True)
class Place:
    """Where a person works, and as what, in small letters."""

    organisation_id: int
    path: str
    function: str


@dataclass(frozen=True)
class Asked:
    """An obligation of a person that is not met: what makes a cause of it, and where the
    person works. `exempt` says on which days they are. `last_told` is the day of the last
    reminder of it that named a deadline which still holds, `escalated` whether the
    coordinators know of the day it was due. `is_suspended`: a certificate that would be
    enough is looked into, and nothing they do would change it."""

    obligation_id: int
    user_id: int
    course_id: int
    asked_by: int
    towards: Towards
    place: Place
    plan: Plan
    last_told: date | None = None
    escalated: bool = False
    exempt: Exempt = NOT_EXEMPT
    is_suspended: bool = False

    @property
    def is_open(self) -> bool:
        """Whether there is something left to do."""
        return self.towards.is_open and not self.is_suspended

    def cause(self, day: date) -> Cause | None:
        """What the person is to be told on a day, and was not yet."""
        if self.is_suspended:
            return None
        cause = cause_on(day, self.towards, self.plan)
        return None if cause is None or is_told(cause, self.last_told) else cause

    def escalation(self, day: date) -> Cause | None:
        """What somebody is to be told on a day, and was not yet."""
        if self.escalated or self.is_suspended:
            return None
        return escalation_on(day, self.towards, self.plan)


def people_asked(plans: Plans, day: date, *, after: int, limit: int) -> list[int]:
    """The next people of whom something is asked on a day, by their number."""
    found = _near(Obligation.objects.on(day), plans, day).filter(user__gt=after)
    people = found.order_by("user").values_list("user", flat=True).distinct()
    return list(people[:limit])


def asked_of_people(people: list[int], plans: Plans, day: date) -> Iterator[Asked]:
    """What is asked of some people, in a row of numbers, that is not met on a day and
    near enough to its deadline to be a cause."""
    if not people:
        return iter(())
    theirs = _near(Obligation.objects.all(), plans, day).filter(
        user__gte=people[0], user__lte=people[-1]
    )
    return asked_among(theirs, plans, day)


def _near(obligations, plans: Plans, day: date):
    """Of what people are late with for long nobody is told anything; most obligations
    are such. Never too few: for whom a day counts, what is decided of them says."""
    latest = max(plan.latest for plan in plans.all())
    since = day - timedelta(days=latest) - STALE_AFTER
    with_grace = since - timedelta(days=LONGEST_GRACE_DAYS)
    waived = Waiver.objects.filter(
        Q(due_on__gte=with_grace) | Q(last_day__gte=since),
        requirement=OuterRef("requirement"),
        user=OuterRef("user"),
        starts_on__lte=day,
    )
    return obligations.filter(
        Q(due_on__gte=since)
        | Q(due_on__gte=with_grace, requirement__grace_days__gt=0)
        | Q(Exists(waived))
    )


def asked_among(
    obligations,
    plans: Plans,
    day: date,
    *,
    ahead: int = 0,
    inside: Mapping[int, str] = MappingProxyType({}),
) -> Iterator[Asked]:
    """The same of any obligations of some people; what comes so many days later, `ahead`,
    counts as near, too, and so does what is met, or not asked, until then. Of several
    places for which it is asked the one `inside` a path goes first, {obligation: path},
    else the part before the whole."""
    rows = list(_rows(obligations, plans, day, ahead))
    people = {row["user_id"] for row in rows}
    places = places_of(people, day)
    told = _told([row["id"] for row in rows])
    exempt = exempt_among(people)
    suspended = suspended_among(rows, day)
    for row in rows:
        theirs = places.get(row["user_id"], ())
        place = _place_of(row, theirs, inside.get(row["id"], ""))
        # Who has left is asked nothing; the sweep will say so, too.
        if place is not None:
            exempted = exempt.get((row["user_id"], row["requirement_id"]), NOT_EXEMPT)
            towards = towards_from(row, exempt_before=exempted.before(day))
            before = told.get(row["id"], ())
            yield Asked(
                obligation_id=row["id"],
                user_id=row["user_id"],
                course_id=row["course_id"],
                asked_by=row["asked_by"],
                towards=towards,
                place=place,
                plan=plans.of(place.path),
                last_told=last_told(before, towards),
                escalated=is_escalated(before, towards),
                exempt=exempted,
                is_suspended=row["id"] in suspended,
            )


def _rows(obligations, plans: Plans, day: date, ahead: int) -> Iterator[dict]:
    facts = with_facts(obligations.filter(user__is_active=True), day).values_list(
        "id",
        "user_id",
        "requirement_id",
        F("requirement__course"),
        F("requirement__organisation"),
        F("requirement__organisation__path"),
        Lower("requirement__function"),
        "starts_on",
        # The day in time, with the extensions there are.
        "due",
        "certified_until",
        "exempt_until",
        F("requirement__grace_days"),
        "is_done",
        # Whether somebody has begun makes no difference to what they are told.
        Value(value=False, output_field=BooleanField()),
    )
    earliest = max(plan.earliest for plan in plans.all())
    far = day_parameter(day + timedelta(days=earliest + ahead))
    last = day_parameter(day + timedelta(days=ahead))
    return select_from(
        facts, FACTS, WANTED, [*standing_parameters(day), far, far, far, last]
    )


def towards_from(row: Mapping, *, exempt_before: date | None) -> Towards:
    """Where a row of the facts with its standing says that its person stands."""
    return Towards(
        standing=Standing(row["standing"]),
        starts_on=as_day(row["starts_on"]),
        due_on=as_day(row["due_on"]),
        until=as_day(row["certified_until"]),
        grace_days=row["grace_days"],
        exempt_until=as_day(row["exempt_until"]),
        exempt_before=exempt_before,
    )


def places_of(people, day: date) -> dict[int, list[Place]]:
    """{person: where they work on a day, in the parts first}."""
    found = defaultdict(list)
    rows = confirmed_on(day).filter(user__in=people).distinct()
    for user, *fields in rows.values_list(
        "user", "organisation", "organisation__path", Lower("function")
    ):
        found[user].append(Place(*fields))
    for places in found.values():
        places.sort(key=lambda one: (-len(one.path), one.path))
    return found


def _place_of(row: Mapping, places: Iterable[Place], inside: str) -> Place | None:
    """As tracking.domain.scope has it: for which place it is asked of a person."""
    fitting = [
        one
        for one in places
        if one.path.startswith(row["asked_path"])
        and row["function"] in ("", one.function)
    ]
    there = (one for one in fitting if one.path.startswith(inside))
    return next(there, next(iter(fitting), None))


@dataclass(frozen=True)
class Before:
    """A reminder of an obligation that was sent or waits: its kind, the deadline that
    it names and its day."""

    kind: str
    deadline: date
    day: date


def _told(obligations: list[int]) -> dict[int, list[Before]]:
    """{obligation: what was told of it before}."""
    found = defaultdict(list)
    rows = Reminder.objects.filter(obligation__in=obligations)
    for pk, *fields in rows.values_list("obligation", "kind", "deadline", "day"):
        found[pk].append(Before(*fields))
    return found


def last_told(before: Iterable[Before], towards: Towards) -> date | None:
    """The last day on which a person was told of a deadline that still holds."""
    days = (
        one.day
        for one in before
        if one.kind != ReminderKind.ESCALATION and one.deadline in towards.deadlines
    )
    return max(days, default=None)


def is_escalated(before: Iterable[Before], towards: Towards) -> bool:
    """Whether somebody was told of the day on which it was due."""
    return any(
        one.kind == ReminderKind.ESCALATION and one.deadline == towards.due_on
        for one in before
    )


def reached_today(people, day: date) -> set[int]:
    """Who of some people was written to on a day already: one digest a day is enough."""
    sent = Reminder.objects.filter(
        ~Q(kind__in=(ReminderKind.ESCALATION, ReminderKind.BY_HAND)),
        user__in=people,
        day=day,
    )
    return set(sent.values_list("user", flat=True))
