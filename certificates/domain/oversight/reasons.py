"""Why something happened to a certificate, in words."""

from certificates.enums import EventKind, ReasonCode

# The reasons there are for what is done by hand.
REASONS = {
    EventKind.SUSPENDED: (
        ReasonCode.UNDER_REVIEW,
        ReasonCode.HOLDER_ASKED,
        ReasonCode.ADMINISTRATIVE,
    ),
    EventKind.RESTORED: (ReasonCode.ANSWERED, ReasonCode.UNDONE),
    EventKind.REVOKED: (
        ReasonCode.ISSUED_IN_ERROR,
        ReasonCode.NOT_IN_ORDER,
        ReasonCode.HOLDER_ASKED,
        ReasonCode.ADMINISTRATIVE,
    ),
}


def reason_for_holder(code: str) -> str:
    """The same for the holder: "" for a code that says nothing to anybody else."""
    return reason_words(code) if code in ReasonCode.values else ""


def reason_words(code: str) -> str:
    """What a code means; the code itself where it is none of ours, "" for none."""
    return ReasonCode(code).label if code in ReasonCode.values else code
