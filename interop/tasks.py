"""Background work; what is done stands in domain/."""

from django.utils import timezone
from django_tasks import task

from lms.background.leases import retrying


@retrying(max_attempts=5)
@task()
def settle_waiting(token_id: int) -> None:
    """Let the people of a directory follow their groups."""
    # Inside: this task is enqueued by what it calls.
    from interop.domain.directory.waiting import carry_on  # noqa: PLC0415

    carry_on(token_id, clock=timezone.now)


@retrying(max_attempts=5)
@task()
def adopt_members(token_id: int) -> None:
    """Let a directory know those who belong to its organisation already."""
    # Inside: this task is enqueued by what it calls.
    from interop.domain.directory.catching_up import catch_up  # noqa: PLC0415

    catch_up(token_id, clock=timezone.now)
