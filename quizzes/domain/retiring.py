"""Questions that are asked no more. Editions that are out keep what they have."""

from datetime import datetime

from django.db import transaction

from lms import audit
from quizzes.models import Bank, Question, Retirement


@transaction.atomic
def retire_question(bank: Bank, question_key, *, actor, now: datetime) -> Retirement:
    """Leave a question out of the editions to come, in all its languages. Done twice,
    it is retired once."""
    retirement, made = Retirement.objects.get_or_create(
        question_key=question_key,
        defaults={"bank": bank, "retired_at": now, "retired_by": actor},
    )
    if made:
        _record("quizzes.question_retired", bank, question_key, actor, now)
    return retirement


@transaction.atomic
def bring_back(bank: Bank, question_key, *, actor, now: datetime) -> None:
    """Ask a question again, from the next edition on."""
    gone, _models = Retirement.objects.filter(
        bank=bank, question_key=question_key
    ).delete()
    if gone:
        _record("quizzes.question_brought_back", bank, question_key, actor, now)


def in_use(questions=None):
    """The questions, or those of a queryset, that are not retired."""
    questions = Question.objects.all() if questions is None else questions
    return questions.exclude(
        translation_key__in=Retirement.objects.values("question_key")
    )


def _record(action: str, bank: Bank, question_key, actor, now: datetime) -> None:
    audit.record(
        action,
        actor=actor,
        subject=audit.Subject("quizzes.question", str(question_key)),
        now=now,
        data={"bank": bank.code},
        organisation=bank.course.owner_id,
    )
