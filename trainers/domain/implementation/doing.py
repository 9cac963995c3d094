"""What trainers have really done, beside what they planned: sessions of Relay and groups
of the delivery log, in the language that they are accredited for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from trainers.domain.report.given import few, parts_of
from trainers.domain.report.ways import earlier
from trainers.models import Accreditation


@dataclass
class Done:
    """Sessions and groups that somebody led, and how many of either they stood beside a
    lead in. `first_on` is the first day on which they led; None: not yet."""

    sessions: int = 0
    groups: int = 0
    beside: int = 0
    first_on: date | None = None

    @property
    def total(self) -> int:
        """Sessions and groups led: what a plan counts."""
        return self.sessions + self.groups


def done_for(accreditations: Sequence[Accreditation], day: date) -> dict[int, Done]:
    """{id of an accreditation: what was done by it up to today, `day`}; as many queries
    for many as for one. What counts is said by trainers.domain.report.given."""
    found = {
        (one.person_id, one.programme_id, one.language): Done()
        for one in accreditations
    }
    people = few({one.person_id for one in accreditations})
    for part in parts_of(people, day, today=day):
        done = found.get(part.key)
        if done is None:
            continue
        if part.led is None:
            done.beside += 1
            continue
        done.sessions += not part.is_group
        done.groups += part.is_group
        if part.led.first:
            done.first_on = earlier(done.first_on, part.led.first)
    return {
        one.pk: found[one.person_id, one.programme_id, one.language]
        for one in accreditations
    }
