"""The worker's loop: claim, run, note the outcome, breathe."""

import contextlib
import logging
import os
import socket
import threading
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import Error, close_old_connections, connection, connections
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.module_loading import import_string
from django_tasks.base import Task, TaskContext
from django_tasks.utils import normalize_json

from lms.background import leases
from lms.background.gone import is_about_nothing
from lms.background.leases import Claim
from lms.background.stopping import Stopper

logger = logging.getLogger(__name__)

REQUEUE_EVERY = timedelta(seconds=10)
# A busy database is asked this often before an outcome is left to the next attempt.
NOTE_ATTEMPTS = 5


def new_worker_id() -> str:
    """Where to look for this process: host, process id and something unique."""
    return f"{socket.gethostname()[:32]}-{os.getpid()}-{get_random_string(8)}"


class Worker:
    """One process that runs one task at a time.

    `interval` is the pause in seconds between looks at an empty queue. With
    `batch` the worker ends when nothing is due. Without `queues` it serves all.
    A task that hangs hangs its worker: tasks set their own time-outs.
    """

    def __init__(
        self,
        *,
        interval: float = 1.0,
        batch: bool = False,
        queues: Sequence[str] = (),
        worker_id: str = "",
    ) -> None:
        self.interval = interval
        self.batch = batch
        self.queues = tuple(queues)
        self.worker_id = worker_id or new_worker_id()
        self.stopper = Stopper()
        self._claim: Claim | None = None
        self._started_at = timezone.now()
        self._requeued_at: datetime | None = None
        self._ended = threading.Event()

    def run(self) -> None:
        """Work until stopped, or until nothing is due with `batch`."""
        logger.info("Worker %s starts", self.worker_id)
        breath = threading.Thread(target=self._breathe, name="heartbeat", daemon=True)
        breath.start()
        try:
            while not self.stopper.stopping:
                worked = self._work()
                if self.batch and worked is False:
                    break
                if not worked:
                    self.stopper.rest(self.interval)
        finally:
            self._ended.set()
            breath.join(timeout=5)
            with contextlib.suppress(Error):
                leases.forget_worker(self.worker_id)
            self.stopper.close()
            logger.info("Worker %s ends", self.worker_id)

    def _work(self) -> bool | None:
        """Run one task. False: nothing was due. None: the database did not answer."""
        _refresh_connection()
        try:
            self._requeue()
            claim = leases.claim_next(
                self.worker_id, now=timezone.now(), queues=self.queues
            )
        except Error as error:
            # Locked, restarting or unreachable: it will be back, and so are we.
            logger.warning("The database did not answer: %s", error)
            return None
        if claim is None:
            return False
        self._claim = claim
        try:
            self._perform(claim)
        finally:
            self._claim = None
        return True

    def _perform(self, claim: Claim) -> None:
        name = claim.task.task_path
        logger.info("Task %s %s: attempt %d", claim.task_id, name, claim.attempt)
        try:
            return_value = _call(claim)
        except Exception as error:
            if _has_nothing_to_do(claim):
                logger.info("Task %s %s: its row is gone", claim.task_id, name)
                self._complete(claim, None)
                return
            logger.exception("Task %s %s failed", claim.task_id, name)
            # Outside the except clause the name is gone.
            failure = error
            self._note(claim, lambda now: leases.fail(claim, error=failure, now=now))
        except BaseException:
            self._note(claim, lambda now: leases.give_back(claim, now=now))
            raise
        else:
            self._complete(claim, return_value)

    def _complete(self, claim: Claim, return_value: Any) -> None:
        self._note(
            claim,
            lambda now: leases.complete(claim, return_value=return_value, now=now),
        )

    def _note(self, claim: Claim, step: Callable[[datetime], bool]) -> None:
        for _attempt in range(NOTE_ATTEMPTS):
            _refresh_connection()
            try:
                if not step(timezone.now()):
                    logger.warning("Task %s is another worker's now", claim.task_id)
                return
            except Error as error:
                logger.warning("Task %s: outcome not noted: %s", claim.task_id, error)
                self.stopper.rest(self.interval)
        # The heartbeat ends with this claim, so the task will be found and run again.
        logger.error("Task %s: outcome lost, it will run again", claim.task_id)

    def _requeue(self) -> None:
        now = timezone.now()
        if self._requeued_at is None or now - self._requeued_at >= REQUEUE_EVERY:
            self._requeued_at = now
            leases.requeue_lost_tasks(now)

    def _breathe(self) -> None:
        # Its own thread, so that a task of an hour is not taken for a dead one.
        try:
            while True:
                claim = self._claim
                try:
                    self._tell(claim)
                except Error as error:
                    logger.warning("No heartbeat this time: %s", error)
                    close_old_connections()
                if self._ended.wait(leases.HEARTBEAT_EVERY.total_seconds()):
                    return
        finally:
            connections.close_all()

    def _tell(self, claim: Claim | None) -> None:
        now = timezone.now()
        leases.report_worker(
            self.worker_id,
            started_at=self._started_at,
            task_id=claim.task_id if claim else None,
            now=now,
        )
        if claim and not leases.keep_alive(claim, now=now) and claim is self._claim:
            logger.warning("Task %s was taken over", claim.task_id)


def _refresh_connection() -> None:
    # Inside somebody's transaction, as in a test, it would be cut off.
    if not connection.in_atomic_block:
        close_old_connections()


def _has_nothing_to_do(claim: Claim) -> bool:
    """Asked after a failure: most rows are there, and a database that does not answer
    is no reason to take the task for done."""
    try:
        return is_about_nothing(claim.task)
    except Error:
        return False


def _call(claim: Claim) -> Any:
    row = claim.task
    task = import_string(row.task_path)
    if not isinstance(task, Task):
        raise TypeError(f"{row.task_path} is no task")
    arguments, keywords = row.args_kwargs["args"], row.args_kwargs["kwargs"]
    if task.takes_context:
        context = TaskContext(task_result=row.task_result)
        return normalize_json(task.call(context, *arguments, **keywords))
    return normalize_json(task.call(*arguments, **keywords))
