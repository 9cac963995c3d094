"""What an employer tells its council: who was asked what on a day, and who held it.

The council is the public: of one to four people nothing is told, nor what would tell it
(ETHICS P6, lms.small_numbers). The number is that of the figures: the same figures of the
same day have the same one, and the audit log keeps it.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime

from courses.models import Course
from lms import audit
from lms.models import AuditEntry
from lms.small_numbers import Range
from organisations.models import Organisation, User
from tracking.domain.counts.sources import Kept, Live
from tracking.domain.rolled.covering import Rolled

ATTESTED = "tracking.attested"
NOT_TOLD = Range(0, 1_000_000)


@dataclass(frozen=True)
class Attested:
    """A course, of all of whom it was asked or, with a `sector`, of those of one."""

    course: Course
    sector: str
    size: Range
    met: Range


@dataclass(frozen=True)
class Attestation:
    """What was asked and held on a day, with the number by which to compare it."""

    organisation: Organisation
    day: date
    lines: list[Attested]

    @property
    def number(self) -> str:
        """A hash over the figures, in three groups of letters; the same in every
        language."""
        told = [
            [
                one.course.code,
                one.sector,
                *(one.size.least, one.size.most, one.met.least, one.met.most),
            ]
            for one in self.lines
        ]
        facts = json.dumps([self.organisation.pk, self.day.isoformat(), told])
        letters = hashlib.sha256(facts.encode()).hexdigest().upper()
        return "-".join((letters[:4], letters[4:8], letters[8:12]))


def attestation_of(source: Live | Kept) -> Attestation:
    """What was asked of the people of an employer on the day of its figures, and of all
    below it; a few queries for each course."""
    lines = []
    for course in source.courses():
        rolled = source.rolled(course)
        if rolled.group.size:
            lines += _lines(course, rolled)
    return Attestation(source.body, source.day, lines)


def note_attestation(made: Attestation, *, actor: User, now: datetime) -> None:
    """Write down that it was made, so that somebody can compare it later."""
    audit.record(
        ATTESTED,
        actor=actor,
        subject=made.organisation,
        organisation=made.organisation,
        now=now,
        data={"number": made.number, "day": made.day.isoformat()},
    )


def made_before(organisation: Organisation) -> list[AuditEntry]:
    """The last ten that were made, the newest first."""
    return list(
        AuditEntry.objects.filter(
            action=ATTESTED,
            subject_type=Organisation._meta.label,
            subject_id=str(organisation.pk),
        )
        .select_related("actor")
        .order_by("-at", "-pk")[:10]
    )


def _lines(course: Course, rolled: Rolled) -> list[Attested]:
    group = rolled.group
    lines = [Attested(course, "", group.size_told, group.met_told)]
    if len(rolled.sectors) < 2:
        return lines
    for sector, one in sorted(rolled.sectors.items()):
        told = (Range(one.size, one.size), Range(one.met, one.met))
        if one.is_least:
            told = (NOT_TOLD, NOT_TOLD)
        lines.append(Attested(course, sector, *told))
    return lines
