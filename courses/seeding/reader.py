"""Reads a course's files and checks them; writes nothing."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from courses.enums import Audience, DatePrecision, ExtremismForm
from courses.seeding.exercises import Exercise, read_exercise
from courses.seeding.keys import SHOWN_KINDS
from courses.seeding.markup import (
    CASE_TAGS,
    LessonText,
    NotAllowedError,
    Segment,
    read_lesson,
    to_html,
)
from courses.seeding.problems import Problems
from courses.seeding.shown import ShownSeed, read_shown
from courses.seeding.statements import StatementSeed, read_statement
from courses.seeding.tables import Table, Texts, check_keys, read_table

# Rules of the publish checklist to which a written reason is an answer.
REASONED = ("words", "reading")
VIGNETTE_TEXTS = ("story", "see", "explanations", "job", "consult", "trap")


FEEDBACK = ("after", "during", "all")


@dataclass(frozen=True)
class FactSeed:
    key: str
    text: Texts
    source: dict[str, Any]


@dataclass(frozen=True)
class VignetteSeed:
    key: str
    form: str
    sector: str
    title: Texts
    texts: dict[str, Texts]


@dataclass(frozen=True)
class LessonSeed:
    """`title` and `segments` are per language; segments are alike in all of them."""

    slug: str
    minutes: int
    title: Texts
    segments: dict[str, tuple[Segment, ...]]


@dataclass(frozen=True)
class ReasonSeed:
    """Why a lesson keeps a term, or a hard sentence."""

    lesson: str
    rule: str
    subject: str
    text: Texts


@dataclass(frozen=True)
class QuizSeed:
    key: str
    title: Texts
    minutes: int
    draw: int
    pass_percent: int
    # From when it is told what was right: a value of quizzes.enums.FeedbackFrom.
    feedback_from: str = "after"


@dataclass(frozen=True)
class ModuleSeed:
    key: str
    sectors: tuple[str, ...]
    is_optional: bool
    title: Texts
    summary: Texts
    objectives: tuple[Texts, ...]
    lessons: tuple[LessonSeed, ...]
    quiz: QuizSeed | None  # Practice has none.
    facts: tuple[FactSeed, ...]
    vignettes: tuple[VignetteSeed, ...]
    statements: tuple[StatementSeed, ...]
    exercises: dict[str, Exercise]
    reasons: tuple[ReasonSeed, ...] = ()
    shown: ShownSeed = field(default_factory=ShownSeed)


@dataclass(frozen=True)
class CourseSeed:
    """A course as its files tell it. The first of `languages` is the source."""

    folder: Path
    code: str
    owner: str
    sectors: tuple[str, ...]
    is_open: bool
    audience: str
    is_focused: bool
    languages: tuple[str, ...]
    title: Texts
    summary: Texts
    outcomes: tuple[Texts, ...]
    modules: tuple[ModuleSeed, ...] = field(default=())

    def module(self, key: str) -> ModuleSeed:
        return next(module for module in self.modules if module.key == key)


def read_course(folder: Path) -> CourseSeed:
    """The course in a folder with course.toml. Raises SeedError with all problems."""
    problems = Problems()
    path = folder / "course.toml"
    table = read_table(path, languages=(), problems=problems)
    problems.raise_if_any()
    languages = tuple(table.get("languages", list))
    table.languages = languages
    modules = _Modules(folder, languages, problems).read(table.get("modules", list))
    course = CourseSeed(
        folder=folder,
        code=table.get("code", str),
        owner=table.get("owner", str),
        sectors=tuple(table.get("sectors", list, [])),
        is_open=table.get("is_open", bool),
        audience=table.one_of("audience", Audience.values, Audience.PROFESSIONALS),
        is_focused=table.get("is_focused", bool, False),
        languages=languages,
        title=table.text("title", max_length=255),
        summary=table.text("summary"),
        outcomes=tuple(row.texts() for row in table.rows("outcomes")),
        modules=modules,
    )
    if course.code != folder.name:
        table.problem("code", f"must be the name of the folder, {folder.name}")
    problems.raise_if_any()
    return course


class _Modules:
    def __init__(
        self, folder: Path, languages: tuple[str, ...], problems: Problems
    ) -> None:
        self.folder = folder
        self.languages = languages
        self.problems = problems
        self.facts: set[str] = set()
        self.vignettes: set[str] = set()
        self.statements: set[str] = set()
        self.exercises: set[str] = set()
        self.keys: dict[str, set[str]] = {kind: set() for kind in SHOWN_KINDS}

    def read(self, keys: list[str]) -> tuple[ModuleSeed, ...]:
        # Lessons may show what another module brings, so references come last.
        modules = tuple(self._module(key) for key in keys)
        for module in modules:
            self._check_references(module)
        return modules

    def _file(self, path: Path) -> Table:
        return read_table(path, languages=self.languages, problems=self.problems)

    def _module(self, key: str) -> ModuleSeed:
        folder = self.folder / key
        table = self._file(folder / "module.toml")
        if table.get("key", str) != key:
            table.problem("key", f"must be the name of the folder, {key}")
        lessons = tuple(self._lesson(folder, row) for row in table.rows("lessons"))
        quiz = self._quiz(table.table("quiz")) if table.has("quiz") else None
        planned = sum(part.minutes for part in (*lessons, quiz) if part is not None)
        if table.get("minutes", int) != planned:
            table.problem("minutes", f"must be {planned}: lessons and quiz together")
        return ModuleSeed(
            key=key,
            sectors=tuple(table.get("sectors", list)),
            is_optional=table.get("optional", bool, False),
            title=table.text("title", max_length=255),
            summary=table.text("summary"),
            objectives=tuple(row.texts() for row in table.rows("objectives")),
            lessons=lessons,
            quiz=quiz,
            facts=self._facts(folder / "facts.toml"),
            vignettes=self._vignettes(folder / "vignettes.toml"),
            statements=self._statements(folder / "statements.toml"),
            exercises=self._exercises(folder / "exercises.toml"),
            reasons=tuple(
                self._reason(row, {lesson.slug for lesson in lessons})
                for row in table.rows("reasons")
            ),
            shown=read_shown(folder, self._file, self.keys),
        )

    def _reason(self, row: Table, lessons: set[str]) -> ReasonSeed:
        return ReasonSeed(
            lesson=row.one_of("lesson", lessons),
            rule=row.one_of("rule", REASONED),
            subject=row.get("subject", str),
            text=row.text("text"),
        )

    def _quiz(self, table: Table) -> QuizSeed:
        return QuizSeed(
            key=table.get("key", str),
            title=table.text("title", max_length=255),
            minutes=table.within("minutes", 1, 120),
            draw=table.within("draw", 1, 60),
            pass_percent=table.within("pass_percent", 1, 100),
            feedback_from=table.one_of("feedback", FEEDBACK, "after"),
        )

    def _facts(self, path: Path) -> tuple[FactSeed, ...]:
        rows = self._file(path).rows("fact")
        check_keys(rows, self.facts)
        return tuple(self._fact(row) for row in rows)

    def _fact(self, row: Table) -> FactSeed:
        source = {
            "source_key": row.get("source_key", str),
            "source_title": row.get("source_title", str),
            "source_url": row.get("source_url", str),
            "source_date": row.get("source_date", date),
            "source_date_precision": row.one_of(
                "source_date_precision", DatePrecision.values
            ),
            "valid_from": row.get("valid_from", date),
            "review_by": row.get("review_by", date),
        }
        if len(source["source_title"]) > 255:
            row.problem("source_title", "is longer than 255 characters")
        if source["source_url"] and not source["source_url"].startswith("https://"):
            row.problem("source_url", "must begin with https://")
        known = source["valid_from"] and source["review_by"]
        if known and source["review_by"] <= source["valid_from"]:
            row.problem("review_by", "must be after valid_from")
        return FactSeed(row.get("key", str), row.text("text"), source)

    def _statements(self, path: Path) -> tuple[StatementSeed, ...]:
        if not path.exists():
            # Most modules have none.
            return ()
        rows = self._file(path).rows("statement")
        check_keys(rows, self.statements)
        return tuple(
            read_statement(row, lambda text: to_html(text, CASE_TAGS)) for row in rows
        )

    def _vignettes(self, path: Path) -> tuple[VignetteSeed, ...]:
        rows = self._file(path).rows("vignette")
        check_keys(rows, self.vignettes)
        return tuple(
            VignetteSeed(
                key=row.get("key", str),
                form=row.one_of("form", ExtremismForm.values),
                sector=row.get("sector", str),
                title=row.text("title", max_length=120),
                texts={name: self._prose(row, name) for name in VIGNETTE_TEXTS},
            )
            for row in rows
        )

    def _prose(self, row: Table, name: str) -> Texts:
        texts = row.text(name)
        try:
            return {
                language: to_html(text, CASE_TAGS) for language, text in texts.items()
            }
        except NotAllowedError as error:
            row.problem(name, str(error))
            return texts

    def _exercises(self, path: Path) -> dict[str, Exercise]:
        rows = self._file(path).rows("exercise")
        check_keys(rows, self.exercises)
        exercises = [read_exercise(row) for row in rows]
        return {exercise.key: exercise for exercise in exercises}

    def _lesson(self, folder: Path, row: Table) -> LessonSeed:
        slug = row.get("file", str)
        texts: dict[str, LessonText] = {}
        for language in self.languages:
            lesson = read_lesson(folder / f"{slug}.{language}.md", self.problems)
            if lesson is not None:
                texts[language] = lesson
        if len(texts) == len(self.languages):
            self._check_alike(texts)
        return LessonSeed(
            slug=slug,
            minutes=row.within("minutes", 1, 120),
            title={language: text.title for language, text in texts.items()},
            segments={language: text.segments for language, text in texts.items()},
        )

    def _check_alike(self, texts: dict[str, LessonText]) -> None:
        source = texts[self.languages[0]]
        for language in self.languages[1:]:
            other = texts[language]
            for mine, its in zip(source.segments, other.segments, strict=False):
                if mine.outline != its.outline:
                    self.problems.add(
                        other.path,
                        f"line {its.line}",
                        f"is {_named(its)}, but {source.path.name} has "
                        f"{_named(mine)} at line {mine.line}",
                    )
                    return
            if len(source.segments) != len(other.segments):
                self.problems.add(
                    other.path,
                    "end",
                    f"has {len(other.segments)} blocks, but {source.path.name} has "
                    f"{len(source.segments)}",
                )

    def _check_references(self, module: ModuleSeed) -> None:
        known = {
            "fact": self.facts,
            "vignette": self.vignettes,
            "statement": self.statements,
            "exercise": set(module.exercises),
            **self.keys,
        }
        for exercise in module.exercises.values():
            if exercise.picture and exercise.picture not in self.keys["image"]:
                self.problems.add(
                    self.folder / module.key / "exercises.toml",
                    f"exercise[{exercise.key}].picture",
                    f"there is no image “{exercise.picture}”",
                )
        for lesson in module.lessons:
            shown: set[str] = set()
            for language, segments in lesson.segments.items():
                path = self.folder / module.key / f"{lesson.slug}.{language}.md"
                for segment in segments:
                    wanted = known.get(segment.type)
                    if wanted is not None and segment.argument not in wanted:
                        self.problems.add(
                            path,
                            f"line {segment.line}",
                            f"there is no {segment.type} “{segment.argument}”",
                        )
                    if segment.type == "exercise" and language == self.languages[0]:
                        if segment.argument in shown:
                            self.problems.add(
                                path,
                                f"line {segment.line}",
                                f"“{segment.argument}” is in this lesson already",
                            )
                        shown.add(segment.argument)


def _named(segment: Segment) -> str:
    kind, argument, *tags = segment.outline
    return " ".join(filter(None, (kind, argument, f"({' '.join(tags)})" * bool(tags))))
