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
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.conf import settings
from pyhanko.keys import (
    load_certs_from_pemder_data,
    load_private_key_from_pemder_data,
)
from pyhanko.sign.signers import Signer, SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from certificates.domain.sealing import stores
from certificates.domain.sealing.reasons import (
    BROKEN,
    NO_KEY,
    OTHER,
    OVER,
    TOO_EARLY,
    SealUnavailable,
    unavailable,
)

__all__ = [
    "SealKey",
    "SealUnavailable",
    "certificate_of",
    "demo_key",
    "seal_key",
]

# What a demo seals with, for as long as a demo may run.
DEMO_NAME, DEMO_YEARS = "Relay demo: proves nothing", 30


@dataclass(frozen=True)
class SealKey:
    """`fingerprint` is the SHA-256 of its certificate in hex, `expires_at` when that
    ends."""

    signer: Signer
    fingerprint: str
    expires_at: datetime


def seal_key(*, now: datetime) -> SealKey:
    """The key to seal with. Read anew each time: a new file counts at once.

    Raises SealUnavailable where there is none that counts now.
    """
    path = _path(now)
    if path is None:
        raise unavailable(NO_KEY)
    in_store = stores.is_configured()
    try:
        content = path.read_bytes()
        key = None if in_store else _private(content)
        certificates = list(
            load_certs_from_pemder_data(_part(content, b"CERTIFICATE", many=True))
        )
    except (OSError, ValueError, TypeError, LookupError) as problem:
        raise unavailable(BROKEN) from problem
    own = certificates[0]
    if not in_store and own.public_key.dump() != _public(key):
        raise unavailable(OTHER)
    if now < own.not_valid_before:
        raise unavailable(TOO_EARLY)
    if now > own.not_valid_after:
        raise unavailable(OVER)
    signer = stores.store_signer(certificates) if in_store else _by(key, certificates)
    return SealKey(signer, sha256(own.dump()).hexdigest(), own.not_valid_after)


def _private(content: bytes):
    secret = settings.RELAY_SEAL_PASSPHRASE.encode() or None
    return load_private_key_from_pemder_data(_part(content, b"PRIVATE KEY"), secret)


def _by(key, certificates: list) -> SimpleSigner:
    known = SimpleCertificateStore()
    known.register_multiple(certificates)
    return SimpleSigner(
        signing_cert=certificates[0], signing_key=key, cert_registry=known
    )


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


def _public(key) -> bytes:
    """The public half of a key, as a certificate holds it."""
    private = serialization.load_der_private_key(key.dump(), password=None)
    return private.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def _path(now: datetime) -> Path | None:
    if not settings.RELAY_SEAL_FILE:
        return None
    path = Path(settings.RELAY_SEAL_FILE)
    if settings.RELAY_DEMO and not stores.is_configured() and not path.exists():
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


def demo_key(*, now: datetime) -> bytes:
    """A key and a certificate that vouches for itself, for a demo and for tests."""
    key = ec.generate_private_key(ec.SECP256R1())
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ) + certificate_of(key, now=now).public_bytes(serialization.Encoding.PEM)


def certificate_of(key, *, now: datetime) -> x509.Certificate:
    """A certificate by which a key vouches for itself, from a day before `now`."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, DEMO_NAME)])
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=365 * DEMO_YEARS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_FOR_DOCUMENTS, critical=True)
        .sign(key, hashes.SHA256())
    )


_FOR_DOCUMENTS = x509.KeyUsage(
    digital_signature=True,
    content_commitment=True,
    key_encipherment=False,
    data_encipherment=False,
    key_agreement=False,
    key_cert_sign=False,
    crl_sign=False,
    encipher_only=False,
    decipher_only=False,
)
