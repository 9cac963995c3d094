"""What a lesson says beside a fact that time has overtaken.

The words of an edition never change. What is said about them is decided when they are
shown: from the fact as it was frozen, the fact as it stands today, and the day.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from courses.domain.manifest import canonical_hash
from courses.models import Fact
from lms.remembered import Remembered

# How long a process goes by what it read about a fact: a notice may come, and go, this
# much later than the change, and a lesson that many read costs no query for it.
SECONDS = 60


@dataclass(frozen=True)
class FactNotice:
    """What is to be said: `due` is the day by which the fact should have been reviewed,
    None when it has been or that day is still to come."""

    due: date | None
    is_superseded: bool


@dataclass(frozen=True)
class _Standing:
    """A published fact in one language, as it is today."""

    words: str
    review_by: date
    is_superseded: bool


def fact_notices(
    content: dict, *, language: str, now: datetime
) -> dict[str, FactNotice]:
    """{segment id: notice} for the facts of a lesson's content about which there is
    something to say; one query at most.

    A later review of the fact counts for the frozen words only as long as the two are
    the same. A fact that is published no more is judged by what was frozen. Editions
    that do not say which facts they hold have no notices.
    """
    frozen = {
        segment["id"]: segment["fact"]
        for segment in content.get("segments", ())
        if "fact" in segment
    }
    if not frozen:
        return {}
    minute = int(now.timestamp()) // SECONDS
    asked = {(minute, fact["key"], language) for fact in frozen.values()}
    standings = _standings.of(asked)
    today = timezone.localdate(now)
    notices = {
        segment: _notice(fact, standings[minute, fact["key"], language], today)
        for segment, fact in frozen.items()
    }
    return {
        segment: notice
        for segment, notice in notices.items()
        if notice.due or notice.is_superseded
    }


def _notice(frozen, standing: _Standing | None, today: date) -> FactNotice:
    review_by = date.fromisoformat(frozen["review_by"])
    if standing is not None and standing.words == frozen["words"]:
        review_by = standing.review_by
    return FactNotice(
        due=review_by if review_by < today else None,
        is_superseded=standing is not None and standing.is_superseded,
    )


def _read(
    asked: set[tuple[int, str, str]],
) -> dict[tuple[int, str, str], _Standing | None]:
    rows = Fact.objects.filter(
        translation_key__in={key for _minute, key, _language in asked}, live=True
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
    return {
        (minute, key, language): standings.get((key, language))
        for minute, key, language in asked
    }


# By the minute: what was so at a moment does not change afterwards.
_standings = Remembered(_read, most=4096)
