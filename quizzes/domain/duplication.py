"""What a copied course takes along of its quizzes: banks and their questions. Every step
may be done again."""

from collections.abc import Callable
from functools import partial
from itertools import count
from uuid import UUID

from courses.domain.duplication import Copying
from courses.models import Course
from quizzes.models import Bank, Question, QuizPage, Retirement


def steps_of_banks(copying: Copying) -> list[Callable[[], None]]:
    """Give the new course banks of its own, with every question in every language."""
    banks = list(copying.source.banks.order_by("pk"))
    questions = Question.objects.filter(bank__in=banks).order_by("bank_id", "pk")
    rows = list(questions.values_list("pk", "translation_key"))
    for _pk, key in rows:
        copying.other_keys[key] = copying.new_key(key)
    return [
        partial(_copy_banks, banks, copying),
        *(partial(_copy_question, pk, copying) for pk, _key in rows),
    ]


def _copy_banks(banks: list[Bank], copying: Copying) -> None:
    """Each bank's copy is the one of the new course at the same place."""
    made = list(copying.target.banks.order_by("pk"))
    for bank in banks[len(made) :]:
        code = _free_code(copying.target.code)
        made.append(
            Bank.objects.create(course=copying.target, code=code, name=bank.name)
        )
    for bank, twin in zip(banks, made, strict=False):
        copying.made[Bank, bank.pk] = twin


def attributes_of_copy(page, copying: Copying) -> dict:
    """In what a copied page differs: a quiz draws from the new course's bank."""
    if isinstance(page, QuizPage):
        return {"bank": copying.made[Bank, page.bank_id]}
    return {}


def clear_away_banks(target: Course) -> set[UUID]:
    """Take away the banks of a copy that is not to be; return the keys of what they
    held. Nobody has been asked any of it."""
    questions = Question.objects.filter(bank__course=target)
    keys = set(questions.values_list("translation_key", flat=True))
    for question in questions:
        question.delete()
    target.banks.all().delete()
    return keys


def _copy_question(pk: int, copying: Copying) -> None:
    question = Question.objects.select_related("latest_revision").filter(pk=pk).first()
    if question is None:
        return  # Deleted since this began.
    bank = copying.made[Bank, question.bank_id]
    key = copying.other_keys[question.translation_key]
    if bank.questions.filter(translation_key=key, locale=question.locale_id).exists():
        return
    held = Retirement.objects.filter(question_key=question.translation_key).first()
    is_live = copying.keep_live and question.live
    twin = question if is_live else question.get_latest_revision_as_object()
    sectors = list(twin.sectors.all())
    twin.pk, twin._state.adding = None, True
    twin.bank, twin.translation_key = bank, key
    twin.sectors = sectors
    twin.lesson_key = copying.key_of(twin.lesson_key)
    twin.live, twin.has_unpublished_changes = is_live, not is_live
    twin.latest_revision = twin.live_revision = None
    twin.first_published_at = twin.last_published_at = None
    twin.go_live_at = twin.expire_at = None
    twin.save()
    twin.save_revision(user=copying.actor, clean=False)
    if held is not None:
        Retirement.objects.get_or_create(
            question_key=key,
            defaults={
                "bank": bank,
                "retired_at": held.retired_at,
                "retired_by": held.retired_by,
            },
        )


def _free_code(course_code: str) -> str:
    return next(
        code
        for number in count(1)
        if not Bank.objects.filter(
            code=(code := f"{course_code[:50]}-{number}")
        ).exists()
    )
