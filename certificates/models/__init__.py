from certificates.models.documents import SealedDocument
from certificates.models.register import (
    Certificate,
    CertificateEvent,
    day_of,
    end_of,
)
from certificates.models.rules import CertificateRule

__all__ = [
    "Certificate",
    "CertificateEvent",
    "CertificateRule",
    "SealedDocument",
    "day_of",
    "end_of",
]
