"""A PDF that somebody shows, held against the register.

A sealed document is kept as it is, so a genuine file is one that the register knows byte
for byte. The seals in it only tell what became of one that is not.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from certificates.domain.document import certificate_pdf
from certificates.domain.numbers import is_well_formed, normalise_number
from certificates.domain.words import languages_of
from certificates.enums import Verdict
from certificates.models import Certificate, SealedDocument
from lms.pdf import GlyphMissing, PdfError

if TYPE_CHECKING:
    from certificates.domain.sealing.signatures import Signature

# A certificate leads to its own check, under its QR code and as a link.
LINK = re.compile(rb"/verify/([A-Z0-9-]{12,32})/")
BEGINNING = b"%PDF-"


@dataclass(frozen=True)
class Examination:
    """What is to be thought of a file, and the certificate it is or claims to be; None
    where it says so of none that the register knows, or of several."""

    verdict: Verdict
    certificate: Certificate | None


def examine(content: bytes) -> Examination:
    """Hold a file against the register. Nothing of it is kept."""
    if known := _sealed_as(sha256(content).hexdigest()):
        return Examination(Verdict.GENUINE, known.certificate)
    if BEGINNING not in content[:1024]:
        return Examination(Verdict.NO_PDF, None)
    # Inside: pyHanko takes 27 MB, and only a file that nobody knows asks for it.
    from certificates.domain.sealing.signatures import signatures_in  # noqa: PLC0415

    signatures = signatures_in(content)
    for one in signatures:
        if known := _sealed_as(one.digest):
            return Examination(Verdict.ADDED_TO, known.certificate)
    claimed = _claimed(content)
    if signatures:
        return Examination(_of(signatures), claimed)
    if claimed is None:
        return Examination(Verdict.UNKNOWN, None)
    same = _is_unsealed(content, claimed)
    return Examination(Verdict.UNSEALED if same else Verdict.CHANGED, claimed)


def _sealed_as(digest: str) -> SealedDocument | None:
    return (
        SealedDocument.objects.filter(digest=digest)
        .select_related("certificate")
        .first()
    )


def _of(signatures: Iterable["Signature"]) -> Verdict:
    """Sealed by us, it was changed since; otherwise somebody else sealed it."""
    keys = {one.fingerprint for one in signatures}
    ours = SealedDocument.objects.filter(key__in=keys).exists()
    return Verdict.CHANGED if ours else Verdict.OTHER_SEAL


def _claimed(content: bytes) -> Certificate | None:
    numbers = {
        number
        for found in LINK.findall(content)
        if is_well_formed(number := normalise_number(found.decode("ascii")))
    }
    if len(numbers) != 1:
        return None
    return Certificate.objects.filter(number=numbers.pop()).first()


def _is_unsealed(content: bytes, certificate: Certificate) -> bool:
    """Whether it is the document before it was sealed: equal words give equal bytes."""
    digest = sha256(content).hexdigest()
    if certificate.documents.filter(body_digest=digest).exists():
        return True
    sealed = set(certificate.documents.values_list("language", flat=True))
    for language in languages_of(certificate):
        if language in sealed:
            continue
        try:
            if certificate_pdf(certificate, language=language) == content:
                return True
        except (GlyphMissing, PdfError):
            continue
    return False
