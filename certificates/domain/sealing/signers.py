"""pyHanko's signers: what seals with a key that is at hand.

Loaded when a key is first read (`keys`), as are `signing`, `signatures` and `stores`:
nothing else loads pyHanko.
"""

from cryptography.hazmat.primitives import serialization
from pyhanko.keys import (
    load_certs_from_pemder_data,
    load_private_key_from_pemder_data,
)
from pyhanko.sign.signers import SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore


def certificates_in(content: bytes) -> list:
    """Those of a PEM file, in its order. Raises ValueError."""
    return list(load_certs_from_pemder_data(content))


def key_in(content: bytes, secret: bytes | None):
    """The private key of a PEM file, opened with `secret`. Raises ValueError, or
    TypeError where there should have been a secret, or none."""
    return load_private_key_from_pemder_data(content, secret)


def signer_of(key, certificates: list) -> SimpleSigner:
    """What seals with a key whose certificate is the first; the others lead to one that
    is trusted."""
    known = SimpleCertificateStore()
    known.register_multiple(certificates)
    return SimpleSigner(
        signing_cert=certificates[0], signing_key=key, cert_registry=known
    )


def public_half(key) -> bytes:
    """The public half of a key, as a certificate holds it."""
    private = serialization.load_der_private_key(key.dump(), password=None)
    return private.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
