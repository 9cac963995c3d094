"""The requests to put a name right, as those who decide on them see them."""

from certificates.domain.oversight.asking import overseen_by
from certificates.models import CorrectionRequest


def corrections_for(user):
    """The requests about certificates that a person oversees, the oldest first."""
    return CorrectionRequest.objects.filter(
        certificate__in=overseen_by(user).order_by().values("pk")
    ).select_related("certificate", "decided_by")
