"""The way from T0 to T7 and after: what each step lacks, who signs it, from when to when
it counts."""

from datetime import date, timedelta

import pytest

from certificates.domain.state import state_on
from certificates.enums import CertificateState
from lms.errors import DomainError
from lms.models import OutgoingMail
from tests.factories.certificates import complete, make_rule
from tests.factories.trainers import (
    GOOD,
    POOR,
    make_accredited,
    session,
    wish,
    written,
)
from trainers.domain import applying, evidence, owning, sweeps
from trainers.domain.facts import facts_of
from trainers.domain.guards import missing_to_open
from trainers.domain.periods import (
    accredited_on,
    follow_corrections,
    last_day_of,
    may_co_facilitate,
    may_lead,
)
from trainers.domain.stepper import next_of, rows_of
from trainers.enums import Act, Decision, EvidenceKind, Level, State, Verdict
from trainers.models import Accreditation, SignOff

pytestmark = pytest.mark.django_db


def lacks(accreditation, day) -> list[str]:
    return [one.code for one in next_of(facts_of(accreditation, day)).missing]


def leads(way, on) -> tuple[bool, bool]:
    who = (way.world.bob, way.world.programme, "nl", on)
    return may_lead(*who), may_co_facilitate(*who)


def refused(act, *args, **kwargs) -> str:
    with pytest.raises(DomainError) as problem:
        act(*args, **kwargs)
    return problem.value.code


def test_the_whole_way_ends_with_number_certificate_and_days(way):
    mine = way.to(State.ACCREDITED)
    provisional, accredited = mine.periods.all()
    assert (provisional.level, accredited.level) == (
        Level.PROVISIONAL,
        Level.ACCREDITED,
    )
    assert mine.number == accredited.certificate.number
    assert accredited.ends_on == date(2028, 11, 21)
    assert provisional.ends_on == date(2027, 11, 21)
    assert state_on(provisional.certificate, way.day) == CertificateState.SUPERSEDED
    assert [one.act for one in mine.transitions.all()] == [
        Act.OPEN,
        Act.APPLY,
        Act.ADMIT,
        Act.BEGIN,
        Act.PASS,
        Act.CO_FACILITATE,
        Act.OBSERVE,
        Act.ACCREDIT,
    ]


def test_who_is_provisional_stands_beside_a_lead_and_leads_nothing(way):
    way.to(State.PROVISIONAL)
    assert leads(way, way.day) == (False, True)
    assert leads(way, way.day - timedelta(days=1)) == (False, False)
    assert leads(way, date(2027, 11, 21)) == (False, True)
    assert leads(way, date(2027, 11, 22)) == (False, False)


def test_who_is_accredited_leads_from_that_day_to_the_last_one(way):
    way.to(State.ACCREDITED)
    assert leads(way, way.day) == (True, True)
    assert leads(way, way.day - timedelta(days=1)) == (False, False)
    assert leads(way, date(2028, 11, 21)) == (True, True)
    assert leads(way, date(2028, 11, 22)) == (False, False)


def test_one_programme_and_language_lets_lead_no_other(way, now):
    way.to(State.ACCREDITED)
    assert not may_lead(way.world.bob, way.world.programme, "fr", way.day)
    assert list(accredited_on(way.world.programme, way.day, language="fr")) == []
    assert way.world.bob in accredited_on(way.world.programme, way.day)


def test_a_certificate_of_the_base_course_is_asked_for_that_is_valid(
    way, small_course, now
):
    way.world.programme.base_courses.add(small_course.course)
    assert refused(way.open) == "missing"
    assert not Accreditation.objects.filter(person=way.world.bob).exists()
    make_rule(small_course.course)
    complete(small_course, way.world.bob, now=now)
    from certificates.domain.award import award_waiting

    award_waiting(way.world.bob, now=now)
    mine = way.open()
    later = way.day + timedelta(days=1000)
    assert missing_to_open(facts_of(mine, way.day)) == []
    assert [one.code for one in missing_to_open(facts_of(mine, later))] == ["base"]


def test_what_an_application_lacks_is_said_with_whose_turn_it_is(way):
    mine = way.open()
    assert lacks(mine, way.day) == ["application"]
    applying.apply_for(mine, wish(years_in_sector=1), actor=way.world.bob, now=way.now)
    assert lacks(mine, way.day) == ["years", "superior", "coordinator"]
    way.apply()
    assert way.again().state == State.APPLIED


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"superior_email": "bob@beekstad.example"}, "self"),
        ({"superior_email": "BOB@Beekstad.example"}, "self"),
        ({"accepts_ethics": False}, "declarations"),
        ({"has_no_conflict": False}, "declarations"),
        ({"motivation": "  "}, "empty"),
        ({"motivation": "Call Jan on 0470 12 34 56."}, "people"),
    ],
)
def test_an_application_that_does_not_do_is_refused(way, changes, code):
    mine = way.open()
    assert (
        refused(
            applying.apply_for, mine, wish(**changes), actor=way.world.bob, now=way.now
        )
        == code
    )
    assert not mine.applications.exists()


def test_a_coordinator_who_is_the_superior_signs_once(way):
    mine = way.open()
    applying.apply_for(
        mine,
        wish(superior_email=way.world.alice.email),
        actor=way.world.bob,
        now=way.now,
    )
    assert (
        refused(
            applying.sign_application,
            mine,
            verdict=Verdict.YES,
            actor=way.world.alice,
            now=way.now,
        )
        == "superior"
    )


def test_the_superior_answers_once_and_a_new_application_asks_anew(way):
    mine = way.open()
    first = applying.apply_for(mine, wish(), actor=way.world.bob, now=way.now)
    token = applying.token_of(first)
    applying.answer_commitment(first, is_committed=False, now=way.now)
    assert (
        refused(applying.answer_commitment, first, is_committed=True, now=way.now)
        == "answered"
    )
    assert lacks(mine, way.day)[0] == "not_committed"
    applying.apply_for(mine, wish(), actor=way.world.bob, now=way.now)
    assert applying.application_by(token, now=way.now) is None
    assert "superior" in lacks(mine, way.day)


def test_a_link_of_the_superior_works_for_thirty_days(way):
    mine = way.open()
    made = applying.apply_for(mine, wish(), actor=way.world.bob, now=way.now)
    token = applying.token_of(made)
    assert applying.application_by(token, now=way.now + timedelta(days=29)) == made
    assert applying.application_by(token, now=way.now + timedelta(days=30)) is None
    assert applying.application_by(f"{token}x", now=way.now) is None


def test_admission_asks_for_kick_off_and_plan_and_vetting_where_said(way):
    way.world.programme.asks_vetting = True
    way.world.programme.save()
    mine = way.to(State.APPLIED)
    assert lacks(mine, way.day) == ["kick-off", "vetting", "plan"]
    assert refused(way.admit) == "missing"
    way.others(EvidenceKind.VETTING, way.world.olga)
    owning.admit(mine, actor=way.world.olga, now=way.now)
    assert way.again().state == State.ADMITTED


@pytest.mark.parametrize(
    ("kind", "changes", "code"),
    [
        (EvidenceKind.ATTENDANCE, {"held": 10, "missed": 2}, "attendance"),
        (EvidenceKind.QUIZ, {"score": 79}, "quiz"),
        (EvidenceKind.LAW_QUIZ, {"score": 89}, "law-quiz"),
    ],
)
def test_the_training_is_not_passed_just_below_a_number(way, kind, changes, code):
    mine = way.to(State.ADMITTED)
    owning.name_lead(mine, way.world.lieve, actor=way.world.olga, now=way.now)
    owning.begin_training(mine, actor=way.world.lieve, now=way.now)
    for one in (EvidenceKind.ATTENDANCE, EvidenceKind.QUIZ, EvidenceKind.LAW_QUIZ):
        way.others(one, way.world.lieve, **(changes if one == kind else {}))
    for who in (way.world.lieve, way.world.ada):
        way.rubric(EvidenceKind.MICRO_TEACHING, who)
    assert lacks(way.again(), way.day) == [code]
    assert refused(way.pass_) == "missing"


def test_micro_teaching_counts_by_what_each_said_last(way):
    mine = way.to(State.ADMITTED)
    owning.name_lead(mine, way.world.lieve, actor=way.world.olga, now=way.now)
    owning.begin_training(mine, actor=way.world.lieve, now=way.now)
    way.rubric(EvidenceKind.MICRO_TEACHING, way.world.lieve, levels=POOR)
    way.rubric(EvidenceKind.MICRO_TEACHING, way.world.ada)
    assert "micro-teaching" in lacks(way.again(), way.day)
    way.rubric(EvidenceKind.MICRO_TEACHING, way.world.lieve, levels=GOOD)
    assert "micro-teaching" not in lacks(way.again(), way.day)


def test_one_whole_group_is_enough_where_the_programme_says_so(way):
    way.to(State.PROVISIONAL)
    group = way.own(
        EvidenceKind.CO_SESSION,
        session=session(is_whole_group=True),
        asked_of=way.world.lieve,
    )
    evidence.sign(group, verdict=Verdict.YES, actor=way.world.lieve, now=way.now)
    assert way.again().state == State.PROVISIONAL
    way.world.programme.group_is_enough = True
    way.world.programme.save()
    assert lacks(way.again(), way.day) == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"on_day": date(2026, 11, 22)}, "future"),
        ({"on_day": date(2026, 11, 20)}, "too_early"),
        ({"asked_of": None}, "asked_of"),
        ({"session": "french"}, "language"),
        ({"session": "nobody"}, "numbers"),
        ({"note": "With Jan Peeters, 0470 12 34 56."}, "people"),
    ],
)
def test_a_session_that_cannot_have_been_is_not_kept(way, changes, code):
    mine = way.to(State.PROVISIONAL)
    sessions = {"french": session(language="fr"), "nobody": session(head_count=0)}
    changes = dict(changes)
    if "session" in changes:
        changes["session"] = sessions[changes["session"]]
    fields = {"asked_of": way.world.lieve, "on_day": way.day, **changes}
    day = fields.pop("on_day")
    act = written(EvidenceKind.CO_SESSION, day, **fields)
    assert (
        refused(evidence.write_own, mine, act, actor=way.world.bob, now=way.now) == code
    )
    assert not mine.evidence.filter(kind=EvidenceKind.CO_SESSION).exists()


def test_a_session_is_signed_by_whom_was_asked_and_once(way):
    way.to(State.PROVISIONAL)
    one = way.own(EvidenceKind.CO_SESSION, asked_of=way.world.lieve)
    by = {"verdict": Verdict.YES, "now": way.now}
    assert refused(evidence.sign, one, actor=way.world.bob, **by) == "self"
    assert refused(evidence.sign, one, actor=way.world.ada, **by) == "not_asked"
    assert refused(evidence.sign, one, actor=way.world.olga, **by) == "not_allowed"
    first = evidence.sign(one, actor=way.world.lieve, **by)
    assert evidence.sign(one, actor=way.world.lieve, **by) == first
    assert SignOff.objects.filter(evidence=one).count() == 1


def test_no_needs_a_reason_and_counts_as_nothing(way):
    mine = way.to(State.PROVISIONAL)
    one = way.own(EvidenceKind.CO_SESSION, asked_of=way.world.lieve)
    by = {"verdict": Verdict.NO, "actor": way.world.lieve, "now": way.now}
    assert refused(evidence.sign, one, **by) == "why"
    evidence.sign(one, comment="I was not there.", **by)
    facts = facts_of(mine, way.day)
    assert facts.signed(EvidenceKind.CO_SESSION) == []
    assert facts.written(EvidenceKind.CO_SESSION) == [one]


def test_the_assessor_has_not_trained_the_candidate(way):
    way.to(State.CO_FACILITATED)
    # Ada saw the micro-teaching as an accredited lead; Lieve led the training.
    assert (
        refused(way.rubric, EvidenceKind.OBSERVED_SESSION, way.world.ada, Decision.PASS)
        == "trained"
    )
    assert (
        refused(
            way.rubric, EvidenceKind.OBSERVED_SESSION, way.world.lieve, Decision.PASS
        )
        == "not_allowed"
    )


def test_the_assessor_does_not_lead_the_candidates_work(way):
    from organisations.domain.line_managers import name_manager_of_place
    from organisations.models import Membership

    Membership.objects.create(
        user=way.world.amir, organisation=way.world.employer, starts_on=date(2026, 1, 1)
    )
    name_manager_of_place(
        way.world.employer, way.world.amir, actor=way.world.alice, now=way.now
    )
    way.to(State.CO_FACILITATED)
    assert (
        refused(
            way.rubric, EvidenceKind.OBSERVED_SESSION, way.world.amir, Decision.PASS
        )
        == "leads"
    )


def test_a_pass_against_the_rubric_is_refused(way):
    way.to(State.CO_FACILITATED)
    look = (EvidenceKind.OBSERVED_SESSION, way.world.amir)
    assert refused(way.rubric, *look, Decision.PASS, POOR) == "below"
    assert refused(way.rubric, *look, "") == "decision"
    assert refused(way.rubric, *look, Decision.PASS, {"accuracy": 4}) == "levels"
    way.rubric(*look, Decision.AGAIN, POOR)
    assert way.again().state == State.CO_FACILITATED


def test_stop_ends_what_was_provisional_until_an_owner_lets_them_come_back(way):
    way.to(State.CO_FACILITATED)
    way.rubric(EvidenceKind.OBSERVED_SESSION, way.world.amir, Decision.STOP, POOR)
    mine = way.again()
    assert mine.state == State.LAPSED
    assert leads(way, way.day) == (False, False)
    [period] = mine.periods.all()
    assert state_on(period.certificate, way.day) == CertificateState.REVOKED
    owning.let_re_enter(mine, actor=way.world.olga, now=way.now)
    assert way.again().state == State.PROVISIONAL
    assert leads(way, way.day) == (False, True)


def test_the_owner_who_assessed_does_not_accredit(way):
    from organisations.enums import Role
    from organisations.models import Membership

    Membership.objects.create(
        user=way.world.amir,
        organisation=way.world.owner_body,
        role=Role.PROGRAMME_OWNER,
        starts_on=date(2026, 1, 1),
    )
    mine = way.to(State.OBSERVED)
    way.others(EvidenceKind.FEEDBACK, way.world.lieve)
    assert (
        refused(owning.accredit, mine, actor=way.world.amir, now=way.now) == "assessed"
    )
    owning.accredit(mine, actor=way.world.otto, now=way.now)
    assert way.again().state == State.ACCREDITED


@pytest.mark.parametrize(
    "changes", [{"score": 69, "answers": 20}, {"score": 90, "answers": 7}]
)
def test_feedback_rests_on_enough_learners_and_is_good_enough(way, changes):
    mine = way.to(State.OBSERVED)
    way.others(EvidenceKind.FEEDBACK, way.world.lieve, **changes)
    assert lacks(mine, way.day) == ["feedback"]


def test_what_is_observed_too_late_begins_anew(way):
    way.world.programme.observed_within_months = 1
    way.world.programme.save()
    way.to(State.CO_FACILITATED)
    way.now += timedelta(days=40)
    way.observe()
    assert "too_late" in lacks(way.again(), way.day)


# --- Renewal and lapse --------------------------------------------------------------


def renewed(way):
    """Everything that a renewal asks, but the owner's signature."""
    mine = way.to(State.ACCREDITED)
    way.now += timedelta(days=700)
    assert sweeps.fall_due(way.now) == 1
    for _number in range(2):
        done = way.own(EvidenceKind.LED_SESSION, asked_of=way.world.lieve)
        evidence.sign(done, verdict=Verdict.YES, actor=way.world.lieve, now=way.now)
    way.others(EvidenceKind.TRAINER_DAY, way.world.olga)
    way.others(EvidenceKind.UPDATE_QUIZ, way.world.olga)
    owning.sign_renewal(mine, verdict=Verdict.YES, actor=way.world.alice, now=way.now)
    return way.again()


def test_renewing_goes_on_from_the_last_day_of_the_one_before(way):
    mine = renewed(way)
    assert lacks(mine, way.day) == []
    owning.renew(mine, actor=way.world.olga, now=way.now)
    mine = way.again()
    assert mine.state == State.ACCREDITED
    assert last_day_of(mine) == date(2030, 11, 21)
    assert leads(way, date(2029, 6, 1)) == (True, True)
    assert sweeps.fall_due(way.now) == 0
    # The number of the accreditation stays.
    assert mine.number == mine.periods.all()[1].certificate.number


def test_the_coordinator_who_is_an_owner_signs_a_renewal_once(way):
    from organisations.enums import Role
    from organisations.models import Membership

    Membership.objects.create(
        user=way.world.alice,
        organisation=way.world.owner_body,
        role=Role.PROGRAMME_OWNER,
        starts_on=date(2026, 1, 1),
    )
    mine = renewed(way)
    assert refused(owning.renew, mine, actor=way.world.alice, now=way.now) == "both"


def test_renewal_says_what_it_lacks(way):
    mine = way.to(State.ACCREDITED)
    way.now += timedelta(days=700)
    sweeps.fall_due(way.now)
    assert lacks(way.again(), way.day) == [
        "led-sessions",
        "trainer-day",
        "update-quiz",
        "coordinator",
    ]
    assert refused(owning.renew, mine, actor=way.world.olga, now=way.now) == "missing"


def test_renewal_falls_due_ninety_days_before_the_end_and_not_before(way):
    way.to(State.ACCREDITED)
    end = date(2028, 11, 21)
    way.now += end - timedelta(days=91) - way.day
    assert sweeps.fall_due(way.now) == 0
    way.now += timedelta(days=1)
    assert sweeps.fall_due(way.now) == 1
    assert sweeps.fall_due(way.now) == 0


@pytest.mark.parametrize("state", [State.PROVISIONAL, State.OBSERVED, State.ACCREDITED])
def test_what_nobody_finished_or_renewed_lapses_the_day_after_its_last(way, state):
    mine = way.to(state)
    way.now += last_day_of(mine) - way.day
    assert sweeps.lapse(way.now) == 0
    way.now += timedelta(days=1)
    # Everybody else's lasts longer.
    assert sweeps.lapse(way.now) == 1
    assert sweeps.lapse(way.now) == 0
    assert way.again().state == State.LAPSED
    assert leads(way, way.day) == (False, False)


def test_what_is_over_is_not_signed_before_the_sweep_has_come(way):
    mine = renewed(way)
    way.now += timedelta(days=60)
    assert refused(owning.renew, mine, actor=way.world.olga, now=way.now) == "over"


def test_trainers_are_told_ninety_thirty_and_seven_days_before_each_once(way):
    way.to(State.ACCREDITED)
    end, begun = date(2028, 11, 21), way.now
    told = []
    for left in (95, 90, 60, 30, 8, 7, 1, 0):
        now = begun + (end - timedelta(days=left) - way.day)
        before = OutgoingMail.objects.filter(template="trainers/mail/ends").count()
        sweeps.remind(now)
        sweeps.remind(now)
        after = OutgoingMail.objects.filter(template="trainers/mail/ends").count()
        told.append(after - before)
    assert told == [0, 1, 0, 1, 0, 1, 0, 0]


def test_a_printed_name_put_right_leaves_the_trainer_accredited(way):
    from certificates.domain.correcting import reissue

    mine = way.to(State.ACCREDITED)
    period = mine.periods.get(cut_on=None)
    fixed = reissue(
        period.certificate,
        printed_name="Bob Wiśniewski",
        actor=way.world.olga,
        now=way.now,
    )
    assert leads(way, way.day) == (True, True)
    assert follow_corrections(way.now) == 1
    assert mine.periods.get(cut_on=None).certificate == fixed
    assert leads(way, way.day) == (True, True)


def test_who_lost_the_certificate_in_the_register_leads_no_more(way):
    from certificates.domain.life import revoke

    mine = way.to(State.ACCREDITED)
    revoke(
        mine.periods.get(cut_on=None).certificate,
        reason_code="not-in-order",
        actor=way.world.olga,
        now=way.now,
    )
    assert leads(way, way.day) == (False, False)


def test_what_was_done_before_the_day_of_accrediting_counts_on_it(way):
    mine = way.to(State.OBSERVED)
    way.others(EvidenceKind.FEEDBACK, way.world.lieve)
    way.now += timedelta(days=100)
    owning.accredit(mine, actor=way.world.olga, now=way.now)
    mine = way.again()
    assert (mine.state, mine.counts_from) == (State.ACCREDITED, way.day)


def test_the_stepper_says_done_now_and_ahead(way):
    mine = way.to(State.PROVISIONAL)
    rows = rows_of(facts_of(mine, way.day))
    assert [one["state"] for one in rows] == ["done"] * 5 + ["now"] + ["ahead"] * 2
    assert rows[0]["note"] == "21 November 2026"
    assert rows[7]["note"] == "signed by: the programme owner"


def test_another_language_is_another_way_with_its_own_days(way, now):
    way.to(State.ACCREDITED)
    other = make_accredited(
        way.world.bob,
        way.world.programme,
        way.world.employer,
        now=now,
        language="fr",
        until=date(2027, 1, 31),
    )
    assert last_day_of(other) == date(2027, 1, 31)
    assert may_lead(way.world.bob, way.world.programme, "fr", date(2027, 1, 31))
    assert not may_lead(way.world.bob, way.world.programme, "fr", date(2027, 2, 1))
    assert may_lead(way.world.bob, way.world.programme, "nl", date(2027, 2, 1))
