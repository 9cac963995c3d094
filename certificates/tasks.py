import logging

from django.utils import timezone
from django_tasks import task

from certificates.domain.sealing.keeping import sealed_document
from certificates.domain.sealing.keys import SealUnavailable
from certificates.models import Certificate
from lms.background.leases import retrying
from lms.pdf import GlyphMissing

logger = logging.getLogger(__name__)


@retrying(max_attempts=3)
@task()
def seal_certificate(certificate_id: int) -> None:
    """Seal the PDF of a certificate in the language it was earned in. Without a key it
    waits for the sweep."""
    certificate = Certificate.objects.get(pk=certificate_id)
    try:
        sealed_document(certificate, language=certificate.language, now=timezone.now())
    except (SealUnavailable, GlyphMissing) as problem:
        logger.error("%s is not sealed yet: %s", certificate, problem.code)
