"""How everything of a course stands in every language."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from courses.domain.languages.content import content_hash, references, same_things
from courses.domain.languages.state import Act, Published, Standing, standing_of
from courses.domain.languages.things import CourseThings, Thing, things_of
from courses.enums import TranslationState, TranslationStep
from courses.models import Course, TranslationAct


@dataclass(frozen=True)
class Cell:
    """A thing in one language: what is published, what was done, how it stands."""

    thing: Thing
    language: str
    published: Published
    acts: list[Act]
    standing: Standing

    @property
    def state(self) -> TranslationState:
        return self.standing.state


@dataclass(frozen=True)
class CourseLanguages:
    """The things of a course with their cells, for its source and other languages."""

    course: Course
    source_language: str
    things: list[Thing]
    cells: dict[tuple[UUID, str], Cell]

    def of(self, language: str) -> list[Cell]:
        """A language's cells that count: those of what is published in the source."""
        return [
            self.cells[thing.key, language]
            for thing in self.things
            if thing.rows[self.source_language].live
        ]

    def counts(self, language: str) -> Counter:
        """How many of those there are in each state."""
        return Counter(cell.state for cell in self.of(language))


def languages_of(course: Course, languages: Iterable[str]) -> CourseLanguages:
    """How a course stands in each of these languages, its source among them or not."""
    return languages_of_many([course], languages)[0]


def languages_of_many(
    courses: Iterable[Course], languages: Iterable[str]
) -> list[CourseLanguages]:
    """How courses stand in each of these languages, in their order. The number of queries
    depends on neither."""
    courses, languages = list(courses), list(languages)
    found = things_of(courses)
    acts = acts_of({t.key for one in found.values() for t in one.things})
    told = []
    for course in courses:
        one = found[course.pk]
        cells = {}
        for thing in one.things:
            source = content_hash(thing.rows[one.source_language])
            for language in languages:
                cells[thing.key, language] = _cell(one, thing, language, source, acts)
        told.append(CourseLanguages(course, one.source_language, one.things, cells))
    return told


def acts_of(keys: Iterable[UUID]) -> dict[tuple[UUID, str], list[Act]]:
    """What was done with these things, by key and language, the oldest first."""
    acts = defaultdict(list)
    for row in TranslationAct.objects.filter(key__in=list(keys)).order_by("pk"):
        acts[row.key, row.language].append(
            Act(
                row.step,
                row.source_hash,
                row.content_hash,
                row.at,
                row.by_id,
                row.sector_id or "",
            )
        )
    return acts


def _cell(found: CourseThings, thing: Thing, language: str, source: str, acts) -> Cell:
    row, written = thing.rows.get(language), thing.rows[found.source_language]
    told = acts.get((thing.key, language), [])
    if language == found.source_language:
        published = Published(source, source, row.live, _changed(source, row, told))
        state = TranslationState.SOURCE if row.live else TranslationState.DRAFT
        standing = Standing(state, published.source_changed_at)
        return Cell(thing, language, published, told, standing)
    of_source = acts.get((thing.key, found.source_language), [])
    published = Published(
        source=source,
        content=None if row is None else content_hash(row),
        is_live=row is not None and row.live,
        source_changed_at=_changed(source, written, of_source),
        follows=row is None
        or same_things(references(written), references(row), found.key_of),
    )
    return Cell(thing, language, published, told, standing_of(published, told))


def _changed(source: str, written, acts: list[Act]) -> datetime | None:
    """When the source came to say what it says; where nobody wrote that down, when it
    was published last."""
    told = [
        act.at
        for act in acts
        if act.step == TranslationStep.CHANGED and act.content == source
    ]
    return told[-1] if told else written.last_published_at
