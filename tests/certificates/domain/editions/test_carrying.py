from datetime import timedelta

import pytest
from django.core import mail

from certificates.domain.appeals.deciding import decide
from certificates.domain.appeals.making import appeal
from certificates.domain.award import award_certificate
from certificates.domain.correcting import reissue
from certificates.domain.editions import carrying
from certificates.domain.editions.carrying import sweep
from certificates.domain.editions.deciding import begin_telling, withdraw
from certificates.domain.life import revoke
from certificates.domain.queries import is_run_out
from certificates.domain.state import state_on
from certificates.enums import CertificateState, EventKind
from certificates.models import CertificateEvent, day_of
from lms.background import periodic
from lms.models import OutgoingMail
from tests.factories.certificates import next_completion
from tests.factories.certified_editions import (
    did,
    holders,
    make_change,
    next_edition,
)


def mails():
    return OutgoingMail.objects.filter(template="certificates/mail/edition")


@pytest.fixture
def told(edition, alice, now):
    """Holders are asked to do the new edition, and were told today."""
    change = begin_telling(make_change(edition, actor=alice), actor=alice, now=now)
    sweep(now)
    change.refresh_from_db()
    return change


def after(change, now):
    return now + timedelta(days=(change.until - day_of(now)).days + 1)


def test_it_is_swept_every_few_minutes():
    names = {one.name: one.func for one in periodic.registered()}
    assert names["certificates.editions"] is sweep


def test_nobody_is_told_before_somebody_says_so(edition, now):
    make_change(edition)
    sweep(now)
    assert not mails().exists()


def test_everybody_asked_is_told_once_however_often_it_is_swept(
    certificate, small_course, beekstad, bob, alice, now, monkeypatch
):
    monkeypatch.setattr(carrying, "CHUNK", 2)
    holders(small_course.course, beekstad, 4)
    edition = next_edition(small_course.course)
    did(bob, small_course.course, now=now)
    change = begin_telling(make_change(edition), actor=alice, now=now)

    sweep(now + timedelta(minutes=1))
    sweep(now + timedelta(minutes=2))

    assert mails().count() == 4
    assert all(one.to != [bob.email] for one in mails())
    change.refresh_from_db()
    assert (change.told, change.told_at) == (4, now + timedelta(minutes=1))


def test_who_holds_two_certificates_is_told_once(
    certificate, small_course, bob, alice, now
):
    completion = next_completion(certificate.completion.enrolment, cycle=2, now=now)
    completion.sector_id = "EDU"
    completion.save()
    award_certificate(completion, now=now)
    change = make_change(next_edition(small_course.course))
    begin_telling(change, actor=alice, now=now)

    sweep(now)

    change.refresh_from_db()
    assert (mails().count(), change.told) == (1, 1)


def test_the_mail_says_what_to_do_by_when_and_where(told, certificate, bob):
    message = mail.outbox[-1]
    assert message.to == [bob.email]
    assert "21 January 2027" in message.subject
    for content in (message.body, message.alternatives[0].content):
        assert str(certificate.uuid) in content
        assert "Course en" in content
        assert "21 January 2027" in content


def test_nothing_is_superseded_on_the_last_day(told, certificate, now):
    assert sweep(after(told, now) - timedelta(days=1)) == 0
    assert state_on(certificate, told.until) == CertificateState.VALID


def test_after_it_what_was_not_brought_up_to_date_is_superseded_once(
    told, certificate, alice, now
):
    over = after(told, now)
    assert (sweep(over), sweep(over)) == (1, 0)

    event = certificate.events.get(kind=EventKind.SUPERSEDED)
    assert (event.by, event.reason_code) == (alice, "edition")
    assert (event.edition, event.successor) == (told.edition, None)
    assert state_on(certificate, day_of(over)) == CertificateState.SUPERSEDED
    assert state_on(certificate, told.until) == CertificateState.VALID
    told.refresh_from_db()
    assert told.carried_out_at == over
    # And the course may be done again.
    assert is_run_out(certificate.completion.enrolment, day=day_of(over))


def test_who_does_the_new_edition_in_time_keeps_the_earlier_certificate(
    told, certificate, bob, now
):
    did(bob, told.edition.course, now=after(told, now) - timedelta(hours=12))
    assert sweep(after(told, now)) == 0
    assert state_on(certificate, day_of(after(told, now))) == CertificateState.VALID


def test_who_does_it_a_day_late_does_not(told, certificate, bob, now):
    did(bob, told.edition.course, now=after(told, now))
    assert sweep(after(told, now) + timedelta(minutes=1)) == 1


def test_the_short_course_is_noted_on_the_certificate_once(
    certificate, edition, delta, bob, alice, now
):
    change = make_change(edition, demand="delta", delta=delta)
    begin_telling(change, actor=alice, now=now)
    sweep(now)
    did(bob, delta, now=now + timedelta(days=3))

    for day in (4, 5):
        sweep(now + timedelta(days=day))

    event = certificate.events.get(kind=EventKind.KEPT_UP)
    assert event.edition == edition
    assert sweep(after(change, now)) == 0
    assert state_on(certificate, day_of(after(change, now))) == CertificateState.VALID


def test_where_nobody_was_told_nothing_is_superseded(certificate, edition, now):
    change = make_change(edition)
    assert sweep(after(change, now)) == 0
    change.refresh_from_db()
    assert change.carried_out_at is None


def test_where_mails_went_late_it_waits_for_the_days_of_grace(told, now):
    told.told_at = now + timedelta(days=50)
    told.save()
    assert sweep(after(told, now)) == 0
    assert sweep(now + timedelta(days=81)) == 1


def test_what_was_withdrawn_tells_nobody_and_supersedes_nothing(
    certificate, edition, alice, now
):
    change = begin_telling(make_change(edition), actor=alice, now=now)
    withdraw(change, actor=alice, now=now)
    sweep(now)
    sweep(after(change, now))
    assert not mails().exists()
    assert CertificateEvent.objects.count() == 1


def test_one_that_fails_does_not_stop_the_others(told, now, monkeypatch, caplog):
    def fail(change, *, now):
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr(carrying, "_bring_up_to_date", fail)
        assert sweep(after(told, now)) == 0
    assert "was not swept" in caplog.text
    assert sweep(after(told, now)) == 1


def test_a_short_course_done_before_there_was_anything_to_learn_does_not_count(
    certificate, edition, delta, bob, alice, now
):
    did(bob, delta, now=edition.released_at - timedelta(days=30))
    change = make_change(edition, demand="delta", delta=delta)
    begin_telling(change, actor=alice, now=now)

    sweep(now)

    assert mails().count() == 1
    assert not certificate.events.filter(kind=EventKind.KEPT_UP).exists()


def test_many_are_told_in_several_rounds_with_as_many_queries_each(
    rule, small_course, beekstad, alice, now, monkeypatch
):
    monkeypatch.setattr(carrying, "CHUNK", 2)
    monkeypatch.setattr(carrying, "PORTIONS", 2)
    holders(small_course.course, beekstad, 7)
    edition = next_edition(small_course.course)
    begin_telling(make_change(edition), actor=alice, now=now)

    for told in (4, 7, 7):
        sweep(now)
        assert mails().count() == told


def test_a_corrected_certificate_stays_up_to_date(
    certificate, edition, delta, bob, alice, now
):
    change = make_change(edition, demand="delta", delta=delta)
    begin_telling(change, actor=alice, now=now)
    sweep(now)
    did(bob, delta, now=now + timedelta(days=3))
    sweep(now + timedelta(days=4))

    new = reissue(certificate, "Bob Right", actor=alice, now=now + timedelta(days=5))

    assert new.events.get(kind=EventKind.KEPT_UP).edition == edition
    assert sweep(after(change, now)) == 0
    assert state_on(new, day_of(after(change, now))) == CertificateState.VALID


@pytest.mark.parametrize("is_told_first", [True, False])
def test_what_was_issued_anew_after_the_mails_loses_nothing_untold(
    is_told_first, certificate, edition, bob, alice, charlie, now
):
    revoke(certificate, reason_code="not-in-order", actor=alice, now=now)
    made = appeal(certificate, statement="I did it all.", actor=bob, now=now)
    change = make_change(edition)
    if is_told_first:
        begin_telling(change, actor=alice, now=now)
        sweep(now)
    later = now + timedelta(days=1)
    new = decide(
        made, decision="granted", words="You were right.", actor=charlie, now=later
    )
    # Awarded before the decision, so it is concerned like all others.
    if not is_told_first:
        begin_telling(change, actor=alice, now=later)
        sweep(later + timedelta(minutes=1))
    late = after(change, now)
    sweep(late)
    state = state_on(new, day_of(late))
    assert (state == CertificateState.SUPERSEDED) is not is_told_first
