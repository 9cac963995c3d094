import logging
import stat
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256K1,
    SECP256R1,
    SECP384R1,
    EllipticCurvePublicNumbers,
    generate_private_key,
)
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from certificates.domain.badges.keys import (
    Algorithm,
    BrokenKey,
    all_keys,
    make_key,
    proof_key,
    read_key,
    signing_key,
)
from tests.certificates.domain.reading_badges import unbase64url


def test_without_a_folder_there_is_no_key(settings):
    settings.RELAY_BADGE_KEYS = ""
    assert all_keys() == []
    assert signing_key() is None


def test_a_folder_that_is_not_there_holds_no_key(settings, tmp_path):
    settings.RELAY_BADGE_KEYS = str(tmp_path / "nowhere")
    assert all_keys() == []


def test_a_key_is_readable_by_its_owner_alone_and_never_written_over(tmp_path):
    path = tmp_path / "keys" / "2026.pem"
    make_key(path)
    before = path.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with pytest.raises(FileExistsError):
        make_key(path)
    assert path.read_bytes() == before


def test_the_newest_signs_and_the_older_stay_known(keys):
    old = signing_key()
    make_key(keys / "2027-01.pem")
    new = signing_key()
    assert new.multikey != old.multikey
    assert [key.multikey for key in all_keys()] == [old.multikey, new.multikey]


def test_of_a_key_that_signs_no_more_the_public_half_is_enough(keys):
    old = signing_key()
    make_key(keys / "2027-01.pem")
    (keys / "2026-01.pem").write_bytes(
        old.public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    )
    kept, new = all_keys()
    assert (kept.multikey, kept.private) == (old.multikey, None)
    assert signing_key().multikey == new.multikey


def test_a_public_half_alone_does_not_sign(keys):
    public = signing_key().public.public_bytes(
        Encoding.PEM, PublicFormat.SubjectPublicKeyInfo
    )
    (keys / "2026-01.pem").write_bytes(public)
    assert len(all_keys()) == 1
    assert signing_key() is None


def test_a_broken_file_is_logged_and_stops_no_other(keys, caplog):
    good = signing_key()
    (keys / "2027-01.pem").write_text("not a key")
    with caplog.at_level(logging.ERROR):
        assert signing_key().multikey == good.multikey
    assert "2027-01.pem" in caplog.text


def test_the_newest_of_any_kind_signs_tokens_and_the_newest_edwards_proofs(keys):
    edwards = signing_key()
    make_key(keys / "2027-01.pem", algorithm=Algorithm.ES256)
    p256 = signing_key()
    assert (edwards.algorithm, p256.algorithm) == (Algorithm.EDDSA, Algorithm.ES256)
    assert proof_key().thumbprint == edwards.thumbprint
    assert p256.multikey is None
    make_key(keys / "2028-01.pem")
    assert (
        signing_key().thumbprint == proof_key().thumbprint == all_keys()[2].thumbprint
    )


def test_without_an_edwards_key_nothing_signs_proofs(keys):
    make_key(keys / "2026-01-p256.pem", algorithm=Algorithm.ES256)
    (keys / "2026-01.pem").unlink()
    assert proof_key() is None
    assert signing_key().algorithm is Algorithm.ES256


def test_the_public_half_of_a_p256_key_is_kept_too(keys):
    make_key(keys / "2027-01.pem", algorithm=Algorithm.ES256)
    old = signing_key()
    (keys / "2027-01.pem").write_bytes(
        old.public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    )
    kept = all_keys()[1]
    assert (kept.jwk, kept.private) == (old.jwk, None)
    assert signing_key().algorithm is Algorithm.EDDSA


@pytest.mark.parametrize("curve", [SECP384R1(), SECP256K1()])
def test_another_curve_will_not_do(curve, tmp_path):
    path = tmp_path / "ec.pem"
    path.write_bytes(
        generate_private_key(curve).private_bytes(
            Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
        )
    )
    with pytest.raises(BrokenKey, match=r"ec\.pem: is neither an Ed25519 nor a P-256"):
        read_key(path)


def test_a_signature_of_p256_is_64_bytes_however_small_its_halves(tmp_path):
    make_key(tmp_path / "key.pem", algorithm=Algorithm.ES256)
    key = read_key(tmp_path / "key.pem")
    # Of a few hundred, some half begins with a zero byte.
    assert {len(key.sign(b"%d" % one)) for one in range(300)} == {64}


def test_a_key_has_the_names_that_the_standards_give_it(tmp_path):
    # The key of RFC 8037, appendix A, with its thumbprint there.
    path = tmp_path / "rfc.pem"
    path.write_text(
        "-----BEGIN PUBLIC KEY-----\n"
        "MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n"
        "-----END PUBLIC KEY-----\n"
    )
    key = read_key(path)
    assert key.jwk["x"] == "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
    assert key.thumbprint == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
    assert key.multikey.startswith("z6Mk")


def test_a_p256_key_has_the_names_that_the_standards_give_it(tmp_path):
    # The key of RFC 7515, appendix A.3.
    path = tmp_path / "rfc.pem"
    path.write_bytes(
        EllipticCurvePublicNumbers(
            int.from_bytes(unbase64url("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU")),
            int.from_bytes(unbase64url("x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0")),
            SECP256R1(),
        )
        .public_key()
        .public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    )
    key = read_key(path)
    assert key.jwk == {
        "crv": "P-256",
        "kty": "EC",
        "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
        "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
    }
    # RFC 7638: the members that are required, sorted, without spaces.
    canonical = (
        '{"crv":"P-256","kty":"EC",'
        '"x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",'
        '"y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}'
    )
    assert unbase64url(key.thumbprint) == sha256(canonical.encode()).digest()
