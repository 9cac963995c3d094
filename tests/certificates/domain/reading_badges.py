"""Checks what we sign, with nothing of what signs it but the vocabularies."""

import base64
import hashlib
import json

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from pyld import jsonld

from certificates.domain.badges.contexts import context

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def unbase58(text: str) -> bytes:
    """The bytes of a text such as z6Mk…"""
    number = 0
    for sign in text[1:]:
        number = number * 58 + ALPHABET.index(sign)
    zeros = len(text[1:]) - len(text[1:].lstrip("1"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")


def unbase64url(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def proof_holds(credential: dict, document: dict) -> bool:
    """Whether the Data Integrity proof is of one of the document's keys, and of these
    words."""
    proof = dict(credential["proof"])
    value = proof.pop("proofValue")
    if proof["verificationMethod"] not in document["assertionMethod"]:
        return False
    multikey = _method(document, proof["verificationMethod"])["publicKeyMultibase"]
    public = Ed25519PublicKey.from_public_bytes(unbase58(multikey)[2:])
    words = {name: said for name, said in credential.items() if name != "proof"}
    said = {"@context": credential["@context"], **proof}
    try:
        public.verify(unbase58(value), _digest(said) + _digest(words))
    except InvalidSignature:
        return False
    return True


def token_holds(token: str, document: dict) -> bool:
    """Whether a token is signed with one of the document's keys."""
    signed, _dot, signature = token.rpartition(".")
    header = json.loads(unbase64url(signed.split(".")[0]))
    jwk = _method(document, header["kid"])["publicKeyJwk"]
    verify = {"EdDSA": _verify_edwards, "ES256": _verify_p256}[header["alg"]]
    try:
        verify(jwk, unbase64url(signature), signed.encode())
    except InvalidSignature:
        return False
    return True


def _verify_edwards(jwk: dict, signature: bytes, content: bytes) -> None:
    public = Ed25519PublicKey.from_public_bytes(unbase64url(jwk["x"]))
    public.verify(signature, content)


def _verify_p256(jwk: dict, signature: bytes, content: bytes) -> None:
    x, y, r, s = (
        int.from_bytes(part, "big")
        for part in (
            unbase64url(jwk["x"]),
            unbase64url(jwk["y"]),
            signature[:32],
            signature[32:],
        )
    )
    public = ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()
    public.verify(encode_dss_signature(r, s), content, ec.ECDSA(SHA256()))


def statements_of(document: dict) -> str:
    """What a document says, in the one order in which it is signed."""
    return jsonld.normalize(
        document,
        {
            "algorithm": "URDNA2015",
            "format": "application/n-quads",
            "documentLoader": lambda address, _options: {
                "contextUrl": None,
                "documentUrl": address,
                "document": context(address),
            },
        },
    )


def _digest(document: dict) -> bytes:
    return hashlib.sha256(statements_of(document).encode()).digest()


def _method(document: dict, name: str) -> dict:
    return next(one for one in document["verificationMethod"] if one["id"] == name)
