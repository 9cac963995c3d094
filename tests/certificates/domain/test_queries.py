from datetime import timedelta

import pytest

from certificates.domain.award import award_certificate
from certificates.domain.life import revoke, suspend
from certificates.domain.queries import is_run_out
from certificates.models import day_of
from tests.factories.certificates import next_completion


@pytest.fixture
def enrolment(completion):
    return completion.enrolment


def test_a_certificate_asks_for_the_next_from_sixty_days_before_its_end(
    certificate, enrolment
):
    last = certificate.valid_until

    assert [
        is_run_out(enrolment, day=last + timedelta(days=days))
        for days in (-61, -60, 0, 1, 400)
    ] == [False, True, True, True, True]


def test_a_revoked_certificate_may_be_earned_again(certificate, enrolment, alice, now):
    revoke(certificate, reason_code="error", actor=alice, now=now)

    assert is_run_out(enrolment, day=day_of(now))


def test_a_suspended_certificate_is_not_earned_again(
    certificate, enrolment, alice, now
):
    suspend(certificate, reason_code="inquiry", actor=alice, now=now)

    assert not is_run_out(enrolment, day=certificate.valid_until)


def test_nothing_ran_out_where_the_cycle_gave_nothing_yet(
    certificate, enrolment, now, rule
):
    end = certificate.valid_until + timedelta(days=1)
    enrolment.cycle = 2
    enrolment.save()
    assert not is_run_out(enrolment, day=end)
    later = now + timedelta(days=700)

    award_certificate(next_completion(enrolment, cycle=2, now=later), now=later)

    assert not is_run_out(enrolment, day=end)
    assert is_run_out(enrolment, day=end + timedelta(days=800))


def test_without_a_certificate_nothing_runs_out(completion, enrolment, now):
    assert not is_run_out(enrolment, day=day_of(now))
