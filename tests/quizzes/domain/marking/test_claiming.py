"""Nobody marks beside another: an answer is taken by one, and comes back."""

from datetime import timedelta

import pytest

from lms.errors import DomainError
from quizzes.domain.marking.claiming import (
    HELD_FOR,
    claim,
    claim_next,
    held_by,
    release,
)
from quizzes.domain.marking.queue import queue_of
from tests.factories.marking import hand_in, markings_of


@pytest.fixture
def waiting(course, bob, now):
    return markings_of(hand_in(bob, course, now=now))


def test_what_one_has_taken_nobody_else_can(waiting, markers, now):
    ann, ben, cas = markers[:3]

    assert claim_next(ann, now=now) == waiting[0]
    assert claim_next(ben, now=now) == waiting[1]
    assert claim_next(cas, now=now) is None
    assert not claim(ben, waiting[0], now=now)
    assert held_by(ben, now=now) == waiting[1]
    # Asking again gives what one holds.
    assert claim_next(ann, now=now) == waiting[0]


def test_taking_another_puts_the_first_one_back(waiting, markers, now):
    ann, ben = markers[:2]
    claim(ann, waiting[0], now=now)
    claim(ann, waiting[1], now=now)

    assert list(queue_of(ben, now=now)) == [waiting[0]]


def test_what_is_put_back_or_held_too_long_waits_again(waiting, markers, now):
    ann, ben, cas = markers[:3]
    claim(ann, waiting[0], now=now)
    claim(ben, waiting[1], now=now)
    release(cas, waiting[0])
    assert queue_of(cas, now=now).count() == 0

    release(ann, waiting[0])
    assert list(queue_of(cas, now=now)) == [waiting[0]]
    assert list(queue_of(cas, now=now + HELD_FOR)) == waiting
    assert held_by(ben, now=now + HELD_FOR) is None


def test_a_stranger_takes_nothing(waiting, bob, charlie, now):
    assert not claim(bob, waiting[0], now=now)
    assert claim_next(charlie, now=now) is None


def test_who_took_too_long_may_still_mark_as_long_as_nobody_else_has_taken_it(
    waiting, markers, mark, now
):
    ann, ben = markers[:2]
    claim(ann, waiting[0], now=now)
    late = now + HELD_FOR + timedelta(minutes=1)
    claim(ann, waiting[1], now=now)
    assert claim(ben, waiting[0], now=late)

    with pytest.raises(DomainError) as refused:
        mark(waiting[0], ann, 3, at=late)
    assert refused.value.code == "taken"
    assert mark(waiting[1], ann, 3, at=late).number == 1
