"""Signatures: whatever is altered, they hold no more."""

import copy
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyld import jsonld

from certificates.domain.badges.contexts import NotKept
from certificates.domain.badges.credential import badge, badge_token, signed_badge
from certificates.domain.badges.did import did_document
from certificates.domain.badges.keys import (
    Algorithm,
    all_keys,
    make_key,
    signing_key,
)
from certificates.domain.badges.proofs import as_token, with_proof
from tests.certificates.domain.reading_badges import (
    proof_holds,
    statements_of,
    token_holds,
    unbase64url,
)


def leaves(value, path=()):
    """The way to every single value in a document."""
    inside = value.items() if isinstance(value, dict) else enumerate(value)
    for name, part in inside:
        if isinstance(part, dict | list):
            yield from leaves(part, (*path, name))
        else:
            yield (*path, name)


def altered(document: dict, path: tuple, change) -> dict:
    document = copy.deepcopy(document)
    place = document
    for name in path[:-1]:
        place = place[name]
    change(place, path[-1])
    return document


def take_out(place, name):
    del place[name]


def put(place, name, other):
    place[name] = other


def holds(credential: dict, document: dict) -> bool:
    """False as well for what cannot be read any more."""
    try:
        return proof_holds(credential, document)
    # Broken documents break in many ways, and none of them verifies.
    except Exception:  # noqa: BLE001
        return False


def test_what_we_sign_verifies(signed, document):
    assert proof_holds(signed, document)


def test_the_same_words_give_the_same_proof(certificate, key, now):
    first = signed_badge(certificate, key, language="en", now=now)
    assert signed_badge(certificate, key, language="en", now=now) == first


def test_another_order_of_writing_says_the_same(signed, document):
    assert proof_holds(dict(reversed(signed.items())), document)


def test_whatever_is_taken_out_is_missed(signed, document):
    kept = [
        path
        for path in leaves(signed)
        if holds(altered(signed, path, take_out), document)
    ]
    assert kept == []


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_whatever_is_changed_is_noticed(data, signed, document):
    path = data.draw(st.sampled_from(sorted(leaves(signed), key=str)))
    other = data.draw(st.text(min_size=1) | st.integers() | st.booleans())
    changed = altered(signed, path, lambda place, name: put(place, name, other))
    assert changed == signed or not holds(changed, document)


def test_every_word_of_a_badge_is_among_what_is_signed(signed):
    """No property is unknown to the vocabularies: such a one would not be signed."""
    credential = {name: said for name, said in signed.items() if name != "proof"}
    said = statements_of(credential)
    for path in leaves(credential):
        if path[0] != "@context":
            assert statements_of(altered(credential, path, take_out)) != said, path


def test_an_unknown_vocabulary_is_refused_not_fetched(signed, key, now):
    signed["@context"].append("https://elsewhere.example/context")
    with pytest.raises(jsonld.JsonLdError) as refused:
        with_proof(signed, key, now=now)
    problem = refused.value
    while isinstance(problem, jsonld.JsonLdError):
        problem = problem.__cause__
    assert isinstance(problem, NotKept)


def test_a_stranger_cannot_sign_for_us(certificate, document, tmp_path, now, settings):
    make_key(tmp_path / "strange" / "1.pem")
    settings.RELAY_BADGE_KEYS = str(tmp_path / "strange")
    forged = signed_badge(certificate, signing_key(), language="en", now=now)
    assert not proof_holds(json.loads(forged), document)


def test_after_a_new_key_old_signatures_still_verify(keys, signed, certificate, now):
    old = badge_token(certificate, signing_key(), language="en")
    make_key(keys / "2027-01.pem")
    document = did_document(all_keys())
    assert proof_holds(signed, document)
    assert token_holds(old, document)
    new = signed_badge(certificate, signing_key(), language="en", now=now)
    assert (
        json.loads(new)["proof"]["verificationMethod"]
        != (signed["proof"]["verificationMethod"])
    )
    assert proof_holds(json.loads(new), document)


def test_a_token_of_a_p256_key_says_so_and_verifies(keys, certificate):
    edwards = badge_token(certificate, signing_key(), language="en")
    make_key(keys / "2027-01.pem", algorithm=Algorithm.ES256)
    p256 = badge_token(certificate, signing_key(), language="en")
    document = did_document(all_keys())
    header, claims, signature = p256.split(".")
    assert json.loads(unbase64url(header)) == {
        "alg": "ES256",
        "kid": document["assertionMethod"][2],
        "typ": "vc+jwt",
    }
    assert claims == edwards.split(".")[1]
    assert token_holds(edwards, document)
    assert token_holds(p256, document)
    other = "B" if signature.startswith("A") else "A"
    assert not token_holds(f"{header}.{claims}.{other}{signature[1:]}", document)


def test_a_token_says_the_same_as_the_file(certificate, key, document):
    token = badge_token(certificate, key, language="en")
    assert token_holds(token, document)
    header, claims, _signature = token.split(".")
    assert json.loads(unbase64url(header)) == {
        "alg": "EdDSA",
        "kid": document["assertionMethod"][1],
        "typ": "vc+jwt",
    }
    credential = badge(certificate, language="en")
    assert json.loads(unbase64url(claims)) == {
        **credential,
        "iss": document["id"],
        "jti": f"urn:uuid:{certificate.uuid}",
        # 21 November 2026 and the end of 21 November 2028, in Brussels.
        "nbf": 1795215600,
        "exp": 1858460400,
    }


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_no_byte_of_a_token_can_be_changed(data, certificate, key, document):
    token = badge_token(certificate, key, language="en")
    place = data.draw(st.integers(0, token.rindex(".") - 1))
    sign = data.draw(st.sampled_from("abcXYZ019-_."))
    changed = token[:place] + sign + token[place + 1 :]
    assert changed == token or not _token_holds(changed, document)


def test_a_subject_with_a_name_of_its_own_has_it_in_the_token(key):
    credential = {
        "id": "urn:uuid:1",
        "issuer": {"id": "did:web:relay.example"},
        "validFrom": "2026-11-21T00:00:00Z",
        "credentialSubject": {"id": "urn:uuid:2"},
    }
    claims = json.loads(unbase64url(as_token(credential, key).split(".")[1]))
    assert claims["sub"] == "urn:uuid:2"
    assert "exp" not in claims


def _token_holds(token: str, document: dict) -> bool:
    try:
        return token_holds(token, document)
    # As above.
    except Exception:  # noqa: BLE001
        return False
