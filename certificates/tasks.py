from django.utils import timezone
from django_tasks import task

from certificates.domain.sealing.keeping import seal_awarded
from lms.background.leases import retrying


@retrying(max_attempts=3)
@task()
def seal_certificate(certificate_id: int) -> None:
    """Seal the PDF of a certificate that was awarded."""
    seal_awarded(certificate_id, now=timezone.now())
