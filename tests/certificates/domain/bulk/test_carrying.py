from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from certificates.domain.award import award_waiting
from certificates.domain.award import sweep as sweep_awards
from certificates.domain.bulk import carrying, writing
from certificates.domain.bulk.asking import bring_list, confirm, set_aside
from certificates.domain.bulk.reading import (
    forget_addresses,
    lines_to_download,
    sealed_of,
)
from certificates.domain.state import state_on
from certificates.enums import (
    AwardRowState,
    AwardRunState,
    CertificateState,
    EventKind,
    RenewalMode,
)
from certificates.models import (
    AwardRun,
    AwardRunRow,
    Certificate,
    CertificateEvent,
)
from courses.enums import CompletionBasis
from courses.models import Completion, Enrolment
from lms.errors import DomainError
from lms.models import AuditEntry, OutgoingMail
from organisations.domain.people import check_name
from tests.factories.awards import (
    NOW,
    award,
    bring,
    list_of,
    make_member,
    make_members,
    make_owner,
)

DAY = "2026-05-04"


@pytest.fixture
def waiting(rule, beekstad, olga, no_worker):
    """Seven people whose list was looked at, and no worker there."""
    people = make_members(beekstad, 7)
    run = bring(rule, *lines(people), actor=olga)
    carrying.work_on(run.pk, clock=lambda: NOW)
    no_worker.clear()
    return run


def lines(people):
    return [(one.email, "", DAY) for one in people]


def test_a_confirmed_list_is_awarded_with_all_that_belongs_to_it(
    rule, beekstad, bob, olga, piet, now
):
    run = award(bring(rule, *lines([bob]), actor=olga), actor=piet)
    assert run.state == AwardRunState.DONE
    assert (run.asked_by, run.decided_by) == (olga, piet)
    certificate = Certificate.objects.get()
    assert certificate.holder == bob
    assert (certificate.awarded_at, certificate.awarded_on) == (now, date(2026, 5, 4))
    assert certificate.valid_until == date(2028, 5, 4)
    assert certificate.words["recognised"] == {
        "trained_on": "2026-05-04",
        "by": "Police academy",
    }
    assert certificate.words["printed_name"] == "Bob Đorđe Wiśniewski"
    assert state_on(certificate, date(2026, 11, 21)) == CertificateState.VALID
    completion = Completion.objects.get()
    assert completion.basis == CompletionBasis.RECOGNISED
    assert (completion.cycle, completion.minutes) == (0, 0)
    event = CertificateEvent.objects.get()
    assert (event.certificate, event.by) == (certificate, piet)
    entry = AuditEntry.objects.get(action="certificates.awarded")
    assert entry.actor == piet
    assert entry.subject_id == str(certificate.pk)
    assert entry.organisation_id == beekstad.pk
    assert entry.data == {
        "number": certificate.number,
        "completion": completion.pk,
        "rule": rule.pk,
        "run": run.pk,
    }
    row = run.rows.get()
    assert (row.state, row.certificate) == (AwardRowState.AWARDED, certificate)
    assert set(
        AuditEntry.objects.filter(action__startswith="certificates.run_").values_list(
            "action", flat=True
        )
    ) == {
        "certificates.run_brought",
        "certificates.run_confirmed",
        "certificates.run_awarded",
    }


def test_a_bulk_award_sends_no_mail(rule, bob, olga, piet):
    award(bring(rule, *lines([bob]), actor=olga), actor=piet)
    assert not OutgoingMail.objects.exists()


def test_each_has_their_own_name_and_number(rule, beekstad, olga, piet):
    people = make_members(beekstad, 5)
    award(bring(rule, *lines(people), actor=olga), actor=piet)
    printed = {
        one.holder: one.words["printed_name"] for one in Certificate.objects.all()
    }
    assert printed == {one: one.printed_name for one in people}
    assert Certificate.objects.values("number").distinct().count() == 5


def test_who_brought_a_list_cannot_confirm_it(rule, bob, olga):
    run = bring(rule, *lines([bob]), actor=olga)
    with pytest.raises(DomainError) as refusal:
        confirm(run, actor=olga, now=NOW)
    assert refusal.value.code == "same"
    assert not Certificate.objects.exists()


def test_nobody_of_another_body_can_confirm_it(rule, bob, olga, valmont):
    run = bring(rule, *lines([bob]), actor=olga)
    with pytest.raises(DomainError):
        confirm(run, actor=make_owner(valmont, "Stranger"), now=NOW)
    assert not Certificate.objects.exists()


def test_the_database_holds_to_four_eyes_as_well(rule, bob, olga):
    run = bring(rule, *lines([bob]), actor=olga)
    with pytest.raises(IntegrityError), transaction.atomic():
        AwardRun.objects.filter(pk=run.pk).update(decided_by=olga, decided_at=NOW)


def test_confirming_twice_awards_once(rule, bob, olga, piet):
    run = award(bring(rule, *lines([bob]), actor=olga), actor=piet)
    award(run, actor=piet)
    carrying.work_on(run.pk, clock=lambda: NOW)
    assert Certificate.objects.count() == 1
    assert AuditEntry.objects.filter(action="certificates.run_confirmed").count() == 1


def test_the_same_list_again_gives_nobody_a_second(rule, bob, olga, piet):
    award(bring(rule, *lines([bob]), actor=olga), actor=piet)
    again = bring(rule, *lines([bob]), actor=olga)
    assert again.rows.get().state == AwardRowState.HAS
    with pytest.raises(DomainError) as refusal:
        confirm(again, actor=piet, now=NOW)
    assert refusal.value.code == "nothing"


def test_what_is_set_aside_awards_nothing(rule, bob, olga, piet):
    run = set_aside(bring(rule, *lines([bob]), actor=olga), actor=olga, now=NOW)
    assert set_aside(run, actor=olga, now=NOW).state == AwardRunState.SET_ASIDE
    with pytest.raises(DomainError):
        confirm(run, actor=piet, now=NOW)
    done = award(bring(rule, *lines([bob]), actor=olga), actor=piet)
    with pytest.raises(DomainError):
        set_aside(done, actor=piet, now=NOW)


def test_what_changed_since_the_look_is_seen_at_the_award(
    rule, beekstad, olga, piet, monkeypatch
):
    eve, left = make_member(beekstad, "Eve"), make_member(beekstad, "Left")
    run = bring(rule, *lines([eve, left]), actor=olga)
    other = bring(rule, *lines([eve]), actor=olga)
    award(other, actor=piet)
    left.is_active = False
    left.save()
    award(run, actor=piet)
    assert [row.state for row in run.rows.all()] == [
        AwardRowState.HAS,
        AwardRowState.UNKNOWN,
    ]
    assert Certificate.objects.count() == 1


@pytest.mark.parametrize("broken_at", range(4))
def test_a_worker_that_dies_anywhere_leaves_no_gap_and_no_double(
    waiting, piet, monkeypatch, broken_at
):
    monkeypatch.setattr(carrying, "CHUNK", 2)
    confirm(waiting, actor=piet, now=NOW)
    real, calls = carrying.write_certificates, []

    def dies(*args, **kwargs):
        calls.append(1)
        made = real(*args, **kwargs)
        if len(calls) == broken_at + 1:
            raise SystemExit
        return made

    with monkeypatch.context() as killed:
        killed.setattr(carrying, "write_certificates", dies)
        with pytest.raises(SystemExit), transaction.atomic():
            carrying.work_on(waiting.pk, clock=lambda: NOW)
    carrying.work_on(waiting.pk, clock=lambda: NOW)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.done) == (AwardRunState.DONE, 7)
    assert Certificate.objects.values("holder").distinct().count() == 7
    for model in (Certificate, CertificateEvent, Completion, Enrolment):
        assert model.objects.count() == 7
    assert AuditEntry.objects.filter(action="certificates.awarded").count() == 7
    assert waiting.rows.filter(state=AwardRowState.AWARDED).count() == 7


def test_the_sweep_goes_on_with_what_broke_off(waiting, piet, no_worker):
    confirm(waiting, actor=piet, now=NOW)
    assert no_worker == [waiting.pk]
    no_worker.clear()
    assert carrying.sweep(NOW + timedelta(minutes=5)) == 0
    assert carrying.sweep(NOW + timedelta(hours=1)) == 1
    assert no_worker == [waiting.pk]
    assert carrying.sweep(NOW + timedelta(hours=1)) == 0


def test_a_number_that_is_taken_is_drawn_again(
    rule, certificate, beekstad, olga, piet, monkeypatch
):
    fresh = writing.new_number("CPL", "POL")
    drawn = iter([certificate.number, fresh])
    monkeypatch.setattr(writing, "new_number", lambda prefix, sector: next(drawn))
    award(bring(rule, *lines([make_member(beekstad, "Eve")]), actor=olga), actor=piet)
    assert Certificate.objects.exclude(pk=certificate.pk).get().number == fresh


def test_a_chunk_that_lost_a_race_is_done_once_more(waiting, piet, monkeypatch):
    confirm(waiting, actor=piet, now=NOW)
    real, calls = carrying.write_certificates, []

    def loses(*args, **kwargs):
        calls.append(1)
        if len(calls) == 1:
            raise IntegrityError("taken")
        return real(*args, **kwargs)

    monkeypatch.setattr(carrying, "write_certificates", loses)
    carrying.work_on(waiting.pk, clock=lambda: NOW)
    assert Certificate.objects.count() == 7


def test_who_always_loses_is_told_of(waiting, piet, monkeypatch):
    confirm(waiting, actor=piet, now=NOW)

    def loses(*args, **kwargs):
        raise IntegrityError("taken")

    monkeypatch.setattr(carrying, "write_certificates", loses)
    with pytest.raises(IntegrityError):
        carrying.work_on(waiting.pk, clock=lambda: NOW)
    assert not Certificate.objects.exists()


def test_a_chunk_of_thirty_takes_as_many_queries_as_one_of_one(
    rule, beekstad, olga, piet, monkeypatch, no_worker
):
    sealing = SimpleNamespace(enqueue=lambda pks: None)
    monkeypatch.setattr(carrying, "seal_certificates", sealing)
    people = make_members(beekstad, 32)
    counted = []
    # The first of a process reads the edition once.
    for group in (people[:1], people[1:2], people[2:]):
        run = bring(rule, *lines(group), actor=olga)
        for step in ("look", "award"):
            if step == "award":
                confirm(run, actor=piet, now=NOW)
            with CaptureQueriesContext(
                connection,
            ) as queries:
                carrying.work_on(run.pk, clock=lambda: NOW)
            counted.append((step, len(queries)))
        run.refresh_from_db()
        assert run.rows.filter(state=AwardRowState.AWARDED).count() == len(group)
    assert counted[2:4] == counted[4:]


def test_its_pdfs_are_sealed_in_the_background(rule, bob, olga, piet, key_file):
    run = award(bring(rule, *lines([bob]), actor=olga), actor=piet)
    assert sealed_of(run) == (1, 1)


def test_somebody_in_the_middle_of_the_course_keeps_their_progress(
    rule, small_course, bob, olga, piet, now
):
    from courses.domain.enrolment import enrol
    from courses.domain.progress import complete_activity

    enrolment = enrol(bob, small_course.course, now=now)
    complete_activity(enrolment, small_course.key("small-one"), language="en", now=now)
    award(bring(rule, *lines([bob]), actor=olga), actor=piet)
    enrolment.refresh_from_db()
    assert (enrolment.cycle, enrolment.progress.count()) == (1, 1)


@pytest.mark.parametrize(
    ("given_by", "reason"), [("", "Why"), ("Academy", " "), ("Academy", "x" * 400)]
)
def test_who_gave_it_and_why_are_asked(rule, bob, olga, given_by, reason):
    with pytest.raises(DomainError):
        bring_list(
            rule.course,
            rule.issuer,
            list_of(*lines([bob])),
            given_by=given_by,
            reason=reason,
            actor=olga,
            now=NOW,
        )
    assert not AwardRun.objects.exists()


def test_a_course_without_a_rule_of_the_issuer_is_refused(rule, valmont, bob, olga):
    with pytest.raises(DomainError):
        bring_list(
            rule.course,
            valmont,
            list_of(*lines([bob])),
            given_by="Academy",
            reason="Why",
            actor=olga,
            now=NOW,
        )


def test_a_list_stays_and_its_addresses_are_forgotten(rule, bob, olga, piet, now):
    run = award(bring(rule, *lines([bob]), actor=olga), actor=piet)
    assert [row[1] for row in lines_to_download(run)] == [bob.email]
    assert forget_addresses(now + timedelta(days=180)) == 0
    assert forget_addresses(now + timedelta(days=190)) == 1
    assert forget_addresses(now + timedelta(days=190)) == 0
    assert AuditEntry.objects.filter(action="certificates.run_emptied").count() == 1
    row = AwardRunRow.objects.get()
    assert (row.email, row.day_text, row.user) == ("", "", bob)
    with pytest.raises(DomainError):
        run.delete()


def test_who_never_read_their_name_gets_it_once_they_have(
    rule, beekstad, bob, olga, piet, now
):
    anna = make_member(beekstad, "Anna")
    anna.name_checked_at = None
    anna.save(update_fields=["name_checked_at"])
    run = award(bring(rule, *lines([anna, bob]), actor=olga), actor=piet)
    assert [row.state for row in run.rows.order_by("pk")] == [
        AwardRowState.NAME,
        AwardRowState.AWARDED,
    ]
    assert Certificate.objects.get().holder == bob
    sweep_awards(now + timedelta(minutes=1))
    assert Certificate.objects.count() == 1

    check_name(anna, now=now + timedelta(minutes=2))
    award_waiting(anna, now=now + timedelta(minutes=2))

    hers = Certificate.objects.get(holder=anna)
    assert hers.awarded_on == date(2026, 5, 4)
    assert hers.words["recognised"]["trained_on"] == "2026-05-04"


def test_among_many_a_certificate_that_ran_out_is_renewed_too(
    rule, beekstad, bob, olga, piet, now
):
    rule.renewal_mode = RenewalMode.FROM_EXPIRY
    rule.save()
    people = [bob, *make_members(beekstad, 2)]
    before = now - timedelta(days=315)
    first = award(
        bring(rule, (bob.email, "", "2024-12-10"), actor=olga, now=before),
        actor=piet,
        now=before,
    )
    old = first.rows.get().certificate
    award(
        bring(rule, *[(one.email, "", "2026-11-20") for one in people], actor=olga),
        actor=piet,
    )
    new = Certificate.objects.get(holder=bob, awarded_on="2026-11-20")
    assert new.valid_until == date(2028, 12, 10)
    event = old.events.get(kind=EventKind.RENEWED)
    assert event.successor == new
    assert set(
        Certificate.objects.exclude(holder=bob).values_list("valid_until", flat=True)
    ) == {date(2028, 11, 20)}
