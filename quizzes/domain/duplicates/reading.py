"""Questions as those who write them have them before them: the newest text of each."""

import json

from django.db.models import Count, QuerySet, TextField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from courses.domain.feedback.reading import own_courses
from quizzes.domain.duplicates.texts import Words, words_of
from quizzes.models import Bank, Question


def own_questions(user) -> QuerySet[Question]:
    """Those of the bodies for which a person writes or reviews."""
    return Question.objects.filter(bank__course__in=own_courses(user))


def own_banks(user) -> QuerySet[Bank]:
    return Bank.objects.filter(course__in=own_courses(user))


def languages_of(questions: QuerySet[Question]) -> dict[str, int]:
    """{language code: how many of the questions are written in it}, the most first."""
    counted = questions.order_by().values_list("locale__language_code")
    return dict(counted.annotate(number=Count("pk")).order_by("-number", "locale_id"))


def bodies_of(questions: QuerySet[Question]) -> dict[int, list[dict]]:
    """{id: its stored body}: as it is being written, where that is not published yet.
    In two queries."""
    rows = questions.order_by().annotate(stored=Cast("body", TextField()))
    held = dict(rows.values_list("pk", "stored"))
    drafts = questions.order_by().filter(
        has_unpublished_changes=True, latest_revision__isnull=False
    )
    drafts = drafts.annotate(
        stored=KeyTextTransform("body", "latest_revision__content")
    )
    held |= dict(drafts.values_list("pk", "stored"))
    return {pk: json.loads(body or "[]") for pk, body in held.items()}


def texts_of(questions: QuerySet[Question]) -> dict[int, Words]:
    """{id: the words of its newest text}."""
    return {pk: words_of(body) for pk, body in bodies_of(questions).items()}
