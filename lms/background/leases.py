"""Who runs which task: claims with a heartbeat, retries and dead letters.

The task rows are those of django-tasks-db; this module moves them READY ->
RUNNING -> SUCCESSFUL, back to READY for another attempt, or to FAILED when the
attempts are used up. Every step that a worker takes after its claim is bound to
that claim, so a worker that was given up for lost and comes back changes nothing.

A task may run more than once: its function must bear that.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from traceback import format_exception
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.db import models, transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django_tasks import TaskResultStatus
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult, get_date_max
from django_tasks_db.utils import exclusive_transaction

from lms import audit
from lms.errors import DomainError
from lms.models import TaskLease, WorkerHeartbeat
from lms.signals import task_died

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 5
HEARTBEAT_EVERY = timedelta(seconds=5)
LOST_AFTER = timedelta(seconds=30)
FIRST_DELAY = timedelta(seconds=15)
LONGEST_DELAY = timedelta(hours=1)
RESULTS_KEPT = timedelta(days=7)

_max_attempts: dict[str, int] = {}


@dataclass(frozen=True)
class Claim:
    """The right to run one task for as long as the heartbeat goes on."""

    task: DBTaskResult
    worker_id: str
    attempt: int

    @property
    def task_id(self) -> UUID:
        """Primary key of the task row."""
        return self.task.pk


@dataclass(frozen=True)
class QueueState:
    """Numbers for the operations page; `oldest_waiting` is None when nothing waits."""

    waiting: int
    delayed: int
    running: int
    oldest_waiting: datetime | None


def retrying(*, max_attempts: int) -> Callable[[Any], Any]:
    """Try this task `max_attempts` times in all, instead of 5. Use 1 for never again.

    Stands above or below `@task()`:

        @retrying(max_attempts=8)
        @task()
        def send_mail(mail_id): ...
    """
    if max_attempts < 1:
        raise ValueError("a task is tried at least once")

    def remember(target: Any) -> Any:
        function = target.func if isinstance(target, Task) else target
        _max_attempts[f"{function.__module__}.{function.__qualname__}"] = max_attempts
        return target

    return remember


def max_attempts_of(task_path: str) -> int:
    """How often the task at this dotted path is tried; 5 if it does not say."""
    if task_path not in _max_attempts:
        try:
            import_string(task_path)
        except ImportError:
            return MAX_ATTEMPTS
    return _max_attempts.get(task_path, MAX_ATTEMPTS)


def retry_delay(attempts: int) -> timedelta:
    """The pause after this many failed attempts: 15 s, 1, 4 and 16 minutes, then 1 hour."""
    return min(FIRST_DELAY * 4 ** min(attempts - 1, 8), LONGEST_DELAY)


def claim_next(
    worker_id: str, *, now: datetime, queues: Iterable[str] = ()
) -> Claim | None:
    """Take the most urgent ready task; None when nothing is due.

    Without `queues` any queue will do. Counts as an attempt even if the worker
    then dies, so that a task which kills its worker is given up in the end.
    """
    due = DBTaskResult.objects.filter(status=TaskResultStatus.READY).filter(
        models.Q(run_after=get_date_max()) | models.Q(run_after__lte=now)
    )
    if queues:
        due = due.filter(queue_name__in=list(queues))
    with exclusive_transaction(due.db):
        task = due.get_locked()
        if task is None:
            return None
        task.status = TaskResultStatus.RUNNING
        task.started_at = now
        task.worker_ids = [*task.worker_ids, worker_id]
        task.save(update_fields=["status", "started_at", "worker_ids"])
        lease, _created = TaskLease.objects.get_or_create(
            task_id=task.pk, defaults={"heartbeat_at": now}
        )
        lease.worker_id = worker_id
        lease.heartbeat_at = now
        lease.attempts += 1
        lease.not_before = None
        lease.save()
    return Claim(task=task, worker_id=worker_id, attempt=lease.attempts)


def keep_alive(claim: Claim, *, now: datetime) -> bool:
    """Renew the claim; False if another worker has taken the task over."""
    return bool(_leases_of(claim).update(heartbeat_at=now))


def report_worker(
    worker_id: str, *, started_at: datetime, task_id: UUID | None, now: datetime
) -> None:
    """Tell the operations page that this worker process is alive."""
    WorkerHeartbeat.objects.update_or_create(
        worker_id=worker_id,
        defaults={"heartbeat_at": now, "started_at": started_at, "task_id": task_id},
    )


def forget_worker(worker_id: str) -> None:
    """A worker process ends in good order."""
    WorkerHeartbeat.objects.filter(worker_id=worker_id).delete()


@transaction.atomic
def complete(claim: Claim, *, return_value: Any, now: datetime) -> bool:
    """Mark the task done; False if the claim was lost meanwhile."""
    if not _leases_of(claim).delete()[0]:
        return False
    DBTaskResult.objects.filter(pk=claim.task_id).update(
        status=TaskResultStatus.SUCCESSFUL,
        finished_at=now,
        return_value=return_value,
        exception_class_path="",
        traceback="",
    )
    return True


@transaction.atomic
def fail(claim: Claim, *, error: BaseException, now: datetime) -> bool:
    """Plan another attempt or give the task up; False if the claim was lost."""
    lease = _leases_of(claim).select_for_update().first()
    if lease is None:
        return False
    summary = f"{type(error).__name__}: {error}"[:2000]
    DBTaskResult.objects.filter(pk=claim.task_id).update(
        exception_class_path=f"{type(error).__module__}.{type(error).__qualname__}",
        traceback="".join(format_exception(error)),
    )
    _retry_or_bury(lease, claim.task, summary=summary, delay=True, now=now)
    return True


@transaction.atomic
def give_back(claim: Claim, *, now: datetime) -> bool:
    """Put an interrupted task back at once, not counting the attempt."""
    lease = _leases_of(claim).select_for_update().first()
    if lease is None:
        return False
    lease.attempts -= 1
    _make_ready(lease, not_before=now)
    return True


def requeue_lost_tasks(now: datetime) -> int:
    """Give tasks whose worker stopped breathing to others; return how many.

    A worker is lost after 30 seconds without a heartbeat. A task that has used
    up its attempts this way becomes a dead letter instead.
    """
    lost = list(
        TaskLease.objects.filter(
            dead_at=None, not_before=None, heartbeat_at__lt=now - LOST_AFTER
        ).values_list("pk", flat=True)
    )
    # RUNNING without a lease: started by something that keeps none.
    orphans = (
        DBTaskResult.objects.filter(
            status=TaskResultStatus.RUNNING, started_at__lt=now - LOST_AFTER
        )
        .exclude(pk__in=TaskLease.objects.values("task_id"))
        .values_list("pk", "started_at")
    )
    for task_id, started_at in list(orphans):
        TaskLease.objects.get_or_create(
            task_id=task_id, defaults={"heartbeat_at": started_at, "attempts": 1}
        )
        lost.append(task_id)
    return sum(_requeue(task_id, now) for task_id in lost)


def dead_letters() -> models.QuerySet[TaskLease]:
    """Leases of the tasks that were given up, latest first."""
    return TaskLease.objects.filter(dead_at__isnull=False).order_by("-dead_at")


@transaction.atomic
def retry_dead_task(
    task_id: UUID, *, actor: AbstractBaseUser, now: datetime
) -> DBTaskResult:
    """Start a dead letter again with all its attempts; recorded in the audit log.

    Raises DomainError `not_dead` when it was retried or cleared already.
    """
    lease = dead_letters().select_for_update().filter(pk=task_id).first()
    task = DBTaskResult.objects.filter(pk=task_id).first()
    if lease is None or task is None:
        raise DomainError(
            _("This task is not waiting for you any more."), code="not_dead"
        )
    lease.attempts = 0
    lease.dead_at = None
    _make_ready(lease, not_before=now)
    audit.record(
        "background.task_retried",
        actor=actor,
        subject=task,
        now=now,
        data={"task_path": task.task_path, "last_error": lease.last_error[:200]},
    )
    task.refresh_from_db()
    return task


def queue_state(now: datetime) -> QueueState:
    """How much waits, since when, and how much runs."""
    ready = DBTaskResult.objects.filter(status=TaskResultStatus.READY)
    later = models.Q(run_after__gt=now, run_after__lt=get_date_max())
    counts = ready.aggregate(
        waiting=models.Count("pk", filter=~later),
        delayed=models.Count("pk", filter=later),
        oldest=models.Min("enqueued_at", filter=~later),
    )
    return QueueState(
        waiting=counts["waiting"],
        delayed=counts["delayed"],
        running=DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING).count(),
        oldest_waiting=counts["oldest"],
    )


def live_workers(now: datetime) -> models.QuerySet[WorkerHeartbeat]:
    """Worker processes heard of within the last 30 seconds."""
    return WorkerHeartbeat.objects.filter(heartbeat_at__gte=now - LOST_AFTER)


def forget_finished_tasks(now: datetime) -> int:
    """Delete results of successful tasks after 7 days, and workers gone for a day."""
    WorkerHeartbeat.objects.filter(heartbeat_at__lt=now - timedelta(days=1)).delete()
    deleted, _by_model = DBTaskResult.objects.filter(
        status=TaskResultStatus.SUCCESSFUL, finished_at__lt=now - RESULTS_KEPT
    ).delete()
    return deleted


@transaction.atomic
def _requeue(task_id: UUID, now: datetime) -> bool:
    lease = (
        TaskLease.objects.select_for_update()
        .filter(
            pk=task_id,
            dead_at=None,
            not_before=None,
            heartbeat_at__lt=now - LOST_AFTER,
        )
        .first()
    )
    if lease is None:
        return False
    task = DBTaskResult.objects.filter(
        pk=task_id, status=TaskResultStatus.RUNNING
    ).first()
    if task is None:
        lease.delete()
        return False
    summary = f"worker {lease.worker_id or '?'} was lost"
    logger.warning("Task %s: %s", task_id, summary)
    _retry_or_bury(lease, task, summary=summary, delay=False, now=now)
    return True


def _retry_or_bury(
    lease: TaskLease, task: DBTaskResult, *, summary: str, delay: bool, now: datetime
) -> None:
    lease.last_error = summary
    if lease.attempts < max_attempts_of(task.task_path):
        pause = retry_delay(lease.attempts) if delay else timedelta()
        _make_ready(lease, not_before=now + pause)
        return
    lease.worker_id = ""
    lease.dead_at = now
    lease.save()
    DBTaskResult.objects.filter(pk=lease.task_id).update(
        status=TaskResultStatus.FAILED, finished_at=now
    )
    logger.error("Task %s (%s) given up: %s", lease.task_id, task.task_path, summary)
    transaction.on_commit(
        lambda: task_died.send_robust(
            sender=TaskLease,
            task_id=task.pk,
            task_path=task.task_path,
            args=task.args_kwargs["args"],
            kwargs=task.args_kwargs["kwargs"],
            error=summary.partition("\n")[0],
        )
    )


def _make_ready(lease: TaskLease, *, not_before: datetime) -> None:
    lease.worker_id = ""
    lease.not_before = not_before
    lease.save()
    DBTaskResult.objects.filter(pk=lease.task_id).update(
        status=TaskResultStatus.READY, run_after=not_before, finished_at=None
    )


def _leases_of(claim: Claim) -> models.QuerySet[TaskLease]:
    # The attempt belongs to it: the same worker may hold a later claim on the task.
    return TaskLease.objects.filter(
        pk=claim.task_id,
        worker_id=claim.worker_id,
        attempts=claim.attempt,
        dead_at=None,
        not_before=None,
    )
