"""Whatever people do, in whatever order and by whatever right: no state without what it
rests on, no signature by the wrong person, every step written down, and nobody trains
outside the days they were given."""

from datetime import UTC, datetime, timedelta

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from lms.errors import DomainError
from lms.models import AuditEntry
from tests.factories.trainers import GOOD, POOR, Way
from trainers.domain import evidence, owning, suspending, sweeps
from trainers.domain.facts import facts_of
from trainers.domain.implementation.planning import write_plan
from trainers.domain.periods import may_co_facilitate, may_lead
from trainers.enums import (
    HOLDING_STATES,
    Act,
    Decision,
    EvidenceKind,
    Level,
    Signer,
    State,
    SuspensionReason,
    Verdict,
    WithdrawalReason,
)
from trainers.models import SignOff, StepEvidence, Suspension, Transition

PEOPLE = ("bob", "alice", "olga", "otto", "lieve", "ada", "amir", "charlie")
KINDS = (
    EvidenceKind.PLAN,
    EvidenceKind.KICK_OFF,
    EvidenceKind.ATTENDANCE,
    EvidenceKind.QUIZ,
    EvidenceKind.LAW_QUIZ,
    EvidenceKind.CO_SESSION,
    EvidenceKind.SELF_ASSESSMENT,
    EvidenceKind.FEEDBACK,
    EvidenceKind.LED_SESSION,
    EvidenceKind.TRAINER_DAY,
    EvidenceKind.UPDATE_QUIZ,
    EvidenceKind.REQUEST_TO_STOP,
)
# By whom each part may be signed in this world.
ALLOWED = {
    Signer.OWNER: {"olga", "otto"},
    Signer.COORDINATOR: {"alice"},
    Signer.LEAD: {"lieve", "ada", "amir"},
    Signer.ASSESSOR: {"ada", "amir"},
}
SIGNED_BY = {
    Act.ADMIT: ALLOWED[Signer.OWNER],
    Act.ACCREDIT: ALLOWED[Signer.OWNER],
    Act.RENEW: ALLOWED[Signer.OWNER],
    Act.RE_ENTER: ALLOWED[Signer.OWNER],
    Act.WITHDRAW: ALLOWED[Signer.OWNER],
    Act.SUSPEND: ALLOWED[Signer.OWNER],
    Act.LIFT: ALLOWED[Signer.OWNER],
    Act.APPLY: ALLOWED[Signer.COORDINATOR],
    Act.BEGIN: ALLOWED[Signer.LEAD],
    Act.PASS: ALLOWED[Signer.LEAD],
    Act.CO_FACILITATE: ALLOWED[Signer.LEAD],
    Act.OBSERVE: ALLOWED[Signer.ASSESSOR],
    Act.STOP: ALLOWED[Signer.ASSESSOR],
}
START = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
# At most so many days at once.
PERIODS = {Level.PROVISIONAL: 366, Level.ACCREDITED: 366 * 4}


class Lives(RuleBasedStateMachine):
    """Bob's way, by everybody at once."""

    def __init__(self):
        super().__init__()
        self.way = Way(self.begin(), START)
        self.way.open()
        self.names = {getattr(self.way.world, name).pk: name for name in PEOPLE}

    @property
    def now(self):
        return self.way.now

    def person(self, name):
        return getattr(self.way.world, name)

    def trying(self, act, *args, **kwargs):
        """What is refused changes nothing; whatever else is wrong shows."""
        before = self.way.again().state
        try:
            return act(*args, **kwargs)
        except DomainError:
            assert self.way.again().state == before
            return None

    @initialize(
        state=st.sampled_from(
            (
                State.TRAINED,
                State.IN_TRAINING,
                State.PROVISIONAL,
                State.CO_FACILITATED,
                State.OBSERVED,
                State.ACCREDITED,
                State.ACCREDITED,
            )
        )
    )
    def begin_somewhere(self, state):
        self.way.to(state)

    @rule(days=st.sampled_from((1, 20, 100, 400, 800)))
    def time_passes(self, days):
        self.way.now += timedelta(days=days)
        sweeps.fall_due(self.now)
        sweeps.lapse(self.now)

    @rule(
        step=st.sampled_from(
            ("apply", "admit", "train", "pass_", "co_facilitate", "observe", "accredit")
        )
    )
    def go_the_right_way(self, step):
        self.trying(getattr(self.way, step))

    @rule(kind=st.sampled_from(KINDS), name=st.sampled_from(PEOPLE))
    def write_about_oneself(self, kind, name):
        from tests.factories.trainers import intention, written

        if kind == EvidenceKind.PLAN:
            self.trying(
                write_plan,
                self.way.accreditation,
                intention(self.way.day),
                actor=self.person(name),
                now=self.now,
            )
            return
        self.trying(
            evidence.write_own,
            self.way.accreditation,
            written(kind, self.way.day, asked_of=self.way.world.lieve),
            actor=self.person(name),
            now=self.now,
        )

    @rule(kind=st.sampled_from(KINDS), name=st.sampled_from(PEOPLE))
    def write_about_another(self, kind, name):
        self.trying(self.way.others, kind, self.person(name))

    @rule(name=st.sampled_from(PEOPLE), yes=st.booleans(), which=st.integers(0, 9))
    def sign(self, name, yes, which):
        rows = list(StepEvidence.objects.filter(sign_offs=None).order_by("-pk"))
        if rows:
            self.trying(
                evidence.sign,
                rows[which % len(rows)],
                verdict=Verdict.YES if yes else Verdict.NO,
                comment="Not that day.",
                actor=self.person(name),
                now=self.now,
            )

    @rule(
        kind=st.sampled_from(
            (EvidenceKind.MICRO_TEACHING, EvidenceKind.OBSERVED_SESSION)
        ),
        name=st.sampled_from(PEOPLE),
        decision=st.sampled_from(("", *Decision)),
        levels=st.sampled_from((GOOD, POOR)),
    )
    def look_at(self, kind, name, decision, levels):
        self.trying(self.way.rubric, kind, self.person(name), decision, levels)

    @rule(
        act=st.sampled_from(
            (
                owning.admit,
                owning.begin_training,
                owning.pass_training,
                owning.accredit,
                owning.renew,
                owning.let_re_enter,
            )
        ),
        name=st.sampled_from(PEOPLE),
    )
    def sign_a_step(self, act, name):
        self.trying(act, self.way.accreditation, actor=self.person(name), now=self.now)

    @rule(name=st.sampled_from(PEOPLE))
    def sign_a_renewal(self, name):
        self.trying(
            owning.sign_renewal,
            self.way.accreditation,
            verdict=Verdict.YES,
            actor=self.person(name),
            now=self.now,
        )

    @rule(
        who=st.sampled_from(PEOPLE), name=st.sampled_from(PEOPLE), leads=st.booleans()
    )
    def name_somebody(self, who, name, leads):
        act = owning.name_lead if leads else owning.name_assessor
        self.trying(
            act,
            self.way.accreditation,
            self.person(who),
            actor=self.person(name),
            now=self.now,
        )

    @rule(name=st.sampled_from(PEOPLE), is_interim=st.booleans())
    def begin_to_suspend(self, name, is_interim):
        self.trying(
            suspending.begin_suspension,
            self.way.accreditation,
            reason=SuspensionReason.SAFETY,
            is_interim=is_interim,
            actor=self.person(name),
            now=self.now,
        )

    @precondition(lambda self: Suspension.objects.running().exists())
    @rule(
        act=st.sampled_from((suspending.confirm_suspension, suspending.end_suspension)),
        name=st.sampled_from(PEOPLE),
    )
    def go_on_with_it(self, act, name):
        running = Suspension.objects.running().get()
        self.trying(act, running, actor=self.person(name), now=self.now)

    @precondition(lambda self: Suspension.objects.running().exists())
    @rule(name=st.sampled_from(PEOPLE))
    def be_heard(self, name):
        self.trying(
            suspending.state,
            Suspension.objects.running().get(),
            "This is not how it was.",
            actor=self.person(name),
            now=self.now,
        )

    @rule(name=st.sampled_from(PEOPLE), reason=st.sampled_from(WithdrawalReason))
    def withdraw(self, name, reason):
        self.trying(
            owning.withdraw,
            self.way.accreditation,
            reason=reason,
            actor=self.person(name),
            now=self.now,
        )

    @invariant()
    def the_steps_lead_to_the_state(self):
        at = ""
        for step in Transition.objects.order_by("pk").filter(
            accreditation=self.way.accreditation
        ):
            assert step.from_state == at
            at = step.to_state
        assert self.way.again().state == at

    @invariant()
    def every_step_is_in_the_audit(self):
        steps = Transition.objects.filter(accreditation=self.way.accreditation)
        written = AuditEntry.objects.filter(
            subject_type="trainers.Accreditation",
            subject_id=str(self.way.accreditation.pk),
            action__in=[f"trainers.{act}" for act in Act],
        )
        assert [
            (f"trainers.{step.act}", step.to_state, step.by_id)
            for step in steps.order_by("pk")
        ] == [
            (entry.action, entry.data["to"], entry.actor_id)
            for entry in written.order_by("pk")
        ]

    @invariant()
    def nobody_signs_for_themselves_or_without_the_right(self):
        mine = self.way.accreditation
        for one in SignOff.objects.filter(accreditation=mine):
            assert self.names[one.by_id] in ALLOWED[Signer(one.part)]
        for step in Transition.objects.filter(accreditation=mine):
            if step.by_id is None:
                assert step.act in (Act.OPEN, Act.FALL_DUE, Act.LAPSE)
            else:
                assert self.names[step.by_id] in SIGNED_BY[step.act]
            if step.act == Act.SUSPEND:
                assert step.second_id not in (None, step.by_id)

    @invariant()
    def whoever_observed_neither_trained_nor_accredits(self):
        facts = facts_of(self.way.again(), self.way.day)
        observed = {
            one.made_by_id for one in facts.signed(EvidenceKind.OBSERVED_SESSION)
        }
        accredited = {
            step.by_id for step in facts.transitions if step.act == Act.ACCREDIT
        }
        passed = {step.by_id for step in facts.transitions if step.act == Act.PASS}
        assert not observed & (accredited | passed)

    @invariant()
    def nothing_is_held_without_what_it_rests_on(self):
        facts = facts_of(self.way.again(), self.way.day)
        acts = [step.act for step in facts.transitions]
        state = facts.accreditation.state
        if Act.ADMIT in acts:
            assert facts.signed(EvidenceKind.PLAN)
            assert facts.signed(EvidenceKind.KICK_OFF)
        if Act.PASS in acts:
            assert facts.signed(EvidenceKind.LAW_QUIZ)
            assert len(facts.signed(EvidenceKind.MICRO_TEACHING)) >= 2
        if Act.ACCREDIT in acts:
            assert len(facts.signed(EvidenceKind.CO_SESSION)) >= 2
            assert facts.written(EvidenceKind.SELF_ASSESSMENT)
            assert facts.signed(EvidenceKind.OBSERVED_SESSION)
            assert facts.signed(EvidenceKind.FEEDBACK)
        if Act.RENEW in acts:
            assert len(facts.signed(EvidenceKind.LED_SESSION)) >= 2
        if state in HOLDING_STATES:
            assert facts.ends_on >= self.way.day

    @invariant()
    def nobody_trains_outside_their_days(self):
        mine = self.way.again()
        who = (mine.person, mine.programme, mine.language)
        periods = list(mine.periods.all())
        for offset in (-400, -1, 0, 1, 400):
            day = self.way.day + timedelta(days=offset)
            running = {
                one.level
                for one in periods
                if one.starts_on <= day <= one.ends_on
                and (one.cut_on is None or day < one.cut_on)
            }
            kept_away = any(
                one.holds_from
                and one.holds_from <= day
                and (one.held_until is None or day < one.held_until)
                for one in mine.suspensions.all()
            )
            may = set() if kept_away else running
            leads = may_lead(*who, day)
            assert not leads or Level.ACCREDITED in may
            assert not may_co_facilitate(*who, day) or may
        if mine.state in (State.SUSPENDED, State.LAPSED, State.WITHDRAWN):
            assert not may_co_facilitate(*who, self.way.day)
        for one in periods:
            assert (one.ends_on - one.starts_on).days <= PERIODS[one.level]
            assert one.certificate.holder_id == mine.person_id


@pytest.mark.slow
@pytest.mark.django_db
def test_whatever_happens_it_holds(world, charlie):
    from django.db import transaction

    world.charlie = charlie

    class Here(Lives):
        def begin(self):
            self.point = transaction.savepoint()
            return world

        def teardown(self):
            transaction.savepoint_rollback(self.point)

    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=14,
            stateful_step_count=20,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
