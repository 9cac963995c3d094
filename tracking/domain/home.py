"""What a learner's home shows: one next thing, then the rest, the most urgent first."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.timezone import localdate

from certificates.enums import CertificateState
from certificates.models import Certificate
from courses.domain.boosters import Practice, offered_edition, practice_in
from courses.domain.enrolment import covers
from courses.domain.equivalents import held_from
from courses.domain.manifest import outline_of
from courses.domain.overlays.layers import layers_by_course
from courses.domain.paths import Journey, under_way
from courses.domain.progress import Way
from courses.domain.queries import enrolments_of
from courses.models import Enrolment
from lms.texts import Spoken, said
from organisations.models import User
from tracking.domain.person import Record
from tracking.domain.standing import MET, Position, late_after, position_from
from tracking.domain.suggestions.reading import (
    Suggested,
    has_open_suggestions,
    suggested_to,
)
from tracking.domain.waived import with_reasons, with_waivers
from tracking.enums import Standing, WaiverReason
from tracking.models import Obligation, Requirement
from trainers.domain.sessions.upcoming import Upcoming, has_upcoming, upcoming_of


@dataclass(frozen=True)
class Step:
    """A course on a learner's home.

    `part` is the title of the lesson or quiz to go on with, "" when there is none.
    `minutes` are left, with those of the local lessons on the way: `added` says by whom
    and how many, {name of the organisation: count}.
    `standing`, `due_on` and `asked_by` are None in a course nobody asks; `ends_on` is
    the last day of a certificate that runs out, or of an exemption. `days` are left until
    `due_on` or `ends_on`, negative when it has passed; `late_after` is the last of the
    days of grace, within them. `again`: it is time to do it once
    more. `reason` is why nothing is asked for a time, or there is more time.
    `suspended` is the uuid of the certificate that would be enough if it counted, "" when
    there is none.
    """

    code: str
    title: Spoken
    minutes: int
    is_begun: bool
    is_done: bool
    part: Spoken | str = ""
    added: dict[str, int] = field(default_factory=dict)
    standing: Standing | None = None
    due_on: date | None = None
    asked_by: str | None = None
    ends_on: date | None = None
    days: int | None = None
    again: bool = False
    reason: str = ""
    late_after: date | None = None
    suspended: str = ""

    @property
    def is_late(self) -> bool:
        return self.standing == Standing.OVERDUE

    @property
    def days_late(self) -> int:
        return -self.days


@dataclass(frozen=True)
class Ending:
    """A certificate that runs out soon. `again` is the code of the course when it can
    be done once more and is on no other list, else ""."""

    uuid: str
    name: Spoken
    until: date
    again: str


@dataclass(frozen=True)
class Home:
    """`first` is the one next thing, None when there is none; it is in no other list.

    `sessions` are the next training sessions that they come to, wait for or give.
    `waiting` are courses done whose certificate is on its way. `exempt` is what need not
    be done for a time. `met` counts what is asked and held.
    `suggested` is what an organisation of theirs put before them and nobody asks. `paths`
    are those the person is on; `practice` is offered, and asked by nobody. Both stand after
    what is to be done.
    """

    sessions: list[Upcoming]
    first: Step | None
    required: list[Step]
    waiting: list[Step]
    exempt: list[Step]
    suggested: list[Suggested]
    in_progress: list[Step]
    endings: list[Ending]
    met: int
    paths: list[Journey]
    practice: Practice | None


def home_of(user: User, *, now: datetime, language: str) -> Home:
    """A learner's home at a moment, in at most nine queries and one per edition that
    this process has not read yet."""
    day = localdate(now)
    theirs = with_waivers(Obligation.objects.on(day).filter(user=user), day)
    obligations = list(
        with_reasons(theirs, day).select_related(
            "requirement__course", "requirement__organisation"
        )
    )
    enrolments = enrolments_of(
        user,
        is_suggested_some=has_open_suggestions(user, day),
        offered_edition=offered_edition(user, now),
        is_in_sessions=has_upcoming(user, now=now),
    )
    record = Record(enrolments, day)
    added = layers_by_course(
        user.pk,
        {*record.enrolments, *(one.requirement.course_id for one in obligations)},
    )
    ways = {
        course_id: Way.along(
            outline_of(enrolment.edition_id),
            enrolment.sector_codes,
            record.done_keys(enrolment),
            language=language,
            layers=added.get(course_id, ()),
        )
        for course_id, enrolment in record.enrolments.items()
    }
    required, waiting, exempt, met = [], [], [], 0
    asked = _most_urgent(obligations, record)
    for course_id, one in asked.items():
        way = ways.get(course_id)
        if way is None:
            edition_id = one.requirement.course.current_edition_id
            way = Way.along(
                outline_of(edition_id),
                [user.sector_id],
                set(),
                language=language,
                layers=added.get(course_id, ()),
            )
        step = _required(
            one,
            way,
            day,
            is_begun=_is_begun(record, course_id),
            again=_again(one, way, record),
            suspended=record.suspended(one.requirement),
        )
        if step.standing == Standing.COVERED:
            met += 1
        elif step.standing == Standing.EXEMPT:
            exempt.append(step)
        elif _waits(step):
            waiting.append(step)
        else:
            required.append(step)
    required.sort(key=_urgency)
    in_progress = [
        _step(enrolment.course, ways[course_id], is_begun=True)
        for course_id, enrolment in record.enrolments.items()
        if course_id not in asked
        and not ways[course_id].is_complete
        and _is_begun(record, course_id)
    ]
    first = next(iter(required + in_progress), None)
    # Known with the enrolments, or asked for where there are none and little else is read.
    is_any = not enrolments or enrolments[0].is_suggested_some
    suggested = _suggested(user, record, language=language) if is_any else []
    is_in_sessions = not enrolments or enrolments[0].is_in_sessions
    return Home(
        sessions=upcoming_of(user, now=now) if is_in_sessions else [],
        first=first,
        required=[step for step in required if step is not first],
        waiting=waiting,
        exempt=exempt,
        suggested=suggested,
        in_progress=[step for step in in_progress if step is not first],
        endings=_endings(record, ways, asked, language),
        met=met,
        paths=under_way(
            begun=record.enrolments,
            earned=record.earned,
            counting=record.counting,
            admitted={one.requirement.course_id for one in obligations},
            language=language,
            sector=user.sector_id,
        ),
        practice=practice_in(
            enrolments[0].offered_edition if enrolments else None,
            sector=user.sector_id,
            language=language,
        ),
    )


def _suggested(user: User, record: Record, *, language: str) -> list[Suggested]:
    held = held_from(record.earned, record.counting)
    return suggested_to(user, day=record.day, language=language, besides=held)


def _waits(step: Step) -> bool:
    """Whether a course is done and its certificate on its way."""
    is_at_hand = step.again or step.suspended
    return step.standing == Standing.ON_THE_WAY and step.is_done and not is_at_hand


def _is_begun(record: Record, course_id: int) -> bool:
    """Whether somebody is in a course by their own doing."""
    enrolment = record.enrolments.get(course_id)
    return enrolment is not None and not record.is_only_recognised(enrolment)


@dataclass(frozen=True)
class _Asked:
    """An obligation, and where a person stands towards it."""

    obligation: Obligation
    position: Position

    @property
    def requirement(self) -> Requirement:
        return self.obligation.requirement


def _most_urgent(obligations: list[Obligation], record: Record) -> dict[int, _Asked]:
    """What holds for a person, by course; of two that ask the same the sooner one."""
    found = [
        _Asked(one, position_from(one, record.facts_for(one.requirement), record.day))
        for one in obligations
    ]
    by_course: dict[int, _Asked] = {}
    for one in sorted(found, key=_rank):
        by_course.setdefault(one.requirement.course_id, one)
    return by_course


def _rank(one: _Asked) -> tuple:
    # An exemption by one of two leaves what the other asks.
    exempt = one.position.standing == Standing.EXEMPT
    return exempt, one.position.standing in MET, _ends_on(one), one.obligation.pk


def _ends_on(one: _Asked) -> date:
    """Until when it is as it is: the day it is due, where something is to be done."""
    position = one.position
    if position.standing in MET:
        return position.certified_until
    if position.standing == Standing.EXEMPT:
        return position.exempt_until
    return position.due_on


def _again(one: _Asked, way: Way, record: Record) -> bool:
    """Whether it is time to do once more what is asked."""
    enrolment = record.enrolments.get(one.requirement.course_id)
    return (
        enrolment is not None
        and _is_completed(enrolment, way, record)
        and (record.runs_out(one.requirement) or record.newest_runs_out(enrolment))
    )


def _is_completed(enrolment: Enrolment, way: Way, record: Record) -> bool:
    completed = record.completed_sectors(enrolment)
    return way.is_complete and covers(completed, way.outline, way.sectors)


def _urgency(step: Step) -> tuple:
    return step.standing in MET, step.ends_on or step.due_on, step.title


def _required(
    one: _Asked,
    way: Way,
    day: date,
    *,
    is_begun: bool,
    again: bool,
    suspended: Certificate | None,
) -> Step:
    standing, due_on = one.position.standing, one.position.due_on
    ends_on = _ends_on(one) if standing in (*MET, Standing.EXEMPT) else None
    return _step(
        one.requirement.course,
        way,
        is_begun=is_begun,
        standing=standing,
        due_on=due_on,
        asked_by=one.requirement.organisation.name,
        ends_on=ends_on,
        days=((ends_on or due_on) - day).days,
        again=again,
        reason=_reason(one),
        late_after=_late_after(one, day),
        suspended=str(suspended.uuid) if suspended and way.is_complete else "",
    )


def _late_after(one: _Asked, day: date) -> date | None:
    """The last day of grace, for who is in these days and not done."""
    due_on = one.position.due_on
    if one.position.standing != Standing.DUE_SOON or due_on >= day:
        return None
    return late_after(due_on, grace_days=one.requirement.grace_days)


def _reason(one: _Asked) -> str:
    """Why what is asked is not as for everybody."""
    standing, obligation = one.position.standing, one.obligation
    if standing in MET:
        return ""
    is_exempt = standing == Standing.EXEMPT
    code = obligation.exempt_reason if is_exempt else obligation.later_reason
    return WaiverReason(code).label if code else ""


def _step(course, way: Way, *, is_begun: bool, **asked) -> Step:
    current, local = way.current, way.local_ahead
    return Step(
        code=course.code,
        title=way.title,
        minutes=way.minutes_left + sum(one["minutes"] for one in local),
        is_begun=is_begun,
        is_done=way.is_complete,
        part=way.title_of(current[1]) if current else "",
        added=dict(Counter(one["local"]["place"] for one in local)),
        **asked,
    )


def _endings(
    record: Record, ways: dict[int, Way], asked: dict[int, _Asked], language: str
) -> list[Ending]:
    """The certificates that run out soon and are not renewed, the soonest first."""
    courses = {one.pk: course_id for course_id, one in record.enrolments.items()}
    endings = []
    for award in record.awards:
        if award.state != CertificateState.EXPIRING or not record.is_due(award):
            continue
        course_id = courses[award.completion.enrolment_id]
        enrolment = record.enrolments[course_id]
        again = (
            course_id not in asked
            and _is_completed(enrolment, ways[course_id], record)
            and record.newest_runs_out(enrolment)
        )
        endings.append(
            Ending(
                uuid=str(award.certificate.uuid),
                name=said(
                    award.certificate.words["names"],
                    language,
                    award.certificate.language,
                ),
                until=award.certificate.valid_until,
                again=enrolment.course.code if again else "",
            )
        )
    return sorted(endings, key=lambda ending: (ending.until, ending.uuid))
