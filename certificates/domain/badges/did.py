"""Who signs: a did:web, whose document lists the keys under our own address."""

from urllib.parse import quote, urlsplit

from django.conf import settings

from certificates.domain.badges.keys import Key

CONTEXTS = [
    "https://www.w3.org/ns/did/v1",
    "https://w3id.org/security/multikey/v1",
    "https://w3id.org/security/jwk/v1",
]


def our_did() -> str:
    """The name under which this installation signs, such as did:web:relay.example.

    It follows from RELAY_BASE_URL: whoever moves to another host is another signer.
    """
    return f"did:web:{quote(urlsplit(settings.RELAY_BASE_URL).netloc, safe='.-')}"


def proof_method(key: Key) -> str:
    """The full name of a key as Data Integrity proofs give it."""
    return f"{our_did()}#{key.multikey}"


def token_method(key: Key) -> str:
    """The full name of the same key as tokens give it."""
    return f"{our_did()}#{key.thumbprint}"


def did_document(keys: list[Key]) -> dict:
    """What /.well-known/did.json says: each key as tokens want it, and as proofs want
    it where it can sign them; for nothing but vouching for credentials."""
    did = our_did()
    methods = []
    for key in keys:
        if key.multikey:
            methods.append(
                {
                    "id": proof_method(key),
                    "type": "Multikey",
                    "controller": did,
                    "publicKeyMultibase": key.multikey,
                }
            )
        methods.append(
            {
                "id": token_method(key),
                "type": "JsonWebKey",
                "controller": did,
                "publicKeyJwk": key.jwk,
            }
        )
    return {
        "@context": CONTEXTS,
        "id": did,
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
    }
