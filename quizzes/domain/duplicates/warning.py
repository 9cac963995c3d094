"""What the checklist says of a question that asks nearly what another asks."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from lms.publishing import Finding
from quizzes.domain.duplicates.asides import asides_with, holding
from quizzes.domain.duplicates.finding import like_this
from quizzes.domain.duplicates.index import Likeness
from quizzes.domain.duplicates.texts import words_of
from quizzes.domain.retiring import in_use
from quizzes.models import Question, Retirement

RULE = "duplicates"
# So many others are named.
NAMED = 3


def warn_of_duplicates(question: Question) -> Iterator[Finding]:
    """The questions most like this one that the same body has and asks, in its
    language: who writes it may see them all. What was put aside is not named."""
    words = words_of(question.body.get_prep_value())
    key = question.translation_key
    if not words or Retirement.objects.filter(question_key=key).exists():
        return
    others = Question.objects.filter(
        bank__course__owner=question.bank.course.owner_id, locale=question.locale_id
    ).exclude(translation_key=key)
    near = like_this(words, in_use(others))
    texts = {pk: other for pk, _likeness, other in near} | {question.pk: words}
    aside = {pk for pair in holding(asides_with(question), texts) for pk in pair}
    named = [(pk, likeness) for pk, likeness, _words in near if pk not in aside][:NAMED]
    rows = Question.objects.select_related("bank").in_bulk([pk for pk, _one in named])
    for pk, likeness in named:
        yield Finding(RULE, _told(rows[pk], likeness))


def _told(other: Question, likeness: Likeness) -> str:
    if likeness.is_same:
        told = _("“%(question)s” in the bank “%(bank)s” asks the same, word for word.")
    elif likeness.numbers_only:
        told = _(
            "“%(question)s” in the bank “%(bank)s” asks the same but for its numbers."
        )
    else:
        told = _(
            "“%(question)s” in the bank “%(bank)s” asks nearly the same: %(percent)d %% "
            "of the words."
        )
    return told % {
        "question": other.key,
        "bank": other.bank.name,
        "percent": likeness.percent,
    }
