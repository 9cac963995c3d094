from certificates.models.awards import AwardRun, AwardRunRow
from certificates.models.badges import LIST_LENGTH, BadgeIndex
from certificates.models.documents import SealedDocument
from certificates.models.register import (
    Certificate,
    CertificateEvent,
    day_of,
    end_of,
)
from certificates.models.rules import CertificateRule

__all__ = [
    "LIST_LENGTH",
    "AwardRun",
    "AwardRunRow",
    "BadgeIndex",
    "Certificate",
    "CertificateEvent",
    "CertificateRule",
    "SealedDocument",
    "day_of",
    "end_of",
]
