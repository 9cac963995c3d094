from django.utils import timezone
from django_tasks import task

from lms.background.leases import retrying


@retrying(max_attempts=3)
@task()
def make_smaller_files(transcoding_id: int) -> None:
    """Make the smaller files of an uploaded recording."""
    # Inside: the domain enqueues this task.
    from media.domain.transcoding import transcode  # noqa: PLC0415

    transcode(transcoding_id, now=timezone.now())
