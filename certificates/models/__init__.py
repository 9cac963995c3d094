from certificates.models.appeals import Appeal
from certificates.models.awards import AwardRun, AwardRunRow
from certificates.models.badges import LIST_LENGTH, BadgeIndex
from certificates.models.changes import RegisterChange, RegisterChangeRow
from certificates.models.corrections import CorrectionRequest
from certificates.models.designs import Design, DesignVersion
from certificates.models.documents import SealedDocument
from certificates.models.editions import EditionChange
from certificates.models.old_completions import OldLine, OldList
from certificates.models.recognitions import Recognition, RecognitionDecision
from certificates.models.register import (
    BRUSSELS,
    Certificate,
    CertificateEvent,
    DayAsked,
    day_of,
    end_of,
)
from certificates.models.rules import CertificateRule
from certificates.models.sharing import NameChoice, ShareLink, ShownTo
from certificates.models.signatories import SignatoryChange, SignatoryChangeRule

__all__ = [
    "BRUSSELS",
    "LIST_LENGTH",
    "Appeal",
    "AwardRun",
    "AwardRunRow",
    "BadgeIndex",
    "Certificate",
    "CertificateEvent",
    "CertificateRule",
    "CorrectionRequest",
    "DayAsked",
    "Design",
    "DesignVersion",
    "EditionChange",
    "NameChoice",
    "OldLine",
    "OldList",
    "Recognition",
    "RecognitionDecision",
    "RegisterChange",
    "RegisterChangeRow",
    "SealedDocument",
    "ShareLink",
    "ShownTo",
    "SignatoryChange",
    "SignatoryChangeRule",
    "day_of",
    "end_of",
]
