"""Background work; what is done stands in domain/."""

from django.utils import timezone
from django_tasks import task

from lms.background.leases import retrying


@retrying(max_attempts=5)
@task()
def carry_staff_import(run_id: int) -> None:
    """Go on with a staff list: look at it, carry it out, invite, or take it back."""
    # Inside: this task is enqueued by what it calls.
    from tracking.domain.staff.carrying import work_on  # noqa: PLC0415

    work_on(run_id, clock=timezone.now)


@task()
def carry_reminders(run_id: int) -> None:
    """Go on with a run of reminders; nothing happens if it is over."""
    # Inside: the domain enqueues this task.
    from tracking.domain.reminders.running import carry  # noqa: PLC0415

    carry(run_id, clock=timezone.now)


@task()
def send_by_hand() -> None:
    """Send the reminders by hand that wait and may go out."""
    # Inside: as above.
    from tracking.domain.reminders.waiting import send_waiting  # noqa: PLC0415

    send_waiting(clock=timezone.now)


@task()
def tell_suggestions() -> None:
    """Write the mails about suggested courses that wait and may go out."""
    # Inside: as above.
    from tracking.domain.suggestions.telling import tell_waiting  # noqa: PLC0415

    tell_waiting(clock=timezone.now)


@retrying(max_attempts=4)
@task()
def make_export(export_id: int) -> None:
    """Make a file of people; nothing happens if it is there."""
    # Inside: the domain enqueues this task.
    from tracking.domain.exports.making import make  # noqa: PLC0415

    make(export_id, clock=timezone.now)


@retrying(max_attempts=4)
@task()
def count_people(count_id: int) -> None:
    """Go on counting; nothing happens if it is counted."""
    # Inside: as above.
    from tracking.domain.counts.carrying import carry  # noqa: PLC0415

    carry(count_id, clock=timezone.now)
