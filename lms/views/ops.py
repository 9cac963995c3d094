"""The operations page: is the machinery alive, and what waits for a person."""

from datetime import timedelta
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django_tasks_db.models import DBTaskResult

from lms.background import leases, periodic
from lms.errors import DomainError
from lms.models import OutgoingMail, PeriodicRun

SHOWN = 50
# A healthy queue is shorter than this.
WAITING_TOO_LONG = timedelta(minutes=5)


def superusers_only(view):
    """Nobody else learns that the page exists."""

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not request.user.is_superuser:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@superusers_only
@never_cache
@require_safe
def operations(request: HttpRequest) -> HttpResponse:
    """Workers, queue, dead letters, periodic work and unsent mail."""
    now = timezone.now()
    queue = leases.queue_state(now)
    oldest = queue.oldest_waiting
    return render(
        request,
        "lms/ops/operations.html",
        {
            "now": now,
            "workers": leases.live_workers(now),
            "queue": queue,
            "queue_is_late": oldest is not None and now - oldest > WAITING_TOO_LONG,
            "dead": _dead_letters(),
            "dead_total": leases.dead_letters().count(),
            "periodic": _periodic(now),
            "unsent": _unsent_mail()[:SHOWN],
            "unsent_total": _unsent_mail().count(),
        },
    )


@superusers_only
@require_POST
def operations_retry(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """Start one dead letter again."""
    try:
        leases.retry_dead_task(task_id, actor=request.user, now=timezone.now())
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("The task is in the queue again."))
    return redirect("operations")


def _dead_letters() -> list[dict]:
    dead = list(leases.dead_letters()[:SHOWN])
    tasks = DBTaskResult.objects.in_bulk([lease.task_id for lease in dead])
    return [
        {"lease": lease, "task": tasks[lease.task_id]}
        for lease in dead
        if lease.task_id in tasks
    ]


def _periodic(now) -> list[dict]:
    runs = PeriodicRun.objects.in_bulk()
    rows = []
    for function in periodic.registered():
        run = runs.get(function.name)
        started = run.last_started if run else None
        rows.append(
            {
                "name": function.name,
                "every": function.every,
                "run": run,
                # Twice its interval and two minutes: the tick itself has stopped.
                "late": started is None
                or now - started > 2 * function.every + timedelta(minutes=2),
            }
        )
    return rows


def _unsent_mail():
    return OutgoingMail.objects.filter(sent_at=None, forgotten_at=None).order_by("pk")
