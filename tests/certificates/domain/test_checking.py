"""What a certificate was worth on any day, for whoever checks it."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from certificates.domain.checking import latest_day, worth_on
from certificates.domain.life import restore, revoke, supersede, suspend
from certificates.domain.queries import certificate_with_number
from certificates.enums import CertificateState
from certificates.models import Certificate
from tests.factories.certificates import more_certificates

DAY = timedelta(days=1)


def states(certificate, *days):
    return [worth_on(certificate, day).state for day in days]


def test_a_day_before_later_ones_is_not_changed_by_them(certificate, alice, now):
    suspend(certificate, reason_code="complaint", actor=alice, now=now + 10 * DAY)
    restore(certificate, reason_code="settled", actor=alice, now=now + 20 * DAY)
    revoke(certificate, reason_code="error", actor=alice, now=now + 30 * DAY)
    today = now.date()
    assert states(
        certificate,
        today - DAY,
        today,
        today + 9 * DAY,
        today + 10 * DAY,
        today + 20 * DAY,
        today + 30 * DAY,
        today + 3000 * DAY,
        date(1, 1, 1),
    ) == [None, "valid", "valid", "suspended", "valid", "revoked", "revoked", None]


def test_what_replaced_it_is_named_from_that_day(certificate, alice, now):
    (newer,) = more_certificates(certificate, 1, now=now)
    supersede(certificate, newer, reason_code="new", actor=alice, now=now + 5 * DAY)
    before, after = (worth_on(certificate, now.date() + days * DAY) for days in (4, 5))
    assert (before.state, before.successor) == (CertificateState.VALID, "")
    assert (after.state, after.successor) == ("superseded", newer.number)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(days=st.integers(min_value=-400, max_value=3650))
def test_any_day_says_what_the_query_for_many_says(days, certificate, alice, now):
    if not certificate.events.filter(kind="suspended").exists():
        suspend(certificate, reason_code="x", actor=alice, now=now + 100 * DAY)
    day = now.date() + days * DAY
    (one,) = Certificate.objects.filter(pk=certificate.pk).with_state(day)
    assert worth_on(certificate, day).state == one.state


@pytest.mark.parametrize("happened", [0, 12])
def test_one_query_however_long_its_history(
    happened, certificate, alice, now, django_assert_num_queries
):
    for turn in range(happened):
        act = suspend if turn % 2 == 0 else restore
        act(certificate, reason_code="x", actor=alice, now=now + timedelta(hours=turn))
    with django_assert_num_queries(1):
        worth_on(certificate, now.date())
    with django_assert_num_queries(1):
        certificate_with_number(certificate.number, day=now.date())


@pytest.mark.parametrize(
    ("today", "latest"),
    [
        (date(2026, 11, 21), date(2036, 11, 21)),
        (date(2028, 2, 29), date(2038, 2, 28)),
    ],
)
def test_ten_years_ahead_may_be_asked_about(today, latest):
    assert latest_day(today) == latest
