from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError
from hypothesis import given
from hypothesis import strategies as st

from certificates.domain import award, writing
from certificates.domain.award import award_certificate, last_valid_day, sweep
from certificates.domain.numbers import is_well_formed, new_number
from certificates.enums import CertificateType, EventKind
from certificates.models import Certificate, CertificateEvent
from certificates.signals import certificate_awarded
from courses.domain.enrolment import enrol
from courses.domain.progress import complete_activity
from courses.models import Completion
from courses.registries import completion_rewards
from courses.signals import course_completed
from lms.background import periodic
from lms.errors import DomainError
from lms.models import AuditEntry, OutgoingMail
from organisations.models import Sector
from tests.factories.certificates import (
    POLICE_WAY,
    complete,
    make_rule,
    next_completion,
)
from tests.factories.threads import at_once


@pytest.fixture
def announced():
    """Ids of certificates that the signal told of."""
    told = []

    def hear(sender, certificate_id, **kwargs):
        told.append(certificate_id)

    certificate_awarded.connect(hear)
    yield told
    certificate_awarded.disconnect(hear)


@pytest.fixture
def deaf(monkeypatch):
    """Nobody hears that a course was completed, as after a crash."""
    monkeypatch.setattr(course_completed, "receivers", [])


def test_award_writes_row_event_audit_and_signal_once(
    rule, completion, bob, now, announced, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        certificate = award_certificate(completion, now=now)
    assert certificate.holder == bob
    assert certificate.completion == completion
    assert certificate.type == CertificateType.CERTIFICATE
    assert (certificate.sector_id, certificate.language) == ("POL", "en")
    assert (certificate.awarded_at, certificate.awarded_on) == (now, date(2026, 11, 21))
    assert certificate.valid_until == date(2028, 11, 21)
    assert certificate.number.startswith("CPL-POL-")
    assert is_well_formed(certificate.number)
    event = CertificateEvent.objects.get()
    assert (event.certificate, event.kind, event.at, event.by) == (
        certificate,
        EventKind.AWARDED,
        now,
        None,
    )
    entry = AuditEntry.objects.get(action="certificates.awarded")
    assert entry.data == {
        "number": certificate.number,
        "completion": completion.pk,
        "rule": rule.pk,
    }
    assert entry.organisation_id == rule.issuer_id
    assert announced == [certificate.pk]


def test_award_twice_returns_the_same_and_writes_nothing(
    certificate, completion, now, announced, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        again = award_certificate(completion, now=now + timedelta(days=9))
    assert again == certificate
    assert again.awarded_at == now
    assert CertificateEvent.objects.count() == 1
    assert AuditEntry.objects.filter(action="certificates.awarded").count() == 1
    assert announced == []


def test_the_words_are_frozen_in_every_language(certificate, rule, bob, small_course):
    assert certificate.words == {
        "names": {
            "en": "Frontline Prevention, Basic - Police (local and federal)",
            "nl": "Eerstelijnspreventie, basis - Politie",
            "fr": "Prévention de première ligne, base - Police",
            "de": "Prävention an vorderster Linie, Basis - Polizei",
        },
        "sector": {
            "en": "Police (local and federal)",
            "nl": "Politie",
            "fr": "Police",
            "de": "Polizei",
        },
        "printed_name": "Bob Đorđe Wiśniewski",
        "course": {
            "code": "small",
            "titles": {"en": "Course en", "nl": "Course nl"},
        },
        "edition": 1,
        "minutes": 22,
        "issuer": {
            "id": rule.issuer_id,
            "code": "beekstad",
            "name": "Beekstad",
        },
        "signatory": {"name": "Zoë D’Hondt", "titles": rule.signatory_titles},
    }


def test_later_changes_do_not_touch_what_was_awarded(
    certificate, rule, completion, bob, beekstad, now
):
    before = dict(certificate.words)
    rule.names = {"en": "Another name"}
    rule.validity_months = 1
    rule.save()
    bob.printed_name = "Robert"
    bob.save()
    beekstad.name = "Beekstad-Zuid"
    beekstad.save()
    award_certificate(completion, now=now)
    certificate.refresh_from_db()
    assert certificate.words == before
    assert certificate.valid_until == date(2028, 11, 21)


def test_without_a_rule_there_is_no_certificate(completion, small_course, now):
    make_rule(small_course.course, sector="MUN")
    assert award_certificate(completion, now=now) is None
    assert not Certificate.objects.exists()


def test_the_rule_of_another_course_gives_nothing(completion, beekstad, now):
    from tests.factories.courses import make_course

    make_rule(make_course(beekstad, code="second").course)
    assert award_certificate(completion, now=now) is None


def test_a_sector_that_gives_no_certificate_gives_none(rule, completion, now):
    Sector.objects.filter(pk="POL").update(gives_certificate=False)
    completion = Completion.objects.get(pk=completion.pk)
    assert award_certificate(completion, now=now) is None
    assert sweep(now) == 0


@pytest.mark.parametrize("own_first", [True, False])
def test_the_sectors_own_rule_goes_before_the_one_for_all(
    own_first, small_course, completion, now
):
    for prefix, sector in sorted([("OWN", "POL"), ("ALL", None)], reverse=own_first):
        make_rule(small_course.course, prefix=prefix, sector=sector)
    assert award_certificate(completion, now=now).number.startswith("OWN-POL-")


def test_no_validity_means_it_does_not_expire(small_course, completion, now):
    make_rule(small_course.course, validity_months=None)
    assert award_certificate(completion, now=now).valid_until is None


def test_an_attendance_statement_keeps_its_type(small_course, completion, now):
    make_rule(small_course.course, type=CertificateType.ATTENDANCE)
    assert award_certificate(completion, now=now).type == CertificateType.ATTENDANCE


def test_days_are_days_in_brussels(rule, small_course, bob):
    # Half past eleven at night in London is the next day in Brussels.
    late = datetime(2026, 1, 30, 23, 30, tzinfo=UTC)
    certificate = award_certificate(complete(small_course, bob, now=late), now=late)
    assert certificate.awarded_on == date(2026, 1, 31)
    assert certificate.valid_until == date(2028, 1, 31)


def test_awarded_late_it_counts_from_the_day_of_completion(rule, completion, now):
    certificate = award_certificate(completion, now=now + timedelta(days=40))
    assert certificate.awarded_at == now + timedelta(days=40)
    assert certificate.awarded_on == date(2026, 11, 21)


def test_a_holder_without_printed_name_gets_one_without(rule, small_course, bob, now):
    bob.printed_name = ""
    bob.save()
    certificate = award_certificate(complete(small_course, bob, now=now), now=now)
    assert certificate.words["printed_name"] == ""


@pytest.mark.parametrize(
    ("awarded_on", "months", "last"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 11, 21), 24, date(2028, 11, 21)),
        (date(2026, 11, 21), 1, date(2026, 12, 21)),
        (date(2026, 11, 21), 0, date(2026, 11, 21)),
        (date(2026, 11, 21), None, None),
    ],
)
def test_months_are_clamped_to_the_end_of_a_short_month(awarded_on, months, last):
    assert last_valid_day(awarded_on, months) == last


@given(st.dates(date(1990, 1, 1), date(2090, 12, 31)), st.integers(0, 600))
def test_month_arithmetic_keeps_the_day_or_takes_the_last(awarded_on, months):
    last = last_valid_day(awarded_on, months)
    assert (last.year - awarded_on.year) * 12 + last.month - awarded_on.month == months
    clamped = (last + timedelta(days=1)).day == 1
    assert last.day == awarded_on.day or (last.day < awarded_on.day and clamped)


def test_a_number_that_is_taken_is_drawn_again(
    certificate, rule, completion, now, monkeypatch
):
    fresh = new_number("CPL", "POL")
    drawn = iter([certificate.number, certificate.number, fresh])
    monkeypatch.setattr(writing, "new_number", lambda prefix, sector: next(drawn))
    second = next_completion(completion.enrolment, cycle=2, now=now)
    assert award_certificate(second, now=now).number == fresh


def test_when_no_number_is_free_nothing_is_awarded(
    certificate, completion, now, monkeypatch
):
    monkeypatch.setattr(
        writing, "new_number", lambda prefix, sector: certificate.number
    )
    second = next_completion(completion.enrolment, cycle=2, now=now)
    with pytest.raises(IntegrityError):
        award_certificate(second, now=now)
    assert Certificate.objects.count() == 1
    assert sweep(now) == 0


def test_who_loses_a_race_gets_the_winners_row(rule, completion, now, monkeypatch):
    winners = []

    def while_another_process_awards(prefix, sector):
        monkeypatch.setattr(writing, "new_number", new_number)
        winners.append(award_certificate(completion, now=now))
        return new_number(prefix, sector)

    monkeypatch.setattr(writing, "new_number", while_another_process_awards)
    assert award_certificate(completion, now=now) == winners[0]
    assert Certificate.objects.count() == 1
    assert CertificateEvent.objects.count() == 1
    assert AuditEntry.objects.filter(action="certificates.awarded").count() == 1


def test_nothing_is_announced_when_the_transaction_fails(
    rule, completion, now, announced, monkeypatch
):
    def fail(*args, **kwargs):
        raise RuntimeError("the audit log is full")

    monkeypatch.setattr(award.audit, "record", fail)
    with pytest.raises(RuntimeError):
        award_certificate(completion, now=now)
    assert not Certificate.objects.exists()
    assert announced == []


def test_a_certificate_cannot_be_deleted(certificate):
    with pytest.raises(DomainError):
        certificate.delete()
    assert str(Certificate.objects.get()) == certificate.number


def test_completing_a_course_awards_at_once(
    rule, small_course, bob, now, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        completion = complete(small_course, bob, now=now)
    assert Certificate.objects.get().completion == completion


def test_hearing_of_a_completion_twice_awards_once(
    rule, completion, django_capture_on_commit_callbacks
):
    for _time in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            course_completed.send(Completion, completion_id=completion.pk)
    assert Certificate.objects.count() == 1


def test_the_sweep_repairs_a_lost_event(
    rule, small_course, bob, now, deaf, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        completion = complete(small_course, bob, now=now)
    assert not Certificate.objects.exists()
    later = now + timedelta(minutes=1)
    assert sweep(later) == 1
    assert Certificate.objects.get().completion == completion
    assert sweep(later) == 0


def test_a_failing_award_leaves_the_completion_to_the_sweep(
    rule, small_course, bob, now, monkeypatch, django_capture_on_commit_callbacks
):
    def fail(*args, **kwargs):
        raise RuntimeError("no")

    with monkeypatch.context() as patched:
        patched.setattr(award.audit, "record", fail)
        with django_capture_on_commit_callbacks(execute=True):
            complete(small_course, bob, now=now)
    assert Completion.objects.count() == 1
    assert not Certificate.objects.exists()
    assert sweep(now) == 1


def test_one_that_cannot_be_awarded_does_not_stop_the_others(
    rule, completion, now, monkeypatch
):
    second = next_completion(completion.enrolment, cycle=2, now=now)
    real = award.words_for

    def words_for(found, rule):
        if found == completion:
            raise KeyError("title")
        return real(found, rule)

    monkeypatch.setattr(award, "words_for", words_for)
    assert sweep(now) == 1
    assert Certificate.objects.get().completion == second


def test_the_sweep_leaves_alone_what_no_rule_covers(completion, small_course, now):
    make_rule(small_course.course, sector="MUN")
    assert sweep(now) == 0


def test_a_rule_made_later_reaches_earlier_completions(completion, small_course, now):
    make_rule(small_course.course)
    assert sweep(now + timedelta(days=3)) == 1


def test_the_tick_sweeps(rule, completion, now):
    registered = {one.name: one for one in periodic.registered()}
    assert periodic.run_one(registered["certificates.sweep"], now) == ""
    assert Certificate.objects.get().completion == completion


def test_a_completed_course_shows_its_newest_certificate(
    certificate, completion, now, django_assert_num_queries
):
    second = next_completion(completion.enrolment, cycle=2, now=now)
    newest = award_certificate(second, now=now + timedelta(days=1))
    with django_assert_num_queries(1):
        found = [reward(completion.enrolment) for reward in completion_rewards]
    assert (
        "Frontline Prevention, Basic - Police (local and federal)",
        f"/certificates/{newest.uuid}/",
    ) in found


def test_a_course_that_gave_nothing_shows_nothing(completion):
    assert not any(reward(completion.enrolment) for reward in completion_rewards)


def everything_once():
    letters = OutgoingMail.objects.filter(template="certificates/mail/awarded")
    entries = AuditEntry.objects.filter(action="certificates.awarded")
    return [
        rows.count()
        for rows in (
            Certificate.objects,
            CertificateEvent.objects,
            letters,
            entries,
        )
    ] == [1, 1, 1, 1]


@pytest.mark.only_on("postgresql")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_sixteen_threads_award_one_certificate(rule, small_course, bob, now, deaf):
    completion = complete(small_course, bob, now=now)
    assert not Certificate.objects.exists()
    given_out = []

    def act():
        given_out.append(award_certificate(completion, now=now).pk)

    assert at_once(*[act] * 16) == []
    assert given_out == [Certificate.objects.get().pk] * 16
    assert everything_once()


@pytest.mark.only_on("postgresql")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_sixteen_threads_completing_and_sweeping_give_one_certificate(
    rule, small_course, bob, now
):
    enrolment = enrol(bob, small_course.course, now=now)
    for slug in POLICE_WAY[:-1]:
        complete_activity(enrolment, small_course.key(slug), language="en", now=now)

    def act():
        last = small_course.key(POLICE_WAY[-1])
        complete_activity(enrolment, last, language="en", now=now)
        sweep(now)

    assert at_once(*[act] * 16) == []
    assert everything_once()
