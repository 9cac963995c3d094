"""What a lesson says beside a fact, or a sign, that time has overtaken.

The words of an edition never change. What is said about them is decided when they are
shown: from the fact as it was frozen, the fact as it stands today, and the day.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from courses.domain.manifest import FrozenFact, canonical_hash, symbol_words
from courses.models import Fact, Symbol
from lms.remembered import RememberedForAMinute


@dataclass(frozen=True)
class FactNotice:
    """What is to be said: `due` is the day by which the fact should have been reviewed,
    None when it has been or that day is still to come."""

    due: date | None
    is_superseded: bool
    is_symbol: bool = False


@dataclass(frozen=True)
class _Standing:
    """A published fact or sign in one language, as it is today."""

    words: str
    review_by: date
    is_superseded: bool


def fact_notices(
    content: dict, *, language: str, now: datetime
) -> dict[str, FactNotice]:
    """{segment id: notice} for the facts and signs of a lesson's content about which
    there is something to say; one query at most for each of the two.

    A later review of the fact counts for the frozen words only as long as the two are
    the same. A fact that is published no more is judged by what was frozen. Editions
    that do not say which facts they hold have no notices. A notice comes, and goes, up
    to a minute after the change, so that a lesson that many read costs no query for it.
    """
    today = timezone.localdate(now)
    notices = {}
    for kind, remembered in (("fact", _standings), ("symbol", _symbols)):
        frozen = {
            segment["id"]: segment[kind]
            for segment in content.get("segments", ())
            if kind in segment
        }
        asked = {(one["key"], language) for one in frozen.values()}
        standings = remembered.of_all(asked, now=now)
        notices |= {
            segment: _notice(kind, one, standings[one["key"], language], today)
            for segment, one in frozen.items()
        }
    return {
        segment: notice
        for segment, notice in notices.items()
        if notice.due or notice.is_superseded
    }


def _notice(
    kind: str, frozen: FrozenFact, standing: _Standing | None, today: date
) -> FactNotice:
    review_by = date.fromisoformat(frozen["review_by"])
    if standing is not None and standing.words == frozen["words"]:
        review_by = standing.review_by
    return FactNotice(
        due=review_by if review_by < today else None,
        is_superseded=standing is not None and standing.is_superseded,
        is_symbol=kind == "symbol",
    )


def _read(asked: set[tuple[str, str]]) -> dict[tuple[str, str], _Standing | None]:
    rows = Fact.objects.filter(
        translation_key__in={key for key, _language in asked}, live=True
    ).values_list(
        "translation_key",
        "locale__language_code",
        "text",
        "review_by",
        "superseded_by__live",
    )
    standings = {
        (str(key), language): _Standing(
            canonical_hash(text), review_by, bool(is_superseded)
        )
        for key, language, text, review_by, is_superseded in rows
    }
    return {one: standings.get(one) for one in asked}


def _read_symbols(
    asked: set[tuple[str, str]],
) -> dict[tuple[str, str], _Standing | None]:
    rows = Symbol.objects.filter(
        translation_key__in={key for key, _language in asked}, live=True
    ).select_related("locale")
    standings = {
        (str(row.translation_key), row.locale.language_code): _Standing(
            symbol_words(row), row.review_by, is_superseded=False
        )
        for row in rows
    }
    return {one: standings.get(one) for one in asked}


_standings = RememberedForAMinute(_read, most=4096)
_symbols = RememberedForAMinute(_read_symbols, most=1024)
