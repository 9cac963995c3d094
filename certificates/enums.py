from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

# From how many days before its last day a certificate counts as expiring (our design).
EXPIRING_DAYS = 60


class CertificateType(TextChoices):
    CERTIFICATE = "certificate", _("Certificate")
    ATTENDANCE = "attendance", _("Attendance statement")


class Paper(TextChoices):
    """The sheet that a design is printed on."""

    LANDSCAPE = "landscape", _("A4, landscape")
    PORTRAIT = "portrait", _("A4, portrait")


class EventKind(TextChoices):
    """What can happen to a certificate. Nothing of it is ever undone by deletion."""

    AWARDED = "awarded", _("Awarded")
    SUSPENDED = "suspended", _("Suspended")
    RESTORED = "restored", _("Restored")
    REVOKED = "revoked", _("Revoked")
    SUPERSEDED = "superseded", _("Superseded")


class CertificateState(TextChoices):
    """Derived from the events and a date, never stored."""

    VALID = "valid", _("Valid")
    EXPIRING = "expiring", _("Expiring")
    EXPIRED = "expired", _("Expired")
    SUSPENDED = "suspended", _("Suspended")
    REVOKED = "revoked", _("Revoked")
    SUPERSEDED = "superseded", _("Superseded")


class Verdict(TextChoices):
    """What is to be thought of a PDF that somebody shows."""

    GENUINE = "genuine", _("Sealed by us, and unchanged")
    UNSEALED = "unsealed", _("As we made it, without its seal")
    ADDED_TO = "added_to", _("Sealed by us, and added to since")
    CHANGED = "changed", _("Not as we made it")
    OTHER_SEAL = "other_seal", _("Sealed by somebody else")
    UNKNOWN = "unknown", _("No certificate of ours")
    NO_PDF = "no_pdf", _("No PDF")


# After these nothing more happens to a certificate.
FINAL_KINDS = (EventKind.REVOKED, EventKind.SUPERSEDED)
