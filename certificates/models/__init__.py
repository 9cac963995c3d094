from certificates.models.awards import AwardRun, AwardRunRow
from certificates.models.badges import LIST_LENGTH, BadgeIndex
from certificates.models.documents import SealedDocument
from certificates.models.recognitions import Recognition, RecognitionDecision
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
    "Recognition",
    "RecognitionDecision",
    "SealedDocument",
    "day_of",
    "end_of",
]
