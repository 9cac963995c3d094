"""What one person learnt and holds, in a few plain queries.

Django takes longer to compile the queries of `with_facts` than a database to answer
them. For many people that is worth it; for one, the rows are read as they are and the
same facts are derived here. A test holds the two together.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property

from django.utils.timezone import localdate

from certificates.domain.award import last_valid_day
from certificates.domain.renewal import is_due
from certificates.domain.state import state_from
from certificates.enums import EXPIRING_DAYS, CertificateState
from certificates.models import Certificate, CertificateEvent, end_of
from courses.domain.equivalents import Counting, counting_for
from courses.domain.recognising import RECOGNISED_CYCLE
from courses.models import ActivityProgress, Completion, Enrolment
from tracking.domain.dates import FOREVER
from tracking.domain.evidence import GOOD
from tracking.models import Requirement

NEVER = datetime(1, 1, 2, tzinfo=UTC)


@dataclass(frozen=True)
class Facts:
    """What makes a standing; see tracking.domain.standing.with_facts."""

    certified_until: date | None
    is_done: bool
    has_begun: bool


@dataclass(frozen=True)
class Award:
    """A certificate and its state at the end of a day."""

    certificate: Certificate
    completion: Completion
    state: CertificateState


class Record:
    """What a person learnt and holds, as seen at the end of a day.

    `enrolments` are all of theirs that are asked about. Completions and progress are
    read once each, when they are first needed.
    """

    def __init__(self, enrolments: Iterable[Enrolment], day: date):
        self.enrolments = {one.course_id: one for one in enrolments}
        self.day = day

    @cached_property
    def completions(self) -> list[Completion]:
        """In the order of their numbers."""
        return list(Completion.objects.filter(enrolment__in=self._keys).order_by("pk"))

    @cached_property
    def certificates(self) -> dict[int, dict[Certificate, list[CertificateEvent]]]:
        """{completion: {certificate: its events, oldest first}}, in one query: whatever
        certificate there is has the event of its award."""
        found = defaultdict(lambda: defaultdict(list))
        if self.completions:
            events = CertificateEvent.objects.filter(
                certificate__completion__in=[one.pk for one in self.completions]
            ).select_related("certificate")
            for event in events.order_by("at", "pk"):
                certificate = event.certificate
                found[certificate.completion_id][certificate].append(event)
        return found

    @cached_property
    def awards(self) -> list[Award]:
        """What was awarded by the day."""
        return [
            Award(certificate, completion, state)
            for completion in self.completions
            for certificate, events in self.certificates[completion.pk].items()
            if (state := state_from(certificate, events, self.day)) is not None
        ]

    @cached_property
    def progress(self) -> dict[int, list[tuple[int, str, datetime, bool]]]:
        """{enrolment key: [(cycle, activity key, begun at, whether it is done)]}."""
        found = defaultdict(list)
        rows = ActivityProgress.objects.filter(enrolment__in=self._keys).values_list(
            "enrolment", "cycle", "activity", "started_at", "completed_at"
        )
        for enrolment_id, cycle, key, started_at, completed_at in rows:
            row = (cycle, str(key), started_at, completed_at is not None)
            found[enrolment_id].append(row)
        return found

    def done_keys(self, enrolment: Enrolment) -> set[str]:
        """Keys of the activities done in the present cycle."""
        return {
            key
            for cycle, key, _started_at, is_done in self.progress[enrolment.pk]
            if is_done and cycle == enrolment.cycle
        }

    def completed_sectors(self, enrolment: Enrolment) -> set[str]:
        """Sectors for which the present cycle is completed."""
        return {
            one.sector_id
            for one in self.completions
            if one.enrolment_id == enrolment.pk and one.cycle == enrolment.cycle
        }

    def is_only_recognised(self, enrolment: Enrolment) -> bool:
        """Whether nothing was done here: the course is theirs for a training that was
        recognised."""
        return not self.progress[enrolment.pk] and any(
            one.cycle == RECOGNISED_CYCLE and one.enrolment_id == enrolment.pk
            for one in self.completions
        )

    def newest_runs_out(self, enrolment: Enrolment) -> bool:
        """As certificates.domain.queries.is_run_out."""
        mine = [a for a in self.awards if a.completion.enrolment_id == enrolment.pk]
        newest = max(mine, key=_age, default=None)
        return (
            newest is not None
            and newest.completion.cycle in (RECOGNISED_CYCLE, enrolment.cycle)
            and self.is_due(newest)
        )

    def is_due(self, award: Award) -> bool:
        """Whether it is time to earn what comes after it, and nothing that follows it
        lasts."""
        return is_due(
            award.certificate,
            self.day,
            held=lambda: self._held,
            events_of=lambda one: self.certificates[one.completion_id][one],
        )

    @cached_property
    def counting(self) -> dict[int, list[Counting]]:
        """{course of theirs: the others that it counts for, and when}."""
        return counting_for(list(self.enrolments))

    @cached_property
    def earned(self) -> dict[int, set[date]]:
        """{course of theirs: the days on which they earned it}, by the end of the day."""
        found = defaultdict(set)
        for one in self.completions:
            if one.completed_at < end_of(self.day):
                course_id = self._courses[one.enrolment_id]
                found[course_id].add(localdate(one.completed_at))
        return found

    def facts_for(self, requirement: Requirement) -> Facts:
        """What makes the person's standing towards a requirement."""
        mine = self._awards_for(requirement)
        newest = max(mine, key=_age, default=None)
        return Facts(
            certified_until=self._certified_until(mine, requirement),
            is_done=self._is_done(requirement),
            has_begun=self._has_begun(
                requirement, newest.certificate.awarded_at if newest else NEVER
            ),
        )

    def suspended(self, requirement: Requirement) -> Certificate | None:
        """The newest certificate of what is asked, where it is suspended: it is looked
        into, and doing the course again would change nothing."""
        newest = max(self._awards_for(requirement), key=_age, default=None)
        if newest is None or newest.state != CertificateState.SUSPENDED:
            return None
        return newest.certificate

    def runs_out(self, requirement: Requirement) -> bool:
        """Whether what counts for a requirement ends within the days of notice or has
        ended, by its own date or because the requirement asks sooner.

        Not while the next one is on its way, or the newest is suspended.
        """
        mine = self._awards_for(requirement)
        until = self._certified_until(mine, requirement)
        return (
            until is not None
            and until <= self.day + timedelta(days=EXPIRING_DAYS)
            and self.suspended(requirement) is None
            and not self._is_done(requirement)
        )

    def _is_asked(self, course_id: int, requirement: Requirement, on: date) -> bool:
        """Whether what happened in a course on a day counts for what is asked."""
        asked = requirement.course_id
        # The course itself needs no look at what counts for it.
        return (
            course_id == asked
            or str(course_id) in requirement.accepted_within
            or any(
                one.course_id == asked and one.holds(on)
                for one in self.counting.get(course_id, ())
            )
        )

    def _counts(self, completion: Completion, requirement: Requirement, on: date):
        return completion.sector_id == requirement.sector_id and self._is_asked(
            self._courses[completion.enrolment_id], requirement, on
        )

    def _awards_for(self, requirement: Requirement) -> list[Award]:
        return [
            one
            for one in self.awards
            if self._counts(one.completion, requirement, one.certificate.awarded_on)
        ]

    def _is_done(self, requirement: Requirement) -> bool:
        """Completed by the end of the day, and no certificate of it yet."""
        return any(
            self._counts(one, requirement, localdate(one.completed_at))
            and one.completed_at < end_of(self.day)
            and all(a.awarded_on > self.day for a in self.certificates[one.pk])
            for one in self.completions
        )

    def _has_begun(self, requirement: Requirement, since: datetime) -> bool:
        """Learning after a moment, by the end of the day."""
        end = end_of(self.day)
        return any(
            since < started_at < end
            and self._is_asked(course_id, requirement, localdate(started_at))
            for course_id, started_at in self._beginnings()
        )

    def _beginnings(self) -> Iterator[tuple[int, datetime]]:
        """(course, when learning in it or in a part of it began)."""
        for course_id, enrolment in self.enrolments.items():
            yield course_id, enrolment.started_at
            for _cycle, _key, started_at, _is_done in self.progress[enrolment.pk]:
                yield course_id, started_at

    def _certified_until(
        self, awards: list[Award], requirement: Requirement
    ) -> date | None:
        ends = (self._counts_until(a, requirement) for a in awards if a.state in GOOD)
        return max(ends, default=None)

    def _counts_until(self, award: Award, requirement: Requirement) -> date:
        """The last day on which a certificate meets what is asked."""
        course = self._courses[award.completion.enrolment_id]
        within = requirement.accepted_within.get(str(course))
        first = award.certificate.awarded_on
        ends = (
            award.certificate.valid_until,
            last_valid_day(first, requirement.renew_months),
            last_valid_day(first, within),
        )
        return min(end or FOREVER for end in ends)

    @cached_property
    def _held(self) -> dict[int, Certificate]:
        return {one.certificate.pk: one.certificate for one in self.awards}

    @cached_property
    def _courses(self) -> dict[int, int]:
        return {one.pk: course_id for course_id, one in self.enrolments.items()}

    @property
    def _keys(self) -> list[int]:
        return list(self._courses)


def _age(award: Award) -> tuple:
    return award.certificate.awarded_at, award.certificate.pk
