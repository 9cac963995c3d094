"""The questions of quizzes, as something that is translated and reviewed."""

from uuid import UUID

from courses.registries import TranslatedRow
from quizzes.models import Question, QuizPage


def question_rows(activities: dict) -> list[TranslatedRow]:
    """Questions, in every language, of the banks from which these quizzes draw. One
    that several quizzes draw stands with the first."""
    quiz_of: dict[int, UUID] = {}
    for key, page in activities.items():
        if isinstance(page, QuizPage):
            quiz_of.setdefault(page.bank_id, key)
    questions = Question.objects.filter(bank__in=quiz_of)
    return [
        TranslatedRow(
            kind="question",
            row=question,
            owner_id=question.bank.course.owner_id,
            activity=quiz_of[question.bank_id],
        )
        for question in questions.select_related("bank__course", "locale").order_by(
            "bank_id", "key", "pk"
        )
    ]
