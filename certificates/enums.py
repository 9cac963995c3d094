from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

# From how many days before its last day a certificate counts as expiring (our design).
EXPIRING_DAYS = 60


class CertificateType(TextChoices):
    CERTIFICATE = "certificate", _("Certificate")
    ATTENDANCE = "attendance", _("Attendance statement")


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


class CorrectionState(TextChoices):
    """What became of a holder's wish to have the printed name put right."""

    WAITING = "waiting", _("Waiting")
    CONFIRMED = "confirmed", _("Confirmed")
    REFUSED = "refused", _("Refused")


class ReasonCode(TextChoices):
    """Why something happened to a certificate; the register and its holder read it."""

    ISSUED_IN_ERROR = "issued-in-error", _("It was issued in error")
    NOT_IN_ORDER = "not-in-order", _("What it was given for was not in order")
    UNDER_REVIEW = "under-review", _("A question about it is being looked into")
    ANSWERED = "answered", _("The question about it is answered")
    HOLDER_ASKED = "holder-asked", _("Its holder asked for it")
    ADMINISTRATIVE = "administrative", _("An administrative reason")
    UNDONE = "undone", _("The change before was undone")
    NAME_CORRECTION = "name-correction", _("The printed name was put right")


class ChangeState(TextChoices):
    """How far something is that is done to many certificates."""

    LOOKED = "looked", _("Looked at")
    UNDER_WAY = "under-way", _("Under way")
    DONE = "done", _("Done")


class Outcome(TextChoices):
    """What came of a change for one certificate."""

    WAITS = "waits", _("Waiting")
    CHANGED = "changed", _("Changed")
    CANNOT = "cannot", _("Not changed")
