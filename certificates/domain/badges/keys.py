"""The keys that badges are signed with: files in one folder, never in the database.

`RELAY_BADGE_KEYS` names the folder. Each `*.pem` in it is an Ed25519 or a P-256 key,
and names sort as dates do: the last private key signs tokens, the last private one of
Ed25519 the proofs inside files, which no other kind can. Every key, private or public,
stays in the document in which others look keys up, so what an older one signed still
verifies; of a key that signs no more, its public half is enough.
"""

import hashlib
import json
import logging
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)
from django.conf import settings

from certificates.domain.badges.encoding import base58, base64url

logger = logging.getLogger(__name__)

# What "an Ed25519 public key follows" looks like in a multikey.
MULTICODEC_ED25519 = b"\xed\x01"
# Bytes of a coordinate of a P-256 key, and of each half of what it signs.
P256_BYTES = 32


class Algorithm(StrEnum):
    """How a key signs, by its name in tokens (RFC 7518, RFC 8037)."""

    EDDSA = "EdDSA"
    ES256 = "ES256"


class BrokenKey(ValueError):  # noqa: N818 -- a state of a file, not a fault of ours
    """A file that holds no key we can read, or one of another kind."""


@dataclass(frozen=True)
class Key:
    """A key of ours; `private` is None for one that only verifies."""

    public: Ed25519PublicKey | EllipticCurvePublicKey
    private: Ed25519PrivateKey | EllipticCurvePrivateKey | None = None

    @property
    def algorithm(self) -> Algorithm:
        """How it signs."""
        is_edwards = isinstance(self.public, Ed25519PublicKey)
        return Algorithm.EDDSA if is_edwards else Algorithm.ES256

    @cached_property
    def multikey(self) -> str | None:
        """The public half as a word, which is its name in proofs as well; None for a key
        that signs no proofs."""
        if self.algorithm is not Algorithm.EDDSA:
            return None
        raw = self.public.public_bytes(Encoding.Raw, PublicFormat.Raw)
        return "z" + base58(MULTICODEC_ED25519 + raw)

    @cached_property
    def jwk(self) -> dict[str, str]:
        """The public half as tokens want it."""
        if self.algorithm is Algorithm.EDDSA:
            raw = self.public.public_bytes(Encoding.Raw, PublicFormat.Raw)
            return {"crv": "Ed25519", "kty": "OKP", "x": base64url(raw)}
        point = self.public.public_numbers()
        x, y = (base64url(_filled(one)) for one in (point.x, point.y))
        return {"crv": "P-256", "kty": "EC", "x": x, "y": y}

    @cached_property
    def thumbprint(self) -> str:
        """Its name in tokens (RFC 7638)."""
        canonical = json.dumps(self.jwk, separators=(",", ":"), sort_keys=True)
        return base64url(hashlib.sha256(canonical.encode()).digest())

    def sign(self, content: bytes) -> bytes:
        """64 bytes. Ed25519 gives the same ones each time, P-256 others."""
        if self.algorithm is Algorithm.EDDSA:
            return self.private.sign(content)
        halves = decode_dss_signature(self.private.sign(content, ECDSA(SHA256())))
        return b"".join(_filled(one) for one in halves)


def _filled(number: int) -> bytes:
    return number.to_bytes(P256_BYTES, "big")


def folder() -> Path | None:
    """Where the keys are; None where this installation has none."""
    named = settings.RELAY_BADGE_KEYS
    return Path(named) if named else None


def read_key(path: Path) -> Key:
    """The key in a file. Raises BrokenKey."""
    try:
        content = path.read_bytes()
        if b"PUBLIC KEY" in content:
            private, public = None, load_pem_public_key(content)
        else:
            private = load_pem_private_key(content, password=None)
            public = private.public_key()
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as problem:
        raise BrokenKey(f"{path.name}: {problem}") from problem
    if not _is_of_use(public):
        raise BrokenKey(f"{path.name}: is neither an Ed25519 nor a P-256 key")
    return Key(public, private)


def _is_of_use(public) -> bool:
    if isinstance(public, EllipticCurvePublicKey):
        return isinstance(public.curve, SECP256R1)
    return isinstance(public, Ed25519PublicKey)


def all_keys() -> list[Key]:
    """Every key there is, the oldest first. A file that cannot be read is logged and
    left out: the others go on signing and verifying."""
    keys = []
    for path in key_files():
        try:
            keys.append(read_key(path))
        except BrokenKey as problem:
            logger.error("A key of badges cannot be used: %s", problem)
    return keys


def key_files() -> list[Path]:
    """The files with keys, the oldest first; none where the folder is not there."""
    where = folder()
    return sorted(where.glob("*.pem")) if where else []


def signing_key() -> Key | None:
    """The key that signs tokens now; None where badges are not offered."""
    return _last(all_keys())


def proof_key() -> Key | None:
    """The key that signs proofs now; None where badges are offered as tokens alone, or
    not at all."""
    return _last([key for key in all_keys() if key.multikey])


def _last(keys: list[Key]) -> Key | None:
    return next((key for key in reversed(keys) if key.private), None)


def make_key(path: Path, *, algorithm: Algorithm = Algorithm.EDDSA) -> None:
    """Write a new private key that only the owner of the file may read.

    Raises FileExistsError rather than write over one.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.touch(mode=0o600, exist_ok=False)
    key = (
        Ed25519PrivateKey.generate()
        if algorithm is Algorithm.EDDSA
        else generate_private_key(SECP256R1())
    )
    path.write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )
