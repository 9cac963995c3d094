"""All certificates of a person in one ZIP."""

import csv
import gc
import io
import json
import os
import tracemalloc
from zipfile import ZipFile

import pytest
import time_machine

from certificates.domain import archive
from certificates.domain.archive import archive_of
from certificates.domain.badges.credential import badge_token
from certificates.domain.badges.did import proof_method
from certificates.domain.badges.keys import (
    Algorithm,
    make_key,
    proof_key,
    signing_key,
)
from certificates.domain.queries import certificates_of
from certificates.domain.sealing.keeping import pdf_of
from certificates.models import Certificate
from lms.pdf import PdfError
from lms.spreadsheet import MARK
from tests.factories.certificates import more_certificates


@pytest.fixture(autouse=True)
def _today(now):
    with time_machine.travel(now, tick=False):
        yield


def unpacked(user, now, language="en") -> ZipFile:
    mine = certificates_of(user, day=now.date())
    return ZipFile(io.BytesIO(b"".join(archive_of(mine, language=language, now=now))))


def index(folder) -> list[list[str]]:
    text = folder.read("certificates.csv").decode()
    assert text.startswith(MARK)
    return list(csv.reader(io.StringIO(text.removeprefix(MARK))))


def test_each_certificate_is_in_it_as_its_page_gives_it(certificate, bob, now):
    (other,) = more_certificates(certificate, 1, now=now)
    folder = unpacked(bob, now)
    assert folder.testzip() is None
    for one in (certificate, other):
        assert (
            folder.read(f"{one.number}.pdf") == pdf_of(one, language="en", now=now)[0]
        )
        assert one.number.encode() in folder.read(f"{one.number}.json")
    assert len(folder.namelist()) == 5
    heads, *rows = index(folder)
    assert heads[:3] == ["Number", "Certificate", "Sector"]
    assert {row[0] for row in rows} == {certificate.number, other.number}
    assert rows[0][3:9] == [
        "Valid",
        "2026-11-21",
        "2028-11-21",
        "Beekstad",
        f"{rows[0][0]}.pdf",
        f"{rows[0][0]}.json",
    ]


def test_without_a_key_there_are_no_badges(certificate, bob, now, settings):
    settings.RELAY_BADGE_KEYS = ""
    folder = unpacked(bob, now)
    assert folder.namelist() == [f"{certificate.number}.pdf", "certificates.csv"]
    assert index(folder)[1][8] == ""


def test_a_name_that_cannot_be_printed_is_told_and_stops_nothing(certificate, bob, now):
    (other,) = more_certificates(certificate, 1, now=now)
    words = {**certificate.words, "printed_name": "王小明"}
    Certificate.objects.filter(pk=certificate.pk).update(words=words)
    folder = unpacked(bob, now)
    assert f"{other.number}.pdf" in folder.namelist()
    assert f"{certificate.number}.pdf" not in folder.namelist()
    (row,) = [row for row in index(folder) if row[0] == certificate.number]
    assert row[7] == ""
    assert "王" in row[9]


def test_a_fault_of_ours_is_told_and_stops_nothing(certificate, bob, now, monkeypatch):
    def fails(*args, **kwargs):
        raise PdfError("broken")

    monkeypatch.setattr(archive, "pdf_of", fails)
    folder = unpacked(bob, now)
    assert folder.namelist() == [f"{certificate.number}.json", "certificates.csv"]
    assert index(folder)[1][9].startswith("The PDF could not be made.")


def test_no_cell_is_a_formula(certificate, bob, now):
    words = {**certificate.words, "issuer": {**certificate.words["issuer"]}}
    words["issuer"]["name"] = '=HYPERLINK("http://evil.example")'
    words["names"] = {"en": "@SUM(1)", "nl": "+1"}
    Certificate.objects.filter(pk=certificate.pk).update(words=words)
    row = index(unpacked(bob, now))[1]
    assert row[1] == "'@SUM(1)"
    assert row[6].startswith("'=")


def test_the_index_is_in_the_readers_language(certificate, bob, now):
    assert index(unpacked(bob, now, "nl"))[1][1].startswith("Eerstelijnspreventie")


def test_who_has_none_gets_an_empty_index(alice, now):
    folder = unpacked(alice, now)
    assert folder.namelist() == ["certificates.csv"]
    assert len(index(folder)) == 1


def test_sixty_need_hardly_more_memory_than_one(certificate, bob, now, monkeypatch):
    more_certificates(certificate, 59, now=now)
    # Half a megabyte each, which no packing makes smaller.

    content = os.urandom(500_000)
    monkeypatch.setattr(archive, "pdf_of", lambda *_one, **_kw: (content, True))
    mine = certificates_of(bob, day=now.date())
    assert len(mine) == 60
    # As often as outside of the suite, or what is measured waits for the collector.
    lazy = gc.get_threshold()
    gc.set_threshold(700, 10, 10)
    tracemalloc.start()
    try:
        sent = sum(len(part) for part in archive_of(mine, language="en", now=now))
        _current, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
        gc.set_threshold(*lazy)
    assert sent > 60 * 500_000
    assert most < 8 * 500_000


def test_a_key_that_signs_tokens_alone_gives_a_token(
    certificate, bob, now, settings, tmp_path
):
    settings.RELAY_BADGE_KEYS = str(tmp_path)
    make_key(tmp_path / "token.pem", algorithm=Algorithm.ES256)
    folder = unpacked(bob, now)
    token = folder.read(f"{certificate.number}.jwt").decode()
    same = badge_token(certificate, signing_key(), language="en")
    # What is signed; a signature of this kind is never twice the same.
    assert token.rpartition(".")[0] == same.rpartition(".")[0]
    assert f"{certificate.number}.json" not in folder.namelist()


def test_beside_it_an_older_key_signs_the_file(
    certificate, bob, now, settings, tmp_path
):
    settings.RELAY_BADGE_KEYS = str(tmp_path)
    make_key(tmp_path / "1.pem")
    make_key(tmp_path / "2.pem", algorithm=Algorithm.ES256)
    badge = json.loads(unpacked(bob, now).read(f"{certificate.number}.json"))
    assert badge["proof"]["verificationMethod"] == proof_method(proof_key())
