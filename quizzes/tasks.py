"""Background tasks of the quizzes."""

from django.utils import timezone
from django_tasks import task

from lms.background.leases import retrying


@retrying(max_attempts=3)
@task()
def analyse_bank(bank_id: int) -> None:
    """Count how a bank's questions do; nothing happens if nobody asks any more."""
    # Inside: this task is enqueued by what it calls.
    from quizzes.domain.analysis.counting import carry_out  # noqa: PLC0415

    carry_out(bank_id, clock=timezone.now)


@retrying(max_attempts=3)
@task()
def regrade_attempts(regrade_id: int) -> None:
    """Look at a regrade or carry it out; nothing happens if that was done already."""
    # Inside: this task is enqueued by what it calls.
    from quizzes.domain.regrading.carrying import work_on  # noqa: PLC0415

    work_on(regrade_id, clock=timezone.now)
