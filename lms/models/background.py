"""What the workers know about running tasks, themselves and periodic work."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TaskLease(models.Model):
    """A worker's claim on one task, kept alive by its heartbeat.

    There is no row before the first attempt and none after success. With
    `dead_at` set the task used up its attempts and waits for a person. The
    task itself is `django_tasks_db.DBTaskResult`; no foreign key, so that
    pruning results never waits for us.
    """

    task_id = models.UUIDField(_("task"), primary_key=True)
    worker_id = models.CharField(_("worker"), max_length=64, blank=True)
    heartbeat_at = models.DateTimeField(_("last sign of life"))
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    # None while an attempt runs and for the dead.
    not_before = models.DateTimeField(_("not before"), null=True, blank=True)
    last_error = models.TextField(_("last error"), blank=True)
    dead_at = models.DateTimeField(_("given up at"), null=True, blank=True)

    class Meta:
        verbose_name = _("task lease")
        verbose_name_plural = _("task leases")
        ordering = ["heartbeat_at"]
        indexes = [
            models.Index(
                fields=["dead_at"],
                name="lease_dead",
                condition=models.Q(dead_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task_id} ({self.attempts})"


class WorkerHeartbeat(models.Model):
    """One worker process; a row older than a minute is a process that is gone."""

    worker_id = models.CharField(_("worker"), max_length=64, primary_key=True)
    started_at = models.DateTimeField(_("started at"))
    heartbeat_at = models.DateTimeField(_("last sign of life"))
    # None when idle.
    task_id = models.UUIDField(_("task"), null=True, blank=True)

    class Meta:
        verbose_name = _("worker")
        verbose_name_plural = _("workers")
        ordering = ["-heartbeat_at"]

    def __str__(self) -> str:
        return self.worker_id


class PeriodicRun(models.Model):
    """When one periodic function last ran, and the lock that keeps it single.

    `locked_until` is None when it is not running; a lock past its time belongs
    to a process that died.
    """

    name = models.CharField(_("name"), max_length=100, primary_key=True)
    last_started = models.DateTimeField(_("last started"), null=True, blank=True)
    last_finished = models.DateTimeField(_("last finished"), null=True, blank=True)
    last_error = models.TextField(_("last error"), blank=True)
    locked_until = models.DateTimeField(_("locked until"), null=True, blank=True)

    class Meta:
        verbose_name = _("periodic run")
        verbose_name_plural = _("periodic runs")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
