"""The kernel's own background tasks."""

from django.utils import timezone
from django_tasks import task

from lms.background.leases import retrying


@retrying(max_attempts=8)
@task()
def send_mail(mail_id: int) -> None:
    """Send one outgoing mail; nothing happens if it was sent or forgotten."""
    # Inside: lms.mail enqueues this task.
    from lms.mail import deliver  # noqa: PLC0415

    deliver(mail_id, now=timezone.now())
