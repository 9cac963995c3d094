"""A PDF is shown to the verify page."""

import re

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from certificates.domain.document import certificate_pdf
from certificates.domain.life import revoke
from certificates.domain.sealing.keeping import pdf_of
from certificates.domain.sealing.keys import seal_key
from certificates.domain.sealing.signing import seal
from certificates.forms.checking import LARGEST_FILE
from certificates.views.verify import FILES_PER_MINUTE
from tests.certificates.domain.sealing.pages import one_page
from tests.factories.seals import write_key

ADDRESS = reverse("certificates:verify_file")


@pytest.fixture(autouse=True)
def _today(now):
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def sealed(certificate, now) -> bytes:
    return pdf_of(certificate, language="en", now=now)[0]


def shown(client, content: bytes, name: str = "certificate.pdf"):
    return client.post(ADDRESS, {"file": SimpleUploadedFile(name, content)})


def text_of(response) -> str:
    page = response.content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def test_a_stranger_is_told_that_it_is_genuine_and_what_it_is_worth(
    client, sealed, certificate
):
    text = text_of(shown(client, sealed))

    assert "This file is genuine" in text
    assert "This certificate is valid" in text
    assert certificate.number in text


def test_what_it_is_worth_is_what_it_is_worth_today(
    client, sealed, certificate, admin_user, now
):
    revoke(certificate, reason_code="issued-in-error", actor=admin_user, now=now)

    text = text_of(shown(client, sealed))

    assert "This file is genuine" in text
    assert "This certificate has been revoked" in text
    assert "issued-in-error" not in text


def test_one_that_was_changed_is_shown_beside_what_the_register_says(
    client, certificate, sealed
):
    text = text_of(shown(client, sealed.replace(b"/Producer", b"/Producxr", 1)))

    assert "This file was changed" in text
    assert f"The file says it is certificate {certificate.number}" in text
    assert "This certificate is valid" in text


def test_one_with_a_revision_more_is_told_from_one_that_was_changed(
    client, certificate, sealed
):
    text = text_of(shown(client, sealed + b"\n1 0 obj\n<<>>\nendobj\n"))

    assert "Something was added to this file" in text
    assert certificate.number in text


def test_another_name_under_another_key_is_told_so(
    client, certificate, sealed, settings, tmp_path, now
):
    settings.RELAY_SEAL_FILE = str(write_key(tmp_path / "other.pem"))
    certificate.words["printed_name"] = "Mallory"
    forged = certificate_pdf(certificate, language="en")
    text = text_of(
        shown(client, seal(forged, issuer="Beekstad", key=seal_key(now=now)))
    )

    assert "Somebody else sealed this file" in text
    assert f"The file says it is certificate {certificate.number}" in text
    assert "Mallory" not in text


def test_a_sealed_file_with_a_name_from_right_to_left_is_genuine(
    client, certificate, now
):
    certificate.words["printed_name"] = "محمد الخوارزمي"
    certificate.save()
    content = pdf_of(certificate, language="nl", now=now)[0]

    assert "This file is genuine" in text_of(shown(client, content))
    changed = content.replace(b"/Producer", b"/Producxr", 1)
    assert "This file was changed" in text_of(shown(client, changed))


def test_a_strange_file_names_no_certificate(client, sealed):
    text = text_of(shown(client, one_page()))

    assert "This file is no certificate of ours" in text
    assert "This certificate" not in text


def test_nobody_s_name_is_on_the_page(client, sealed, certificate):
    assert certificate.words["printed_name"] not in text_of(shown(client, sealed))


def test_before_its_first_day_the_register_says_nothing_of_it(
    client, sealed, certificate, now
):
    with time_machine.travel("2026-01-01 12:00Z", tick=False):
        text = text_of(shown(client, sealed))
    assert "This certificate" not in text


def test_a_stranger_needs_no_cookie_and_nothing_is_kept(sealed):
    strict = Client(enforce_csrf_checks=True)

    response = shown(strict, sealed)

    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    assert response["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "Choose the PDF that you were given."),
        (b"", "This file is empty."),
        (b"%PDF-" + b"x" * LARGEST_FILE, "larger than any certificate"),
    ],
)
def test_what_cannot_be_looked_at_is_asked_for_again(content, told, client, db):
    response = client.post(ADDRESS) if content is None else shown(client, content)

    assert response.status_code == 422
    assert told in text_of(response)
    assert 'name="number"' in response.content.decode()


def test_it_is_only_sent_never_fetched(client, db):
    assert client.get(ADDRESS).status_code == 405


def test_nobody_tries_files_by_thousands(client, db):
    replies = [
        shown(client, b"no pdf").status_code for _time in range(FILES_PER_MINUTE + 1)
    ]
    assert replies == [200] * FILES_PER_MINUTE + [429]


def test_the_form_takes_files(client, db):
    page = client.get(reverse("certificates:verify")).content.decode()
    assert f'action="{ADDRESS}" enctype="multipart/form-data"' in page


# --- What its holder is given ----------------------------------------------------------


def test_the_holder_downloads_the_same_sealed_file_each_time(
    client, bob, certificate, sealed
):
    client.force_login(bob)
    address = reverse("certificates:pdf", args=[certificate.uuid])

    assert client.get(address).content == client.get(address).content == sealed


def test_the_page_says_since_when_it_is_sealed(client, bob, certificate, now):
    client.force_login(bob)
    address = reverse("certificates:detail", args=[certificate.uuid])

    # Whoever downloads it now gets it sealed: there is nothing to say.
    assert "seal" not in text_of(client.get(address))
    pdf_of(certificate, language="en", now=now)
    assert "The PDF was sealed on 21 November 2026" in text_of(client.get(address))


def test_without_a_key_the_page_says_that_it_waits(
    client, bob, certificate, settings, tmp_path, now
):
    client.force_login(bob)
    address = reverse("certificates:detail", args=[certificate.uuid])
    settings.RELAY_SEAL_FILE = ""

    assert "The PDF has no seal yet." in text_of(client.get(address))
    settings.RELAY_SEAL_FILE = str(write_key(tmp_path / "seal.pem"))
    pdf_of(certificate, language="en", now=now)
    settings.RELAY_SEAL_FILE = ""
    assert "The PDF was sealed" in text_of(client.get(address))


def test_without_a_key_the_holder_has_the_pdf_all_the_same(
    client, bob, certificate, settings
):
    settings.RELAY_SEAL_FILE = ""
    client.force_login(bob)

    response = client.get(reverse("certificates:pdf", args=[certificate.uuid]))

    assert response.content == certificate_pdf(certificate, language="en")
