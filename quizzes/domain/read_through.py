"""A quiz as those who make it read it through: every question, nothing drawn or kept."""

from random import Random

from django.template.loader import render_to_string

from courses.exercises import content_of, kind_of
from quizzes.domain.retiring import in_use
from quizzes.models import Question, QuizPage


def read_through(page: QuizPage) -> list[str]:
    """The published questions of the quiz's bank in the page's language, as HTML."""
    questions = in_use(
        Question.objects.filter(bank=page.bank_id, locale=page.locale_id, live=True)
    ).order_by("key")
    return [_form(question) for question in questions]


def _form(question: Question) -> str:
    block = question.body[0]
    content = content_of(block.block_type, block.value)
    kind = kind_of(content)
    order = kind.order(content, Random(block.id))  # noqa: S311 -- an order of options
    return render_to_string(
        kind.form_template,
        {
            "view": kind.view(content, order=order, answer=None),
            "prefix": f"q-{question.pk}",
            "kind": kind.name,
        },
    )
