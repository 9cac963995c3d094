"""Every trained person of a scope with what they may do on a day and what they gave until
then, in as many queries for many as for one."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from trainers.domain.report.given import Part, few, note_first, parts_of
from trainers.domain.report.scope import Scope
from trainers.domain.report.ways import Totals, Way, add_worth, earlier, later, trained
from trainers.models import Accreditation, GivenInYear


@dataclass
class Facts:
    """The ways of a scope, and what was given in each year."""

    ways: list[Way]
    years: dict[int, Totals]

    def people(self) -> Iterable[list[Way]]:
        """The ways of each person."""
        found: dict[int, list[Way]] = defaultdict(list)
        for one in self.ways:
            found[one.person].append(one)
        return found.values()


def facts_in(
    scope: Scope,
    day: date,
    *,
    today: date,
    language: str = "",
    is_counted: bool = False,
) -> Facts:
    """Those who were trained by a day, as they stood at its end; of one language, or of
    all. Where what everybody gave `is_counted` beforehand, it is read of very many today
    (trainers.domain.report.beforehand); else it is counted here."""
    accreditations = Accreditation.objects.filter(scope.ways())
    if language:
        accreditations = accreditations.filter(language=language)
    ways, by_accreditation = trained(accreditations, day)
    years: dict[int, Totals] = defaultdict(Totals)
    if ways:
        add_worth(by_accreditation, scope, day)
        people = few({one.person for one in ways.values()})
        if people is None and is_counted and day == today:
            _add_counted(by_accreditation, years)
        else:
            for part in parts_of(people, day, today=today):
                if way := ways.get(part.key):
                    _add_part(way, part, years)
    return Facts(list(ways.values()), dict(years))


def _add_part(way: Way, part: Part, years: dict[int, Totals]) -> None:
    way.last_on = later(way.last_on, part.last)
    note_first(way, part, way.trained_on)
    if part.led:
        for totals in (way.given, years[part.led.began.year]):
            totals.add(part.led.people, is_group=part.is_group)


def _add_counted(ways: dict[int, Way], years: dict[int, Totals]) -> None:
    rows = GivenInYear.objects.order_by().values_list(
        "accreditation",
        "year",
        "sessions",
        "groups",
        "people",
        "first_on",
        "first_group_on",
        "last_on",
    )
    for pk, year, sessions, groups, people, first, first_group, last in rows:
        way = ways.get(pk)
        if way is None:
            continue
        for totals in (way.given, years[year]):
            totals.sessions += sessions
            totals.groups += groups
            totals.people += people
        if first:
            way.first_on = earlier(way.first_on, first)
        if first_group:
            way.first_group_on = earlier(way.first_group_on, first_group)
        if last:
            way.last_on = later(way.last_on, last)
