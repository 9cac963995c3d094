"""Which pre-test and post-test belong together: those that draw from the same bank."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from lms.publishing import Finding
from quizzes.enums import QuizPart
from quizzes.models import QuizPage

OTHER = {QuizPart.PRE: QuizPart.POST, QuizPart.POST: QuizPart.PRE}


def other_half(page: QuizPage) -> QuizPage | None:
    """The published other half of a pair in the same language; None where there is none,
    as for a quiz that is neither."""
    return _of(page, OTHER[page.part]).first() if page.part in OTHER else None


def drawing_of(page: QuizPage) -> QuizPage:
    """The page whose rules say what is drawn: of a pre-test that of its post-test, which
    asks the same."""
    return (page.part == QuizPart.PRE and other_half(page)) or page


def _of(page: QuizPage, part: str):
    quizzes = QuizPage.objects.filter(bank=page.bank_id, locale=page.locale_id)
    return quizzes.filter(part=part, live=True).exclude(pk=page.pk).order_by("pk")


def warn_of_half_a_pair(page: QuizPage) -> Iterator[Finding]:
    """A pre-test or post-test without its other half, or one too many."""
    if page.part not in OTHER or page.bank_id is None:
        return
    if other_half(page) is None:
        yield Finding(
            "questions",
            _(
                "No published post-test draws from this bank: nobody learns how far they "
                "came."
            )
            if page.part == QuizPart.PRE
            else _(
                "No published pre-test draws from this bank: it asks other questions, "
                "and nobody learns how far they came."
            ),
            "part",
        )
    if twin := _of(page, page.part).first():
        yield Finding(
            "questions",
            _("“%(other)s” is the same half of a pair for this bank.")
            % {"other": twin},
            "part",
        )
