import stat

import pytest

from certificates.domain.sealing.keys import SealUnavailable, seal_key
from certificates.domain.sealing.signatures import signatures_in
from certificates.domain.sealing.signing import seal
from tests.certificates.domain.sealing.pages import one_page
from tests.factories.seals import EARLIER, LATER, locked, parts_of, write_key


def why(*, now) -> str:
    with pytest.raises(SealUnavailable) as found:
        seal_key(now=now)
    assert found.value.message
    return found.value.code


def test_a_key_names_its_certificate_and_its_end(key_file, now):
    key = seal_key(now=now)

    assert key.signer.signing_cert.subject.native["common_name"].startswith(
        "Relay demo"
    )
    assert len(key.fingerprint) == 64
    assert key.expires_at > now


def test_without_a_file_there_is_none(settings, now):
    settings.RELAY_SEAL_FILE = ""
    assert why(now=now) == "none"


def test_a_file_that_is_not_there_is_no_reason_to_make_one_outside_a_demo(
    settings, tmp_path, now
):
    settings.RELAY_DEMO = False
    settings.RELAY_SEAL_FILE = str(tmp_path / "seal.pem")

    assert why(now=now) == "broken"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff" * 50,
        b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
    ],
)
def test_what_holds_no_key_says_so(content, key_file, now):
    key_file.write_bytes(content)
    assert why(now=now) == "broken"


@pytest.mark.parametrize("kept", [0, 1])
def test_half_a_file_is_none(kept, key_file, now):
    key_file.write_bytes(parts_of(key_file)[kept])
    assert why(now=now) == "broken"


@pytest.mark.parametrize(("moment", "code"), [(EARLIER, "early"), (LATER, "over")])
def test_a_certificate_counts_in_its_time(moment, code, key_file):
    assert why(now=moment) == code


def test_a_certificate_of_another_key_is_refused(key_file, tmp_path, now):
    other = write_key(tmp_path / "other.pem")
    key_file.write_bytes(parts_of(key_file)[0] + parts_of(other)[1])

    assert why(now=now) == "other"


def test_a_locked_key_needs_its_passphrase(key_file, settings, now):
    key, certificate = parts_of(key_file)
    key_file.write_bytes(locked(key, b"open it") + certificate)

    assert why(now=now) == "broken"
    settings.RELAY_SEAL_PASSPHRASE = "wrong"
    assert why(now=now) == "broken"
    settings.RELAY_SEAL_PASSPHRASE = "open it"
    assert seal_key(now=now).fingerprint


def test_a_demo_makes_its_own_once_for_its_owner_alone(settings, tmp_path, now):
    path = tmp_path / "var" / "seal.pem"
    settings.RELAY_SEAL_FILE = str(path)

    first, second = seal_key(now=now), seal_key(now=now)

    assert first.fingerprint == second.fingerprint
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in path.parent.iterdir()] == ["seal.pem"]


def test_certificates_above_ours_go_into_the_seal(key_file, tmp_path, now):
    above = write_key(tmp_path / "above.pem")
    key_file.write_bytes(key_file.read_bytes() + parts_of(above)[1])
    key = seal_key(now=now)

    assert len(list(key.signer.cert_registry)) == 2
    (found,) = signatures_in(seal(one_page(), issuer="Relay", key=key))
    assert found.holds
    assert found.fingerprint == key.fingerprint
