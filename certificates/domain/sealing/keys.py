"""The key that seals, and its certificate: the file settings.RELAY_SEAL_FILE. A demo
makes its own.

The file holds, as PEM, a private key (EC P-256 seals in about a tenth of the time of
RSA), the certificate of that key, and those that lead to one which others trust. Where
the key is in a store (`stores`), the file holds the certificates alone.
"""

import contextlib
import os
import tempfile
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from certificates.domain.sealing.reasons import (
    BROKEN,
    NO_KEY,
    OTHER,
    OVER,
    TOO_EARLY,
    SealUnavailable,
    unavailable,
)

if TYPE_CHECKING:
    from pyhanko.sign.signers import Signer

__all__ = [
    "SealKey",
    "SealUnavailable",
    "seal_key",
]


@dataclass(frozen=True)
class SealKey:
    """`fingerprint` is the SHA-256 of its certificate in hex, `expires_at` when that
    ends."""

    signer: "Signer"
    fingerprint: str
    expires_at: datetime


def seal_key(*, now: datetime) -> SealKey:
    """The key to seal with. Read anew each time: a new file counts at once.

    Raises SealUnavailable where there is none that counts now.
    """
    path = _path(now)
    if path is None:
        raise unavailable(NO_KEY)
    # Inside: pyHanko takes 27 MB, and only a process that seals needs it.
    from certificates.domain.sealing import signers  # noqa: PLC0415

    in_store = _is_in_store()
    try:
        content = path.read_bytes()
        key = None if in_store else _private(content)
        certificates = signers.certificates_in(
            _part(content, b"CERTIFICATE", many=True)
        )
    except (OSError, ValueError, TypeError, LookupError) as problem:
        raise unavailable(BROKEN) from problem
    own = certificates[0]
    if not in_store and own.public_key.dump() != signers.public_half(key):
        raise unavailable(OTHER)
    if now < own.not_valid_before:
        raise unavailable(TOO_EARLY)
    if now > own.not_valid_after:
        raise unavailable(OVER)
    signer = (
        _from_store(certificates) if in_store else signers.signer_of(key, certificates)
    )
    return SealKey(signer, sha256(own.dump()).hexdigest(), own.not_valid_after)


def _is_in_store() -> bool:
    return bool(settings.RELAY_SEAL_PKCS11_MODULE)


def _from_store(certificates: list) -> "Signer":
    # Inside: few installations have a store.
    from certificates.domain.sealing.stores import store_signer  # noqa: PLC0415

    return store_signer(certificates)


def _private(content: bytes):
    # Inside, as in seal_key.
    from certificates.domain.sealing import signers  # noqa: PLC0415

    secret = settings.RELAY_SEAL_PASSPHRASE.encode() or None
    return signers.key_in(_part(content, b"PRIVATE KEY"), secret)


def _part(content: bytes, kind: bytes, *, many: bool = False) -> bytes:
    """The blocks of a kind in a PEM file. Raises ValueError where there is none."""
    found, block = [], None
    for line in content.splitlines():
        if line.startswith(b"-----BEGIN ") and kind in line:
            block = []
        if block is not None:
            block.append(line)
            if line.startswith(b"-----END "):
                found.append(b"\n".join(block))
                block = None
    if not found:
        raise ValueError(f"no {kind.decode()}")
    return b"\n".join(found if many else found[:1]) + b"\n"


def _path(now: datetime) -> Path | None:
    if not settings.RELAY_SEAL_FILE:
        return None
    path = Path(settings.RELAY_SEAL_FILE)
    if settings.RELAY_DEMO and not _is_in_store() and not path.exists():
        # Inside: only a demo that seals for the first time makes one.
        from certificates.domain.sealing.demo import demo_key  # noqa: PLC0415

        _put(path, demo_key(now=now))
    return path


def _put(path: Path, content: bytes) -> None:
    """Write a file that only its owner reads, unless another process was first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    with contextlib.suppress(FileExistsError):
        os.link(beside, path)
    Path(beside).unlink()
