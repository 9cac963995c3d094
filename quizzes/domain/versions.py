"""Freezing authored questions into versions that hold every language."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Max
from django.utils import translation
from django.utils.translation import gettext as _

from courses.domain.manifest import NotReady, canonical_hash
from courses.exercises import content_of, kind_of
from courses.models import Course
from lms.remembered import Remembered
from quizzes.domain.retiring import in_use
from quizzes.models import Bank, Question, QuestionVersion, Retirement


def freeze_bank(
    bank: Bank, *, language: str, now: datetime
) -> list[tuple[Question, int]]:
    """A bank's questions as they are written in `language`, each with the id of its
    version, in the order of their keys.

    A quiz has the languages of its course: what is not live in that one, in which the
    course is written, is left out (left_out says what), and so is what is retired; what
    lacks another language keeps that one out of the edition
    (courses.domain.languages.joining). An unchanged question keeps its version; a
    changed one gets the next. Raises NotReady when nothing is left, or the languages of
    a question disagree about its options.
    """
    by_key = {
        question_key: rows
        for question_key, rows in _live(bank).items()
        if language in rows
    }
    if not by_key:
        raise NotReady(_("The bank “%s” has no published question.") % bank)
    fresh = {}
    for question_key, rows in by_key.items():
        version = _version(bank, question_key, rows, now)
        fresh[question_key, version.hash] = version
    held = {
        (row.question_key, row.hash): row.pk
        for row in QuestionVersion.objects.filter(bank=bank).only(
            "pk", "question_key", "hash"
        )
    }
    missing = [version for key, version in fresh.items() if key not in held]
    for version in missing:
        version.save()
    return [
        (by_key[key[0]][language], held.get(key) or version.pk)
        for key, version in fresh.items()
    ]


def freeze_question(
    bank: Bank, question_key: UUID, *, now: datetime
) -> QuestionVersion:
    """The version of a question as it is published now; of one that was not changed the
    version it has. Raises NotReady when it is not published, or its languages disagree
    about its options."""
    rows = _live(bank).get(question_key)
    if not rows:
        raise NotReady(_("This question is not published any more."))
    fresh = _version(bank, question_key, rows, now)
    held = QuestionVersion.objects.filter(question_key=question_key, hash=fresh.hash)
    version = held.first()
    if version is None:
        fresh.save()
        version = fresh
    return version


def left_out(bank: Bank, *, language: str) -> list[Question]:
    """The live questions of a bank that its quizzes leave out, one row of each, as they
    are not live in the language the course is written in."""
    return [
        next(iter(rows.values()))
        for rows in _live(bank).values()
        if language not in rows
    ]


def _live(bank: Bank) -> dict[UUID, dict[str, Question]]:
    """The live rows of each question by their language, in the order of the keys."""
    by_key = defaultdict(dict)
    questions = in_use(bank.questions.filter(live=True)).select_related("locale")
    questions = questions.prefetch_related("sectors")
    for question in questions.order_by("key", "locale_id"):
        by_key[question.translation_key][question.locale.language_code] = question
    return dict(by_key)


def _version(bank, question_key, rows: dict[str, Question], now) -> QuestionVersion:
    source = rows.get("en") or next(iter(rows.values()))
    contents = {}
    for language, question in rows.items():
        child = question.body[0]
        with translation.override(language):
            contents[language] = content_of(child.block_type, child.value)
    structures = {
        canonical_hash([content["kind"], kind_of(content).structure(content)])
        for content in contents.values()
    }
    if len(structures) > 1:
        raise NotReady(
            _("The languages of question “%s” disagree about its options.") % source.key
        )
    frozen = {
        "contents": contents,
        "must_pass": source.must_pass,
        "topic": source.topic,
        "lesson": str(source.lesson_key or ""),
        # Only where there is one: a question of before keeps its version.
        **({"block": source.lesson_block} if source.lesson_block else {}),
    }
    return QuestionVersion(
        bank=bank,
        question_key=question_key,
        key=source.key,
        hash=canonical_hash(frozen),
        kind=contents[source.locale.language_code]["kind"],
        content=contents,
        must_pass=source.must_pass,
        topic=source.topic,
        lesson_key=source.lesson_key,
        lesson_block=source.lesson_block,
        created_at=now,
    )


def _read(version_ids: set[int]) -> dict[int, QuestionVersion]:
    return QuestionVersion.objects.in_bulk(version_ids)


_versions = Remembered(_read, most=4096)


def versions_of(version_ids: Iterable[int]) -> dict[int, QuestionVersion]:
    """{id: its version}, in one query at most, and in none once this process has read
    them. Shared: read only."""
    return _versions.of(version_ids)


def language_in(version: QuestionVersion, language: str) -> str:
    """The language in which a version is asked of somebody who reads `language`: that
    one; English, else any, where it lacks."""
    has = version.content
    return next((one for one in (language, "en") if one in has), next(iter(has)))


def content_in(version: QuestionVersion, language: str) -> dict:
    """A version's content in a language, or in the nearest one it has."""
    return version.content[language_in(version, language)]


def published_questions(course: Course) -> list:
    """Changes when a question of a course is published, withdrawn, retired or brought
    back."""
    questions = Question.objects.filter(bank__course=course, live=True)
    retired = Retirement.objects.filter(bank__course=course)
    return [
        *questions.aggregate(Count("pk"), Max("last_published_at")).values(),
        *retired.aggregate(Count("pk"), Max("pk")).values(),
    ]
