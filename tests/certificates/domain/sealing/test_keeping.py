import logging
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.files.storage import storages

from certificates import receivers
from certificates.domain.award import award_certificate
from certificates.domain.document import certificate_pdf
from certificates.domain.sealing import keeping
from certificates.domain.sealing.keeping import (
    pdf_of,
    sealed_document,
    sealed_in,
    sweep,
    waiting,
)
from certificates.domain.sealing.keys import SealUnavailable, seal_key
from certificates.models import Certificate, SealedDocument
from certificates.signals import certificate_awarded
from certificates.tasks import seal_certificate
from lms.errors import DomainError
from lms.pdf import GlyphMissing
from tests.factories.certificates import complete, more_certificates
from tests.factories.threads import at_once


def content_of(document: SealedDocument) -> bytes:
    with document.file.open() as file:
        return file.read()


def test_it_is_sealed_once_and_stays(certificate, key_file, now):
    first = sealed_document(certificate, language="en", now=now)
    again = sealed_document(certificate, language="en", now=now + timedelta(days=900))

    assert again == first
    assert again.sealed_at == now
    assert first.key == seal_key(now=now).fingerprint
    assert pdf_of(certificate, language="en", now=now) == (content_of(first), True)


def test_each_language_has_its_own(certificate, key_file, now):
    documents = [
        sealed_document(certificate, language=one, now=now) for one in ("en", "nl")
    ]

    assert len({content_of(one) for one in documents}) == 2
    assert sealed_in(certificate, "nl") == documents[1]
    assert sealed_in(certificate, "fr") is None


def test_it_outlives_the_key(certificate, key_file, now):
    document = sealed_document(certificate, language="en", now=now)
    key_file.unlink()

    assert pdf_of(certificate, language="en", now=now) == (content_of(document), True)


def test_it_is_no_file_that_has_an_address(certificate, key_file, now):
    document = sealed_document(certificate, language="en", now=now)

    assert document.file.storage == storages["private"]
    assert certificate.number in document.file.name


def test_it_is_never_deleted(certificate, key_file, now):
    with pytest.raises(DomainError):
        sealed_document(certificate, language="en", now=now).delete()


def test_without_a_key_it_is_given_unsealed_and_somebody_hears_of_it(
    certificate, settings, now, caplog
):
    settings.RELAY_SEAL_FILE = ""

    with pytest.raises(SealUnavailable):
        sealed_document(certificate, language="en", now=now)
    body = certificate_pdf(certificate, language="en")
    assert pdf_of(certificate, language="en", now=now) == (body, False)
    assert SealedDocument.objects.count() == 0
    assert f"{certificate.number} is given without a seal: none" in caplog.text


def test_a_file_that_is_lost_is_given_unsealed(certificate, key_file, now, caplog):
    document = sealed_document(certificate, language="en", now=now)
    document.file.storage.delete(document.file.name)

    body = certificate_pdf(certificate, language="en")
    assert pdf_of(certificate, language="en", now=now) == (body, False)
    assert "cannot be read" in caplog.text


def test_an_authority_that_does_not_answer_leaves_it_waiting(
    certificate, key_file, settings, now
):
    # Nobody listens there.
    settings.RELAY_SEAL_TIMESTAMP_URL = "http://127.0.0.1:9/"

    with pytest.raises(SealUnavailable) as found:
        sealed_document(certificate, language="en", now=now)
    assert found.value.code == "timestamp"
    assert sweep(now) == 0


def test_an_award_is_sealed_in_the_background(certificate, key_file, caplog):
    seal_certificate.func(certificate.pk)
    assert sealed_in(certificate, certificate.language)


def test_an_award_without_a_key_waits(certificate, settings, caplog):
    settings.RELAY_SEAL_FILE = ""
    seal_certificate.func(certificate.pk)
    assert list(waiting()) == [certificate]
    assert "is not sealed yet: none" in caplog.text


def test_the_sweep_seals_what_waits_and_then_nothing(certificate, key_file, now):
    more = more_certificates(certificate, 2)

    assert list(waiting()) == [certificate, *more]
    assert sweep(now) == 3
    assert (sweep(now), list(waiting())) == (0, [])


def test_the_sweep_says_that_it_has_no_key_where_something_waits(
    settings, certificate, key_file, now, caplog
):
    sweep(now)
    settings.RELAY_SEAL_FILE = ""
    with caplog.at_level(logging.ERROR):
        assert sweep(now) == 0
        assert "wait for their seal" not in caplog.text
        more_certificates(certificate, 1)
        assert sweep(now) == 0
        assert "wait for their seal: none" in caplog.text


@pytest.mark.parametrize(
    ("problem", "told"),
    [(GlyphMissing("☃"), "cannot be printed"), (RuntimeError("x"), "No seal for")],
)
def test_one_that_cannot_be_sealed_holds_up_no_other(
    problem, told, certificate, key_file, now, monkeypatch, caplog
):
    (other,) = more_certificates(certificate, 1)
    whole = keeping.certificate_pdf

    def broken(one, **options):
        if one == certificate:
            raise problem
        return whole(one, **options)

    monkeypatch.setattr(keeping, "certificate_pdf", broken)

    assert sweep(now) == 1
    assert sealed_in(other, "en")
    assert told in caplog.text


def test_a_round_looks_at_the_newest_only(certificate, now, monkeypatch):
    more = more_certificates(certificate, 2)
    monkeypatch.setattr(keeping, "LOOKED_AT", 2)

    assert list(waiting()) == more


@pytest.mark.only_on("postgresql")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_eight_threads_seal_one_document_and_leave_one_file(
    rule, small_course, bob, now, key_file
):
    certificate = award_certificate(complete(small_course, bob, now=now), now=now)
    SealedDocument.objects.all()._raw_delete("default")
    storage = storages["private"]
    before = set(storage.listdir("certificates")[1])
    given_out = []

    def act():
        given_out.append(sealed_document(certificate, language="en", now=now).digest)

    assert at_once(*[act] * 8) == []
    document = SealedDocument.objects.get()
    assert given_out == [document.digest] * 8
    made = set(storage.listdir("certificates")[1]) - before
    assert made == {document.file.name.removeprefix("certificates/")}


def test_a_background_that_takes_nothing_does_not_take_the_learner_s_page(
    certificate, monkeypatch, caplog
):
    def full(*_ids):
        raise RuntimeError("no room")

    monkeypatch.setattr(receivers, "seal_certificate", SimpleNamespace(enqueue=full))

    certificate_awarded.send(Certificate, certificate_id=certificate.pk)

    assert f"No seal yet for certificate {certificate.pk}" in caplog.text
