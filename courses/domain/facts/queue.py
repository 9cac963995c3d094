"""The queue of facts and signs to look at again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Min, Q, QuerySet
from wagtail.permissions import policy_registry

from courses.domain.facts.saving import own_facts
from courses.domain.facts.uses import uses_of
from courses.enums import ReviewState
from courses.models import Fact, Symbol

# A fact is in the queue from this long before its review date.
DUE_WITHIN = timedelta(days=60)


@dataclass(frozen=True)
class ReviewRow:
    """A fact in the queue. `lessons` and `questions` count a thing once for all its
    languages, also what belongs to others."""

    fact: Fact
    state: ReviewState
    languages: list[str]
    lessons: int
    questions: int
    may_publish: bool
    has_draft: bool  # Changes of the fact wait for somebody to publish them.


def facts_to_review(user, *, today: date, state: str = "") -> QuerySet[Fact]:
    """A person's published facts that are stale or due soon, one row for all languages
    of a fact, the most urgent first.

    `state` narrows it to one ReviewState; "" is everything that is to be reviewed,
    which leaves out what has been replaced.
    """
    soon = today + DUE_WITHIN
    narrowed = {
        ReviewState.STALE: Q(review_by__lt=today, superseded_by=None),
        ReviewState.DUE_SOON: Q(review_by__range=(today, soon), superseded_by=None),
        ReviewState.REPLACED: Q(superseded_by__isnull=False),
    }.get(state, Q(review_by__lte=soon, superseded_by=None))
    rows = own_facts(user).filter(narrowed, live=True)
    firsts = rows.order_by().values("translation_key").annotate(first=Min("pk"))
    return (
        Fact.objects.filter(pk__in=firsts.values("first"))
        .select_related("owner", "locale")
        .order_by("review_by", "key", "pk")
    )


def symbols_to_review(user, *, today: date) -> QuerySet[Symbol]:
    """A person's published signs whose review date has passed or comes soon, one row for
    all languages of a sign, the most urgent first."""
    rows = (
        policy_registry.get_by_type(Symbol)
        .instances_user_has_any_permission_for(user, {"change"})
        .filter(live=True, review_by__lte=today + DUE_WITHIN)
    )
    firsts = rows.order_by().values("translation_key").annotate(first=Min("pk"))
    return (
        Symbol.objects.filter(pk__in=firsts.values("first"))
        .select_related("owner")
        .order_by("review_by", "key", "pk")
    )


@dataclass(frozen=True)
class SymbolRow:
    """A sign in the queue."""

    symbol: Symbol
    state: ReviewState


def symbol_rows(user, *, today: date, state: str = "") -> list[SymbolRow]:
    """The same with how they stand; `state` narrows as it does for facts, and no sign is
    ever replaced."""
    rows = [
        SymbolRow(
            symbol,
            ReviewState.STALE if symbol.review_by < today else ReviewState.DUE_SOON,
        )
        for symbol in symbols_to_review(user, today=today)
    ]
    return [row for row in rows if state in ("", row.state)]


def review_rows(facts: Iterable[Fact], *, user, today: date) -> list[ReviewRow]:
    """The same facts with how they stand and what uses them. The number of queries does
    not depend on how many there are."""
    facts = list(facts)
    siblings: dict = {}
    for row in Fact.objects.filter(
        translation_key__in=[fact.translation_key for fact in facts]
    ).select_related("locale"):
        siblings.setdefault(row.translation_key, []).append(row)
    key_of = {row.pk: key for key, rows in siblings.items() for row in rows}
    used: dict = {}
    for use in uses_of((r for rows in siblings.values() for r in rows), user=user):
        used.setdefault((key_of[use.fact_id], use.kind), set()).add(use.key)
    publishable = set(
        policy_registry.get_by_type(Fact)
        .instances_user_has_any_permission_for(user, {"publish"})
        .filter(pk__in=[fact.pk for fact in facts])
        .values_list("pk", flat=True)
    )
    return [
        ReviewRow(
            fact=fact,
            state=state_of(fact, today=today),
            languages=sorted(
                row.locale.language_code for row in siblings[fact.translation_key]
            ),
            lessons=len(used.get((fact.translation_key, "lesson"), ())),
            questions=len(used.get((fact.translation_key, "question"), ())),
            may_publish=fact.pk in publishable,
            has_draft=any(
                row.has_unpublished_changes for row in siblings[fact.translation_key]
            ),
        )
        for fact in facts
    ]


def state_of(fact: Fact, *, today: date) -> ReviewState | None:
    """How a fact stands on a day; None while nothing has to be done about it."""
    if fact.superseded_by_id is not None:
        return ReviewState.REPLACED
    if fact.review_by < today:
        return ReviewState.STALE
    return ReviewState.DUE_SOON if fact.review_by <= today + DUE_WITHIN else None
