from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from certificates.domain.award import award_certificate
from certificates.domain.correcting import reissue
from certificates.domain.life import revoke, supersede, suspend
from certificates.domain.names import choose_name, name_choice_of
from certificates.domain.queries import (
    certificate_of,
    certificate_with_number,
    is_run_out,
)
from certificates.domain.renewal import check_renews, last_day, next_fixed_day
from certificates.domain.state import state_on
from certificates.enums import CertificateState, EventKind, NameShown, RenewalMode
from certificates.models import Certificate, CertificateEvent, CertificateRule, day_of
from courses.models import Edition, Enrolment
from lms.errors import DomainError
from lms.models import AuditEntry
from lms.months import months_after
from tests.factories.certificates import make_rule, next_completion
from tests.factories.equivalents import bare_course, make_equivalents

FIRST = date(2026, 11, 21)
LAST = date(2028, 11, 21)
FIXED = {"fixed_month": 12, "fixed_day": 31}


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


def again(certificate, day: date, *, cycle: int = 2) -> Certificate:
    """The holder does the same course once more."""
    completion = next_completion(
        certificate.completion.enrolment, cycle=cycle, now=at(day)
    )
    return award_certificate(completion, now=at(day))


@pytest.fixture
def refresher(certificate, rule, bob, now):
    """What Bob earns by the refresher of the course, on a day."""
    course = bare_course(rule.issuer, "refresh")
    make_rule(course, prefix="CPL-R", renews=rule.course, renewal_mode="expiry")
    edition = Edition.objects.create(
        course=course,
        number=1,
        significance="minor",
        released_at=now,
        outline=certificate.completion.edition.outline,
    )
    enrolment = Enrolment.objects.create(
        user=bob, course=course, edition=edition, started_at=now
    )

    def earn(day: date, *, cycle: int = 1) -> Certificate:
        completion = next_completion(enrolment, cycle=cycle, now=at(day))
        return award_certificate(completion, now=at(day))

    return earn


@pytest.mark.parametrize(
    ("mode", "done_on", "last"),
    [
        ("completion", LAST - timedelta(days=10), date(2030, 11, 11)),
        ("expiry", LAST - timedelta(days=60), date(2030, 11, 21)),
        ("expiry", LAST - timedelta(days=10), date(2030, 11, 21)),
        ("expiry", LAST, date(2030, 11, 21)),
        # Before the days of renewal, and after the last day: from completion.
        ("expiry", LAST - timedelta(days=61), date(2030, 9, 21)),
        ("expiry", LAST + timedelta(days=1), date(2030, 11, 22)),
        ("fixed", LAST - timedelta(days=10), date(2030, 12, 31)),
        ("fixed", LAST + timedelta(days=50), date(2031, 12, 31)),
    ],
)
def test_the_mode_says_from_when_a_renewal_counts(
    certificate, rule, mode, done_on, last
):
    rule.renewal_mode = mode
    if mode == "fixed":
        rule.fixed_month, rule.fixed_day = 12, 31
    rule.save()

    assert again(certificate, done_on).valid_until == last


def test_a_first_certificate_counts_from_completion_in_every_mode(completion, now):
    make_rule(completion.enrolment.course, renewal_mode="fixed", **FIXED)

    first = award_certificate(completion, now=now)

    assert first.valid_until == date(2028, 12, 31)


def test_without_months_nothing_expires_in_any_mode(completion, now):
    make_rule(
        completion.enrolment.course,
        renewal_mode="fixed",
        validity_months=None,
        **FIXED,
    )
    assert award_certificate(completion, now=now).valid_until is None


@pytest.mark.parametrize(
    ("day", "fixed", "found"),
    [
        (date(2027, 12, 31), (12, 31), date(2027, 12, 31)),
        (date(2028, 1, 1), (12, 31), date(2028, 12, 31)),
        (date(2027, 2, 1), (2, 29), date(2027, 2, 28)),
        (date(2028, 2, 28), (2, 29), date(2028, 2, 29)),
        (date(2028, 3, 1), (2, 29), date(2029, 2, 28)),
    ],
)
def test_a_fixed_day_comes_round_every_year(day, fixed, found):
    assert next_fixed_day(day, *fixed) == found


days = st.dates(date(2024, 1, 1), date(2035, 12, 31))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    previous_last=days,
    early=st.integers(-400, 400),
    window=st.integers(60, 366),
    months=st.integers(1, 120),
    mode=st.sampled_from(RenewalMode.values),
    fixed=days,
)
def test_renewing_never_gives_less_than_completing_alone(
    previous_last, early, window, months, mode, fixed
):
    done_on = previous_last - timedelta(days=early)
    previous = Certificate(valid_until=previous_last, renewal_days=window)
    rule = CertificateRule(
        validity_months=months,
        renewal_mode=mode,
        fixed_month=fixed.month,
        fixed_day=fixed.day,
    )
    from_completion = months_after(done_on, months)
    last = last_day(rule, done_on, previous)

    assert last >= from_completion
    is_early = 0 <= early <= window
    if mode == "completion" or (mode == "expiry" and not is_early):
        assert last == from_completion
    elif is_early:
        assert last >= months_after(previous_last, months)
        # Nobody who waited for the last day is better off.
        assert last == last_day(rule, previous_last, previous)
    if mode == "fixed":
        assert (last.month, last.day) == (fixed.month, fixed.day) or last.day == 28
        assert last_day(rule, last, None) >= months_after(last, months)


def test_a_renewal_is_noted_on_the_one_before_and_changes_no_state(certificate, rule):
    newer = again(certificate, LAST - timedelta(days=30))

    event = certificate.events.get(kind=EventKind.RENEWED)
    assert (event.successor, event.by) == (newer, None)
    entry = AuditEntry.objects.get(action="certificates.renewed")
    assert entry.data == {"number": certificate.number, "successor": newer.number}
    for day, state in [
        (LAST, CertificateState.EXPIRING),
        (LAST + timedelta(days=1), CertificateState.EXPIRED),
    ]:
        assert state_on(certificate, day) == state
    assert not newer.events.exclude(kind=EventKind.AWARDED).exists()


def test_a_first_certificate_renews_nothing(certificate):
    assert not CertificateEvent.objects.filter(kind=EventKind.RENEWED).exists()


@pytest.mark.parametrize("end", ["revoked", "superseded"])
def test_what_ended_is_not_renewed(certificate, rule, alice, now, end):
    rule.renewal_mode = RenewalMode.FROM_EXPIRY
    rule.save()
    if end == "revoked":
        revoke(certificate, reason_code="error", actor=alice, now=now)
    else:
        other = again(certificate, FIRST + timedelta(days=1))
        supersede(
            certificate, other, reason_code="x", actor=alice, now=at(other.awarded_on)
        )
        revoke(other, reason_code="x", actor=alice, now=at(other.awarded_on))

    newer = again(certificate, LAST - timedelta(days=5), cycle=3)

    assert newer.valid_until == date(2030, 11, 16)
    assert not certificate.events.filter(successor=newer).exists()


def test_another_sector_and_another_person_renew_nothing(
    certificate, rule, small_course, alice
):
    done_on = LAST - timedelta(days=5)
    rule.renewal_mode = RenewalMode.FROM_EXPIRY
    rule.save()
    completion = next_completion(
        certificate.completion.enrolment, cycle=2, now=at(done_on)
    )
    completion.sector_id = "EDU"
    completion.save()
    other = award_certificate(completion, now=at(done_on))

    assert other.valid_until == months_after(done_on, 24)
    assert not certificate.events.filter(kind=EventKind.RENEWED).exists()


def test_a_refresher_renews_and_is_renewed(certificate, refresher):
    renewed = refresher(LAST - timedelta(days=20))

    assert renewed.valid_until == date(2030, 11, 21)
    assert certificate.events.get(kind=EventKind.RENEWED).successor == renewed

    once_more = refresher(date(2030, 11, 1), cycle=2)
    assert once_more.valid_until == date(2032, 11, 21)
    # The family goes both ways: the course itself renews what its refresher gave.
    CertificateRule.objects.update(renewal_mode=RenewalMode.FROM_EXPIRY)
    back = again(certificate, date(2032, 11, 1))
    assert back.valid_until == date(2034, 11, 21)
    assert once_more.events.get(kind=EventKind.RENEWED).successor == back


def test_a_longer_window_lets_people_begin_earlier(completion, now):
    make_rule(
        completion.enrolment.course, renewal_mode="expiry", renewal_window_days=120
    )
    certificate = award_certificate(completion, now=now)
    last = certificate.valid_until

    assert [
        is_run_out(completion.enrolment, day=last - timedelta(days=days))
        for days in (121, 120, 61)
    ] == [False, True, True]
    renewed = again(certificate, last - timedelta(days=120))
    assert renewed.valid_until == months_after(last, 24)


def test_what_was_promised_at_award_holds_when_the_rule_changes(certificate, rule):
    rule.renewal_mode = RenewalMode.FROM_EXPIRY
    rule.renewal_window_days = 200
    rule.save()
    certificate.refresh_from_db()

    assert certificate.valid_until == LAST
    assert certificate.renewable_from == LAST - timedelta(days=60)


def test_who_renewed_by_the_refresher_is_not_asked_again(
    certificate, refresher, alice, now
):
    enrolment = certificate.completion.enrolment
    assert is_run_out(enrolment, day=LAST)

    renewed = refresher(LAST - timedelta(days=20))

    assert not is_run_out(enrolment, day=LAST)
    assert not is_run_out(enrolment, day=LAST + timedelta(days=300))
    # Until the refresher's runs out in turn, or ends.
    assert is_run_out(enrolment, day=renewed.valid_until)
    later = refresher(renewed.valid_until - timedelta(days=9), cycle=2)
    assert not is_run_out(enrolment, day=renewed.valid_until)
    revoke(later, reason_code="x", actor=alice, now=at(later.awarded_on))
    assert is_run_out(enrolment, day=renewed.valid_until)


def test_a_suspended_renewal_is_not_earned_again(certificate, refresher, alice):
    renewed = refresher(LAST - timedelta(days=20))
    suspend(renewed, reason_code="x", actor=alice, now=at(renewed.awarded_on))

    assert not is_run_out(certificate.completion.enrolment, day=LAST)


def test_whoever_looks_sees_by_which_one_it_is_renewed(certificate, bob, alice):
    newer = again(certificate, LAST - timedelta(days=30))
    day = newer.awarded_on

    own = certificate_of(bob, certificate.uuid, day=day)
    assert (own.renewed_by, own.renewed_by_uuid) == (newer.number, newer.uuid)
    assert certificate_with_number(certificate.number, day=day).renewed_by == (
        newer.number
    )
    before = day - timedelta(days=1)
    assert certificate_with_number(certificate.number, day=before).renewed_by is None
    revoke(newer, reason_code="x", actor=alice, now=at(day) + timedelta(hours=1))
    assert certificate_with_number(certificate.number, day=day).renewed_by is None


def test_certificates_that_follow_each_other_in_a_circle_come_to_an_end(
    certificate, rule, alice, now
):
    """Awarded at one moment, and the older one put in the place of the newer."""
    newer = again(certificate, FIRST)
    supersede(newer, certificate, reason_code="x", actor=alice, now=now)

    # The newest cycle's certificate was replaced by one that runs out on that day too.
    enrolment = certificate.completion.enrolment
    enrolment.cycle = 2
    enrolment.save()
    assert is_run_out(enrolment, day=LAST)


def test_a_refresher_counts_for_the_course_it_renews(rule, now):
    course = bare_course(rule.issuer, "refresh")
    with pytest.raises(DomainError) as refused:
        check_renews(course, rule.course, day=day_of(now))
    assert refused.value.code == "not_counting"
    make_equivalents(rule.course, course, ends_on=date(2027, 1, 1))

    check_renews(course, rule.course, day=day_of(now))

    with pytest.raises(DomainError):
        check_renews(course, rule.course, day=date(2027, 1, 1))


def test_what_renewed_it_renews_it_under_its_new_number(
    certificate, refresher, bob, alice
):
    newer = refresher(date(2028, 10, 1))
    corrected = reissue(
        certificate, "Bob Right", actor=alice, now=at(date(2028, 10, 5))
    )

    day = date(2028, 10, 10)
    assert certificate_with_number(corrected.number, day=day).renewed_by == newer.number
    assert not is_run_out(certificate.completion.enrolment, day=day)


@pytest.mark.parametrize("count", [1, 2])
def test_what_the_holder_shows_of_their_name_holds_for_what_renews_it(
    certificate, rule, bob, now, count
):
    choose_name(certificate, NameShown.NOTHING, actor=bob, now=now)
    newest = certificate
    for cycle in range(2, 2 + count):
        newest = again(newest, date(2026 + 2 * (cycle - 1), 10, 1), cycle=cycle)
    assert name_choice_of(newest) == NameShown.NOTHING


def test_what_took_the_place_of_a_renewal_is_named_and_ends_with_it(
    certificate, refresher, alice
):
    newer = refresher(date(2028, 10, 1))
    right = reissue(newer, "Bob Right", actor=alice, now=at(date(2028, 10, 5)))
    day = date(2028, 10, 10)
    assert (
        certificate_with_number(certificate.number, day=day).renewed_by == right.number
    )

    revoke(right, reason_code="error", actor=alice, now=at(day))

    assert certificate_with_number(certificate.number, day=day).renewed_by is None
    assert is_run_out(certificate.completion.enrolment, day=day)
