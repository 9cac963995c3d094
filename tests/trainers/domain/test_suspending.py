"""Suspension with the right to be heard, withdrawal, recognition on paper, assessors."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from certificates.domain.state import state_on
from certificates.enums import CertificateState
from lms.errors import DomainError
from lms.models import OutgoingMail
from tests.factories.trainers import GOOD, POOR
from trainers.domain import owning, recognising, suspending, sweeps
from trainers.domain.assessors import (
    appoint,
    calibrate,
    end_appointment,
    missing_to_assess,
)
from trainers.domain.periods import may_co_facilitate, may_lead
from trainers.domain.recognising import Claim
from trainers.domain.separation import is_assessor
from trainers.enums import (
    EvidenceKind,
    RecognitionState,
    State,
    SuspensionReason,
    WithdrawalReason,
)

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.4 small"
CLAIM = Claim(date(2020, 1, 1), None, "Police school", 12)


def refused(act, *args, **kwargs) -> str:
    with pytest.raises(DomainError) as problem:
        act(*args, **kwargs)
    return problem.value.code


def begun(way, *, is_interim=True, **changes):
    mine = way.again()
    return suspending.begin_suspension(
        mine,
        **{
            "reason": SuspensionReason.COMPLAINT,
            "is_interim": is_interim,
            "actor": way.world.olga,
            "now": way.now,
            **changes,
        },
    )


def leads(way, on=None) -> bool:
    return may_lead(way.world.bob, way.world.programme, "nl", on or way.day)


def certificate(way):
    return way.accreditation.periods.get(cut_on=None).certificate


def test_an_interim_measure_holds_at_once_and_the_other_kind_once_confirmed(way):
    way.to(State.ACCREDITED)
    running = begun(way, is_interim=False)
    assert leads(way)
    suspending.end_suspension(running, actor=way.world.otto, now=way.now)
    begun(way)
    assert not leads(way)
    assert leads(way, way.day - timedelta(days=1)) is False
    assert state_on(certificate(way), way.day) == CertificateState.SUSPENDED
    assert way.again().state == State.ACCREDITED


def test_nobody_is_suspended_unheard_or_by_one_alone(way):
    way.to(State.ACCREDITED)
    running = begun(way)
    otto = {"actor": way.world.otto, "now": way.now}
    assert refused(suspending.confirm_suspension, running, **otto) == "heard"
    suspending.state(running, "It was not so.", actor=way.world.bob, now=way.now)
    assert (
        refused(
            suspending.confirm_suspension, running, actor=way.world.olga, now=way.now
        )
        == "four_eyes"
    )
    suspending.confirm_suspension(running, **otto)
    assert refused(suspending.confirm_suspension, running, **otto) == "confirmed"
    mine = way.again()
    assert mine.state == State.SUSPENDED
    taken = mine.transitions.last()
    assert (taken.by, taken.second) == (way.world.olga, way.world.otto)


def test_who_says_nothing_in_the_days_for_it_was_heard(way):
    way.to(State.ACCREDITED)
    running = begun(way)
    assert running.hear_by == way.day + timedelta(days=14)
    otto = way.world.otto
    last = way.now + timedelta(days=14)
    assert (
        refused(suspending.confirm_suspension, running, actor=otto, now=last) == "heard"
    )
    suspending.confirm_suspension(running, actor=otto, now=last + timedelta(days=1))
    assert way.again().state == State.SUSPENDED


def test_only_the_trainer_is_heard_and_once(way):
    way.to(State.ACCREDITED)
    running = begun(way)
    say = (suspending.state, running)
    assert refused(*say, "Yes.", actor=way.world.lieve, now=way.now) == "not_allowed"
    assert refused(*say, " ", actor=way.world.bob, now=way.now) == "empty"
    suspending.state(running, "It was not so.", actor=way.world.bob, now=way.now)
    assert refused(*say, "More.", actor=way.world.bob, now=way.now) == "stated"


def test_lifting_gives_back_the_days_that_are_left(way):
    way.to(State.ACCREDITED)
    running = begun(way)
    suspending.state(running, "It was not so.", actor=way.world.bob, now=way.now)
    suspending.confirm_suspension(running, actor=way.world.otto, now=way.now)
    way.now += timedelta(days=30)
    suspending.end_suspension(running, actor=way.world.olga, now=way.now)
    assert way.again().state == State.ACCREDITED
    assert leads(way)
    # As of a day in between it still says what held then.
    assert not leads(way, way.day - timedelta(days=1))
    assert state_on(certificate(way), way.day) == CertificateState.VALID
    assert (
        refused(suspending.end_suspension, running, actor=way.world.olga, now=way.now)
        == "ended"
    )


def test_what_ran_out_under_suspension_lapses_once_it_is_lifted(way):
    way.to(State.ACCREDITED)
    running = begun(way)
    suspending.state(running, "It was not so.", actor=way.world.bob, now=way.now)
    suspending.confirm_suspension(running, actor=way.world.otto, now=way.now)
    way.now += timedelta(days=1000)
    assert sweeps.lapse(way.now) == 0
    suspending.end_suspension(running, actor=way.world.olga, now=way.now)
    assert not leads(way)
    assert sweeps.lapse(way.now) == 1
    assert way.again().state == State.LAPSED


def test_one_suspension_at_a_time_of_what_there_is_to_suspend(way):
    way.to(State.IN_TRAINING)
    assert refused(begun, way) == "state"
    way.to(State.PROVISIONAL)
    begun(way)
    assert not may_co_facilitate(way.world.bob, way.world.programme, "nl", way.day)
    assert refused(begun, way) == "running"


def test_a_review_comes_after_the_hearing_and_is_told_of(way):
    way.to(State.ACCREDITED)
    assert refused(begun, way, review_on=way.day) == "review"
    running = begun(way, review_on=way.day + timedelta(days=20))
    by = {"actor": way.world.olga, "now": way.now}
    assert refused(suspending.postpone_review, running, way.day, **by) == "review"
    later = way.now + timedelta(days=20)
    assert sweeps.remind_of_reviews(way.now) == 0
    assert sweeps.remind_of_reviews(later) == 1
    assert sweeps.remind_of_reviews(later + timedelta(hours=1)) == 0
    suspending.postpone_review(running, way.day + timedelta(days=40), **by)
    assert sweeps.remind_of_reviews(later) == 0
    assert OutgoingMail.objects.filter(template="trainers/mail/review").count() == 1


def test_an_open_complaint_stands_in_the_way_of_renewal(way):
    way.to(State.ACCREDITED)
    way.now += timedelta(days=700)
    sweeps.fall_due(way.now)
    begun(way, is_interim=False)
    from trainers.domain.facts import facts_of
    from trainers.domain.guards import missing_to_renew

    codes = [one.code for one in missing_to_renew(facts_of(way.again(), way.day))]
    assert "complaint" in codes


# --- Withdrawal ---------------------------------------------------------------------


def withdrawn(way, reason, actor=None):
    return owning.withdraw(
        way.again(), reason=reason, actor=actor or way.world.olga, now=way.now
    )


def test_own_request_is_the_trainers_own(way):
    way.to(State.ACCREDITED)
    assert refused(withdrawn, way, WithdrawalReason.OWN_REQUEST) == "request"
    way.own(EvidenceKind.REQUEST_TO_STOP)
    kept = certificate(way)
    withdrawn(way, WithdrawalReason.OWN_REQUEST)
    assert way.again().state == State.WITHDRAWN
    assert not leads(way)
    assert leads(way, way.day - timedelta(days=1)) is False
    assert state_on(kept, way.day) == CertificateState.REVOKED
    # They may begin anew, as another way.
    assert way.open().state == State.TRAINED


def test_nobody_loses_an_accreditation_by_decision_unheard(way):
    way.to(State.ACCREDITED)
    assert refused(withdrawn, way, WithdrawalReason.DECISION) == "heard"
    running = begun(way)
    assert refused(withdrawn, way, WithdrawalReason.DECISION) == "heard"
    suspending.state(running, "It was not so.", actor=way.world.bob, now=way.now)
    suspending.confirm_suspension(running, actor=way.world.otto, now=way.now)
    withdrawn(way, WithdrawalReason.DECISION)
    running.refresh_from_db()
    assert (way.again().state, running.outcome) == (State.WITHDRAWN, "withdrawn")


def test_a_candidate_is_turned_down_without_a_suspension(way):
    way.to(State.APPLIED)
    withdrawn(way, WithdrawalReason.DECISION)
    assert way.again().state == State.WITHDRAWN


# --- Recognition --------------------------------------------------------------------


def asked(way, **changes):
    fields = {
        "language": "nl",
        "employer": way.world.employer,
        "proof": PDF,
        "now": way.now,
        **changes,
    }
    return recognising.ask(way.world.bob, way.world.programme, CLAIM, **fields)


def test_a_paper_is_never_silently_an_accreditation(way):
    claim = asked(way)
    assert not leads(way)
    recognising.confirm(claim, actor=way.world.olga, now=way.now)
    assert not leads(way)
    assert (
        refused(recognising.confirm, claim, actor=way.world.olga, now=way.now)
        == "four_eyes"
    )
    recognising.confirm(claim, actor=way.world.otto, now=way.now)
    claim.refresh_from_db()
    assert claim.state == RecognitionState.RECOGNISED
    assert claim.accreditation.state == State.ACCREDITED
    assert leads(way)
    assert leads(way, date(2028, 11, 21))
    assert not leads(way, date(2028, 11, 22))


def test_it_lasts_no_longer_than_the_paper(way):
    claim = recognising.ask(
        way.world.bob,
        way.world.programme,
        Claim(date(2020, 1, 1), date(2027, 3, 1), "Police school", 12),
        language="nl",
        employer=way.world.employer,
        proof=PDF,
        now=way.now,
    )
    for actor in (way.world.olga, way.world.otto):
        recognising.confirm(claim, actor=actor, now=way.now)
    assert leads(way, date(2027, 3, 1))
    assert not leads(way, date(2027, 3, 2))


def test_nobody_recognises_their_own_and_only_owners_do(way):
    claim = asked(way)
    for actor, code in (
        (way.world.bob, "self"),
        (way.world.alice, "not_allowed"),
        (way.world.lieve, "not_allowed"),
    ):
        assert refused(recognising.confirm, claim, actor=actor, now=way.now) == code


def test_one_no_with_a_reason_is_enough(way):
    claim = asked(way)
    no = (recognising.refuse_recognition, claim)
    by = {"actor": way.world.olga, "now": way.now}
    assert refused(*no, reason=" ", **by) == "empty"
    recognising.refuse_recognition(claim, reason="The paper cannot be read.", **by)
    assert refused(recognising.confirm, claim, **by) == "closed"


def test_one_claim_at_a_time_and_it_can_be_taken_back(way):
    claim = asked(way)
    assert refused(asked, way) == "open"
    assert (
        refused(recognising.take_back, claim, actor=way.world.olga, now=way.now)
        == "not_allowed"
    )
    recognising.take_back(claim, actor=way.world.bob, now=way.now)
    claim.refresh_from_db()
    assert (claim.state, claim.proof.name) == (RecognitionState.WITHDRAWN, "")
    asked(way)


def test_a_file_that_is_no_proof_is_refused_and_nothing_is_kept(way):
    with pytest.raises(DomainError):
        asked(way, proof=b"<html>")
    asked(way)


def test_proofs_go_some_months_after_the_decision(way):
    claim = asked(way)
    by = {"actor": way.world.olga, "now": way.now}
    recognising.refuse_recognition(claim, reason="The paper cannot be read.", **by)
    assert recognising.forget_proofs(way.now + timedelta(days=100)) == 0
    assert recognising.forget_proofs(way.now + timedelta(days=200)) == 1
    claim.refresh_from_db()
    assert not claim.proof
    assert recognising.forget_proofs(way.now + timedelta(days=200)) == 0


def test_a_proof_that_cannot_be_deleted_does_not_stop_the_others(way, monkeypatch):
    by = {"actor": way.world.olga, "now": way.now}
    claims = []
    for _again in range(2):
        claims.append(asked(way))
        recognising.refuse_recognition(claims[-1], reason="It cannot be read.", **by)
    first, second = claims
    storage = first.proof.storage
    delete = storage.delete

    def refuse_first(name):
        if name == first.proof.name:
            raise PermissionError
        delete(name)

    later = way.now + timedelta(days=200)
    with monkeypatch.context() as patched:
        patched.setattr(storage, "delete", refuse_first)
        assert recognising.forget_proofs(later) == 1
    for one in claims:
        one.refresh_from_db()
    assert (bool(first.proof), bool(second.proof)) == (True, False)
    assert (first.proof_gone_at, second.proof_gone_at) == (None, later)
    # The next night it is tried again.
    assert recognising.forget_proofs(later) == 1


# --- Assessors ----------------------------------------------------------------------


def rated(way, person, levels=GOOD):
    return calibrate(
        person, way.world.programme.rubrics.get(), levels, key=uuid4(), now=way.now
    )


def lacks(way, person) -> list[str]:
    found = missing_to_assess(person, way.world.programme, "nl", way.day)
    return [one.code for one in found]


def test_an_assessor_is_long_accredited_has_led_much_and_rates_as_agreed(way):
    lieve = way.world.lieve
    assert lacks(way, lieve) == ["sessions", "calibration"]
    assert rated(way, lieve, POOR).deviation == 2
    assert lacks(way, lieve) == ["sessions", "calibration"]
    rated(way, lieve)
    assert lacks(way, lieve) == ["sessions"]
    assert lacks(way, way.world.bob) == ["years", "sessions", "calibration"]
    way.world.programme.assessor_sessions = 0
    way.world.programme.save()
    by = {"language": "nl", "briefed_on": way.day, "now": way.now}
    owner = {"actor": way.world.olga, **by}
    programme = way.world.programme
    assert refused(appoint, way.world.bob, programme, **owner) == "missing"
    assert refused(appoint, lieve, programme, **{**owner, "actor": lieve}) == "self"
    assert (
        refused(appoint, lieve, programme, **{**owner, "actor": way.world.alice})
        == "not_allowed"
    )
    appointed = appoint(lieve, programme, **owner)
    assert appointed.ends_on == date(2029, 11, 21)
    assert is_assessor(lieve, programme, "nl", way.day)
    assert not is_assessor(lieve, programme, "fr", way.day)
    assert refused(appoint, lieve, programme, **owner) == "appointed"
    end_appointment(appointed, actor=way.world.otto, now=way.now)
    assert not is_assessor(lieve, programme, "nl", way.day)


def test_years_and_sessions_on_paper_count_towards_assessing(way):
    claim = asked(way)
    for actor in (way.world.olga, way.world.otto):
        recognising.confirm(claim, actor=actor, now=way.now)
    assert lacks(way, way.world.bob) == ["calibration"]


def test_a_rating_sent_twice_is_one(way):
    rubric, key = way.world.programme.rubrics.get(), uuid4()
    first = calibrate(way.world.lieve, rubric, GOOD, key=key, now=way.now)
    assert calibrate(way.world.lieve, rubric, GOOD, key=key, now=way.now) == first
