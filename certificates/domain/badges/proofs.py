"""Signatures on credentials, in the two forms that wallets and verifiers read."""

import hashlib
import json
from datetime import UTC, datetime

from certificates.domain.badges import did
from certificates.domain.badges.contexts import context
from certificates.domain.badges.encoding import base58, base64url
from certificates.domain.badges.keys import Key

CRYPTOSUITE = "eddsa-rdfc-2022"


def with_proof(credential: dict, key: Key, *, now: datetime) -> dict:
    """The credential with a Data Integrity proof inside it (eddsa-rdfc-2022).

    `key` is one that signs proofs (keys.proof_key). The same credential, key and second give the same proof.
    """
    proof = {
        "type": "DataIntegrityProof",
        "cryptosuite": CRYPTOSUITE,
        "created": instant(now),
        "verificationMethod": did.proof_method(key),
        "proofPurpose": "assertionMethod",
    }
    signed = _digest({"@context": credential["@context"], **proof})
    signed += _digest(credential)
    value = "z" + base58(key.sign(signed))
    return {**credential, "proof": {**proof, "proofValue": value}}


def as_token(credential: dict, key: Key) -> str:
    """The credential as a signed token (VC-JWT), EdDSA or ES256 as its key is.

    Beside the credential's own words stand those that Open Badges asks of a token.
    """
    issuer = credential["issuer"]
    claims = {
        "iss": issuer if isinstance(issuer, str) else issuer["id"],
        "jti": credential["id"],
        "nbf": _seconds(credential["validFrom"]),
    }
    if "id" in credential["credentialSubject"]:
        claims["sub"] = credential["credentialSubject"]["id"]
    if "validUntil" in credential:
        claims["exp"] = _seconds(credential["validUntil"])
    header = {
        "alg": key.algorithm.value,
        "kid": did.token_method(key),
        "typ": "vc+jwt",
    }
    signed = f"{_part(header)}.{_part({**credential, **claims})}"
    return f"{signed}.{base64url(key.sign(signed.encode('ascii')))}"


def instant(moment: datetime) -> str:
    """A moment as credentials write it, to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _digest(document: dict) -> bytes:
    # Inside: with what it would fetch with, it takes 20 MB.
    from pyld import jsonld  # noqa: PLC0415

    # What is said, in one order, however it was written down.
    statements = jsonld.normalize(
        document,
        {
            "algorithm": "URDNA2015",
            "format": "application/n-quads",
            "documentLoader": _load,
        },
    )
    return hashlib.sha256(statements.encode()).digest()


def _load(address: str, _options: dict) -> dict:
    return {
        "contentType": "application/ld+json",
        "contextUrl": None,
        "documentUrl": address,
        "document": context(address),
    }


def _part(content: dict) -> str:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return base64url(text.encode())


def _seconds(written: str) -> int:
    return int(datetime.fromisoformat(written).timestamp())
