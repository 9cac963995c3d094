from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, transaction

from certificates.domain.award import award_certificate, missing
from certificates.domain.badges.status import Purpose, place_of, set_bits
from certificates.domain.correcting import (
    ask_for_correction,
    confirm_correction,
    refuse_correction,
    reissue,
    successor_of,
    waiting_request,
)
from certificates.domain.life import restore, revoke, suspend
from certificates.domain.numbers import is_well_formed
from certificates.domain.queries import is_run_out, newest_of_enrolment
from certificates.domain.showing import show_to, shown_now
from certificates.domain.state import state_on
from certificates.enums import CertificateState, CorrectionState, EventKind
from certificates.models import Certificate, CorrectionRequest
from certificates.signals import certificate_awarded, certificate_changed
from lms.errors import DomainError
from lms.models import AuditEntry
from organisations.domain.memberships import start_membership
from organisations.enums import Role

RIGHT = "Bob Đorđe Wiśniewska"
DAY = timedelta(days=1)


def written(certificate):
    return Certificate.objects.values().get(pk=certificate.pk)


@pytest.fixture
def later(now):
    return now + 30 * DAY


def test_all_is_as_before_but_the_name_and_the_number(certificate, alice, later):
    before = written(certificate)
    new = reissue(certificate, RIGHT, actor=alice, now=later)
    after = written(new)
    assert new.words == {**certificate.words, "printed_name": RIGHT}
    own = {"id", "uuid", "number", "words", "corrects_id", "corrected_at"}
    assert {key: after[key] for key in after.keys() - own} == {
        key: before[key] for key in before.keys() - own
    }
    assert written(certificate) == before
    assert (new.corrects, new.corrected_at) == (certificate, later)
    assert new.number != certificate.number
    assert is_well_formed(new.number)
    assert new.number[:8] == certificate.number[:8]


def test_each_says_what_happened_to_it(certificate, alice, later):
    new = reissue(certificate, RIGHT, actor=alice, now=later)
    (event,) = new.events.all()
    assert (event.kind, event.at, event.by) == (EventKind.AWARDED, later, alice)
    _awarded, ended = certificate.events.all()
    assert (ended.kind, ended.successor, ended.reason_code, ended.at, ended.by) == (
        EventKind.SUPERSEDED,
        new,
        "name-correction",
        later,
        alice,
    )
    assert successor_of(certificate) == new
    assert successor_of(new) is None
    acts = AuditEntry.objects.filter(actor=alice).values_list("action", flat=True)
    assert sorted(acts) == ["certificates.reissued", "certificates.superseded"]


def test_on_every_day_one_of_the_two_counts(certificate, alice, later):
    new = reissue(certificate, RIGHT, actor=alice, now=later)
    first, change = certificate.awarded_on, later.date()
    for day, old_state, new_state in (
        (first - DAY, None, None),
        (first, CertificateState.VALID, None),
        (change - DAY, CertificateState.VALID, None),
        (change, CertificateState.SUPERSEDED, CertificateState.VALID),
        (date(2099, 1, 1), CertificateState.SUPERSEDED, CertificateState.EXPIRED),
    ):
        states = dict(
            Certificate.objects.with_state(day).values_list("pk", "state").order_by()
        )
        assert states == {certificate.pk: old_state, new.pk: new_state}, day
        assert state_on(certificate, day) == old_state
        assert state_on(new, day) == new_state


def test_a_name_is_put_right_twice(certificate, completion, alice, later):
    second = reissue(certificate, "Bob D.", actor=alice, now=later)
    third = reissue(second, RIGHT, actor=alice, now=later)
    assert (successor_of(certificate), successor_of(second)) == (second, third)
    assert state_on(third, later.date()) == CertificateState.VALID
    assert newest_of_enrolment(completion.enrolment) == third
    assert not is_run_out(completion.enrolment, day=later.date())


def test_the_completion_gives_no_further_certificate(
    certificate, completion, alice, later
):
    new = reissue(certificate, RIGHT, actor=alice, now=later)
    assert award_certificate(completion, now=later) == new
    assert not missing().exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.create(
            **{**written(certificate), "id": None, "uuid": None, "number": "X"}
        )


def test_the_name_that_stands_there_is_refused(certificate, alice, later):
    name = f"  {certificate.words['printed_name']} "
    with pytest.raises(DomainError) as refused:
        reissue(certificate, name, actor=alice, now=later)
    assert refused.value.code == "same_name"
    assert Certificate.objects.count() == 1


@pytest.mark.parametrize("name", ["", "  ", "Bob\u202eevil"])
def test_what_cannot_be_printed_is_refused(name, certificate, alice, later):
    with pytest.raises(DomainError):
        reissue(certificate, name, actor=alice, now=later)
    assert Certificate.objects.count() == 1


def test_a_revoked_one_is_not_issued_anew(certificate, alice, later):
    revoke(certificate, reason_code="error", actor=alice, now=later)
    with pytest.raises(DomainError) as refused:
        reissue(certificate, RIGHT, actor=alice, now=later)
    assert refused.value.code == "ended"
    assert Certificate.objects.count() == 1


def test_a_replaced_one_is_not_issued_anew(certificate, alice, later):
    reissue(certificate, RIGHT, actor=alice, now=later)
    with pytest.raises(DomainError) as refused:
        reissue(certificate, "Another", actor=alice, now=later)
    assert refused.value.code == "ended"
    assert Certificate.objects.count() == 2


def test_a_suspension_is_not_lifted_by_a_correction(certificate, alice, later):
    suspend(certificate, reason_code="complaint", actor=alice, now=later)
    with pytest.raises(DomainError) as refused:
        reissue(certificate, RIGHT, actor=alice, now=later)
    assert refused.value.code == "suspended"
    restore(certificate, reason_code="answered", actor=alice, now=later)
    assert reissue(certificate, RIGHT, actor=alice, now=later)


def test_an_expired_one_can_be_put_right_and_stays_expired(certificate, alice, now):
    much_later = now + 1000 * DAY
    new = reissue(certificate, RIGHT, actor=alice, now=much_later)
    assert state_on(new, much_later.date()) == CertificateState.EXPIRED


def test_the_badge_of_the_old_one_counts_no_more(certificate, alice, later):
    old = place_of(certificate)
    new = place_of(reissue(certificate, RIGHT, actor=alice, now=later))
    bits = set_bits(old.list, Purpose.REVOCATION, now=later)
    assert old.index in bits
    assert new.index not in bits


@pytest.fixture
def told():
    heard = []

    def hear(sender, certificate_id, signal, **kwargs):
        heard.append((signal, certificate_id))

    for signal in (certificate_awarded, certificate_changed):
        signal.connect(hear)
    yield heard
    for signal in (certificate_awarded, certificate_changed):
        signal.disconnect(hear)


def test_others_hear_of_both_after_the_commit(
    certificate, alice, later, told, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        new = reissue(certificate, RIGHT, actor=alice, now=later)
        assert told == []
    assert (certificate_awarded, new.pk) in told
    assert (certificate_changed, certificate.pk) in told


def test_the_holder_is_told_once(
    certificate, bob, alice, later, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        new = reissue(certificate, RIGHT, actor=alice, now=later)
    (message,) = [one for one in mail.outbox if RIGHT in one.body]
    assert message.to == [bob.email]
    assert new.number in message.body
    assert certificate.number in message.body


def test_who_has_no_address_is_told_by_nobody(certificate, bob, alice, later):
    bob.email = None
    bob.save()
    assert reissue(certificate, RIGHT, actor=alice, now=later)


@pytest.fixture
def asked(certificate, bob, now):
    return ask_for_correction(certificate, RIGHT, actor=bob, now=now)


def test_a_request_changes_nothing_yet(asked, certificate, bob):
    assert waiting_request(certificate) == asked
    assert (asked.state, asked.decided_at) == (CorrectionState.WAITING, None)
    assert Certificate.objects.count() == 1
    entry = AuditEntry.objects.get(action="certificates.correction_asked")
    assert entry.actor == bob
    assert RIGHT not in str(entry.data)


def test_a_second_request_waits_for_the_first(asked, certificate, bob, now):
    with pytest.raises(DomainError) as refused:
        ask_for_correction(certificate, "Another", actor=bob, now=now)
    assert refused.value.code == "asked"


def test_what_cannot_be_put_right_cannot_be_asked_for(certificate, alice, bob, now):
    revoke(certificate, reason_code="error", actor=alice, now=now)
    with pytest.raises(DomainError) as refused:
        ask_for_correction(certificate, RIGHT, actor=bob, now=now)
    assert refused.value.code == "ended"


def test_a_confirmed_request_gives_the_name_asked_for(asked, alice, later):
    new = confirm_correction(asked, actor=alice, now=later)
    asked.refresh_from_db()
    assert new.words["printed_name"] == RIGHT
    assert (asked.state, asked.decided_at, asked.decided_by) == (
        CorrectionState.CONFIRMED,
        later,
        alice,
    )


def test_a_correction_without_being_asked_closes_the_request(
    asked, certificate, alice, later
):
    reissue(certificate, "Another", actor=alice, now=later)
    asked.refresh_from_db()
    assert asked.state == CorrectionState.CONFIRMED


def test_a_refused_request_leaves_the_certificate(
    asked, certificate, alice, bob, later, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        refuse_correction(asked, " As on the card. ", actor=alice, now=later)
    asked.refresh_from_db()
    assert (asked.state, asked.reason) == (CorrectionState.REFUSED, "As on the card.")
    assert Certificate.objects.count() == 1
    (message,) = [one for one in mail.outbox if "As on the card." in one.body]
    assert message.to == [bob.email]
    assert ask_for_correction(certificate, RIGHT, actor=bob, now=later)


def test_a_refusal_says_why(asked, alice, later):
    with pytest.raises(DomainError) as refused:
        refuse_correction(asked, "  ", actor=alice, now=later)
    assert refused.value.code == "no_reason"
    assert CorrectionRequest.objects.get().waits


def test_what_was_decided_is_not_decided_again(asked, alice, later):
    refuse_correction(asked, "No.", actor=alice, now=later)
    for decide in (
        lambda: confirm_correction(asked, actor=alice, now=later),
        lambda: refuse_correction(asked, "No.", actor=alice, now=later),
    ):
        with pytest.raises(DomainError) as refused:
            decide()
        assert refused.value.code == "decided"
    assert Certificate.objects.count() == 1


def test_an_employer_left_meanwhile_does_not_see_it_again(
    certificate, bob, alice, beekstad, now, later
):
    with time_machine.travel(now, tick=False):
        show_to(certificate, beekstad, actor=bob, now=now)
    membership = bob.memberships.get(organisation=beekstad)
    membership.ends_on = (now + 5 * DAY).date()
    membership.save()
    start_membership(
        bob, beekstad, role=Role.LEARNER, starts_on=(now + 20 * DAY).date(), now=now
    )

    new = reissue(certificate, RIGHT, actor=alice, now=later)

    assert not shown_now(new, day=later.date())
    assert not certificate.shown_to.filter(withdrawn_at=None).exists()


def test_whom_it_is_shown_to_sees_the_new_one_instead(
    certificate, bob, alice, beekstad, now, later
):
    with time_machine.travel(now, tick=False):
        show_to(certificate, beekstad, actor=bob, now=now)
    new = reissue(certificate, RIGHT, actor=alice, now=later)
    assert set(shown_now(new, day=later.date())) == {beekstad.pk}
