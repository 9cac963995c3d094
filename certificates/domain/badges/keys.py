"""The keys that badges are signed with: files in one folder, never in the database.

`RELAY_BADGE_KEYS` names the folder. Each `*.pem` in it is an Ed25519 key, and names
sort as dates do: the last private key signs. Every key, private or public, stays in
the document in which others look keys up, so what an older one signed still verifies;
of a key that signs no more, its public half is enough.
"""

import hashlib
import json
import logging
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
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


class BrokenKey(ValueError):  # noqa: N818 -- a state of a file, not a fault of ours
    """A file that holds no Ed25519 key we can read."""


@dataclass(frozen=True)
class Key:
    """A key of ours; `private` is None for one that only verifies."""

    public: Ed25519PublicKey
    private: Ed25519PrivateKey | None = None

    @property
    def raw(self) -> bytes:
        """The 32 bytes of the public half."""
        return self.public.public_bytes(Encoding.Raw, PublicFormat.Raw)

    @cached_property
    def multikey(self) -> str:
        """The public half as a word, which is its name in proofs as well."""
        return "z" + base58(MULTICODEC_ED25519 + self.raw)

    @cached_property
    def jwk(self) -> dict[str, str]:
        """The public half as tokens want it."""
        return {"crv": "Ed25519", "kty": "OKP", "x": base64url(self.raw)}

    @cached_property
    def thumbprint(self) -> str:
        """Its name in tokens (RFC 7638)."""
        canonical = json.dumps(self.jwk, separators=(",", ":"), sort_keys=True)
        return base64url(hashlib.sha256(canonical.encode()).digest())


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
    if not isinstance(public, Ed25519PublicKey):
        raise BrokenKey(f"{path.name}: is not an Ed25519 key")
    return Key(public, private)


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
    """The key that signs now; None where badges are not offered."""
    return next((key for key in reversed(all_keys()) if key.private), None)


def make_key(path: Path) -> None:
    """Write a new private key that only the owner of the file may read.

    Raises FileExistsError rather than write over one.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.touch(mode=0o600, exist_ok=False)
    path.write_bytes(
        Ed25519PrivateKey.generate().private_bytes(
            Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
        )
    )
