from django.utils import timezone
from django_tasks import task

from lms.background.leases import retrying


@retrying(max_attempts=5)
@task()
def make_letters(run_id: int) -> None:
    """Make the letters of a run that wait; nothing of one that is finished."""
    # Inside: this task is enqueued by what it calls.
    from organisations.domain.letters.making import work_on  # noqa: PLC0415

    work_on(run_id, clock=timezone.now)
