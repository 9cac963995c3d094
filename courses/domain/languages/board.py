"""One table per course: every text, every language, how each stands."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.text import capfirst
from wagtail.models import Locale

from courses.domain.languages.joining import refusals
from courses.domain.languages.standings import (
    Cell,
    CourseLanguages,
    languages_of,
    languages_of_many,
)
from courses.domain.languages.things import Thing
from courses.enums import TranslationState
from courses.models import Course
from courses.rules import authoring_at
from organisations.models import User

# What there is to do about a text, the most urgent first.
TO_DO = (
    TranslationState.OUT_OF_DATE,
    TranslationState.MISSING,
    TranslationState.DRAFT,
    TranslationState.TRANSLATED,
    TranslationState.REVIEWED,
)


@dataclass(frozen=True)
class BoardRow:
    """A text with its cells in the order of the board's languages. `module` is the title
    of the module it stands in, "" for the course page itself."""

    thing: Thing
    title: str
    kind: str
    module: str
    cells: list[Cell]


@dataclass(frozen=True)
class Column:
    """A language of the board: how many texts are in which state, and what keeps it out
    of the next edition."""

    language: str
    is_source: bool
    counts: list[tuple[TranslationState, int]]
    refusals: list[str]


@dataclass(frozen=True)
class Board:
    languages: CourseLanguages
    columns: list[Column]
    rows: list[BoardRow]
    kinds: dict[str, str]
    people: dict[int, User]


@dataclass(frozen=True)
class Filter:
    """What a board shows; "" is everything. A state is asked of `language` where one is
    given, else of any."""

    state: str = ""
    language: str = ""
    kind: str = ""

    def takes(self, row: BoardRow) -> bool:
        if self.kind and row.thing.kind != self.kind:
            return False
        if not self.state:
            return True
        return any(
            cell.state == self.state and self.language in ("", cell.language)
            for cell in row.cells
        )


def board_languages() -> list[str]:
    """The languages the site is written in, English first."""
    codes = Locale.objects.values_list("language_code", flat=True)
    return sorted(codes, key=lambda code: (code != "en", code))


def board_of(course: Course, wanted: Filter) -> Board:
    """The board of a course; its number of queries does not depend on its size."""
    codes = board_languages()
    languages = languages_of(course, codes)
    titles = {
        thing.key: str(thing.rows[languages.source_language])
        for thing in languages.things
    }
    shown = [
        code
        for code in codes
        if wanted.language in ("", code) or code == languages.source_language
    ]
    rows = [
        BoardRow(
            thing=thing,
            title=titles[thing.key],
            kind=kind_label(thing),
            module=titles.get(thing.place, ""),
            cells=[languages.cells[thing.key, code] for code in shown],
        )
        for thing in languages.things
    ]
    return Board(
        languages=languages,
        columns=[_column(languages, code) for code in shown],
        rows=[row for row in rows if wanted.takes(row)],
        kinds={row.thing.kind: row.kind for row in rows},
        people=people_in(cell for row in rows for cell in row.cells),
    )


def kind_label(thing: Thing) -> str:
    return capfirst(str(thing.model._meta.verbose_name))


def people_in(cells: Iterable[Cell]) -> dict[int, User]:
    """Those by whose act something stands as it does."""
    ids = {cell.standing.by_id for cell in cells} - {None}
    return User.objects.in_bulk(ids)


def _column(languages: CourseLanguages, code: str) -> Column:
    counts = languages.counts(code)
    return Column(
        language=code,
        is_source=code == languages.source_language,
        counts=[(state, counts[state]) for state in TranslationState if counts[state]],
        refusals=refusals(languages, code),
    )


@dataclass(frozen=True)
class ToDo:
    """What a language of a course waits for: `counts` by state, the most urgent first."""

    course: Course
    language: str
    counts: list[tuple[TranslationState, int]]

    @property
    def total(self) -> int:
        return sum(count for _state, count in self.counts)


def translations_to_do(user) -> list[ToDo]:
    """What is to be translated, reviewed or approved in the courses a person writes for.

    A language counts once the course has begun to be there in it. The number of queries
    does not depend on how many courses there are.
    """
    bodies = authoring_at(user)
    courses = Course.objects.select_related("owner").order_by("code")
    if bodies is not None:
        courses = courses.filter(owner__in=bodies)
    told = []
    for languages in languages_of_many(courses, board_languages()):
        for code in languages_begun(languages):
            counts: Counter = languages.counts(code)
            waiting = [(state, counts[state]) for state in TO_DO if counts[state]]
            if waiting:
                told.append(ToDo(languages.course, code, waiting))
    return told


def languages_begun(languages: CourseLanguages) -> list[str]:
    """The languages, beside its own, in which a course has a page."""
    return sorted(
        code
        for thing in languages.things[:1]
        for code in thing.rows
        if code != languages.source_language
    )


def chosen_cells(
    languages: CourseLanguages, language: str, keys: Iterable[UUID] | None
) -> list[Cell]:
    """The cells of a language that an act is asked for: all that count, or those of
    these keys."""
    wanted = None if keys is None else set(keys)
    return [
        cell
        for cell in languages.of(language)
        if wanted is None or cell.thing.key in wanted
    ]
