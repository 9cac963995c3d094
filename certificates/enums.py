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


class AwardRunState(TextChoices):
    """How far a bulk award is."""

    LOOKING = "looking", _("Being looked at")
    LOOKED = "looked", _("Waits for a second programme owner")
    UNDER_WAY = "under-way", _("Being awarded")
    DONE = "done", _("Awarded")
    SET_ASIDE = "set-aside", _("Set aside")


class AwardRowState(TextChoices):
    """What becomes of a line of a bulk award, or would."""

    UNSEEN = "unseen", _("Not looked at yet")
    READY = "ready", _("Will get a certificate")
    AWARDED = "awarded", _("Got a certificate")
    HAS = "has", _("Has one already")
    UNKNOWN = "unknown", _("Person unknown")
    NO_SECTOR = "no-sector", _("Sector unknown")
    NO_RULE = "no-rule", _("The sector gives none")
    NO_DAY = "no-day", _("Day cannot be read")
    FUTURE = "future", _("Day in the future")
    RUN_OUT = "run-out", _("It would have run out already")
    TWICE = "twice", _("Twice in the file")
    WAITS = "waits", _("A statement of the profession is missing")


class RecognitionState(TextChoices):
    """How far a claim is that a training elsewhere be recognised."""

    SUBMITTED = "submitted", _("Waits for a programme owner")
    CONFIRMED_ONCE = "confirmed-once", _("Waits for a second programme owner")
    AWARDED = "awarded", _("Recognised")
    REFUSED = "refused", _("Not recognised")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class RecognitionVerdict(TextChoices):
    """What a programme owner says of a claim."""

    YES = "yes", _("Recognise it")
    NO = "no", _("Do not recognise it")
