from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from certificates.domain.appeals.making import (
    appeal,
    appeal_against,
    decision_in,
    last_day_to_appeal,
    withdraw,
)
from certificates.domain.life import restore, revoke, supersede_by_edition, suspend
from certificates.enums import AppealState, EventKind
from certificates.models import Appeal, day_of
from lms.errors import DomainError
from lms.models import AuditEntry

DAY = timedelta(days=1)
WORDS = "I did the whole course, on 2 May."


@pytest.fixture
def suspended(certificate, olga, now):
    suspend(certificate, reason_code="under-review", actor=olga, now=now)
    return certificate


def decision(certificate):
    return decision_in(certificate.events.order_by("at", "pk"))


def asked(certificate, bob, now, statement=WORDS):
    return appeal(certificate, statement=statement, actor=bob, now=now)


def refused(code, act, *given, **named):
    with pytest.raises(DomainError) as problem:
        act(*given, **named)
    assert problem.value.code == code


def test_an_appeal_waits_for_an_answer_within_fifteen_days(
    settings, suspended, bob, now
):
    made = asked(suspended, bob, now + DAY)
    assert made.event.kind == EventKind.SUSPENDED
    assert (made.waits, made.statement) == (True, WORDS)
    assert made.due_at == now + (1 + settings.RELAY_CONTEST_DAYS) * DAY
    assert appeal_against(made.event) == made
    entry = AuditEntry.objects.get(action="certificates.appealed")
    assert entry.data == {"number": suspended.number, "appeal": made.pk}


def test_what_it_is_against_is_what_keeps_it_from_counting(
    certificate, small_course, olga, now
):
    assert decision(certificate) is None
    first = suspend(certificate, reason_code="under-review", actor=olga, now=now)
    assert decision(certificate) == first
    restore(certificate, reason_code="answered", actor=olga, now=now + DAY)
    assert decision(certificate) is None
    by = {"reason_code": "not-in-order", "actor": olga}
    second = suspend(certificate, now=now + 2 * DAY, **by)
    assert decision(certificate) == second
    assert decision(certificate) == decision_in([*certificate.events.all()])
    last = revoke(certificate, now=now + 3 * DAY, **by)
    assert decision(certificate) == last


def test_nobody_appeals_against_what_counts_or_was_replaced(
    certificate, small_course, bob, now
):
    refused("nothing", asked, certificate, bob, now)
    edition = small_course.course.current_edition
    supersede_by_edition(certificate, edition, actor=None, now=now)
    refused("nothing", asked, certificate, bob, now)
    assert not Appeal.objects.exists()


def test_the_last_day_counts_and_the_next_is_too_late(settings, suspended, bob, now):
    settings.RELAY_APPEAL_DAYS = 30
    last = now + 30 * DAY
    assert last_day_to_appeal(decision(suspended)) == day_of(last)
    refused("late", asked, suspended, bob, last + DAY)
    assert asked(suspended, bob, last).waits


def test_once_against_one_decision_and_again_against_the_next(
    suspended, olga, bob, now
):
    made = asked(suspended, bob, now)
    refused("twice", asked, suspended, bob, now)
    revoke(suspended, reason_code="not-in-order", actor=olga, now=now + DAY)
    made.refresh_from_db()
    assert (made.state, made.closed_by) == (AppealState.OVERTAKEN, olga)
    assert asked(suspended, bob, now + DAY).event.kind == EventKind.REVOKED


def test_a_restored_certificate_leaves_nothing_to_decide(suspended, olga, bob, now):
    made = asked(suspended, bob, now)
    restore(suspended, reason_code="answered", actor=olga, now=now + DAY)
    made.refresh_from_db()
    assert (made.state, made.closed_at) == (AppealState.OVERTAKEN, now + DAY)
    assert made.statement == WORDS


def test_the_words_are_needed_and_name_nobody_else(suspended, bob, now):
    refused("empty", asked, suspended, bob, now, " \n ")
    refused("people", asked, suspended, bob, now, "Call 0470 12 34 56")
    refused("long", asked, suspended, bob, now, "a" * 2001)
    assert not Appeal.objects.exists()


def test_withdrawing_deletes_the_words_and_leaves_the_way_open(suspended, bob, now):
    made = asked(suspended, bob, now)
    for _time in range(2):
        withdraw(made, actor=bob, now=now + DAY)
    assert (made.state, made.statement) == (AppealState.WITHDRAWN, "")
    assert (
        AuditEntry.objects.filter(action="certificates.appeal_withdrawn").count() == 1
    )
    assert appeal_against(made.event) is None
    again = asked(suspended, bob, now + DAY)
    assert appeal_against(made.event) == again


def test_what_was_overtaken_is_not_withdrawn(suspended, olga, bob, now):
    made = asked(suspended, bob, now)
    restore(suspended, reason_code="answered", actor=olga, now=now)
    refused("closed", withdraw, made, actor=bob, now=now)


def test_the_database_keeps_it_to_one_as_well(suspended, bob, now):
    made = asked(suspended, bob, now)
    made.pk, made.uuid = None, "11111111-1111-1111-1111-111111111111"
    with pytest.raises(IntegrityError), transaction.atomic():
        made.save(force_insert=True)
