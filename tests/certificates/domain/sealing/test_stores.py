"""A key that never leaves its store (PKCS#11)."""

import logging

import pytest
from django.urls import reverse

from certificates.checks import seal_key_lasts
from certificates.domain.document import certificate_pdf
from certificates.domain.sealing import stores
from certificates.domain.sealing.examining import examine
from certificates.domain.sealing.keeping import pdf_of, sealed_in, sweep
from certificates.domain.sealing.keys import SealUnavailable, seal_key
from certificates.domain.sealing.signatures import signatures_in
from certificates.domain.sealing.signing import seal
from certificates.enums import Verdict
from certificates.tasks import seal_certificate
from tests.certificates.domain.sealing.pages import one_page
from tests.certificates.domain.sealing.test_signing import said_by
from tests.factories.seals import parts_of, write_key, write_rsa_key
from tests.factories.stores import KEY, PIN, TOKEN, make_store, softhsm


@pytest.fixture
def module():
    found = softhsm()
    if found is None:
        pytest.skip("softhsm2 is not installed")
    return found


@pytest.fixture
def store_of(module, settings, tmp_path, monkeypatch):
    """Makes a store that this test's settings name, of the key in a file."""
    monkeypatch.setenv("SOFTHSM2_CONF", str(tmp_path / "softhsm2.conf"))
    monkeypatch.setattr(stores._Process, "refused", set())

    def make(seal_file):
        settings.RELAY_SEAL_FILE = str(seal_file)
        settings.RELAY_SEAL_PKCS11_MODULE = str(module)
        settings.RELAY_SEAL_PKCS11_TOKEN = TOKEN
        settings.RELAY_SEAL_PKCS11_KEY = KEY
        settings.RELAY_SEAL_PKCS11_PIN = PIN
        made = make_store(module, tmp_path, seal_file)
        # Whatever another test opened in this process is another store.
        stores._forget()
        return made

    yield make
    if settings.RELAY_SEAL_PKCS11_MODULE:
        settings.RELAY_SEAL_PKCS11_MODULE = str(module)
        stores._forget()


@pytest.fixture
def store(store_of, key_file):
    return store_of(key_file)


def why(*, now) -> str:
    with pytest.raises(SealUnavailable) as found:
        seal_key(now=now)
    assert found.value.message
    return found.value.code


def test_it_seals_and_the_key_is_in_no_file(store, key_file, now):
    assert b"PRIVATE" not in key_file.read_bytes()
    key = seal_key(now=now)

    for _twice in range(2):
        (found,) = signatures_in(seal(one_page(), issuer="Relay", key=key))
        assert found.holds
        assert found.fingerprint == key.fingerprint


def test_a_key_of_rsa_seals_too_with_the_certificates_above_it(store_of, tmp_path, now):
    store_of(write_rsa_key(tmp_path / "rsa.pem", above=1))
    key = seal_key(now=now)

    assert len(list(key.signer.cert_registry)) == 2
    (found,) = signatures_in(seal(one_page(), issuer="Relay", key=key))
    assert found.holds


def test_poppler_finds_it_valid(store, now, tmp_path):
    path = tmp_path / "sealed.pdf"
    path.write_bytes(seal(one_page(), issuer="Relay", key=seal_key(now=now)))

    told = said_by("pdfsig", "-nocert", str(path))
    assert "Signature Validation: Signature is Valid." in told


def test_an_award_is_sealed_with_it_and_genuine(store, certificate, now):
    seal_certificate.func(certificate.pk)

    content, is_sealed = pdf_of(certificate, language="en", now=now)
    assert is_sealed
    assert examine(content).verdict is Verdict.GENUINE


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("RELAY_SEAL_PKCS11_MODULE", "/nowhere/library.so"),
        ("RELAY_SEAL_PKCS11_TOKEN", "another"),
        ("RELAY_SEAL_PKCS11_KEY", "another"),
    ],
)
def test_what_is_not_there_says_so(setting, value, store, settings, now, caplog):
    seal_key(now=now)
    setattr(settings, setting, value)

    assert why(now=now) == "store"
    assert "The key store of the seal" in caplog.text


def test_without_its_certificates_it_does_not_seal(store, settings, key_file, now):
    key_file.write_bytes(b"")
    assert why(now=now) == "broken"
    settings.RELAY_SEAL_FILE = ""
    assert why(now=now) == "none"


def test_a_demo_makes_no_key_beside_a_store(store, settings, key_file, now):
    settings.RELAY_DEMO = True
    key_file.unlink()

    assert why(now=now) == "broken"
    assert not key_file.exists()


def test_a_wrong_pin_is_tried_once(store, settings, now, monkeypatch):
    """A store locks itself after a few."""
    tried = []
    whole = stores.open_pkcs11_session

    def counted(*arguments, **options):
        tried.append(options["user_pin"])
        return whole(*arguments, **options)

    monkeypatch.setattr(stores, "open_pkcs11_session", counted)
    settings.RELAY_SEAL_PKCS11_PIN = "wrong-one"

    assert [why(now=now) for _try in range(3)] == ["pin"] * 3
    assert tried == ["wrong-one"]
    settings.RELAY_SEAL_PKCS11_PIN = PIN
    assert seal_key(now=now).fingerprint


def test_without_a_pin_the_key_is_not_seen(store, settings, now):
    settings.RELAY_SEAL_PKCS11_PIN = ""
    assert why(now=now) == "store"


@pytest.mark.parametrize("write", [write_key, write_rsa_key])
def test_a_certificate_of_another_key_is_refused(write, store, key_file, tmp_path, now):
    other = write(tmp_path / "other.pem")
    key_file.write_bytes(parts_of(other)[1])

    assert why(now=now) == "other"


def test_a_new_certificate_counts_at_once(store, settings, tmp_path, now):
    first = seal_key(now=now)
    other = write_key(tmp_path / "other.pem")
    own, settings.RELAY_SEAL_FILE = settings.RELAY_SEAL_FILE, str(other)

    assert why(now=now) == "other"
    settings.RELAY_SEAL_FILE = own
    assert seal_key(now=now).fingerprint == first.fingerprint


def test_taken_out_it_waits_and_put_back_it_seals(
    store, certificate, client, bob, now, caplog
):
    seal_key(now=now)
    store.take_away()

    with caplog.at_level(logging.ERROR):
        seal_certificate.func(certificate.pk)
        assert sweep(now) == 0
    assert "is not sealed yet: store" in caplog.text
    assert "wait for their seal: store" in caplog.text
    body = certificate_pdf(certificate, language="en")
    assert pdf_of(certificate, language="en", now=now) == (body, False)
    client.force_login(bob)
    page = client.get(reverse("certificates:detail", args=[certificate.uuid]))
    assert "The PDF has no seal yet." in page.text
    assert [found.id for found in seal_key_lasts(None)] == ["certificates.W003"]

    store.put_back()

    assert sweep(now) == 1
    assert sealed_in(certificate, "en").key == seal_key(now=now).fingerprint
    assert seal_key_lasts(None) == []


def test_gone_between_asking_and_sealing_it_says_so(store, now):
    key = seal_key(now=now)
    stores._Process.opened.session.close()

    with pytest.raises(SealUnavailable) as found:
        seal(one_page(), issuer="Relay", key=key)
    assert found.value.code == "store"


# The library complains of the search that it could not end either.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_session_that_ended_is_opened_anew(store, now):
    seal_key(now=now)
    stores._Process.opened.session.close()

    (found,) = signatures_in(seal(one_page(), issuer="Relay", key=seal_key(now=now)))
    assert found.holds


def test_a_store_without_certificates_is_warned_of(store, settings):
    settings.RELAY_SEAL_FILE = ""
    assert [found.id for found in seal_key_lasts(None)] == ["certificates.W003"]


@pytest.mark.parametrize("flag", ["USER_PIN_FINAL_TRY", "USER_PIN_LOCKED"])
def test_the_last_try_of_a_pin_is_never_ours(flag, store, now, monkeypatch):
    class Token:
        flags = stores.pkcs11.TokenFlag[flag]

    opened = []
    monkeypatch.setattr(stores, "find_token", lambda *_slots, **_which: Token())
    monkeypatch.setattr(
        stores, "open_pkcs11_session", lambda *_where, **_how: opened.append(1)
    )
    assert why(now=now) == "pin"
    assert not opened
