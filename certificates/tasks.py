from django.utils import timezone
from django_tasks import task

from certificates.domain.sealing.keeping import seal_awarded
from lms.background.leases import retrying


@retrying(max_attempts=3)
@task()
def seal_certificate(certificate_id: int) -> None:
    """Seal the PDF of a certificate that was awarded."""
    seal_awarded(certificate_id, now=timezone.now())


@retrying(max_attempts=5)
@task()
def carry_out_change(change_id: int) -> None:
    """Do to many certificates what was decided, as far as it is not done yet."""
    # Inside: this task is enqueued by what it calls.
    from certificates.domain.oversight.bulk import carry_out  # noqa: PLC0415

    carry_out(change_id, now=timezone.now())
