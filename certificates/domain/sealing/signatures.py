"""The seals in a file that a stranger brings.

The file is not opened as a PDF: what holds a seal stands in it as it is, and a document
made to exhaust whoever opens it does nothing here.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from asn1crypto import cms
from cryptography.exceptions import UnsupportedAlgorithm
from pyhanko.sign.general import extract_certificate_info, extract_signer_info
from pyhanko.sign.validation.generic_cms import validate_sig_integrity

RANGES = re.compile(
    rb"/ByteRange\s{0,9}\[\s{0,9}(\d{1,10})\s{1,9}(\d{1,10})\s{1,9}(\d{1,10})\s{1,9}(\d{1,10})\s{0,9}\]"
)
# Nobody seals a certificate more often.
MOST = 8
DIGESTS = ("sha256", "sha384", "sha512")
BROKEN = (
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    NotImplementedError,
    OverflowError,
    RecursionError,
    UnsupportedAlgorithm,
)


@dataclass(frozen=True)
class Signature:
    """One seal: up to which byte of the file it covers everything, the SHA-256 of that
    much, of its certificate in hex ("" where there is none), and whether what it covers
    is what was sealed."""

    end: int
    digest: str
    fingerprint: str
    holds: bool


def signatures_in(content: bytes) -> list[Signature]:
    """The seals of a file, in the order they stand in; none in anything else."""
    return list(_found(content))


def _found(content: bytes) -> Iterator[Signature]:
    for number, place in enumerate(RANGES.finditer(content)):
        if number == MOST:
            return
        start, length, again, rest = (int(one) for one in place.groups())
        end = again + rest
        # It covers all but itself, or it seals only what somebody chose to.
        if start or not length < again <= end <= len(content):
            continue
        covered = content[:length] + content[again:end]
        fingerprint, holds = _checked(content[length:again], covered)
        digest = hashlib.sha256(content[:end]).hexdigest()
        yield Signature(end, digest, fingerprint, holds)


def _checked(written: bytes, covered: bytes) -> tuple[str, bool]:
    fingerprint = ""
    try:
        message = bytes.fromhex(written.strip().strip(b"<>").decode("ascii"))
        signed = cms.ContentInfo.load(message)["content"]
        signer = extract_signer_info(signed)
        certificate = extract_certificate_info(signed).signer_cert
        fingerprint = hashlib.sha256(certificate.dump()).hexdigest()
        name = signer["digest_algorithm"]["algorithm"].native
        if name not in DIGESTS:
            return fingerprint, False
        actual = hashlib.new(name, covered).digest()
        return fingerprint, all(
            validate_sig_integrity(signer, certificate, "data", actual)
        )
    except BROKEN:
        return fingerprint, False
