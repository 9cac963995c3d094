from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from lms.background import periodic
from lms.models import PeriodicRun

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def registry(monkeypatch):
    kernel = dict(periodic._registered)
    monkeypatch.setattr(periodic, "_registered", {})
    return kernel


def test_the_kernel_registers_its_own_work(registry):
    assert {
        "lms.requeue_lost_tasks",
        "lms.seal_audit",
        "lms.forget_sent_mail",
        "lms.forget_finished_tasks",
        "wagtail.publish_scheduled",
    } <= set(registry)


def test_everything_the_kernel_registers_runs(registry, monkeypatch, now):
    monkeypatch.setattr(
        periodic,
        "_registered",
        {
            name: work
            for name, work in registry.items()
            if name.startswith(("lms.", "wagtail."))
        },
    )
    assert periodic.run_due(now) == {}


def test_a_function_runs_when_its_time_has_come_and_not_before(now):
    calls = []
    periodic.register("t.work", calls.append, every=MINUTE)
    for moment in (now, now + MINUTE / 2, now + MINUTE):
        periodic.run_due(moment)
    assert calls == [now, now + MINUTE]


def test_a_tick_a_moment_early_still_counts(now):
    calls = []
    periodic.register("t.work", calls.append, every=MINUTE)
    periodic.run_due(now)
    periodic.run_due(now + timedelta(seconds=59))
    assert len(calls) == 2


def test_one_failure_does_not_stop_the_others_and_is_kept(now):
    def broken(now):
        raise ValueError("no paper")

    calls = []
    periodic.register("t.a_broken", broken, every=MINUTE)
    periodic.register("t.b_works", calls.append, every=MINUTE)
    assert periodic.run_due(now) == {"t.a_broken": "ValueError: no paper"}
    assert calls == [now]
    run = PeriodicRun.objects.get(name="t.a_broken")
    assert (run.last_error, run.locked_until) == ("ValueError: no paper", None)


def test_a_success_clears_the_error_of_last_time(now):
    outcomes = iter([ValueError("x"), None])

    def sometimes(now):
        outcome = next(outcomes)
        if outcome:
            raise outcome

    periodic.register("t.work", sometimes, every=MINUTE)
    assert periodic.run_due(now)
    assert periodic.run_due(now + MINUTE) == {}
    assert PeriodicRun.objects.get().last_error == ""


def test_a_second_tick_leaves_running_work_alone_until_it_must_be_dead(now):
    calls = []

    def slow(at):
        calls.append(at)
        # Another tick comes while this one is at work.
        for later in (2 * MINUTE, 14 * MINUTE):
            assert periodic.run_due(now + later) == {}

    periodic.register("t.slow", slow, every=MINUTE)
    assert periodic.run_due(now) == {}
    assert calls == [now]


def test_work_whose_tick_died_is_taken_up_again(now):
    calls = []
    periodic.register("t.work", calls.append, every=MINUTE)
    PeriodicRun.objects.create(
        name="t.work", last_started=now, locked_until=now + 15 * MINUTE
    )
    periodic.run_due(now + 10 * MINUTE)
    periodic.run_due(now + 16 * MINUTE)
    assert calls == [now + 16 * MINUTE]


def test_a_name_belongs_to_one_function():
    periodic.register("t.work", print, every=MINUTE)
    periodic.register("t.work", print, every=MINUTE)
    with pytest.raises(ValueError, match="another"):
        periodic.register("t.work", repr, every=MINUTE)


def test_tick_once_tells_cron_about_a_failure():
    def broken(now):
        raise ValueError("no paper")

    call_command("tick", "--once")
    periodic.register("t.broken", broken, every=MINUTE)
    with pytest.raises(CommandError):
        call_command("tick", "--once")
