from certificates.models.badges import LIST_LENGTH, BadgeIndex
from certificates.models.changes import RegisterChange, RegisterChangeRow
from certificates.models.corrections import CorrectionRequest
from certificates.models.documents import SealedDocument
from certificates.models.register import (
    Certificate,
    CertificateEvent,
    day_of,
    end_of,
)
from certificates.models.rules import CertificateRule
from certificates.models.signatories import SignatoryChange, SignatoryChangeRule

__all__ = [
    "LIST_LENGTH",
    "BadgeIndex",
    "Certificate",
    "CertificateEvent",
    "CertificateRule",
    "CorrectionRequest",
    "RegisterChange",
    "RegisterChangeRow",
    "SealedDocument",
    "SignatoryChange",
    "SignatoryChangeRule",
    "day_of",
    "end_of",
]
