from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

# From how many days before its last day a certificate counts as expiring (our design).
EXPIRING_DAYS = 60


class CertificateType(TextChoices):
    CERTIFICATE = "certificate", _("Certificate")
    ATTENDANCE = "attendance", _("Attendance statement")
    # Rests on sign-offs and no completed course (certificates.domain.accrediting).
    TRAINER = "trainer", _("Accreditation of a trainer")


# What completing a course can give.
COURSE_TYPES = (CertificateType.CERTIFICATE, CertificateType.ATTENDANCE)


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
    RENEWED = "renewed", _("Renewed by a newer one")
    KEPT_UP = "kept_up", _("Brought up to date")
    REINSTATED = "reinstated", _("Issued anew after an appeal")


class RenewalMode(TextChoices):
    """From which day the validity of a renewed certificate counts."""

    FROM_COMPLETION = "completion", _("From the day the course is completed again")
    FROM_EXPIRY = "expiry", _("From the last day of the one before")
    FIXED_DATE = "fixed", _("Until a fixed day of the year")


class EditionDemand(TextChoices):
    """What those must do who were certified by an earlier edition."""

    NOTHING = "nothing", _("Nothing: their certificates go on counting")
    DELTA = "delta", _("A short course about what changed, or the new edition")
    EDITION = "edition", _("The new edition")


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


class NameShown(TextChoices):
    """How much of a holder's name somebody sees who checks a certificate."""

    INITIALS = "initials", _("My initials")
    FULL = "full", _("My full name")
    NOTHING = "nothing", _("Nothing of my name")


class SharedFor(TextChoices):
    """How long a link lasts that shows a certificate to whoever has it."""

    WEEK = "week", _("7 days")
    MONTH = "month", _("30 days")
    YEAR = "year", _("1 year")
    NO_END = "no_end", _("Until I withdraw it")


# After these nothing more happens to a certificate.
FINAL_KINDS = (EventKind.REVOKED, EventKind.SUPERSEDED)
# By these another certificate takes the place of one that counts no more.
REPLACING_KINDS = (EventKind.SUPERSEDED, EventKind.REINSTATED)


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
    NAME = "name", _("Gets it once they have checked their name")
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


class OldListState(TextChoices):
    """How far a list of old completions is."""

    LOOKING = "looking", _("Being looked at")
    LOOKED = "looked", _("Looked at, waits for you")
    ASKED = "asked", _("Waits for the programme owner")
    DONE = "done", _("Decided")
    SET_ASIDE = "set-aside", _("Set aside")
    UNDOING = "undoing", _("Being taken back")
    UNDONE = "undone", _("Taken back")


class OldLineState(TextChoices):
    """What becomes of a line of a list of old completions."""

    UNSEEN = "unseen", _("Not looked at yet")
    READY = "ready", _("Can be recognised")
    APPROVED = "approved", _("Recognised, being written down")
    DONE = "done", _("Recognised")
    REFUSED = "refused", _("Not recognised")
    KNOWN = "known", _("Is on record already")
    NOBODY = "nobody", _("Nobody of yours has this address or badge number")
    SEVERAL = "several", _("Several of your people have this badge number")
    NO_SECTOR = "no-sector", _("The person has no sector yet")
    NO_COURSE = "no-course", _("There is no such course, or it gives no certificate")
    NO_DAY = "no-day", _("This day cannot be read")
    FUTURE = "future", _("This day is in the future")
    TOO_OLD = "too-old", _("The programme was not given yet on this day")
    NO_PROOF = "no-proof", _("This kind of proof is not known")
    REFERENCE = "reference", _("The reference is no code, or is missing")
    TWICE = "twice", _("Stands in the list twice; the first line counts")
    UNDONE = "undone", _("Taken back")
    KEPT = "kept", _("Could not be taken back")


class ProofKind(TextChoices):
    """What shows an old completion. Words to choose from: no free text about people."""

    ATTENDANCE = "attendance", _("Attendance list")
    CERTIFICATE = "certificate", _("Certificate of then")
    REGISTER = "register", _("Register of the trainer")


class CorrectionState(TextChoices):
    """What became of a holder's wish to have the printed name put right."""

    WAITING = "waiting", _("Waiting")
    CONFIRMED = "confirmed", _("Confirmed")
    REFUSED = "refused", _("Refused")


class AppealState(TextChoices):
    """What became of a holder's appeal against a suspension or a revocation."""

    WAITING = "waiting", _("Waiting")
    GRANTED = "granted", _("Granted")
    DISMISSED = "dismissed", _("Not granted")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    # Nobody decided on it: the certificate was restored, revoked or replaced meanwhile.
    OVERTAKEN = "overtaken", _("Overtaken by another decision")


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
    EDITION = "edition", _("What the course teaches has changed")
    APPEAL = "appeal", _("An appeal was granted")


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
