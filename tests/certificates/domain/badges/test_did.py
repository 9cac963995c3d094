import pytest

from certificates.domain.badges.did import did_document, our_did
from certificates.domain.badges.keys import Algorithm, all_keys, make_key


@pytest.mark.parametrize(
    ("address", "did"),
    [
        ("https://relay.example", "did:web:relay.example"),
        ("http://localhost:8000", "did:web:localhost%3A8000"),
    ],
)
def test_the_signer_is_named_by_its_host(address, did, settings):
    settings.RELAY_BASE_URL = address
    assert our_did() == did


def test_the_document_lists_every_key_in_both_forms(keys, settings):
    settings.RELAY_BASE_URL = "https://relay.example"
    make_key(keys / "2027-01.pem")
    old, new = all_keys()
    document = did_document([old, new])
    assert document["id"] == "did:web:relay.example"
    assert document["assertionMethod"] == [
        f"did:web:relay.example#{name}"
        for name in (old.multikey, old.thumbprint, new.multikey, new.thumbprint)
    ]
    assert [method["type"] for method in document["verificationMethod"]] == [
        "Multikey",
        "JsonWebKey",
    ] * 2


def test_a_key_that_signs_tokens_alone_is_listed_for_tokens_alone(keys):
    make_key(keys / "2027-01.pem", algorithm=Algorithm.ES256)
    edwards, p256 = all_keys()
    document = did_document([edwards, p256])
    assert [method["type"] for method in document["verificationMethod"]] == [
        "Multikey",
        "JsonWebKey",
        "JsonWebKey",
    ]
    assert document["verificationMethod"][2]["publicKeyJwk"] == p256.jwk
    assert set(p256.jwk) == {"crv", "kty", "x", "y"}
    assert document["assertionMethod"][2].endswith(f"#{p256.thumbprint}")


def test_the_document_holds_no_private_half(key, document):
    private = key.private.private_bytes_raw()
    assert "d" not in document["verificationMethod"][1]["publicKeyJwk"]
    assert private.hex() not in str(document)
