"""Where the figures of a body come from: worked out while the page waits, or counted
before where so many people work there that nobody would wait for it."""

from dataclasses import dataclass
from datetime import date, datetime

from certificates.models import end_of
from courses.models import Course
from lms.small_numbers import Group, Range
from organisations.models import Organisation
from tracking.domain.counts.reading import Counted, counted, counted_trend, is_large
from tracking.domain.coverage import courses_asked
from tracking.domain.rolled.covering import Rolled, ending_by_month, rolled_of
from tracking.domain.rolled.lines import Ending, Line, endings_of, lines_of
from tracking.domain.rolled.trained import Trained, first_year, trained_since
from tracking.domain.rolled.tree import Tree, tree_of
from tracking.domain.rolled.trend import month_ends, months_ahead, trend_of
from tracking.models import PeopleCount


@dataclass(frozen=True)
class Figures:
    """What is told of a course: the whole, the ends of months before (`trend`; None where
    it is not told), and how many certificates run out in the months after. `is_kept`:
    the ends of months are as was known then."""

    rolled: Rolled
    trend: list[tuple[date, Group]] | None
    ending: dict[date, Range]
    is_kept: bool


@dataclass(frozen=True)
class Live:
    """The figures of a body as they are worked out now."""

    body: Organisation
    day: date
    known_on: date | None

    # Nobody counted them before.
    count = None

    @property
    def tree(self) -> Tree:
        """The employers of the body; a query."""
        return tree_of(self.body)

    @property
    def known_at(self) -> datetime | None:
        return end_of(self.known_on) if self.known_on else None

    def courses(self) -> list[Course]:
        """What was asked of anybody."""
        return courses_asked(self.body, self.day, known_at=self.known_at)

    def rolled(self, course: Course) -> Rolled:
        """What is told of a course."""
        return rolled_of(self.tree, self._lines(course))

    def figures(self, course: Course) -> Figures:
        """All that a page tells of a course."""
        tree, lines = self.tree, self._lines(course)
        # Where every night is counted, it says the same of a town and of its province,
        # and nobody waits for thirteen questions.
        is_kept, trend = is_large(None, self.day), None
        if is_kept:
            trend = counted_trend(self.body, course, month_ends(self.day))
        elif self.known_on is None:
            trend = trend_of(tree, course, self.day)
        return Figures(
            rolled_of(tree, lines),
            trend,
            _ending(tree, endings_of(lines), self.day),
            is_kept,
        )

    def first_year(self) -> int | None:
        """The year of the earliest training of anybody; None without any."""
        return first_year(self.body)

    def trained_since(self, year: int) -> Trained:
        """Who was trained from a year on."""
        return trained_since(self.tree, year, today=self.day)

    def _lines(self, course: Course) -> list[Line]:
        return lines_of(self.body, course, self.day, known_at=self.known_at)


@dataclass(frozen=True)
class Kept:
    """The figures of a body as they were counted."""

    counted: Counted

    @property
    def count(self) -> PeopleCount:
        return self.counted.count

    @property
    def body(self) -> Organisation:
        return self.counted.tree.top.organisation

    @property
    def day(self) -> date:
        return self.count.day

    def courses(self) -> list[Course]:
        """What was asked of anybody, of what was counted."""
        asked = courses_asked(self.body, self.day, known_at=self.count.known_at)
        return [one for one in asked if one.pk in self.count.courses]

    def rolled(self, course: Course) -> Rolled:
        """What is told of a course."""
        return rolled_of(self.counted.tree, self.counted.lines(course))

    def figures(self, course: Course) -> Figures:
        """All that a page tells of a course."""
        return Figures(
            self.rolled(course),
            counted_trend(self.body, course, month_ends(self.day)),
            _ending(self.counted.tree, self.counted.endings(course), self.day),
            is_kept=True,
        )

    def first_year(self) -> int | None:
        """The year of the earliest training of anybody; None without any."""
        return self.counted.first_year()

    def trained_since(self, year: int) -> Trained:
        """Who was trained from a year on."""
        return self.counted.trained_since(year)


def source_of(
    body: Organisation, day: date, known_on: date | None = None, *, today: date
) -> Live | Kept | None:
    """The figures of a body on a day, as was known by the end of another where one is
    given. None where they have to be counted first."""
    if not is_large(body, today):
        return Live(body, day, known_on)
    found = counted(body, day, known_on, today=today)
    return found and Kept(found)


def _ending(tree: Tree, endings: list[Ending], day: date) -> dict[date, Range]:
    return ending_by_month(tree, endings, months_ahead(day))
