from certificates.models.awards import AwardRun, AwardRunRow
from certificates.models.badges import LIST_LENGTH, BadgeIndex
from certificates.models.designs import Design, DesignVersion
from certificates.models.documents import SealedDocument
from certificates.models.editions import EditionChange
from certificates.models.recognitions import Recognition, RecognitionDecision
from certificates.models.register import (
    BRUSSELS,
    Certificate,
    CertificateEvent,
    day_of,
    end_of,
)
from certificates.models.rules import CertificateRule
from certificates.models.sharing import NameChoice, ShareLink, ShownTo

__all__ = [
    "BRUSSELS",
    "LIST_LENGTH",
    "AwardRun",
    "AwardRunRow",
    "BadgeIndex",
    "Certificate",
    "CertificateEvent",
    "CertificateRule",
    "Design",
    "DesignVersion",
    "EditionChange",
    "NameChoice",
    "Recognition",
    "RecognitionDecision",
    "SealedDocument",
    "ShareLink",
    "ShownTo",
    "day_of",
    "end_of",
]
