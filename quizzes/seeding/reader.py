"""Reads the question banks of a course and checks them; writes nothing."""

from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path

from courses.exercises import ASKED, COUNTING
from courses.seeding.exercises import Exercise, read_exercise
from courses.seeding.problems import Problems
from courses.seeding.reader import CourseSeed, ModuleSeed
from courses.seeding.tables import Table, check_keys, read_table

# So that two attempts differ, and a must-pass topic cannot be learnt by heart.
SMALLEST_BANK = 20
# Banks in files have no pictures of their own; an exercise of the module brings its.
KINDS = ASKED - {"hotspot"}
SMALLEST_MUST_PASS_TOPIC = 3
# Of four options the right one should be the longest in about a quarter of questions.
MOST_LONGEST = 0.45


@dataclass(frozen=True)
class QuestionSeed:
    exercise: Exercise
    must_pass: bool
    topic: str
    tags: tuple[str, ...]
    difficulty: int
    lesson: str
    fact: str

    @property
    def key(self) -> str:
        return self.exercise.key


@dataclass(frozen=True)
class BankSeed:
    """The bank of one module, from which the module's quiz draws."""

    code: str
    module: ModuleSeed
    questions: tuple[QuestionSeed, ...]


def read_banks(course: CourseSeed, folder: Path) -> tuple[BankSeed, ...]:
    """A bank per module of the course that has a quiz, from <folder>/<module>.toml.

    Raises SeedError with all problems.
    """
    problems = Problems()
    keys: set[str] = set()
    facts = {fact.key for module in course.modules for fact in module.facts}
    banks = []
    for module in course.modules:
        if module.quiz is None:
            continue
        table = read_table(
            folder / f"{module.key}.toml",
            languages=course.languages,
            problems=problems,
        )
        rows = table.rows("question")
        check_keys(rows, keys)
        lessons = {lesson.slug for lesson in module.lessons}
        questions = tuple(_question(row, module, lessons, facts) for row in rows)
        # What lessons asked already is there to practise: nobody passes by it.
        if not all(row.has("exercise") for row in rows):
            _check_bank(table, questions, module)
        banks.append(BankSeed(f"{course.code}-{module.key}", module, questions))
    problems.raise_if_any()
    return tuple(banks)


def _question(
    row: Table, module: ModuleSeed, lessons: set[str], facts: set[str]
) -> QuestionSeed:
    tags = row.get("tags", list)
    if not tags:
        row.problem("tags", "must name a topic, before any other tags")
    exercise = _exercise(row, module)
    must_pass = row.get("must_pass", bool)
    if must_pass and exercise.kind not in COUNTING:
        row.problem("must_pass", "is for questions that count")
    return QuestionSeed(
        exercise=exercise,
        must_pass=must_pass,
        topic=tags[0] if tags else "",
        tags=tuple(tags[1:]),
        difficulty=row.within("difficulty", 1, 3),
        lesson=row.one_of("lesson", lessons),
        fact=row.one_of("fact", facts, ""),
    )


def _exercise(row: Table, module: ModuleSeed) -> Exercise:
    """What is written here, or an exercise of the module (`exercise`: its key)."""
    if not row.has("exercise"):
        return read_exercise(row, kinds=KINDS)
    asked = {k: one for k, one in module.exercises.items() if one.kind in ASKED}
    chosen = asked.get(row.one_of("exercise", asked))
    # `parts` is None only beside a problem.
    empty = Exercise("", "", prompt={}, feedback={}, parts=None)
    return replace(chosen or empty, key=row.get("key", str))


def _check_bank(
    table: Table, questions: tuple[QuestionSeed, ...], module: ModuleSeed
) -> None:
    smallest = max(SMALLEST_BANK, module.quiz.draw)
    counting = sum(question.exercise.kind in COUNTING for question in questions)
    if counting < smallest:
        table.problem("question", f"{counting} questions: {smallest} are needed")
    topics: dict[str, list[bool]] = defaultdict(list)
    for question in questions:
        topics[question.topic].append(question.must_pass)
    for topic, must_pass in topics.items():
        if not any(must_pass):
            continue
        if not all(must_pass):
            table.problem(f"topic[{topic}]", "is must-pass in some questions only")
        if len(must_pass) < SMALLEST_MUST_PASS_TOPIC:
            table.problem(
                f"topic[{topic}]",
                f"is must-pass and has {len(must_pass)} questions: "
                f"{SMALLEST_MUST_PASS_TOPIC} are needed",
            )
    for language in table.languages:
        _check_lengths(table, questions, language)


def _check_lengths(
    table: Table, questions: tuple[QuestionSeed, ...], language: str
) -> None:
    """Who always chooses the longest option must not come far."""
    single = [q.exercise for q in questions if q.exercise.kind == "single_choice"]
    given_away = [e.key for e in single if _right_is_longest(e, language)]
    if len(given_away) > MOST_LONGEST * len(single):
        table.problem(
            f"question.*.options.{language}",
            f"the right option is the longest in {len(given_away)} of {len(single)} "
            f"questions ({', '.join(given_away)}): {MOST_LONGEST:.0%} is the most",
        )


def _right_is_longest(exercise: Exercise, language: str) -> bool:
    right = [len(o.text[language]) for o in exercise.options if o.correct]
    wrong = [len(o.text[language]) for o in exercise.options if not o.correct]
    return bool(right and wrong) and max(right) > max(wrong)
