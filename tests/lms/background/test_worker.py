import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from unittest.mock import Mock
from urllib.parse import quote

import pytest
from django.conf import settings as django_settings
from django.db import OperationalError, connection
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from wagtail.models import Locale, ReferenceIndex
from wagtail.tasks import update_reference_index_task

from lms.background import leases, worker
from lms.background.worker import Worker
from lms.models import PeriodicRun, TaskLease, WorkerHeartbeat
from tests.lms import sample_tasks

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.usefixtures("queued"),
]
ROOT = Path(__file__).resolve().parents[3]


def test_a_batch_worker_runs_everything_and_ends():
    sample_tasks.add.enqueue(1, 2)
    sample_tasks.always_fails.enqueue()
    Worker(batch=True).run()
    done, failed = DBTaskResult.objects.order_by("task_path")
    assert (done.status, done.return_value) == (TaskResultStatus.SUCCESSFUL, 3)
    assert failed.status == TaskResultStatus.READY
    assert failed.run_after > timezone.now()
    assert "the printer is on fire" in failed.traceback
    assert TaskLease.objects.get().last_error == "ValueError: the printer is on fire"
    assert not WorkerHeartbeat.objects.exists()


def test_a_task_whose_code_is_gone_fails_and_the_worker_goes_on():
    sample_tasks.add.enqueue(1, 2)
    DBTaskResult.objects.update(task_path="tests.lms.sample_tasks.removed")
    sample_tasks.add.enqueue(3, 4)
    Worker(batch=True).run()
    assert sorted(DBTaskResult.objects.values_list("status", flat=True)) == [
        "READY",
        "SUCCESSFUL",
    ]


def index(pk) -> None:
    update_reference_index_task.enqueue("wagtailcore", "locale", str(pk))


def test_a_row_that_was_deleted_meanwhile_is_no_failure(caplog):
    """Such as the pages of a copy, or of a practice course, that was cleared away."""
    gone = Locale.objects.create(language_code="ar")
    key = gone.pk
    gone.delete()
    DBTaskResult.objects.all().delete()
    index(key)

    Worker(batch=True).run()

    assert DBTaskResult.objects.get().status == TaskResultStatus.SUCCESSFUL
    assert not TaskLease.objects.exists()
    assert not [one for one in caplog.records if one.levelname == "ERROR"]


def test_what_fails_about_a_row_that_is_there_is_a_failure(monkeypatch):
    there = Locale.objects.create(language_code="ar")
    DBTaskResult.objects.all().delete()
    index(there.pk)
    monkeypatch.setattr(ReferenceIndex, "is_indexed", lambda _model: 1 / 0)

    Worker(batch=True).run()

    assert TaskLease.objects.get().last_error.startswith("ZeroDivisionError")


def test_a_database_that_does_not_answer_is_no_row_that_is_gone(monkeypatch):
    index(0)
    monkeypatch.setattr(worker, "is_about_nothing", Mock(side_effect=OperationalError))

    Worker(batch=True).run()

    assert TaskLease.objects.get().attempts == 1


def test_an_exit_inside_a_task_puts_the_task_back():
    sample_tasks.interrupted.enqueue()
    with pytest.raises(SystemExit):
        Worker(batch=True).run()
    assert DBTaskResult.objects.get().status == TaskResultStatus.READY
    assert TaskLease.objects.get().attempts == 0


def test_a_locked_database_is_asked_again(monkeypatch):
    sample_tasks.add.enqueue(1, 2)
    claim_next, complete = leases.claim_next, leases.complete
    refusals = iter([True, True, False])

    def busy(step):
        def sometimes(*args, **kwargs):
            if next(refusals, False):
                raise OperationalError("database is locked")
            return step(*args, **kwargs)

        return sometimes

    monkeypatch.setattr(leases, "claim_next", busy(claim_next))
    monkeypatch.setattr(leases, "complete", busy(complete))
    Worker(batch=True, interval=0).run()
    assert DBTaskResult.objects.get().status == TaskResultStatus.SUCCESSFUL


def test_a_stopped_worker_takes_no_further_task():
    sample_tasks.add.enqueue(1, 2)
    worker = Worker()
    worker.stopper.stop()
    worker.run()
    assert DBTaskResult.objects.get().status == TaskResultStatus.READY


@pytest.mark.slow
def test_a_killed_worker_s_task_is_done_by_the_next_one(tmp_path):
    trace, gate = tmp_path / "trace", tmp_path / "gate"
    sample_tasks.note_and_wait_for.enqueue(str(trace), str(gate))
    killed = start_worker()
    try:
        # There, and written to: killed between the two, it would have left no word.
        until(lambda: trace.exists() and trace.read_text())
    finally:
        killed.kill()
        killed.wait(timeout=10)
    task = DBTaskResult.objects.get()
    assert task.status == TaskResultStatus.RUNNING
    # Half a minute without a heartbeat goes by.
    TaskLease.objects.update(heartbeat_at=timezone.now() - timedelta(seconds=31))
    gate.touch()
    second = start_worker("--batch")
    assert second.wait(timeout=60) == 0
    task.refresh_from_db()
    assert task.status == TaskResultStatus.SUCCESSFUL
    assert len(set(task.worker_ids)) == 2
    assert trace.read_text() == "started\nstarted\n"
    assert not TaskLease.objects.exists()


@pytest.mark.slow
def test_sigterm_lets_the_task_finish_and_then_ends_the_worker(tmp_path):
    trace, gate = tmp_path / "trace", tmp_path / "gate"
    sample_tasks.note_and_wait_for.enqueue(str(trace), str(gate))
    sample_tasks.add.enqueue(1, 2)
    worker = start_worker()
    try:
        until(trace.exists)
        assert WorkerHeartbeat.objects.count() == 1
        worker.send_signal(signal.SIGTERM)
        gate.touch()
        assert worker.wait(timeout=30) == 0
    finally:
        worker.kill()
        worker.wait(timeout=10)
    assert dict(DBTaskResult.objects.values_list("task_path", "status")) == {
        "tests.lms.sample_tasks.note_and_wait_for": "SUCCESSFUL",
        "tests.lms.sample_tasks.add": "READY",
    }
    assert not WorkerHeartbeat.objects.exists()


@pytest.mark.slow
def test_two_workers_share_the_queue_and_run_nothing_twice():
    for number in range(20):
        sample_tasks.add.enqueue(number, 1)
    workers = [start_worker("--batch") for _ in range(2)]
    assert [worker.wait(timeout=60) for worker in workers] == [0, 0]
    assert sorted(DBTaskResult.objects.values_list("return_value", flat=True)) == list(
        range(1, 21)
    )
    assert all(
        len(ids) == 1
        for ids in DBTaskResult.objects.values_list("worker_ids", flat=True)
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    "command", [("tick", "--every", "3600"), ("worker", "--clock")]
)
def test_what_keeps_time_ends_on_sigterm_without_waiting_for_its_next_round(command):
    clock = start(*command)
    try:
        until(PeriodicRun.objects.filter(last_finished__isnull=False).exists)
        clock.send_signal(signal.SIGTERM)
        assert clock.wait(timeout=20) == 0
    finally:
        clock.kill()
        clock.wait(timeout=10)


def start_worker(*arguments):
    return start("worker", "--interval", "0.1", *arguments)


def start(*arguments):
    """A process of its own on the database of this test."""
    return subprocess.Popen(
        [sys.executable, "-m", "django", *arguments],
        cwd=ROOT,
        env={
            **os.environ,
            "DATABASE_URL": database_url(),
            "DJANGO_SETTINGS_MODULE": os.environ.get(
                "DJANGO_SETTINGS_MODULE", django_settings.SETTINGS_MODULE
            ),
            "PYTHONPATH": os.pathsep.join(
                [str(ROOT), os.environ.get("PYTHONPATH", "")]
            ),
        },
    )


def database_url() -> str:
    values = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{values['NAME']}"
    user, password = quote(values["USER"]), quote(values["PASSWORD"])
    host, port = quote(values["HOST"], safe="") or "localhost", values["PORT"] or 5432
    return f"postgres://{user}:{password}@{host}:{port}/{values['NAME']}"


def until(condition, seconds=30):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)
