"""Training sessions as somebody plans them: made, changed, copied, cancelled."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.errors import DomainError
from organisations.models import Organisation, User
from trainers.domain.attendance.blocks import forget_held, hold_begun
from trainers.domain.sessions.calendar import withdraw_block
from trainers.domain.sessions.holding import locked, record
from trainers.domain.sessions.mailing import tell_cancelled, tell_changed
from trainers.domain.sessions.plans import Plan, PlannedBlock, checked, plan_of
from trainers.domain.sessions.publishing import follow
from trainers.domain.sessions.queue import promote, taken_of
from trainers.domain.sessions.readiness import refuse_unless_ready
from trainers.enums import SessionRole, SessionState
from trainers.models import (
    AttendanceMark,
    SessionBlock,
    SessionPlaces,
    SessionTrainer,
    TrainerProgramme,
    TrainingSession,
)


@transaction.atomic
def create_session(
    programme: TrainerProgramme,
    organiser: Organisation,
    plan: Plan,
    *,
    actor: User,
    now: datetime,
) -> TrainingSession:
    """A draft that nobody but those who run it sees. The caller has let `actor` plan for
    the organiser. Raises DomainError for what cannot be meant: "language" for one that
    the programme is not in, "course" for one that it does not teach, "blocks",
    "trainers", "places", "words"; and what the detector says. What may still be missing
    is said before publishing (trainers.domain.sessions.readiness)."""
    return _create(programme, organiser, plan, actor=actor, now=now)


def _create(programme, organiser, plan, *, actor, now, kept=None) -> TrainingSession:
    plan = checked(plan, programme, actor=actor, kept=kept)
    session = TrainingSession.objects.create(
        programme=programme,
        organiser=organiser,
        created_at=now,
        created_by=actor,
        changed_at=now,
        **_fields(plan),
    )
    _write_parts(session, plan, now=now)
    record("created", session, actor=actor, now=now)
    return session


@transaction.atomic
def change_session(
    session: TrainingSession, plan: Plan, *, actor: User, now: datetime
) -> TrainingSession:
    """Change it, and tell those who come where and when it is now. Once it was published
    it stays fit to be: a change that it could not be published with is refused. Raises
    DomainError as `create_session`, "cancelled", "over" after its last block, "taken"
    for fewer places than people have, and "attended" for a block of which attendance was
    taken and that would be no more."""
    held = locked(session)
    _refuse_finished(held, now)
    # Who led what has begun is written down before anybody else leads.
    hold_begun(held, now=now)
    plan = checked(plan, held.programme, actor=actor, kept=held.course)
    _refuse_fewer(held, plan)
    before = _told(held)
    for name, value in _fields(plan).items():
        setattr(held, name, value)
    _write_parts(held, plan, now=now)
    if held.state != SessionState.DRAFT:
        refuse_unless_ready(held, now=now)
        follow(held, now=now)
    is_told = _told(held) != before
    if is_told:
        held.sequence += 1
        held.changed_at = now
    held.save()
    record("changed", held, actor=actor, now=now)
    if is_told and held.state == SessionState.PUBLISHED:
        tell_changed(held, now=now)
    promote(held, now=now)
    return held


@transaction.atomic
def duplicate_session(
    session: TrainingSession, *, first_day: date, actor: User, now: datetime
) -> TrainingSession:
    """A draft like it that begins on another day, with as many days between its blocks
    and at the same hours of the clock; nobody is signed up for it."""
    plan = plan_of(session)
    shift = timedelta(0)
    if plan.blocks:
        shift = first_day - timezone.localdate(plan.blocks[0].starts_at)
    moved = tuple(
        replace(
            one,
            starts_at=_shifted(one.starts_at, shift),
            ends_at=_shifted(one.ends_at, shift),
            key=None,
        )
        for one in plan.blocks
    )
    return _create(
        session.programme,
        session.organiser,
        replace(plan, blocks=moved),
        actor=actor,
        now=now,
        kept=session.course,
    )


@transaction.atomic
def cancel_session(
    session: TrainingSession, *, actor: User, now: datetime
) -> TrainingSession:
    """Cancel it for good and tell everybody who would come. A draft nobody knows of is
    told to nobody. Again without effect. Raises DomainError "over" after its last
    block: what took place is not cancelled."""
    held = locked(session)
    if held.state == SessionState.CANCELLED:
        return held
    _refuse_finished(held, now)
    # What has begun took place, and was led by somebody.
    hold_begun(held, now=now)
    was_known = held.state != SessionState.DRAFT
    held.state = SessionState.CANCELLED
    held.sequence += 1
    held.changed_at = now
    held.save(update_fields=["state", "sequence", "changed_at"])
    record("cancelled", held, actor=actor, now=now)
    if was_known:
        tell_cancelled(held, now=now)
    return held


def _refuse_finished(session: TrainingSession, now: datetime) -> None:
    if session.state == SessionState.CANCELLED:
        raise DomainError(
            _("This session was cancelled. Duplicate it to plan it again."),
            code="cancelled",
        )
    last = session.blocks.order_by("-ends_at").first()
    if session.state != SessionState.DRAFT and last and last.ends_at <= now:
        raise DomainError(_("This session is over."), code="over")


def _refuse_fewer(session: TrainingSession, plan: Plan) -> None:
    taken = taken_of(session)
    seats = {organisation.pk: most for organisation, most in plan.places}
    is_too_few = taken.all > plan.capacity
    for place in session.places.all():
        kept = taken.by_place.get(place.pk, 0)
        most = seats.get(place.organisation_id, 0 if kept else None)
        is_too_few = is_too_few or (most is not None and kept > most)
    if is_too_few:
        raise DomainError(
            _("More people have a place already. Take some off the list first."),
            code="taken",
        )


def _fields(plan: Plan) -> dict:
    names = (
        "title",
        "language",
        "about",
        "place",
        "link",
        "course",
        "materials",
        "audience",
        "capacity",
    )
    return {name: getattr(plan, name) for name in names} | {
        "modules": list(plan.modules)
    }


def _write_parts(session: TrainingSession, plan: Plan, *, now: datetime) -> None:
    session.sectors.set(plan.sectors)
    _write_blocks(session, plan.blocks, now=now)
    people = {one.pk: SessionRole.CO for one in plan.co_facilitators}
    if plan.lead:
        people[plan.lead.pk] = SessionRole.LEAD
    session.trainers.exclude(person__in=people).delete()
    # The one who led first, so that there are never two leads.
    for pk, role in sorted(people.items(), key=lambda one: one[1] == SessionRole.LEAD):
        SessionTrainer.objects.update_or_create(
            session=session, person_id=pk, defaults={"role": role}
        )
    wanted = {organisation.pk: seats for organisation, seats in plan.places}
    session.places.exclude(organisation__in=wanted).delete()
    for pk, seats in wanted.items():
        SessionPlaces.objects.update_or_create(
            session=session, organisation_id=pk, defaults={"seats": seats}
        )


def _write_blocks(
    session: TrainingSession, blocks: Iterable[PlannedBlock], *, now: datetime
) -> None:
    there = {one.uuid: one for one in session.blocks.all()}
    put_off = []
    for wanted in blocks:
        block = there.pop(wanted.key, None) or SessionBlock(session=session)
        if block.pk and block.starts_at != wanted.starts_at > now:
            put_off.append(block)
        block.starts_at, block.ends_at = wanted.starts_at, wanted.ends_at
        block.title, block.place = wanted.title.strip(), wanted.place.strip()
        forget_held(block, now=now)
        block.save()
    _refuse_attended([*put_off, *there.values()])
    for gone in there.values():
        withdraw_block(gone, now=now)


def _refuse_attended(blocks: Iterable[SessionBlock]) -> None:
    if AttendanceMark.objects.filter(block__in=blocks).exists():
        raise DomainError(
            _(
                "Attendance of a block was taken already. It can be neither taken out "
                "nor moved to a time to come."
            ),
            code="attended",
        )


def _told(session: TrainingSession) -> tuple:
    """What those who come are told anew when it is another."""
    blocks = session.blocks.values_list(
        "uuid", "starts_at", "ends_at", "title", "place"
    )
    return session.title, session.place, session.link, list(blocks)


def _shifted(moment: datetime, days: timedelta) -> datetime:
    # By the clock on the wall: over a change to summer time ten stays ten.
    local = timezone.localtime(moment).replace(tzinfo=None) + days
    return timezone.make_aware(local)
