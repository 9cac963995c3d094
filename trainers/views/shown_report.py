"""The report of trainers in words, as somebody may read it (ETHICS P6).

Owners of programmes and the employer of everybody in it read numbers as they are. A body
above employers reads them in fives, so that no two looks differ by one person, and of a
line of one to four people only that somebody is there.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from lms.requests import query_of
from lms.small_numbers import FEWEST, in_fives, is_small
from trainers.domain.naming import programme_name
from trainers.domain.report.counting import Line, TrainerReport, Year
from trainers.domain.report.scope import ALL, Scope
from trainers.domain.report.territories import Territory
from trainers.models import TrainerProgramme


@dataclass(frozen=True)
class Shown:
    """A line as it is told, in words: each a number, or "–" where it is not told. `url`
    leads to the report of the body that the line is about, "" to none."""

    name: str
    trained: str
    accredited: str
    provisional: str
    active: str
    ending: str
    idle: str
    sessions: str
    groups: str
    people: str
    sessions_each: str
    groups_each: str
    months_to_first: str
    months_to_first_group: str
    url: str = ""


@dataclass(frozen=True)
class ShownYear:
    """A year as it is told."""

    year: int
    trained: str
    accredited: str
    sessions: str
    groups: str
    people: str
    have_led: str
    months_to_first: str


NOT_TOLD = "–"
# What is counted in a line, and of a year.
COUNTS = (
    "trained",
    "accredited",
    "provisional",
    "active",
    "ending",
    "idle",
    "sessions",
    "groups",
    "people",
)
YEAR_COUNTS = ("trained", "accredited", "sessions", "groups", "people", "have_led")
# Columns by which territories are sorted.
ORDERS = ("name", *(one for one in COUNTS if one != "provisional"))


@dataclass(frozen=True)
class Words:
    """Numbers in words: as they are (`is_exact`) or in fives; as people read them, or
    `is_plain` as a program does."""

    is_exact: bool
    is_plain: bool = False

    def count(self, count: int) -> str:
        """How many; of one to four only that."""
        if not self.is_exact and is_small(count):
            return fewer()
        told = self.told(count)
        return str(told) if self.is_plain else number_format(told, force_grouping=True)

    def told(self, count: int) -> int:
        """A number as it may be reckoned with."""
        return count if self.is_exact else in_fives(count)

    def each(self, given: int, people: int) -> str:
        """So many for each of so many people."""
        if not people:
            return NOT_TOLD
        return self._decimal(self.told(given) / self.told(people), places=1)

    def months(self, value: float | None, people: int) -> str:
        """A median of so many people: of few it would be the months of one of them."""
        if value is None or (not self.is_exact and people < FEWEST):
            return NOT_TOLD
        return self._decimal(value, places=1 if self.is_exact else 0)

    def _decimal(self, value: float, *, places: int) -> str:
        if self.is_plain:
            return f"{value:.{places}f}"
        return number_format(round(value, places), decimal_pos=places)


def shown_line(line: Line, words: Words, name: str = "", url: str = "") -> Shown:
    """One line of the report."""
    if not words.is_exact and is_small(line.trained):
        rest = dict.fromkeys(Shown.__dataclass_fields__, NOT_TOLD)
        return Shown(**{**rest, "name": name, "url": url, "trained": fewer()})
    led = line.trained - line.idle
    return Shown(
        name=name,
        url=url,
        **{one: words.count(getattr(line, one)) for one in COUNTS},
        sessions_each=words.each(line.sessions, line.trained),
        groups_each=words.each(line.groups, line.trained),
        months_to_first=words.months(line.months_to_first, led),
        months_to_first_group=words.months(
            line.months_to_first_group, line.have_led_groups
        ),
    )


def shown_year(one: Year, words: Words) -> ShownYear:
    """One year of the report."""
    return ShownYear(
        year=one.year,
        **{name: words.count(getattr(one, name)) for name in YEAR_COUNTS},
        months_to_first=words.months(one.months_to_first, one.have_led),
    )


def territories_in_order(
    report: TrainerReport, order: str, words: Words
) -> list[tuple[Territory, Line]]:
    """By one of ORDERS, or with "-" before it the other way round; by what is told, so
    that the order says no more than the numbers. Equal ones come by name."""
    key = order.removeprefix("-")
    rows = list(report.territories)
    if key != "name":
        rows.sort(key=lambda one: _rank(getattr(one[1], key), words))
    return rows[::-1] if order.startswith("-") else rows


def shown_territories(
    request: HttpRequest,
    rows: Iterable[tuple[Territory, Line]],
    scope: Scope,
    words: Words,
) -> list[Shown]:
    """By territory; below a body each leads to its own report."""
    found = []
    for place, line in rows:
        is_below = scope.body is not None and place.pk != scope.body.pk
        url = (
            query_of(request, of=f"body:{place.code}", sort=None, page=None)
            if is_below
            else ""
        )
        found.append(shown_line(line, words, place.name, url))
    return found


def shown_kinds(
    report: TrainerReport, programmes: dict[int, TrainerProgramme], words: Words
) -> list[Shown]:
    """By programme and language."""
    languages = dict(settings.LANGUAGES)
    named = [
        (f"{programme_name(programmes[pk])}, {languages.get(code, code)}", line)
        for (pk, code), line in report.kinds.items()
    ]
    named.sort(key=lambda one: one[0].casefold())
    return [shown_line(line, words, name) for name, line in named]


def programmes_in(report: TrainerReport) -> dict[int, TrainerProgramme]:
    """The programmes that lines of a report are about, by their ids."""
    rows: QuerySet[TrainerProgramme] = TrainerProgramme.objects.all()
    return rows.in_bulk({pk for pk, _language in report.kinds})


def label_of(scope: Scope) -> str:
    """What a scope is called where somebody chooses."""
    if scope.key == ALL:
        return _("All my programmes")
    return scope.body.name if scope.body else programme_name(scope.programmes[0])


def file_rows(
    whole: Shown, territories: list[Shown], kinds: list[Shown], years: list[ShownYear]
) -> Iterator[list]:
    """Lines of the file: the heading, everybody, each territory, each programme and
    language, each year. Of a year those accredited are those who were it for the first
    time, and those without a session or group of those trained in it."""
    yield [
        _("Part"),
        _("Name"),
        _("Trained"),
        _("Accredited"),
        _("Provisional"),
        _("Active in twelve months"),
        _("Ends within six months"),
        _("Led nothing yet"),
        _("Training sessions"),
        _("Groups"),
        _("Attendances"),
        _("Sessions for each trained trainer"),
        _("Groups for each trained trainer"),
        _("Months to the first, median"),
        _("Months to the first group, median"),
        _("Of those trained that year, have led"),
    ]
    for part, lines in (
        (_("Everybody"), [whole]),
        (_("Territory"), territories),
        (_("Programme and language"), kinds),
    ):
        for one in lines:
            yield [
                part,
                one.name,
                *(getattr(one, name) for name in COUNTS),
                one.sessions_each,
                one.groups_each,
                one.months_to_first,
                one.months_to_first_group,
                "",
            ]
    for one in years:
        given = [one.sessions, one.groups, one.people, "", "", one.months_to_first, ""]
        yield [
            _("Year"),
            one.year,
            one.trained,
            one.accredited,
            *[""] * 4,
            *given,
            one.have_led,
        ]


def _rank(count: int, words: Words) -> int:
    return 1 if not words.is_exact and is_small(count) else words.told(count)


def fewer() -> str:
    """What is said of one to four: short, for a cell of a table."""
    return f"1–{FEWEST - 1}"
