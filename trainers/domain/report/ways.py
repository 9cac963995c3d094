"""Everybody who was trained, with what they may do on a day."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Min, QuerySet

from trainers.domain.periods import in_force
from trainers.domain.report.scope import Scope
from trainers.enums import Level
from trainers.models import Accreditation, Period

# A person, a programme, a language.
Key = tuple[int, int, str]


@dataclass(slots=True)
class Totals:
    """Training sessions and groups, and how often somebody came to one: of a group so
    many as to its fullest meeting."""

    sessions: int = 0
    groups: int = 0
    people: int = 0

    def add(self, people: int, *, is_group: bool) -> None:
        if is_group:
            self.groups += 1
        else:
            self.sessions += 1
        self.people += people


@dataclass(slots=True)
class Way:
    """A person who was trained for a programme in a language. `accredited_on` is the
    first day on which they were accredited, None: never. `until` is the last day of
    what they hold, None where they may not lead on the day asked. `first_on` is when
    they first led a session or a group since they were trained, and `first_group_on` a
    group alone; `last_on` is when they last had a part in one. None: not yet."""

    person: int
    programme: int
    language: str
    employer: int
    trained_on: date
    accredited_on: date | None = None
    is_provisional: bool = False
    until: date | None = None
    last_on: date | None = None
    first_on: date | None = None
    first_group_on: date | None = None
    given: Totals = field(default_factory=Totals)


def trained(
    accreditations: QuerySet[Accreditation], day: date
) -> tuple[dict[Key, Way], dict[int, Way]]:
    """Ways by their key, and by the id of each accreditation that is one: who withdrew
    and came back has two, and was trained with the first. Where they work the last
    says."""
    rows = (
        accreditations.filter(trained_on__lte=day)
        .order_by("pk")
        .values_list("pk", "person", "programme", "language", "employer", "trained_on")
    )
    ways: dict[Key, Way] = {}
    by_accreditation: dict[int, Way] = {}
    for pk, person, programme, language, employer, trained_on in rows:
        key = (person, programme, language)
        way = ways.get(key)
        if way is None:
            way = ways[key] = Way(*key, employer, trained_on)
        way.trained_on = min(way.trained_on, trained_on)
        way.employer = employer
        by_accreditation[pk] = way
    return ways, by_accreditation


def add_worth(ways: dict[int, Way], scope: Scope, day: date) -> None:
    """Since when they are accredited, and what they hold on the day."""
    periods = scope.ways("accreditation__")
    first = (
        Period.objects.filter(periods, level=Level.ACCREDITED, starts_on__lte=day)
        .order_by()
        .values_list("accreditation")
        .annotate(Min("starts_on"))
    )
    for pk, starts_on in first:
        if way := ways.get(pk):
            way.accredited_on = earlier(way.accredited_on, starts_on)
    held = in_force(day).filter(periods).order_by()
    for pk, level, ends_on in held.values_list("accreditation", "level", "ends_on"):
        way = ways.get(pk)
        if way is None:
            continue
        if level == Level.ACCREDITED:
            # Who renewed early has the next period at once.
            way.until = max(way.until, ends_on) if way.until else ends_on
        else:
            way.is_provisional = True


def earlier(known: date | None, other: date) -> date:
    """The earlier of two days, of which the first need not be known."""
    return other if known is None or other < known else known


def later(known: date | None, other: date) -> date:
    """The later of two days, of which the first need not be known."""
    return other if known is None or other > known else known
