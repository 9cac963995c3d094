import logging
import threading

import pytest
from django.db import connection

from lms.background import clock, periodic
from lms.background.clock import Clock

# In a thread of its own: with real tables, and real commits.
pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def rounds(monkeypatch):
    """Counts rounds instead of doing the work of this installation."""
    seen = threading.Semaphore(0)

    def run_due(now):
        assert now.tzinfo is not None
        seen.release()
        return {}

    monkeypatch.setattr(periodic, "run_due", run_due)
    return seen


def test_a_clock_makes_round_after_round_until_it_is_left(rounds):
    with Clock(every=0.01) as ticking:
        for _round in range(3):
            assert rounds.acquire(timeout=30)
    assert not ticking._thread.is_alive()


def test_the_end_does_not_wait_for_the_next_round(rounds):
    with Clock(every=3600) as ticking:
        assert rounds.acquire(timeout=30)
    assert not ticking._thread.is_alive()


def test_a_round_that_fails_is_logged_and_the_next_one_comes(monkeypatch, caplog):
    calls = threading.Semaphore(0)

    def broken(now):
        calls.release()
        raise ValueError("no paper")

    monkeypatch.setattr(periodic, "run_due", broken)
    with caplog.at_level(logging.ERROR, clock.__name__), Clock(every=0.01):
        assert calls.acquire(timeout=30)
        assert calls.acquire(timeout=30)
    assert "A round of periodic work failed" in caplog.text


def test_a_clock_beside_a_worker_runs_what_is_due():
    done = threading.Event()
    name = f"t.clock.{connection.vendor}"
    periodic.register(name, lambda now: done.set(), every=periodic.SLACK)
    try:
        with Clock(every=3600):
            assert done.wait(timeout=30)
    finally:
        del periodic._registered[name]
