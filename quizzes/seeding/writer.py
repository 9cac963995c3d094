"""Puts question banks into the CMS, and a quiz at the end of each module."""

from django.db import transaction

from courses.models import Course, Fact, ModulePage
from courses.seeding.exercises import block_of
from courses.seeding.keys import fact_key, key_of, lesson_key, module_key
from courses.seeding.reader import CourseSeed
from courses.seeding.saving import Report, Saver
from courses.seeding.shown import ShownSeed, write_shown
from courses.seeding.writer import Languages
from lms.errors import DomainError
from quizzes.models import Bank, Question, QuizPage
from quizzes.seeding.reader import BankSeed, QuestionSeed


def write_banks(course_seed: CourseSeed, banks: tuple[BankSeed, ...]) -> Report:
    """Load the banks of a course that is loaded already.

    What an author changed since is left alone, with a note in the report.
    Raises DomainError when the course, one of its modules or a fact is missing.
    """
    course = Course.objects.filter(code=course_seed.code).first()
    if course is None:
        raise DomainError(f"The course “{course_seed.code}” is not there yet.")
    saver = Saver()
    languages = Languages(course_seed.languages, saver)
    for bank_seed in banks:
        with transaction.atomic(), saver.indexes_afterwards():
            _write_bank(bank_seed, course, languages)
            languages.link()
    return saver.report


def _write_bank(seed: BankSeed, course: Course, languages: Languages) -> None:
    source = languages.codes[0]
    bank, _created = Bank.objects.get_or_create(
        code=seed.code, defaults={"course": course, "name": seed.module.title[source]}
    )
    facts = _facts(seed, languages)
    images = write_shown(
        ShownSeed(image=seed.module.shown.image), languages, owner=course.owner
    )["image"]
    for question in seed.questions:
        languages.snippets(
            Question,
            key=key_of("question", seed.code, question.key),
            values=lambda code, q=question: _values(
                q, seed, bank, code, facts[code], images
            ),
        )
    quiz = seed.module.quiz
    languages.pages(
        QuizPage,
        key=key_of("quiz", course.code, quiz.key),
        parents=_modules(seed, course, languages),
        values=lambda code: {
            "title": quiz.title[code],
            "slug": "quiz",
            "bank": bank,
            "minutes": quiz.minutes,
            "draw": quiz.draw,
            "pass_percent": quiz.pass_percent,
            "feedback_from": quiz.feedback_from,
        },
    )


def _values(
    question: QuestionSeed,
    seed: BankSeed,
    bank: Bank,
    code: str,
    facts: dict,
    images: dict,
) -> dict:
    exercise = question.exercise
    picture = images[exercise.picture][code] if exercise.picture else None
    natural = ("question", seed.code, question.key)
    return {
        "bank": bank,
        "key": question.key,
        "body": [block_of(exercise, code, *natural, picture=picture)],
        "must_pass": question.must_pass,
        "topic": question.topic,
        "tags": " ".join(question.tags),
        "difficulty": question.difficulty,
        "lesson_key": lesson_key(bank.course.code, seed.module.key, question.lesson),
        "fact": facts[question.fact] if question.fact else None,
    }


def _facts(seed: BankSeed, languages: Languages) -> dict[str, dict[str, Fact]]:
    """{language: {key: fact}} of the facts that the bank's questions rest on."""
    wanted = {question.fact for question in seed.questions} - {""}
    keys = {fact_key(key) for key in wanted}
    found = {
        code: {
            fact.key: fact
            for fact in Fact.objects.filter(translation_key__in=keys, locale=locale)
        }
        for code, locale in languages.locales.items()
    }
    for code, facts in found.items():
        if missing := wanted - set(facts):
            raise DomainError(f"{code}: there is no fact {', '.join(sorted(missing))}.")
    return found


def _modules(
    seed: BankSeed, course: Course, languages: Languages
) -> dict[str, ModulePage]:
    key = module_key(course.code, seed.module.key)
    modules = {
        page.locale.language_code: page
        for page in ModulePage.objects.filter(translation_key=key).select_related(
            "locale"
        )
    }
    for code in languages.codes:
        if code not in modules:
            raise DomainError(f"{code}: there is no module “{seed.module.key}”.")
    return modules
