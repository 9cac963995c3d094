"""What recognitions register when the app starts."""

from datetime import timedelta

from django.utils.translation import gettext_noop

from certificates.domain.proofs import forget_proofs
from certificates.domain.recognition.reading import decided_by, exported
from lms import personal_data
from lms.background import periodic

KEPT = "keep:register of certificates, GDPR art. 6(1)(e)"


def register_recognitions() -> None:
    """Periodic work and personal data."""
    periodic.register(
        "certificates.forget_proofs", forget_proofs, every=timedelta(days=1)
    )
    personal_data.register(
        "certificates.Recognition",
        "user",
        erasure=KEPT,
        describe=gettext_noop(
            "Trainings elsewhere that you asked to have recognised, and what was decided."
        ),
        export=exported,
    )
    personal_data.register(
        "certificates.RecognitionDecision",
        "by",
        erasure=KEPT,
        describe=gettext_noop("What you decided on trainings of others."),
        export=decided_by,
    )
