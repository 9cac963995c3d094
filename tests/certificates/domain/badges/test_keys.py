import logging
import stat

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from certificates.domain.badges.keys import (
    BrokenKey,
    all_keys,
    make_key,
    read_key,
    signing_key,
)


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


def test_only_ed25519_will_do(tmp_path):
    path = tmp_path / "ec.pem"
    path.write_bytes(
        generate_private_key(SECP256R1()).private_bytes(
            Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
        )
    )
    with pytest.raises(BrokenKey, match=r"ec\.pem: is not an Ed25519 key"):
        read_key(path)


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
