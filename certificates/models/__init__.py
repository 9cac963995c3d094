from certificates.models.badges import LIST_LENGTH, BadgeIndex
from certificates.models.designs import Design, DesignVersion
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
    "BadgeIndex",
    "Certificate",
    "CertificateEvent",
    "CertificateRule",
    "Design",
    "DesignVersion",
    "SealedDocument",
    "day_of",
    "end_of",
]
