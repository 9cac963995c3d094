from datetime import timedelta
from uuid import uuid4

import pytest
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from lms.background import leases
from lms.errors import DomainError
from lms.models import AuditEntry, TaskLease, WorkerHeartbeat
from lms.signals import task_died
from tests.lms import sample_tasks

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("queued")]

SECOND = timedelta(seconds=1)


def status_of(claim):
    return DBTaskResult.objects.get(pk=claim.task_id).status


def test_claim_next_takes_each_task_once_in_order_of_priority(now):
    low = sample_tasks.add.using(priority=-1).enqueue(1, 2)
    high = sample_tasks.add.using(priority=5).enqueue(3, 4)
    claims = [leases.claim_next("w", now=now) for _ in range(3)]
    assert [str(claim.task_id) if claim else None for claim in claims] == [
        high.id,
        low.id,
        None,
    ]
    assert TaskLease.objects.get(pk=high.id).attempts == 1


def test_claim_next_serves_only_the_queues_it_is_given(now):
    sample_tasks.add.using(queue_name="default").enqueue(1, 2)
    assert leases.claim_next("w", now=now, queues=["slow"]) is None
    assert leases.claim_next("w", now=now, queues=["default"]) is not None


def test_complete_keeps_the_result_and_ends_the_lease(now):
    sample_tasks.add.enqueue(1, 2)
    claim = leases.claim_next("w", now=now)
    assert leases.complete(claim, return_value=3, now=now)
    task = DBTaskResult.objects.get()
    assert (task.status, task.return_value, task.finished_at) == (
        TaskResultStatus.SUCCESSFUL,
        3,
        now,
    )
    assert not TaskLease.objects.exists()


def test_failures_wait_longer_each_time_and_end_as_a_dead_letter(
    now, django_capture_on_commit_callbacks
):
    sample_tasks.always_fails.enqueue()
    heard = []

    def listen(**facts):
        heard.append((facts["task_path"], facts["error"]))

    task_died.connect(listen)
    pauses = []
    with django_capture_on_commit_callbacks(execute=True):
        for _attempt in range(5):
            claim = leases.claim_next("w", now=now)
            leases.fail(claim, error=ValueError("on fire"), now=now)
            lease = TaskLease.objects.get()
            if lease.dead_at is None:
                pauses.append(lease.not_before - now)
                assert leases.claim_next("w", now=lease.not_before - SECOND) is None
                now = lease.not_before
    assert pauses == [15 * SECOND, 60 * SECOND, 240 * SECOND, 960 * SECOND]
    assert (lease.dead_at, lease.last_error) == (now, "ValueError: on fire")
    assert status_of(claim) == TaskResultStatus.FAILED
    assert leases.claim_next("w", now=now + timedelta(days=9)) is None
    assert heard == [("tests.lms.sample_tasks.always_fails", "ValueError: on fire")]


def test_retrying_sets_the_number_of_attempts(now):
    sample_tasks.fails_for_good.enqueue()
    claim = leases.claim_next("w", now=now)
    leases.fail(claim, error=ValueError("x"), now=now)
    assert list(leases.dead_letters().values_list("pk", flat=True)) == [claim.task_id]
    with pytest.raises(ValueError, match="at least once"):
        leases.retrying(max_attempts=0)


def test_a_task_that_no_longer_exists_has_the_usual_attempts():
    assert leases.max_attempts_of("gone.tasks.nothing") == leases.MAX_ATTEMPTS


def test_the_delay_is_bounded():
    assert [leases.retry_delay(n) for n in (1, 2, 5, 50)] == [
        15 * SECOND,
        60 * SECOND,
        timedelta(hours=1),
        timedelta(hours=1),
    ]


def test_a_lost_worker_s_task_is_given_to_another(now):
    sample_tasks.add.enqueue(1, 2)
    first = leases.claim_next("first", now=now)
    assert leases.requeue_lost_tasks(now + 30 * SECOND) == 0
    assert leases.requeue_lost_tasks(now + 31 * SECOND) == 1
    second = leases.claim_next("second", now=now + 31 * SECOND)
    assert (second.task_id, second.attempt) == (first.task_id, 2)


def test_a_heartbeat_keeps_the_task(now):
    sample_tasks.add.enqueue(1, 2)
    claim = leases.claim_next("w", now=now)
    assert leases.keep_alive(claim, now=now + 20 * SECOND)
    assert leases.requeue_lost_tasks(now + 31 * SECOND) == 0
    assert status_of(claim) == TaskResultStatus.RUNNING


def test_a_worker_that_was_given_up_changes_nothing_when_it_comes_back(now):
    sample_tasks.add.enqueue(1, 2)
    old = leases.claim_next("w", now=now)
    later = now + 31 * SECOND
    leases.requeue_lost_tasks(later)
    for step in (
        leases.keep_alive(old, now=later),
        leases.complete(old, return_value=9, now=later),
        leases.fail(old, error=ValueError(), now=later),
        leases.give_back(old, now=later),
    ):
        assert step is False
    # Even when the same worker has claimed the task anew.
    new = leases.claim_next("w", now=later)
    assert leases.complete(old, return_value=9, now=later) is False
    assert leases.complete(new, return_value=3, now=later) is True


def test_a_task_that_kills_every_worker_is_given_up(now):
    sample_tasks.add.enqueue(1, 2)
    for _attempt in range(leases.MAX_ATTEMPTS):
        claim = leases.claim_next("w", now=now)
        now += 31 * SECOND
        leases.requeue_lost_tasks(now)
    assert status_of(claim) == TaskResultStatus.FAILED
    assert leases.dead_letters().get().last_error == "worker w was lost"


def test_a_running_task_without_lease_is_found(now):
    sample_tasks.add.enqueue(1, 2)
    DBTaskResult.objects.update(status=TaskResultStatus.RUNNING, started_at=now)
    assert leases.requeue_lost_tasks(now + 31 * SECOND) == 1
    assert leases.claim_next("w", now=now + 31 * SECOND).attempt == 2


def test_a_lease_whose_task_is_gone_is_dropped(now):
    TaskLease.objects.create(task_id=uuid4(), heartbeat_at=now, worker_id="w")
    assert leases.requeue_lost_tasks(now + 31 * SECOND) == 0
    assert not TaskLease.objects.exists()


def test_an_interrupted_task_goes_back_without_losing_an_attempt(now):
    sample_tasks.add.enqueue(1, 2)
    claim = leases.claim_next("w", now=now)
    assert leases.give_back(claim, now=now)
    assert leases.claim_next("w", now=now).attempt == 1


def test_retry_dead_task_starts_again_with_all_attempts_and_is_recorded(now, alice):
    sample_tasks.fails_for_good.enqueue()
    claim = leases.claim_next("w", now=now)
    leases.fail(claim, error=ValueError("x"), now=now)
    task = leases.retry_dead_task(claim.task_id, actor=alice, now=now)
    assert task.status == TaskResultStatus.READY
    assert leases.claim_next("w", now=now).attempt == 1
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.actor, entry.subject_id) == (
        "background.task_retried",
        alice,
        str(claim.task_id),
    )


def test_retry_of_a_living_task_is_refused(now, alice):
    result = sample_tasks.add.enqueue(1, 2)
    with pytest.raises(DomainError) as caught:
        leases.retry_dead_task(result.id, actor=alice, now=now)
    assert caught.value.code == "not_dead"
    assert not AuditEntry.objects.exists()


def test_queue_state_counts_waiting_delayed_and_running(now):
    for _ in range(3):
        sample_tasks.add.enqueue(1, 2)
    leases.claim_next("w", now=now)
    failed = leases.claim_next("w", now=now)
    leases.fail(failed, error=ValueError(), now=now)
    state = leases.queue_state(now)
    assert (state.waiting, state.delayed, state.running) == (1, 1, 1)
    assert state.oldest_waiting is not None


def test_workers_are_alive_for_half_a_minute(now):
    leases.report_worker("w", started_at=now, task_id=None, now=now)
    leases.report_worker("w", started_at=now, task_id=None, now=now + SECOND)
    assert leases.live_workers(now + 31 * SECOND).count() == 1
    assert leases.live_workers(now + 32 * SECOND).count() == 0
    leases.forget_worker("w")
    assert not WorkerHeartbeat.objects.exists()


def test_successful_tasks_are_forgotten_after_a_week_and_dead_ones_kept(now):
    sample_tasks.add.enqueue(1, 2)
    leases.complete(leases.claim_next("w", now=now), return_value=3, now=now)
    sample_tasks.fails_for_good.enqueue()
    dead = leases.claim_next("w", now=now)
    leases.fail(dead, error=ValueError(), now=now)
    assert leases.forget_finished_tasks(now + timedelta(days=6)) == 0
    assert leases.forget_finished_tasks(now + timedelta(days=8)) == 1
    assert DBTaskResult.objects.get().pk == dead.task_id
