"""What is said of a PDF that a stranger brings."""

import io
import re
import subprocess
from shutil import which

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pypdf import PdfReader, PdfWriter

from certificates.domain.document import certificate_pdf
from certificates.domain.sealing.examining import Examination, examine
from certificates.domain.sealing.keeping import pdf_of
from certificates.domain.sealing.keys import seal_key
from certificates.domain.sealing.signatures import signatures_in
from certificates.domain.sealing.signing import seal
from certificates.enums import Verdict
from tests.certificates.domain.sealing.pages import one_page
from tests.factories.certificates import more_certificates
from tests.factories.seals import write_key

# What an example does changes nothing that the next one meets.
LOOKING = settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    deadline=None,
)


@pytest.fixture
def sealed(certificate, key_file, now) -> bytes:
    content, is_sealed = pdf_of(certificate, language="en", now=now)
    assert is_sealed
    return content


@pytest.fixture
def other_key(settings, tmp_path, now, sealed):
    """Somebody else's, after ours has sealed."""
    settings.RELAY_SEAL_FILE = str(write_key(tmp_path / "other.pem"))
    return seal_key(now=now)


def test_the_file_as_it_was_given_is_genuine(sealed, certificate):
    assert examine(sealed) == Examination(Verdict.GENUINE, certificate)


def test_genuine_takes_one_query(sealed, certificate, django_assert_num_queries):
    with django_assert_num_queries(1):
        examine(sealed)


def test_it_stays_genuine_when_the_key_changes(sealed, certificate, other_key):
    assert examine(sealed) == Examination(Verdict.GENUINE, certificate)


def test_an_older_key_is_still_ours(sealed, certificate, other_key):
    changed = sealed.replace(b"/Producer", b"/Producxr", 1)
    assert examine(changed) == Examination(Verdict.CHANGED, certificate)


@LOOKING
@given(data=st.data())
def test_changing_any_byte_is_noticed(standing_sealed, data):
    place = data.draw(st.integers(0, len(standing_sealed) - 1))
    other = data.draw(st.integers(1, 255))
    changed = bytearray(standing_sealed)
    changed[place] ^= other

    assert examine(bytes(changed)).verdict not in (Verdict.GENUINE, Verdict.UNSEALED)


@LOOKING
@given(data=st.data())
def test_cutting_anything_off_is_never_genuine(standing_sealed, data):
    end = data.draw(st.integers(0, len(standing_sealed) - 1))

    assert examine(standing_sealed[:end]).verdict is not Verdict.GENUINE


@pytest.mark.parametrize("added", [b"\n", b"% more", b"\n1 0 obj\n<<>>\nendobj\n"])
def test_something_added_is_unmasked(added, sealed, certificate):
    assert examine(sealed + added) == Examination(Verdict.ADDED_TO, certificate)


def test_a_second_seal_on_ours_is_something_added(
    sealed, certificate, other_key, monkeypatch
):
    # An honest program refuses to: our seal allows no change.
    monkeypatch.setattr(
        signers.PdfSigner, "_enforce_certification_constraints", lambda *_any: None
    )
    writer = IncrementalPdfFileWriter(io.BytesIO(sealed))
    about = signers.PdfSignatureMetadata(
        field_name="Other", subfilter=fields.SigSeedSubFilter.PADES
    )
    twice = signers.sign_pdf(writer, about, signer=other_key.signer).getvalue()

    assert [one.holds for one in signatures_in(twice)] == [True, True]
    assert examine(twice) == Examination(Verdict.ADDED_TO, certificate)


def revised(content: bytes, change) -> bytes:
    """The file with one more revision at its end, as PDF lets anybody write."""
    writer = IncrementalPdfFileWriter(io.BytesIO(content), strict=False)
    change(writer)
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def retitled(writer) -> None:
    writer.root["/Lang"] = generic.TextStringObject("xx")
    writer.update_root()


def without_fields(writer) -> None:
    del writer.root["/AcroForm"]
    for name in ("/Perms", "/DSS"):
        writer.root.pop(name, None)
    page = writer.find_page_for_modification(0)[0].get_object()
    page.pop("/Annots", None)
    writer.update_root()


@pytest.mark.parametrize("change", [retitled, without_fields])
def test_another_revision_is_something_added(change, sealed, certificate):
    """Readers show the last one: without its field, even as one that had no seal."""
    twice = revised(sealed, change)

    assert twice.startswith(sealed)
    assert len(twice) > len(sealed)
    assert examine(twice) == Examination(Verdict.ADDED_TO, certificate)
    thrice = revised(twice, retitled)
    assert examine(thrice) == Examination(Verdict.ADDED_TO, certificate)
    # What was added cut off again, it is the file of the register.
    assert examine(thrice[: len(sealed)]).verdict is Verdict.GENUINE


def test_a_revision_before_the_seal_is_sealed_by_somebody_else_alone(
    sealed, certificate, other_key
):
    """The words of the register, a change, and over both a seal that holds."""
    body = certificate_pdf(certificate, language="en")
    resealed = seal(revised(body, retitled), issuer="Beekstad", key=other_key)

    assert signatures_in(resealed)[0].holds
    assert examine(resealed) == Examination(Verdict.OTHER_SEAL, certificate)


def test_written_anew_without_the_field_of_the_seal_it_is_not_ours(sealed, certificate):
    """Whether or not the program that did so left the address of the check."""
    (page,), writer = PdfReader(io.BytesIO(sealed)).pages, PdfWriter()
    del page["/Annots"]
    writer.add_page(page)
    output = io.BytesIO()
    writer.write(output)
    content = output.getvalue()

    assert b"/ByteRange" not in content
    assert examine(content) == Examination(Verdict.UNKNOWN, None)
    claiming = content + f"% /verify/{certificate.number}/".encode()
    assert examine(claiming) == Examination(Verdict.CHANGED, certificate)


def test_a_seal_made_unreadable_is_none_of_ours(sealed, certificate):
    """Its message blanked, or the mark by which readers find it."""
    message = re.search(rb"/Contents <([0-9a-fA-F]+)>", sealed)
    blanked = sealed.replace(message[1], b"0" * len(message[1]))
    hidden = sealed.replace(b"/ByteRange", b"/ByteRangx")

    assert examine(blanked) == Examination(Verdict.OTHER_SEAL, certificate)
    assert examine(hidden) == Examination(Verdict.CHANGED, certificate)


def test_another_name_sealed_anew_is_somebody_else_s(sealed, certificate, other_key):
    certificate.words["printed_name"] = "Mallory"
    forged = certificate_pdf(certificate, language="en")

    resealed = seal(forged, issuer="Beekstad", key=other_key)

    assert signatures_in(resealed)[0].holds
    assert examine(resealed) == Examination(Verdict.OTHER_SEAL, certificate)


def test_another_name_without_a_seal_is_unmasked(sealed, certificate):
    certificate.words["printed_name"] = "Mallory"
    forged = certificate_pdf(certificate, language="en")

    assert examine(forged) == Examination(Verdict.CHANGED, certificate)


@pytest.mark.parametrize("language", ["en", "nl"])
def test_the_words_of_the_register_without_a_seal_are_told_so(
    language, sealed, certificate
):
    """English was sealed, Dutch never."""
    body = certificate_pdf(certificate, language=language)

    assert examine(body) == Examination(Verdict.UNSEALED, certificate)


def test_a_seal_that_was_cut_off_leaves_the_words(sealed, certificate):
    end = len(certificate_pdf(certificate, language="en"))

    assert examine(sealed[:end]) == Examination(Verdict.UNSEALED, certificate)


def test_the_words_are_known_also_when_they_would_be_drawn_otherwise_today(
    sealed, certificate, monkeypatch
):
    body = certificate_pdf(certificate, language="en")
    monkeypatch.setattr(
        "certificates.domain.sealing.examining.certificate_pdf",
        lambda *_one, **_options: b"%PDF-2.0 of a later year",
    )

    assert examine(body) == Examination(Verdict.UNSEALED, certificate)


def test_a_name_that_cannot_be_printed_is_no_fault(sealed, certificate):
    (other,) = more_certificates(certificate, 1)
    forged = certificate_pdf(other, language="en")
    other.words["printed_name"] = "☃"
    other.save()

    assert examine(forged) == Examination(Verdict.CHANGED, other)


def test_a_sealed_file_that_was_written_anew_by_a_program(
    sealed, certificate, tmp_path
):
    if which("qpdf") is None:
        pytest.skip("qpdf is not installed")
    (tmp_path / "sealed.pdf").write_bytes(sealed)
    subprocess.run(
        ["qpdf", "--linearize", "sealed.pdf", "again.pdf"], cwd=tmp_path, check=True
    )
    found = examine((tmp_path / "again.pdf").read_bytes())

    assert found == Examination(Verdict.CHANGED, certificate)


def test_a_certificate_of_another_house_is_none_of_ours(sealed):
    assert examine(one_page()) == Examination(Verdict.UNKNOWN, None)


def test_a_number_that_was_never_given_names_nothing(sealed):
    page = one_page() + b"(https://relay.example/verify/CPL-POL-7K3M-Q2XB/)"
    assert examine(page) == Examination(Verdict.UNKNOWN, None)


def test_two_numbers_name_neither(sealed, certificate):
    (other,) = more_certificates(certificate, 1)
    numbers = f"/verify/{certificate.number}/ /verify/{other.number}/".encode()
    assert examine(one_page() + numbers) == Examination(Verdict.UNKNOWN, None)


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04", b"\x89PNG", b"x" * 5000 + b"%PDF-"]
)
def test_what_is_no_pdf_is_told_so(content, db):
    assert examine(content) == Examination(Verdict.NO_PDF, None)


@LOOKING
@given(before=st.binary(max_size=300), inside=st.binary(max_size=300))
def test_nothing_in_it_breaks_the_look(standing_sealed, before, inside):
    """The seal's message is anything at all, and says where it is."""
    head = b"%PDF-1.4 " + before + b"<"
    body = inside.hex().encode()
    start, end = len(head) - 1, len(head) + len(body) + 1
    ranges = b">/ByteRange [0 %d %d 60]" % (start, end)
    content = head + body + ranges.ljust(61)

    assert examine(content).certificate is None


def test_a_message_nested_without_end_is_no_seal(sealed):
    nested = b"\x30\x80" * 60_000
    head = b"%PDF-1.4 <"
    start, end = 9, len(head) + 2 * len(nested) + 1
    content = head + nested.hex().encode() + b">/ByteRange [0 %d %d 9]" % (start, end)

    (found,) = signatures_in(content + b" " * 20)
    assert not found.holds
    assert examine(content).verdict is Verdict.OTHER_SEAL


@pytest.mark.parametrize(
    "ranges", ["0 5 3 9", "1 5 9 9", "0 5 9 99999999", "0 9999999999 9999999999 1"]
)
def test_ranges_that_cover_nothing_are_no_seal(ranges):
    assert signatures_in(f"%PDF-1.4 /ByteRange [{ranges}]".encode()) == []


def test_thousands_of_seals_are_looked_at_no_longer_than_a_few():
    assert len(signatures_in(b"%PDF-1.4 " + b"/ByteRange [0 1 3 9]" * 9_000)) == 8


def test_a_weak_digest_holds_nothing(sealed):
    # SHA-1 in the place of SHA-256, in the message itself.
    sha256, sha1 = "0609608648016503040201", "06052b0e03021a"
    changed = sealed.lower().replace(sha256.encode(), (sha1 + "05000500").encode())

    assert not any(one.holds for one in signatures_in(changed))
