"""How somebody stands with a part of a course that is taught in training sessions: done,
signed up, waiting for the list, there for a part, or still to find a session."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Prefetch

from courses.domain.enrolment import cycle_began
from courses.models import Enrolment
from organisations.models import User
from trainers.domain.attendance.weighing import Weighed, made_up_in, weighed
from trainers.domain.in_course.teaching import teaches
from trainers.domain.in_course.to_come import ToCome, sessions_to_come
from trainers.enums import (
    HOLDING_REGISTRATIONS,
    KNOWN_SESSIONS,
    Presence,
    RegistrationState,
)
from trainers.models import Attendance, Registration

# A list that nobody filled in after this is one that nobody will, as a rule: the learner
# is told to look for another session. It may still come until the list is closed
# (attendance.window.TAKEN_WITHIN, 180 days), and then counts from the day they attended.
LIST_WITHIN = timedelta(days=30)


@dataclass(frozen=True)
class Part:
    """A session of which somebody was there for too little. `missing` is how many whole
    minutes more would be enough. `has_uncounted`: a block they were in counts for
    nothing, as nobody accredited led it."""

    registration: Registration
    weighed: Weighed
    missing: int
    has_uncounted: bool


@dataclass(frozen=True)
class Standing:
    """Of these what comes first holds: done on a day; attended before the learner's
    edition had this part, or before they began, so that it can be let count; signed up;
    attended, and the list waits; there for a part. `to_come` are the sessions to sign up
    for, where none of the first four holds."""

    done_at: datetime | None = None
    earlier: Registration | None = None
    coming: list[Registration] = field(default_factory=list)
    waits: Registration | None = None
    part: Part | None = None
    to_come: list[ToCome] = field(default_factory=list)

    @property
    def is_to_find(self) -> bool:
        """Whether there is a session to find still, and none to sign up for."""
        known = (self.done_at, self.earlier, self.coming, self.waits, self.to_come)
        return not any(known)


def standing_with(
    enrolment: Enrolment,
    module: dict,
    activity_key: str,
    *,
    is_done: bool,
    language: str,
    now: datetime,
) -> Standing:
    """How the person of an enrolment stands with an activity of this module of it, which
    is done or not; the sessions to come in `language` first. As many queries however many
    sessions there are."""
    if is_done:
        return Standing(done_at=_done_at(enrolment, activity_key))
    mine = _mine(enrolment, module["key"])
    since = _since(enrolment) if mine else None
    if earlier := first_to_count(mine, since=since):
        return Standing(earlier=earlier)
    if coming := [one for one in mine if _is_coming(one, now)]:
        return Standing(coming=coming)
    # What was left half done before somebody began again is left behind.
    recent = [one for one in mine if since is None or _end(one) > since]
    if waits := next((one for one in reversed(recent) if _waits(one, now)), None):
        return Standing(waits=waits)
    return _to_find(enrolment.user, enrolment, module, recent, language, now)


def _done_at(enrolment: Enrolment, activity_key: str) -> datetime:
    done = enrolment.progress.filter(cycle=enrolment.cycle, activity=activity_key)
    return done.values_list("completed_at", flat=True).get()


def attended_earlier(enrolment: Enrolment, module_key: str) -> Registration | None:
    """What somebody attended of a module and was counted for nothing then, the first of
    several; None for nothing. In a first cycle that may be before they began the course,
    as attending is what puts people in it; later it is since they began again."""
    mine = _mine(enrolment, module_key)
    return first_to_count(mine, since=_since(enrolment)) if mine else None


def _since(enrolment: Enrolment) -> datetime | None:
    """From when on what was attended belongs to the present cycle; None: whenever."""
    return cycle_began(enrolment) if enrolment.cycle > 1 else None


def first_to_count(
    mine: Sequence[Registration], *, since: datetime | None
) -> Registration | None:
    """Of one's registrations the first that was attended since then, or whenever, and
    followed."""
    found = [
        one
        for one in mine
        if one.attended_at
        and one.followed_at
        and (since is None or one.attended_at >= since)
    ]
    return min(found, key=lambda one: (one.attended_at, one.pk), default=None)


def _mine(enrolment: Enrolment, module_key: str) -> list[Registration]:
    """One's registrations for sessions that teach the module, by when they are."""
    rows = (
        Registration.objects.filter(
            person=enrolment.user_id, session__course=enrolment.course_id
        )
        .select_related("session__programme", "session__organiser")
        .prefetch_related(
            "session__blocks",
            Prefetch(
                "attendance",
                Attendance.objects.select_related("mark__made_up_in"),
            ),
        )
    )
    found = [
        one
        for one in rows
        if teaches(one.session, module_key) and one.session.blocks.all()
    ]
    return sorted(found, key=lambda one: (_end(one), one.pk))


def _end(one: Registration) -> datetime:
    return max(block.ends_at for block in one.session.blocks.all())


def _is_coming(one: Registration, now: datetime) -> bool:
    """Signed up for one that is to come or goes on."""
    return (
        one.state in HOLDING_REGISTRATIONS
        and one.session.state in KNOWN_SESSIONS
        and _end(one) > now
    )


def _waits(one: Registration, now: datetime) -> bool:
    """Over, and what was said of it is not counted yet, or nothing was said yet."""
    if one.state != RegistrationState.COMING or one.session.state not in KNOWN_SESSIONS:
        return False
    if one.attended_at:
        return one.followed_at is None
    return one.is_to_weigh or (
        not one.attendance.all() and now < _end(one) + LIST_WITHIN
    )


def _to_find(user: User, enrolment, module, recent, language, now) -> Standing:
    to_come = sessions_to_come(
        user, enrolment.course_id, module["key"], language=language, now=now
    )
    part = next((one for one in map(_part, reversed(recent)) if one), None)
    if part:
        to_come = [
            one.beside(part.registration.session, part.weighed) for one in to_come
        ]
        to_come.sort(key=lambda one: not one.makes_up)
    return Standing(part=part, to_come=to_come)


def _part(one: Registration) -> Part | None:
    rows = list(one.attendance.all())
    if one.attended_at or all(row.presence == Presence.AWAY for row in rows):
        return None
    for row in rows:
        # Known: made_up_in asks for the person of each.
        row.registration = one
    found = weighed(one.session.blocks.all(), rows, made_up=made_up_in(rows))
    allowed = found.total * one.session.programme.absence_percent / 100
    present = {row.block_id for row in rows if row.presence != Presence.AWAY}
    return Part(
        registration=one,
        weighed=found,
        # Up: a minute that is missing in part is missing.
        missing=-int(-(found.missed - allowed) // 1),
        has_uncounted=any(
            block.pk in present and block.counts is False
            for block in one.session.blocks.all()
        ),
    )
