"""Questions of a file that look like some that are here already, or like an earlier one
of the same file."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from quizzes.domain.duplicates.finding import likest
from quizzes.domain.duplicates.index import Index, Likeness
from quizzes.domain.duplicates.texts import words_of
from quizzes.domain.planning import Ready
from quizzes.models import Question, Retirement


@dataclass(frozen=True)
class Like:
    """What a question of a file looks like. `question` is the one that is here; None
    for an earlier one of the file, whose key is to be `key`."""

    key: str
    question: Question | None
    likeness: Likeness
    is_retired: bool = False


def like_those_here(
    ready: Iterable[Ready], questions: QuerySet[Question], *, language: str
) -> dict[str, Like]:
    """{key of a question of the file: what it is most like}, among questions in that
    language, also retired ones, and those before it in the file. It stops nobody."""
    texts = {one.key: words_of(one.body) for one in ready}
    found = likest(texts, questions.filter(locale__language_code=language))
    rows = Question.objects.select_related("bank").in_bulk(
        {pk for pk, _likeness in found.values()}
    )
    retired = set(
        Retirement.objects.filter(
            question_key__in=[row.translation_key for row in rows.values()]
        ).values_list("question_key", flat=True)
    )
    told = {}
    earlier = Index(texts.values())
    for key, words in texts.items():
        if key in found:
            pk, likeness = found[key]
            row = rows[pk]
            told[key] = Like(row.key, row, likeness, row.translation_key in retired)
        elif near := earlier.find(words):
            other, likeness = max(near, key=lambda one: one[1].share)
            told[key] = Like(other, None, likeness)
        earlier.add(key, words)
    return told
