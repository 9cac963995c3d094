"""What bulk awards and mailing register when the app starts."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_noop

from certificates.domain import mailing
from certificates.domain.bulk import carrying, reading
from lms import personal_data
from lms.background import periodic

KEPT = "keep:register of certificates, GDPR art. 6(1)(e)"


def register_bulk() -> None:
    """Periodic work and personal data. Again without effect."""
    every = timedelta(minutes=5)
    periodic.register("certificates.mail", mailing.sweep, every=every)
    periodic.register("certificates.runs", _resume, every=every)
    periodic.register(
        "certificates.forget_addresses",
        reading.forget_addresses,
        every=timedelta(days=1),
    )
    personal_data.register(
        "certificates.AwardRunRow",
        "user",
        erasure=KEPT,
        describe=gettext_noop("Lists by which you were awarded a certificate."),
        export=personal_data.fields(
            "certificates.AwardRunRow",
            "user",
            ["run__course__code", "run__given_by", "trained_on", "state"],
        ),
    )
    personal_data.register(
        "certificates.AwardRun",
        "asked_by",
        erasure=KEPT,
        describe=gettext_noop(
            "Lists for bulk awards that you brought, confirmed or had people written to."
        ),
        export=reading.exported,
    )


def _resume(now: datetime) -> int:
    return carrying.sweep(now) + mailing.resume_mails(now)
