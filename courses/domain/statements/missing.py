"""What a certificate waits for: statements not accepted, or not in force."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Min, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from courses.domain.manifest import outline_of
from courses.domain.statements.accepting import accepted_by, is_for
from courses.models import EditionContent, Enrolment, Statement
from lms.remembered import Remembered
from lms.texts import Spoken, said


@dataclass(frozen=True)
class Asked:
    """A statement that an edition asks for; `titles` are per language."""

    key: str
    version: int
    sectors: tuple[str, ...]
    activity_key: str
    part: str
    titles: dict[str, str]

    def title_in(self, language: str) -> Spoken:
        """Its title in a language, or in one that it has."""
        return said(self.titles, language)


@dataclass(frozen=True)
class Waiting:
    """`unaccepted`: what the learner has yet to accept. `lapsed`: what its owner has
    yet to renew or to publish; until then nobody of the sector is certified on it."""

    unaccepted: list[Asked]
    lapsed: list[Asked]

    def __bool__(self) -> bool:
        return bool(self.unaccepted or self.lapsed)


def missing_statements(
    enrolment: Enrolment, sector: str, *, edition_id: int | None = None
) -> list[Asked]:
    """Statements that an edition asks of a sector and the learner has not accepted; of
    the edition they follow, unless told of another. Nothing where it asks none."""
    asked = asked_of(edition_id or enrolment.edition_id, sector)
    if not asked:
        return []
    held = accepted_by(enrolment.user_id, [one.key for one in asked])
    return [one for one in asked if (one.key, one.version) not in held]


def lapsed_statements(edition_id: int, sector: str, *, now: datetime) -> list[Asked]:
    """Statements an edition asks of a sector that are not in force today: none of its
    languages is published, or the day by which to review it has passed."""
    asked = asked_of(edition_id, sector)
    if not asked:
        return []
    days = dict(
        Statement.objects.filter(
            translation_key__in=[one.key for one in asked], live=True
        )
        .values_list("translation_key")
        .annotate(day=Min("review_by"))
        .order_by()
    )
    in_force = {str(key) for key, day in days.items() if day >= timezone.localdate(now)}
    return [one for one in asked if one.key not in in_force]


def waiting_for(
    enrolment: Enrolment, sector: str, *, edition_id: int | None = None, now: datetime
) -> Waiting:
    """Why a completed course gives no certificate yet; false when nothing is missing."""
    edition_id = edition_id or enrolment.edition_id
    return Waiting(
        missing_statements(enrolment, sector, edition_id=edition_id),
        lapsed_statements(edition_id, sector, now=now),
    )


def asked_in(edition_ids: Iterable[int]) -> dict[int, list[Asked]]:
    """{edition id: all statements in it}; one query for those not yet remembered."""
    return _asked.of(edition_ids)


def asked_of(edition_id: int, sector: str) -> list[Asked]:
    """What an edition asks of a sector, in the order in which it is met."""
    everything = asked_in([edition_id])[edition_id]
    if not everything:
        return []
    on_the_way = [a["key"] for a in outline_of(edition_id).activities_for([sector])]
    return sorted(
        (
            one
            for one in everything
            if one.activity_key in on_the_way and is_for(one.sectors, [sector])
        ),
        key=lambda one: on_the_way.index(one.activity_key),
    )


def _read_asked(edition_ids: set[int]) -> dict[int, list[Asked]]:
    found: dict[int, dict[tuple, Asked]] = {pk: {} for pk in edition_ids}
    rows = (
        EditionContent.objects.filter(edition_id__in=edition_ids)
        # Reading all content of a big course for its few statements takes seconds.
        .annotate(raw=Cast("blob__data", TextField()))
        .filter(raw__contains='"statement"')
        .select_related("blob")
        .order_by("pk")
    )
    for row in rows:
        for segment in row.blob.data.get("segments", ()):
            if segment["type"] != "statement":
                continue
            live = segment["live"]
            place = (str(row.activity_id), segment["id"])
            asked = found[row.edition_id].setdefault(
                place,
                Asked(live["key"], live["version"], tuple(live["sectors"]), *place, {}),
            )
            asked.titles[row.language] = live["title"]
    return {pk: list(asked.values()) for pk, asked in found.items()}


# Editions never change.
_asked = Remembered(_read_asked, most=1024)
