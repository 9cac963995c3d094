from datetime import timedelta

import pytest
from django.core import mail

from certificates.domain.appeals.deciding import decide, is_somebody_else
from certificates.domain.appeals.making import appeal
from certificates.domain.appeals.reading import appeals_for, forget_statements
from certificates.domain.award import award_certificate
from certificates.domain.badges.status import Purpose, place_of, set_bits
from certificates.domain.checking import worth_on
from certificates.domain.correcting import reissue, successor_of
from certificates.domain.life import reinstate, restore, revoke, suspend
from certificates.domain.queries import certificate_with_number, is_run_out
from certificates.domain.showing import show_to, shown_now
from certificates.domain.state import state_on
from certificates.enums import AppealState, CertificateState, EventKind
from certificates.models import Appeal, Certificate, day_of
from courses.models import Term
from lms.errors import DomainError
from lms.models import AuditEntry
from organisations.enums import Role
from organisations.models import User
from tests.factories.certificates import complete, make_staff
from tests.factories.organisations import last_body

DAY = timedelta(days=1)
STATEMENT = "I did the whole course, on 2 May."


@pytest.fixture
def appealed(certificate, olga, bob, now):
    suspend(certificate, reason_code="under-review", actor=olga, now=now)
    return appeal(certificate, statement=STATEMENT, actor=bob, now=now + DAY)


@pytest.fixture
def against_revocation(certificate, olga, bob, now):
    revoke(certificate, reason_code="not-in-order", actor=olga, now=now)
    return appeal(certificate, statement=STATEMENT, actor=bob, now=now + DAY)


def decided(made, actor, now, decision="granted", words="You were right."):
    return decide(made, decision=decision, words=words, actor=actor, now=now)


def refused(code, *given, **named):
    with pytest.raises(DomainError) as problem:
        decided(*given, **named)
    assert problem.value.code == code


def test_granted_against_a_suspension_it_counts_again(certificate, appealed, otto, now):
    assert decided(appealed, otto, now + 2 * DAY) == certificate
    assert state_on(certificate, day_of(now + 2 * DAY)) == CertificateState.VALID
    assert state_on(certificate, day_of(now + DAY)) == CertificateState.SUSPENDED
    restored = certificate.events.get(kind=EventKind.RESTORED)
    assert (restored.reason_code, restored.by) == ("appeal", otto)
    appealed.refresh_from_db()
    assert (appealed.state, appealed.closed_by) == (AppealState.GRANTED, otto)
    assert Certificate.objects.count() == 1


def test_granted_against_a_revocation_it_is_issued_anew(
    certificate, against_revocation, otto, now
):
    later = now + 3 * DAY
    new = decided(against_revocation, otto, later)
    assert new.number != certificate.number
    own = {"id", "uuid", "number", "corrects_id", "corrected_at"}
    one, two = (
        Certificate.objects.values().get(pk=found.pk) for found in (certificate, new)
    )
    assert {key: one[key] for key in one.keys() - own} == {
        key: two[key] for key in two.keys() - own
    }
    today = day_of(later)
    assert state_on(certificate, today) == CertificateState.REVOKED
    assert state_on(new, today) == CertificateState.VALID
    assert state_on(new, today - DAY) is None
    assert successor_of(certificate) == new
    assert certificate.events.last().kind == EventKind.REINSTATED


def test_who_checks_the_old_number_is_led_on_and_of_earlier_days_told_the_truth(
    certificate, against_revocation, otto, now
):
    later = now + 3 * DAY
    new = decided(against_revocation, otto, later)
    today = day_of(later)
    found = certificate_with_number(certificate.number, day=today)
    assert (found.state, found.successor_number) == ("revoked", new.number)
    before = certificate_with_number(certificate.number, day=today - DAY)
    assert before.successor_number is None
    old, anew = worth_on(certificate, today), worth_on(new, today)
    assert (old.state, old.successor, old.is_outdated) == ("revoked", new.number, False)
    assert (anew.state, anew.had_other_number) == ("valid", False)
    between = worth_on(new, today - DAY)
    assert (between.state, between.had_other_number) == ("revoked", True)
    assert between.successor == ""


def test_it_is_not_to_be_earned_again(certificate, against_revocation, otto, now):
    enrolment = certificate.completion.enrolment
    assert is_run_out(enrolment, day=day_of(now + DAY))
    decided(against_revocation, otto, now + DAY)
    assert not is_run_out(enrolment, day=day_of(now + DAY))


def test_what_the_revoked_one_renewed_is_renewed_by_the_new_one(
    rule, small_course, certificate, olga, otto, bob, now
):
    rule.renewal_window_days = 366
    rule.save()
    later = now + 300 * DAY
    enrolment = certificate.completion.enrolment
    enrolment.cycle += 1
    enrolment.save()
    second = award_certificate(complete(small_course, bob, now=later), now=later)
    revoke(second, reason_code="not-in-order", actor=olga, now=later)
    made = appeal(second, statement=STATEMENT, actor=bob, now=later)
    new = decided(made, otto, later + DAY)
    renewals = certificate.events.filter(kind=EventKind.RENEWED).order_by("pk")
    assert [one.successor for one in renewals] == [second, new]
    found = certificate_with_number(certificate.number, day=day_of(later + DAY))
    assert found.renewed_by == new.number


def test_employers_and_the_badge_follow(certificate, olga, otto, bob, beekstad, now):
    place_of(certificate)
    show_to(certificate, beekstad, actor=bob, now=now)
    revoke(certificate, reason_code="not-in-order", actor=olga, now=now)
    made = appeal(certificate, statement=STATEMENT, actor=bob, now=now)
    new = decided(made, otto, now + DAY)
    assert list(shown_now(new, day=day_of(now + DAY))) == [beekstad.pk]
    assert not shown_now(certificate, day=day_of(now + DAY))
    old_place, place = place_of(certificate), place_of(new)
    assert place != old_place
    bits = set_bits(old_place.list, Purpose.REVOCATION, now=now + DAY)
    assert old_place.index in bits
    assert place.index not in bits


def test_not_granted_all_stays_as_it_is(certificate, against_revocation, otto, now):
    events = list(certificate.events.values_list("pk", flat=True))
    assert decided(against_revocation, otto, now + DAY, "dismissed") == certificate
    assert list(certificate.events.values_list("pk", flat=True)) == events
    assert Certificate.objects.count() == 1
    against_revocation.refresh_from_db()
    assert against_revocation.state == AppealState.DISMISSED
    assert against_revocation.answer == "You were right."


def test_it_is_decided_once_and_the_holder_told_once(
    certificate, appealed, otto, now, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        decided(appealed, otto, now + DAY, words="We looked: it was all there.")
    (told,) = mail.outbox
    assert (
        told.subject
        == f"Your appeal about {certificate.words['names']['en']} is decided"
    )
    assert "We looked: it was all there." in told.body
    entry = AuditEntry.objects.get(action="certificates.appeal_decided")
    assert entry.data["decision"] == "granted"
    assert entry.data["in_time"]
    refused("closed", appealed, otto, now + DAY)
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(
    ("days", "says"), [(1, "counts from now on"), (4000, "its last day is over")]
)
def test_the_mail_says_whether_it_counts_still(
    days, says, against_revocation, otto, now
):
    Certificate.objects.update(valid_until=day_of(now) + 800 * DAY)
    decided(against_revocation, otto, now + days * DAY)
    assert says in last_body(against_revocation.event.certificate.holder.email)


def test_nobody_decides_on_their_own_act_or_their_own_certificate(
    certificate, appealed, olga, otto, bob, now
):
    refused("same", appealed, olga, now)
    refused("own", appealed, bob, now)
    appealed.refresh_from_db()
    assert appealed.waits
    assert [is_somebody_else(appealed, one) for one in (olga, bob, otto)] == [
        False,
        False,
        True,
    ]


def test_a_decision_says_what_and_why_in_words_a_holder_may_read(appealed, otto, now):
    Term.objects.create(
        language="en", key="hotbed", forms="hotbed", reason="R", suggestion="S"
    )
    refused("decision", appealed, otto, now, decision="")
    refused("decision", appealed, otto, now, decision="withdrawn")
    refused("empty", appealed, otto, now, words=" ")
    refused("people", appealed, otto, now, words="Ask an@example.org")
    refused("words", appealed, otto, now, words="It is a hotbed.")
    appealed.refresh_from_db()
    assert appealed.waits


def test_what_was_overtaken_is_not_decided(certificate, appealed, olga, otto, now):
    restore(certificate, reason_code="answered", actor=olga, now=now + DAY)
    refused("closed", appealed, otto, now + DAY)
    assert certificate.events.filter(kind=EventKind.RESTORED).count() == 1


def test_only_a_revoked_certificate_is_reinstated(certificate, alice, now):
    other = reissue(certificate, "Bob Another", actor=alice, now=now)
    with pytest.raises(DomainError) as problem:
        reinstate(certificate, other, reason_code="appeal", actor=alice, now=now)
    assert problem.value.code == "not_revoked"


def test_who_oversees_the_register_reads_it_and_nobody_else(
    appealed, olga, otto, bob, alice, charlie, valmont, now
):
    oscar = make_staff(valmont, Role.PROGRAMME_OWNER, now)
    for person in (olga, otto, User.objects.create_superuser("root@relay.example")):
        assert list(appeals_for(person)) == [appealed]
    for person in (oscar, bob, alice, charlie):
        assert not appeals_for(person).exists()


def test_months_after_it_the_words_are_forgotten_and_the_decision_stays(
    settings, appealed, otto, now
):
    settings.RELAY_PROOF_MONTHS = 6
    assert forget_statements(now + 3650 * DAY) == 0
    decided(appealed, otto, now)
    assert forget_statements(now + 150 * DAY) == 0
    assert forget_statements(now + 200 * DAY) == 1
    (kept,) = Appeal.objects.all()
    assert (kept.statement, kept.answer) == ("", "You were right.")
    assert forget_statements(now + 200 * DAY) == 0
