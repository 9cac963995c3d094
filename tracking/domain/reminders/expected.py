"""Which mails would go about something that is not asked yet, if nobody did anything.

People who hold the same until the same day, where the same schedule decides, are told
the same on the same days: each such group is gone through once.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from certificates.models import day_of
from lms.bounces import undeliverable_among
from organisations.models import User
from tracking.domain.reminders.deciding import Towards
from tracking.domain.reminders.forecast import mails_of
from tracking.domain.reminders.plans import Plan, Plans
from tracking.domain.reminders.reading import Asked, Place
from tracking.domain.scope import places_in_scope
from tracking.domain.standing import standing_from
from tracking.enums import ReminderKind
from tracking.models import Requirement

DAYS = 90
# While somebody waits for the page.
MOST_PEOPLE = 50_000


@dataclass(frozen=True)
class Step:
    """People are told on a day, and perhaps more of them on later ones: why, how many
    days before or after which, how many of them in all."""

    kind: ReminderKind
    days: int
    first: date
    people: int


@dataclass(frozen=True)
class Expected:
    """In the next DAYS days: what people would be told, by the first day of each. What
    else they are told on the same day is in the same mail. `people` get at least one,
    `unreachable` would if they had an address that works; `is_known` is False for more
    people than can be gone through."""

    steps: list[Step]
    people: int = 0
    unreachable: int = 0
    is_known: bool = True


def expected(
    draft: Requirement, held: Mapping[int, date | None], *, now: datetime
) -> Expected:
    """What would be sent about a requirement that is not saved, to those whom it would
    concern, {person: the last day on which what they hold is enough; None: nothing}."""
    if len(held) > MOST_PEOPLE:
        return Expected([], is_known=False)
    day = day_of(now)
    groups: dict[tuple[Plan, date | None], list[int]] = defaultdict(list)
    for person, plan in _plans(draft, held, day):
        groups[plan, held[person]].append(person)
    steps: Counter[tuple[ReminderKind, int]] = Counter()
    first: dict[tuple[ReminderKind, int], date] = {}
    told: list[int] = []
    for (plan, until), people in groups.items():
        if not _can_matter(until, plan, day):
            continue
        sent = _sent(draft, plan, until, now)
        if sent:
            told += people
        for step, when in sent:
            steps[step] += len(people)
            first[step] = min(first.get(step, when), when)
    dead = _without_address(told)
    return Expected(
        steps=sorted(
            (Step(*step, first[step], people) for step, people in steps.items()),
            key=lambda one: (one.first, one.kind, one.days),
        ),
        people=len(told) - dead,
        unreachable=dead,
    )


def _plans(draft: Requirement, held: Mapping, day: date) -> Iterable[tuple[int, Plan]]:
    """(person, the plan of the place for which it is asked of them), the part before
    the whole."""
    paths: dict[int, str] = {}
    for person, path in places_in_scope(draft, day).values_list(
        "user", "organisation__path"
    ):
        if person in held and len(path) > len(paths.get(person, "")):
            paths[person] = path
    plans = Plans()
    return ((person, plans.of(path)) for person, path in paths.items())


def _can_matter(until: date | None, plan: Plan, day: date) -> bool:
    """Whether somebody could be told anything in that time."""
    return until is None or until <= day + timedelta(days=DAYS + plan.earliest)


def _sent(
    draft: Requirement, plan: Plan, until: date | None, now: datetime
) -> list[tuple[tuple[ReminderKind, int], date]]:
    """[((kind, its days), the day)] of one of them."""
    day = day_of(now)
    standing = standing_from(
        day,
        due_on=draft.due_from(day),
        grace_days=draft.grace_days,
        certified_until=until,
        exempt_until=None,
        is_done=False,
        has_begun=False,
    )
    asked = Asked(
        obligation_id=0,
        user_id=0,
        course_id=draft.course_id,
        asked_by=draft.organisation_id,
        towards=Towards(
            standing=standing,
            starts_on=day,
            due_on=draft.due_from(day),
            until=until,
            grace_days=draft.grace_days,
        ),
        place=Place(draft.organisation_id, draft.organisation.path, ""),
        plan=plan,
    )
    days = [day + timedelta(days=ahead) for ahead in range(DAYS)]
    return [
        ((cause.kind, cause.days), when)
        for when, causes in mails_of([asked], days, now, is_written=False)
        for _asked, cause in causes
    ]


def _without_address(people: list[int]) -> int:
    """How many of some people cannot be written to."""
    emails = [
        email
        for some in (people[at : at + 5000] for at in range(0, len(people), 5000))
        for email in User.objects.filter(pk__in=some).values_list("email", flat=True)
    ]
    dead = undeliverable_among(emails)
    return sum(not email or email in dead for email in emails)
