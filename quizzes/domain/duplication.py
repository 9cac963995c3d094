"""What a copied course takes along of its quizzes: banks and their questions."""

import uuid
from itertools import count

from courses.domain.duplication import Copying
from quizzes.models import Bank, Question, QuizPage


def copy_banks(copying: Copying) -> None:
    """Give the new course banks of its own, with every question in every language."""
    for bank in copying.source.banks.order_by("pk"):
        twin = Bank.objects.create(
            course=copying.target, code=_free_code(copying.target.code), name=bank.name
        )
        copying.made[Bank, bank.pk] = twin
        keys: dict[uuid.UUID, uuid.UUID] = {}
        for question in bank.questions.select_related("latest_revision").order_by("pk"):
            key = keys.setdefault(question.translation_key, uuid.uuid4())
            _copy_question(question, twin, key, copying)


def attributes_of_copy(page, copying: Copying) -> dict:
    """In what a copied page differs: a quiz draws from the new course's bank."""
    if isinstance(page, QuizPage):
        return {"bank": copying.made[Bank, page.bank_id]}
    return {}


def _copy_question(
    question: Question, bank: Bank, key: uuid.UUID, copying: Copying
) -> None:
    is_live = copying.keep_live and question.live
    twin = question if is_live else question.get_latest_revision_as_object()
    twin.pk, twin._state.adding = None, True
    twin.bank, twin.translation_key = bank, key
    twin.lesson_key = copying.key_of(twin.lesson_key)
    twin.live, twin.has_unpublished_changes = is_live, not is_live
    twin.latest_revision = twin.live_revision = None
    twin.first_published_at = twin.last_published_at = None
    twin.go_live_at = twin.expire_at = None
    twin.save()
    twin.save_revision(user=copying.actor, clean=False)


def _free_code(course_code: str) -> str:
    return next(
        code
        for number in count(1)
        if not Bank.objects.filter(
            code=(code := f"{course_code[:50]}-{number}")
        ).exists()
    )
