"""Background tasks of the courses."""

from django.utils import timezone
from django_tasks import task

from lms.background.leases import retrying


@retrying(max_attempts=3)
@task()
def prepare_edition(preparation_id: int) -> None:
    """Put the next edition of a course together; nothing happens if it was already."""
    # Inside: this task is enqueued by what it calls.
    from courses.domain.editions.preparing import carry_out  # noqa: PLC0415

    carry_out(preparation_id, clock=timezone.now)


@retrying(max_attempts=3)
@task()
def copy_course(duplication_id: int) -> None:
    """Copy a course; nothing happens if it was copied already."""
    # Inside: this task is enqueued by what it calls.
    from courses.domain.duplicating import carry_out  # noqa: PLC0415

    carry_out(duplication_id, clock=timezone.now)


@task()
def submit_course_translation(course_id: int, language: str, user_id: int) -> None:
    """Make drafts of what a course lacks in a language; nothing if it is gone."""
    # Inside: domain may enqueue tasks.
    from courses.domain.languages.submitting import carry_out  # noqa: PLC0415

    carry_out(course_id, language, user_id, now=timezone.now())
