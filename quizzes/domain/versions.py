"""Freezing authored questions into versions that hold every language."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, Max
from django.utils import translation
from django.utils.translation import gettext as _

from courses.domain.manifest import NotReady, canonical_hash
from courses.exercises import content_of, kind_of
from courses.models import Course
from lms.remembered import Remembered
from quizzes.models import Bank, Question, QuestionVersion


def freeze_bank(bank: Bank, *, now: datetime) -> list[int]:
    """Ids of the versions of all live questions of a bank, in the order of their keys.

    An unchanged question keeps its version; a changed one gets the next. Raises
    NotReady when the languages of a question disagree about its options.
    """
    by_key = defaultdict(dict)
    questions = bank.questions.filter(live=True).select_related("locale")
    for question in questions.order_by("key", "locale_id"):
        by_key[question.translation_key][question.locale.language_code] = question
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
    return [held.get(key) or version.pk for key, version in fresh.items()]


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
        created_at=now,
    )


def _read(version_ids: set[int]) -> dict[int, QuestionVersion]:
    return QuestionVersion.objects.in_bulk(version_ids)


_versions = Remembered(_read, most=4096)


def versions_of(version_ids: Iterable[int]) -> dict[int, QuestionVersion]:
    """{id: its version}, in one query at most, and in none once this process has read
    them. Shared: read only."""
    return _versions.of(version_ids)


def content_in(version: QuestionVersion, language: str) -> dict:
    """A version's content in a language; English, else any, where that one lacks."""
    contents = version.content
    return contents.get(language) or contents.get("en") or next(iter(contents.values()))


def quiz_data(page) -> dict:
    """A QuizPage's words in its language, for an edition."""
    return {"introduction": page.introduction, "plain": page.introduction}


def quiz_rules(page, *, now: datetime) -> dict:
    """A QuizPage's rules and its frozen questions, equal in all languages."""
    return {
        "draw": page.draw,
        "pass_percent": page.pass_percent,
        "pause_after": page.pause_after,
        "pause_minutes": page.pause_minutes,
        "versions": freeze_bank(page.bank, now=now),
    }


def published_questions(course: Course) -> list:
    """Changes when a question of a course is published or withdrawn."""
    questions = Question.objects.filter(bank__course=course, live=True)
    return list(questions.aggregate(Count("pk"), Max("last_published_at")).values())
