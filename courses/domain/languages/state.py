"""How a translation stands, derived from what is published and what was done."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from courses.enums import TranslationState, TranslationStep


@dataclass(frozen=True)
class Act:
    """One TranslationAct, apart from the database."""

    step: str
    source: str
    content: str
    at: datetime
    by_id: int | None = None
    sector: str = ""


@dataclass(frozen=True)
class Published:
    """What is published of a text at a moment.

    `content` is its hash, None where there is no row in that language, and `source`
    that of the text it is translated from. `follows` is False when it shows other facts
    or cases than its source.
    """

    source: str
    content: str | None
    is_live: bool
    source_changed_at: datetime | None
    follows: bool = True


@dataclass(frozen=True)
class Standing:
    """A state with the act it rests on. `since` of a text that is out of date is when
    its source changed, None where nobody knows."""

    state: TranslationState
    since: datetime | None = None
    by_id: int | None = None
    sector: str = ""


def standing_of(published: Published, acts: Sequence[Act]) -> Standing:
    """How a translation stands; `acts` are those of its language, the oldest first.

    A review and an approval hold for the words they were about, on both sides. When the
    source becomes what it was, they hold again; once withdrawn they never do.
    """
    if published.content is None:
        return Standing(TranslationState.MISSING)
    if not published.is_live:
        return Standing(TranslationState.DRAFT)
    if not published.follows or _is_behind(published, acts):
        return Standing(TranslationState.OUT_OF_DATE, published.source_changed_at)
    for step, state in (
        (TranslationStep.APPROVED, TranslationState.APPROVED),
        (TranslationStep.REVIEWED, TranslationState.REVIEWED),
    ):
        act = _last(step, published, _not_withdrawn(acts))
        if act is not None:
            return Standing(state, act.at, act.by_id, act.sector)
    act = _last(TranslationStep.TRANSLATED, published, acts)
    if act is None:
        return Standing(TranslationState.TRANSLATED)
    return Standing(TranslationState.TRANSLATED, act.at, act.by_id)


def review_of(published: Published, acts: Sequence[Act]) -> Act | None:
    """The review that still holds for what is published, approved since or not."""
    return _last(TranslationStep.REVIEWED, published, _not_withdrawn(acts))


def _is_behind(published: Published, acts: Sequence[Act]) -> bool:
    """Whether it was made from other words than those of its source today.

    What is known of the present text counts; of one that was changed past the editor,
    what is known of the text before it. Nothing known: nobody can say it is behind.
    """
    about = [act for act in acts if act.content == published.content] or acts[-1:]
    return bool(about) and all(act.source != published.source for act in about)


def _not_withdrawn(acts: Sequence[Act]) -> Iterable[Act]:
    last = max(
        (n for n, act in enumerate(acts) if act.step == TranslationStep.WITHDRAWN),
        default=-1,
    )
    return acts[last + 1 :]


def _last(step: str, published: Published, acts: Iterable[Act]) -> Act | None:
    told = [
        act
        for act in acts
        if act.step == step
        and act.source == published.source
        and act.content == published.content
    ]
    return told[-1] if told else None
