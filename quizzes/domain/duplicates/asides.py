"""Pairs that somebody said are no duplicates, and back among the pairs again."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from lms import audit
from quizzes.domain.duplicates.reading import texts_of
from quizzes.domain.duplicates.texts import Words, digest_of
from quizzes.models import NotDuplicate, Question


@transaction.atomic
def put_aside(
    first: Question, second: Question, *, actor, now: datetime
) -> list[NotDuplicate]:
    """Take two questions for no duplicates, in every language both are written in, as
    long as their texts stay. Done again, it holds for the texts of today."""
    rows = Question.objects.filter(
        translation_key__in=[first.translation_key, second.translation_key]
    )
    texts = texts_of(rows)
    by_locale: dict[int, list[int]] = {}
    for pk, locale in rows.order_by("pk").values_list("pk", "locale_id"):
        by_locale.setdefault(locale, []).append(pk)
    made = [
        NotDuplicate.objects.update_or_create(
            first_id=pair[0],
            second_id=pair[1],
            defaults={
                "first_digest": digest_of(texts[pair[0]]),
                "second_digest": digest_of(texts[pair[1]]),
                "put_aside_at": now,
                "put_aside_by": actor,
            },
        )[0]
        for pair in by_locale.values()
        if len(pair) == 2
    ]
    _record("quizzes.pair_put_aside", first, second, actor, now)
    return made


@transaction.atomic
def bring_back(first: Question, second: Question, *, actor, now: datetime) -> None:
    """Show two questions among the pairs again, in every language."""
    keys = first.translation_key, second.translation_key
    either = Q()
    for one, other in (keys, keys[::-1]):
        either |= Q(first__translation_key=one, second__translation_key=other)
    gone, _models = NotDuplicate.objects.filter(either).delete()
    if gone:
        _record("quizzes.pair_brought_back", first, second, actor, now)


def asides_of(questions: QuerySet[Question]) -> QuerySet[NotDuplicate]:
    """What was put aside among some questions: both are of them. The newest first."""
    mine = questions.order_by().values("pk")
    return NotDuplicate.objects.filter(first__in=mine, second__in=mine)


def asides_with(question: Question) -> QuerySet[NotDuplicate]:
    """What was put aside of one question, whichever it is of the two."""
    return NotDuplicate.objects.filter(Q(first=question) | Q(second=question))


def holding(
    asides: QuerySet[NotDuplicate], texts: Mapping[int, Words]
) -> set[tuple[int, int]]:
    """The pairs that say the same as when they were put aside, by the ids of their
    questions; `texts` are the words of questions today. In one query."""
    rows = asides.order_by().values_list(
        "first_id", "second_id", "first_digest", "second_digest"
    )
    return {
        (first, second)
        for first, second, *digests in rows
        if digests == [digest_of(texts.get(pk, ())) for pk in (first, second)]
    }


def still_hold(asides: list[NotDuplicate]) -> set[int]:
    """Ids of those whose texts are as they were."""
    ids = {pk for one in asides for pk in (one.first_id, one.second_id)}
    texts = texts_of(Question.objects.filter(pk__in=ids))
    return {
        one.pk
        for one in asides
        if one.first_digest == digest_of(texts[one.first_id])
        and one.second_digest == digest_of(texts[one.second_id])
    }


def _record(action: str, first: Question, second: Question, actor, now) -> None:
    audit.record(
        action,
        actor=actor,
        subject=audit.Subject("quizzes.question", str(first.translation_key)),
        now=now,
        data={"other": str(second.translation_key), "bank": first.bank.code},
        organisation=first.bank.course.owner_id,
    )
