"""Near-duplicates among questions, and questions that are like one that comes new."""

from collections.abc import Hashable, Mapping
from dataclasses import astuple
from hashlib import sha256

from django.core.cache import cache
from django.db.models import QuerySet

from quizzes.domain.duplicates.asides import asides_of, holding
from quizzes.domain.duplicates.index import (
    Index,
    Likeness,
    Pair,
    likeness_of,
    near_pairs,
)
from quizzes.domain.duplicates.reading import texts_of
from quizzes.domain.duplicates.texts import Words
from quizzes.domain.retiring import in_use
from quizzes.models import Question

# Seconds for which pairs are kept; a text that changes makes others at once.
KEPT_FOR = 24 * 60 * 60


def near_duplicates(questions: QuerySet[Question], *, language: str) -> list[Pair]:
    """The pairs among questions that ask nearly the same in a language, by the ids of
    their rows, the most alike first. What is retired, and pairs that were put aside,
    are not among them. In four queries, whatever there is."""
    rows = in_use(questions.filter(locale__language_code=language))
    texts = texts_of(rows)
    aside = holding(asides_of(rows), texts)
    return [pair for pair in _pairs(texts) if (pair.first, pair.second) not in aside]


def _pairs(texts: Mapping[int, Words]) -> list[Pair]:
    """The pairs among some texts, kept for the next page as long as none changes: the
    name under which they are kept is made of the texts themselves."""
    told = "\n".join(f"{pk} {' '.join(texts[pk])}" for pk in sorted(texts))
    name = f"near-duplicates-{sha256(told.encode()).hexdigest()}"
    kept = cache.get(name)
    if kept is None:
        kept = [
            (pair.first, pair.second, *astuple(pair.likeness))
            for pair in near_pairs(texts)
        ]
        cache.set(name, kept, KEPT_FOR)
    return [Pair(first, second, Likeness(*like)) for first, second, *like in kept]


def like_this(
    words: Words, questions: QuerySet[Question]
) -> list[tuple[int, Likeness, Words]]:
    """(id, how alike, its words) of the questions that are near-duplicates of one text,
    the most alike first."""
    found = [
        (pk, likeness, other)
        for pk, other in texts_of(questions).items()
        if (likeness := likeness_of(words, other))
    ]
    return sorted(found, key=lambda one: (-one[1].share, one[0]))


def likest(
    texts: Mapping[Hashable, Words], questions: QuerySet[Question]
) -> dict[Hashable, tuple[int, Likeness]]:
    """{key: (id of the question that is most like it, how alike)} of texts that come
    new; what is like nothing is left out."""
    held = texts_of(questions)
    index = Index(held.values())
    for pk, words in held.items():
        index.add(pk, words)
    found = {key: index.find(words) for key, words in texts.items()}
    return {
        key: min(near, key=lambda one: (-one[1].share, one[0]))
        for key, near in found.items()
        if near
    }
