"""Whatever happens to sessions and to those who lead them, in whatever order: none is
published with a lead who may not lead on its days, and nobody attended anything while
somebody else led."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

import pytest
from django.db import transaction

from lms.errors import DomainError
from lms.models import AuditEntry
from tests.factories.attendance import said
from tests.factories.trainers import make_accredited, make_session
from trainers.domain import owning, suspending, sweeps
from trainers.domain.attendance import blocks, making_up, marks, weighing
from trainers.domain.sessions import planning, publishing, registering
from trainers.domain.sessions.plans import plan_of
from trainers.enums import (
    Level,
    MarkSource,
    Presence,
    SessionState,
    SuspensionReason,
    WithdrawalReason,
)
from trainers.models import (
    Accreditation,
    Attendance,
    AttendanceMark,
    Registration,
    SessionBlock,
    Suspension,
    TrainingSession,
)

# Two who lead, of whom each may lose it; and one who never may.
LEADS = ("bob", "lieve", "charlie")
GUESTS = ("alice", "otto")
PRESENCES = (
    (Presence.HERE, None),
    (Presence.AWAY, None),
    (Presence.PART, 200),
)
START = datetime(2026, 11, 21, 7, 0, tzinfo=UTC)
DAYS = ((1,), (2, 3), (4, 9), (5,), (7,))
SEEDS = range(10)
STEPS = 40


class Sessions:
    """Sessions that Olga plans, whoever leads them; what happens next is drawn."""

    def __init__(self, world, seed):
        self.world = world
        self.random = Random(seed)  # noqa: S311 -- a walk, not a secret
        self.now = START
        # {block: who led it when it began, and whether they were allowed to}, as it was
        # seen from here.
        self.seen: dict[int, tuple] = {}
        for lead, days in zip(("lieve", "bob", "lieve"), DAYS, strict=False):
            self.plan(lead, days)
        for session in TrainingSession.objects.order_by("pk"):
            self.trying(publishing.publish_session, session, actor=self.world.olga)
            for name in GUESTS:
                self.sign_up(session, name)

    def step(self):
        acts = {
            self.plan: 2,
            self.publish: 4,
            self.give_it_to_another: 3,
            self.cancel: 1,
            self.sign_up: 4,
            self.time_passes: 5,
            self.go_to_a_block: 7,
            self.mark: 8,
            self.make_up: 8,
            self.suspend: 4,
            self.end_the_suspension: 3,
            self.withdraw: 1,
        }
        (act,) = self.random.choices(list(acts), weights=list(acts.values()))
        act()

    def person(self, name):
        return getattr(self.world, name)

    def trying(self, act, *args, **kwargs):
        try:
            return act(*args, **kwargs, now=self.now)
        except DomainError:
            return None

    def one(self, rows):
        """One of them; None of none."""
        rows = list(rows.order_by("pk"))
        return self.random.choice(rows) if rows else None

    def a_session(self, **state):
        return self.one(TrainingSession.objects.filter(**state))

    # What the rules say, worked out from the rows by hand.
    def allowed(self, person, day) -> bool:
        for one in Accreditation.objects.filter(person=person, language="nl"):
            in_days = any(
                period.level == Level.ACCREDITED
                and period.starts_on <= day <= period.ends_on
                and (period.cut_on is None or day < period.cut_on)
                for period in one.periods.all()
            )
            away = any(
                row.holds_from
                and row.holds_from <= day
                and (row.held_until is None or day < row.held_until)
                for row in one.suspensions.all()
            )
            if in_days and not away:
                return True
        return False

    def led_by(self, session):
        lead = session.trainers.filter(role="lead").first()
        return lead and lead.person

    def plan(self, lead="", days=()):
        if TrainingSession.objects.count() < 6:
            days = days or self.random.choice(DAYS)
            self.trying(
                make_session,
                self.world,
                days=days,
                lead=self.person(lead or self.random.choice(LEADS)),
                is_published=False,
                places=((self.world.employer, None), (self.world.owner_body, None)),
                capacity=1 + len(days),
            )

    def publish(self):
        if session := self.a_session():
            self.trying(publishing.publish_session, session, actor=self.world.olga)

    def give_it_to_another(self):
        if session := self.a_session():
            self.note()
            plan = replace(
                plan_of(session), lead=self.person(self.random.choice(LEADS))
            )
            self.trying(planning.change_session, session, plan, actor=self.world.olga)

    def cancel(self):
        if session := self.a_session(state=SessionState.PUBLISHED):
            self.note()
            self.trying(planning.cancel_session, session, actor=self.world.olga)

    def sign_up(self, session=None, name=""):
        if session := session or self.a_session():
            person = self.person(name or self.random.choice(GUESTS))
            self.trying(registering.sign_up, session, person, actor=person)

    def time_passes(self):
        self.go_on(timedelta(hours=self.random.choice((1, 3, 20, 24))))

    def go_to_a_block(self):
        coming = SessionBlock.objects.filter(ends_at__gt=self.now)
        if block := coming.order_by("starts_at").first():
            self.go_on(block.starts_at + timedelta(minutes=20) - self.now)

    def go_on(self, how_long):
        # Some of the sweeps of that time; each may come first.
        steps = 6
        for _step in range(steps):
            self.now += max(how_long, timedelta(0)) / steps
            sweeps.lapse(self.now)
            publishing.follow_leads(self.now)
            self.note()
            blocks.hold_all_begun(self.now)
        weighing.weigh_all(self.now)

    def note(self):
        """Who leads what has begun, before the product writes it down."""
        begun = SessionBlock.objects.filter(starts_at__lte=self.now).select_related(
            "session"
        )
        for block in begun.exclude(pk__in=self.seen):
            session = block.session
            if session.state not in (SessionState.PUBLISHED, SessionState.BLOCKED):
                continue
            lead = self.led_by(session)
            day = block.starts_at.astimezone().date()
            may = lead is not None and self.allowed(lead, day)
            self.seen[block.pk] = (
                lead and lead.pk,
                may and session.state == SessionState.PUBLISHED,
            )

    def mark(self):
        begun = SessionBlock.objects.filter(starts_at__lte=self.now)
        session = self.one(TrainingSession.objects.filter(blocks__in=begun).distinct())
        if session is None:
            return
        self.note()
        for one in session.registrations.order_by("pk"):
            missed = Attendance.objects.filter(
                registration__person=one.person, presence=Presence.AWAY
            )
            presence = self.random.choice(PRESENCES)
            # Who missed something comes the next time, to make it up.
            if missed.exclude(registration=one).exists():
                presence = PRESENCES[0]
            self.trying(
                marks.take,
                session,
                [
                    said(one, block, *presence, key=self.key())
                    for block in session.blocks.all()
                ],
                source=MarkSource.LIST,
                by=self.world.lieve,
            )

    def key(self):
        return UUID(int=self.random.getrandbits(128))

    def make_up(self):
        for one in Registration.objects.filter(attendance__presence=Presence.AWAY):
            for block, others in making_up.places_to_make_up(one, now=self.now).items():
                if others:
                    self.trying(
                        making_up.make_up,
                        one,
                        SessionBlock.objects.get(pk=block),
                        others[0],
                        by=self.world.lieve,
                    )
                    return

    def suspend(self):
        who = self.person(self.random.choice(("bob", "lieve")))
        self.trying(
            suspending.begin_suspension,
            Accreditation.objects.get(person=who),
            reason=SuspensionReason.SAFETY,
            is_interim=True,
            actor=self.world.olga,
        )
        if running := Suspension.objects.running().first():
            self.trying(suspending.confirm_suspension, running, actor=self.world.otto)

    def end_the_suspension(self):
        if running := Suspension.objects.running().first():
            self.trying(suspending.end_suspension, running, actor=self.world.olga)

    def withdraw(self):
        self.trying(
            owning.withdraw,
            Accreditation.objects.get(person=self.world.bob),
            reason=WithdrawalReason.DECISION,
            actor=self.world.olga,
        )

    def look(self):
        self.what_is_published_is_led_by_who_may()
        self.a_block_keeps_who_led_it_when_it_began()
        self.nobody_attended_what_does_not_count()
        self.attendance_is_what_was_said_last()
        self.what_became_of_it_is_in_the_audit()

    def what_is_published_is_led_by_who_may(self):
        publishing.follow_leads(self.now)
        for session in TrainingSession.objects.filter(state=SessionState.PUBLISHED):
            lead = self.led_by(session)
            for block in session.blocks.filter(ends_at__gt=self.now):
                assert self.allowed(lead, block.starts_at.astimezone().date())

    def a_block_keeps_who_led_it_when_it_began(self):
        for block in SessionBlock.objects.exclude(counts=None):
            assert (block.held_by_id, block.counts) == self.seen[block.pk]

    def nobody_attended_what_does_not_count(self):
        for one in Registration.objects.filter(is_to_weigh=False).exclude(
            attended_at=None
        ):
            of_session = list(one.session.blocks.all())
            total = sum(marks.minutes_of(block) for block in of_session)
            there = 0
            for row in one.attendance.select_related("mark__made_up_in", "block"):
                other = row.mark.made_up_in
                counted = other or row.block
                if other:
                    elsewhere = Attendance.objects.get(
                        registration__person=one.person, block=other
                    )
                    assert elsewhere.presence == Presence.HERE
                if row.presence != Presence.AWAY and counted.counts:
                    there += row.minutes or marks.minutes_of(row.block)
            assert there * 100 >= (100 - 10) * total
            assert one.attended_at <= self.now

    def attendance_is_what_was_said_last(self):
        for row in Attendance.objects.select_related("mark"):
            about = AttendanceMark.objects.filter(
                registration=row.registration_id, block=row.block_id
            )
            last = max(about, key=lambda mark: (mark.said_at, mark.uuid))
            assert (row.mark_id, row.presence) == (last.pk, last.presence)

    def what_became_of_it_is_in_the_audit(self):
        known = {
            (entry.subject_id, entry.data["state"])
            for entry in AuditEntry.objects.filter(
                subject_type="trainers.TrainingSession"
            )
        }
        for session in TrainingSession.objects.all():
            assert (str(session.pk), session.state) in known


# What has to be met on the way: a walk past nothing proves nothing.
MEETS = (
    SessionState.PUBLISHED,
    SessionState.BLOCKED,
    SessionState.CANCELLED,
    True,
    False,
    MarkSource.LIST,
    MarkSource.MADE_UP,
    "attended",
)


@pytest.mark.slow
@pytest.mark.django_db
def test_whatever_happens_it_holds(world, charlie):
    world.charlie = charlie
    make_accredited(
        world.bob, world.programme, world.employer, now=START - timedelta(days=30)
    )
    met = Counter()
    for seed in SEEDS:
        point = transaction.savepoint()
        lives = Sessions(world, seed)
        for number in range(STEPS):
            lives.step()
            if number % 2:
                lives.look()
        met.update(TrainingSession.objects.values_list("state", flat=True))
        met.update(SessionBlock.objects.values_list("counts", flat=True))
        met.update(AttendanceMark.objects.values_list("source", flat=True))
        met["attended"] += Registration.objects.exclude(attended_at=None).count()
        transaction.savepoint_rollback(point)
    assert [what for what in MEETS if not met[what]] == [], met
