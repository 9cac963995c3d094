import subprocess
from shutil import which

import pytest

from certificates.domain.document import certificate_pdf
from certificates.domain.sealing.keys import seal_key
from certificates.domain.sealing.signatures import signatures_in
from certificates.domain.sealing.signing import configured_timestamper, seal
from tests.certificates.domain.sealing.pages import one_page
from tests.factories.seals import authority, write_rsa_key


def said_by(program: str, *arguments: str) -> str:
    if which(program) is None:
        pytest.skip(f"{program} is not installed")
    done = subprocess.run(
        [program, *arguments], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture
def sealed(certificate, key_file, now) -> bytes:
    body = certificate_pdf(certificate, language="en")
    return seal(body, issuer="Beekstad", key=seal_key(now=now))


def test_poppler_finds_the_seal_valid_and_over_the_whole(sealed, tmp_path):
    path = tmp_path / "sealed.pdf"
    path.write_bytes(sealed)

    told = said_by("pdfsig", "-nocert", str(path))

    assert "Signature Validation: Signature is Valid." in told
    assert "Total document signed" in told
    assert "Signature Type: ETSI.CAdES.detached" in told


def test_a_changed_byte_is_told_by_poppler_too(sealed, tmp_path):
    path = tmp_path / "sealed.pdf"
    path.write_bytes(sealed.replace(b"%PDF-1.4", b"%PDF-1.5", 1))

    assert "Digest Mismatch" in said_by("pdfsig", "-nocert", str(path))


def test_qpdf_finds_nothing_wrong(sealed, tmp_path):
    path = tmp_path / "sealed.pdf"
    path.write_bytes(sealed)

    assert "No syntax or stream encoding errors" in said_by(
        "qpdf", "--check", str(path)
    )


def test_the_document_before_it_was_sealed_is_its_beginning(sealed, certificate):
    assert sealed.startswith(certificate_pdf(certificate, language="en"))
    assert b"/Lang (en)" in sealed
    assert b"/DisplayDocTitle true" in sealed


def test_the_seal_covers_all_and_names_its_key(sealed, now):
    (found,) = signatures_in(sealed)

    assert found.end == len(sealed)
    assert found.fingerprint == seal_key(now=now).fingerprint
    assert found.holds


@pytest.mark.parametrize("has_time", [False, True])
def test_a_large_key_with_certificates_above_it_has_room(
    has_time, settings, tmp_path, now
):
    settings.RELAY_SEAL_FILE = str(write_rsa_key(tmp_path / "rsa.pem", above=3))
    clock = authority() if has_time else None

    content = seal(
        one_page(), issuer="Beekstad", key=seal_key(now=now), timestamper=clock
    )

    (found,) = signatures_in(content)
    assert found.holds
    path = tmp_path / "sealed.pdf"
    path.write_bytes(content)
    told = said_by("pdfsig", "-nocert", str(path))
    assert "Signature Validation: Signature is Valid." in told


def test_an_authority_s_time_is_under_the_seal(key_file, now):
    key = seal_key(now=now)

    plain = seal(one_page(), issuer="Beekstad", key=key)
    stamped = seal(one_page(), issuer="Beekstad", key=key, timestamper=authority())

    # 1.2.840.113549.1.9.16.2.14, the attribute that holds it (RFC 3161).
    attribute = bytes.fromhex("060b2a864886f70d010910020e").hex().encode()
    assert attribute not in plain.lower()
    assert attribute in stamped.lower()
    assert signatures_in(stamped)[0].holds


def test_whom_to_ask_for_the_time_is_configured(settings):
    assert configured_timestamper() is None
    settings.RELAY_SEAL_TIMESTAMP_URL = "http://127.0.0.1:9/"
    assert configured_timestamper().url == "http://127.0.0.1:9/"
