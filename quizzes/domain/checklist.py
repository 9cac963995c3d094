"""What the publish checklist asks of quizzes and questions."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from courses.models import Course
from lms.publishing import Finding, findings_of
from quizzes.models import Question, QuizPage


def course_of_question(question: Question) -> Course:
    return question.bank.course


def check_questions(page: QuizPage) -> Iterator[Finding]:
    """A quiz draws from what is published, which was written for this course."""
    questions = Question.objects.filter(bank=page.bank_id, locale=page.locale_id)
    for question in questions.filter(live=True).select_related("bank__course"):
        question.locale = page.locale
        for finding in findings_of(question):
            yield Finding("questions", f"“{question}”: {finding.message}")


def warn_of_small_bank(page: QuizPage) -> Iterator[Finding]:
    held = Question.objects.filter(bank=page.bank_id, locale=page.locale_id, live=True)
    if held.count() < page.draw:
        yield Finding(
            "questions",
            _("The bank has fewer questions than an attempt draws."),
            "draw",
        )
