from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from certificates.domain import mailing
from certificates.domain.award import award_certificate
from certificates.domain.correcting import reissue
from certificates.domain.life import revoke
from certificates.domain.mailing import (
    ask_for_mails,
    preview_of,
    resume_mails,
    send_digests,
    sweep,
    tell_of_award,
)
from certificates.models import Certificate
from certificates.signals import certificate_awarded
from lms.background import periodic
from lms.errors import DomainError
from lms.models import AuditEntry, OutgoingMail
from tests.factories.awards import (
    NOW,
    award,
    bring,
    make_member,
    make_members,
    make_owner,
)
from tests.factories.certificates import complete, make_rule, more_certificates

DAY = "2026-05-04"
LATER = NOW + timedelta(minutes=10)


@pytest.fixture
def olga(beekstad):
    return make_owner(beekstad, "Olga")


@pytest.fixture
def piet(beekstad):
    return make_owner(beekstad, "Piet")


@pytest.fixture
def no_worker(monkeypatch):
    """Nobody writes the mails: the keys of the runs that wait."""
    waiting = []
    monkeypatch.setattr(mailing, "mail_run", SimpleNamespace(enqueue=waiting.append))
    return waiting


def letters(template="certificates/"):
    return OutgoingMail.objects.filter(template__startswith=template)


# --- One by one ---------------------------------------------------------------------


def test_the_award_itself_writes_no_mail(certificate):
    assert not letters().exists()


def test_an_award_is_followed_by_one_mail(
    rule, completion, now, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        certificate = award_certificate(completion, now=now)
    assert letters().get().idempotency_key == f"certificates.awarded:{certificate.pk}"
    certificate_awarded.send(Certificate, certificate_id=certificate.pk)
    assert letters().count() == 1


def test_the_mail_is_in_the_holders_language_and_leads_to_the_page(
    rule, small_course, bob, now, settings
):
    settings.RELAY_BASE_URL = "https://relay.example"
    bob.language = "nl"
    bob.save()
    certificate = award_certificate(complete(small_course, bob, now=now), now=now)
    assert tell_of_award(certificate.pk, now=now)
    (sent,) = mail.outbox
    assert sent.to == [bob.email]
    assert "Eerstelijnspreventie, basis - Politie" in sent.subject
    link = f"https://relay.example/certificates/{certificate.uuid}/"
    for body in (sent.body, sent.alternatives[0].content):
        assert link in body
        assert certificate.number in body
        assert "21 november 2028" in body


def test_who_has_no_address_gets_no_mail(certificate, bob, now):
    bob.email = None
    bob.save()
    assert not tell_of_award(certificate.pk, now=now)
    assert sweep(LATER) == 0
    assert not letters().exists()


def test_the_mail_says_when_it_does_not_expire(small_course, completion, now):
    make_rule(small_course.course, validity_months=None)
    tell_of_award(award_certificate(completion, now=now).pk, now=now)
    (sent,) = mail.outbox
    assert "does not expire" in sent.body
    assert "does not expire" in sent.alternatives[0].content


def test_the_sweep_sends_what_was_lost_once(certificate):
    assert sweep(NOW) == 0, "the receiver has a moment to do it"
    assert sweep(LATER) == 1
    assert sweep(LATER) == 0
    assert letters().count() == 1


def test_the_sweep_leaves_old_ones_alone(certificate):
    assert sweep(NOW + timedelta(days=30)) == 0


def test_one_that_fails_does_not_stop_the_others(certificate, monkeypatch):
    (second,) = more_certificates(certificate, 1)
    real = mailing._award_mail

    def fails(one):
        if one == certificate:
            raise KeyError("names")
        return real(one)

    monkeypatch.setattr(mailing, "_award_mail", fails)
    assert sweep(LATER) == 1
    assert letters().get().idempotency_key == f"certificates.awarded:{second.pk}"


def test_a_mail_that_fails_leaves_the_certificate(
    rule, completion, now, monkeypatch, django_capture_on_commit_callbacks
):
    def fails(one):
        raise KeyError("names")

    monkeypatch.setattr(mailing, "_award_mail", fails)
    with django_capture_on_commit_callbacks(execute=True):
        assert award_certificate(completion, now=now)
    assert Certificate.objects.count() == 1


def test_the_tick_sweeps(certificate):
    registered = {one.name: one for one in periodic.registered()}
    assert periodic.run_one(registered["certificates.mail"], LATER) == ""
    assert letters().count() == 1


# --- A bulk award -------------------------------------------------------------------


@pytest.fixture
def run(rule, beekstad, bob, olga, piet):
    """Awarded: to Bob twice, to Noor who reads Dutch, and to Sam without an address."""
    noor = make_member(beekstad, "Noor", language="nl")
    sam = make_member(beekstad, "Sam")
    run = bring(
        rule,
        (bob.email, "", DAY),
        (bob.email, "YTH", DAY),
        (noor.email, "", DAY),
        (sam.email, "", DAY),
        actor=olga,
    )
    run = award(run, actor=piet)
    sam.email = None
    sam.save()
    return run


def test_nothing_of_a_bulk_award_is_mailed_by_itself(run):
    assert sweep(LATER) == 0
    assert not any(
        tell_of_award(one.pk, now=LATER) for one in Certificate.objects.all()
    )
    assert not letters().exists()


def test_the_preview_counts_shows_and_writes_nothing(run):
    preview = preview_of(run)
    counts = (preview.people, preview.mails, preview.without, preview.told)
    assert counts == (3, 2, 1, 0)
    assert [(one.language, one.people) for one in preview.samples] == [
        ("en", 1),
        ("nl", 1),
    ]
    english = preview.samples[0].text
    assert english.count("Frontline Prevention, Basic") == 2
    assert "Police academy" in english
    # A sample does not say whose it is.
    assert "Bob" not in english
    assert not any(one.number in english for one in Certificate.objects.all())
    assert not letters().exists()


def test_each_gets_one_mail_with_all_of_theirs_however_often_one_asks(run, olga, bob):
    for _time in range(2):
        ask_for_mails(run, actor=olga, now=LATER)
        send_digests(run.pk, clock=lambda: LATER)
    assert letters().count() == 2
    to_bob = next(one for one in mail.outbox if one.to == [bob.email])
    for certificate in Certificate.objects.filter(holder=bob):
        assert certificate.number in to_bob.body
        assert certificate.number in to_bob.alternatives[0].content
    to_noor = next(one for one in mail.outbox if one.to != [bob.email])
    assert "Eerstelijnspreventie" in to_noor.body
    preview = preview_of(run)
    assert (preview.mails, preview.told) == (0, 2)
    entry = AuditEntry.objects.get(action="certificates.run_mailed")
    assert (entry.actor, entry.data) == (olga, {"people": 2})


def test_mails_that_broke_off_go_on_and_nobody_gets_two(
    run, olga, no_worker, monkeypatch
):
    ask_for_mails(run, actor=olga, now=LATER)
    assert no_worker == [run.pk]
    monkeypatch.setattr(mailing, "CHUNK", 1)
    real, calls = mailing._send_to, []

    def dies(*args, **kwargs):
        calls.append(1)
        if len(calls) == 2:
            raise SystemExit
        return real(*args, **kwargs)

    with monkeypatch.context() as killed:
        killed.setattr(mailing, "_send_to", dies)
        with pytest.raises(SystemExit):
            send_digests(run.pk, clock=lambda: LATER)
    assert letters().count() == 1
    assert resume_mails(LATER + timedelta(minutes=5)) == 0
    assert resume_mails(LATER + timedelta(hours=1)) == 1
    assert no_worker == [run.pk, run.pk]
    assert send_digests(run.pk, clock=lambda: LATER) == 1
    assert letters().count() == 2
    assert resume_mails(LATER + timedelta(hours=2)) == 0


def test_nobody_is_written_to_before_somebody_asks(run):
    assert send_digests(run.pk, clock=lambda: LATER) == 0
    assert not letters().exists()


def test_there_are_no_mails_before_the_award(rule, bob, olga):
    waiting = bring(rule, (bob.email, "", DAY), actor=olga)
    with pytest.raises(DomainError):
        ask_for_mails(waiting, actor=olga, now=LATER)


def test_the_preview_takes_as_many_queries_for_many(rule, beekstad, olga, piet):
    people = make_members(beekstad, 32)
    counted = []
    for group in (people[:2], people[2:]):
        lines = [(one.email, "", DAY) for one in group]
        run = award(bring(rule, *lines, actor=olga), actor=piet)
        with CaptureQueriesContext(connection) as queries:
            assert preview_of(run).mails == len(group)
        counted.append(len(queries))
    assert counted[0] == counted[1]


def test_what_was_revoked_or_put_right_meanwhile_is_not_mailed(run, olga, bob):
    noor = Certificate.objects.get(holder__printed_name="Noor")
    revoke(noor, reason_code="issued-in-error", actor=olga, now=LATER)
    first = Certificate.objects.filter(holder=bob).earliest("pk")
    reissue(first, "Bob Right", actor=olga, now=LATER)

    preview = preview_of(run)
    assert (preview.people, preview.mails) == (2, 1)
    ask_for_mails(run, actor=olga, now=LATER)
    send_digests(run.pk, clock=lambda: LATER)

    (_digest,) = OutgoingMail.objects.filter(template="certificates/mail/digest")
    (sent,) = [one for one in mail.outbox if "Police academy" in one.body]
    assert sent.to == [bob.email]
    assert first.number not in sent.body


def test_an_award_that_ended_before_its_mail_is_not_told(certificate, olga):
    revoke(certificate, reason_code="issued-in-error", actor=olga, now=LATER)
    assert not tell_of_award(certificate.pk, now=LATER)
