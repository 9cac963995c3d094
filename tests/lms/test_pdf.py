import io
import logging
import re
import subprocess
from datetime import UTC, datetime
from shutil import which

import pytest
from django.core.exceptions import ImproperlyConfigured

from lms import pdf, typesetting
from lms.pdf import MM, GlyphMissing, PdfError, qr_png, render_pdf, shrink_to_fit

pytestmark = pytest.mark.usefixtures("templates")

NAMES = [
    "Žaneta Đurić-Čović",
    "Łukasz Świętek",
    "Zoë d’Hondt",
    "Jürgen Groß",
    "Καλλιόπη Παπαδοπούλου",
    "Олена Шевченко",
    "Ștefan Ionuţ",
    "İbrahim Gökçe",
]


def letter(name="Alice", **changes):
    arguments = {
        "language": "nl",
        "title": "Certificaat č",
        "author": "Relay",
        "created": datetime(2026, 3, 2, 9, 0, tzinfo=UTC),
        "context": {},
        **changes,
    }
    context = {"name": name, **arguments.pop("context")}
    return render_pdf("kernel/letter.html", context, **arguments)


def poppler(program, content, *arguments):
    return subprocess.run(
        [program, *arguments], input=content, capture_output=True, check=True
    ).stdout.decode()


@pytest.fixture
def needs_poppler():
    for program in ("pdftotext", "pdffonts", "pdfinfo"):
        if which(program) is None:
            pytest.skip(f"{program} (poppler-utils) is not installed")


@pytest.mark.usefixtures("needs_poppler")
@pytest.mark.parametrize("name", NAMES)
def test_a_name_reads_back_as_it_was_written(name):
    lines = poppler("pdftotext", letter(name), "-", "-").split("\n")
    assert [line for line in lines if line.strip("\f")] == [name, name]


@pytest.mark.usefixtures("needs_poppler")
def test_only_our_own_embedded_fonts_are_used(tmp_path):
    content = letter(" ".join(NAMES), context={"qr": qr_png("https://example.org/v/1")})
    path = tmp_path / "letter.pdf"
    path.write_bytes(content)
    table = poppler("pdffonts", b"", str(path)).splitlines()[2:]
    assert len(table) == 4
    for line in table:
        embedded, subset, unicode_map = line.split()[-5:-2]
        assert (embedded, subset, unicode_map) == ("yes", "yes", "yes"), line
    faces = {line.split()[0].partition("+")[2] for line in table}
    assert faces == {"Atkinson-Regular", "Atkinson-Bold", "Sans-Regular", "Sans-Bold"}
    # Four names on one font program would print bold as regular.
    assert len(set(re.findall(rb"/FontFile2 (\d+) 0 R", content))) == 4


@pytest.mark.usefixtures("needs_poppler")
def test_title_author_language_and_dates_are_set():
    content = letter()
    info = dict(
        line.split(":", 1)
        for line in poppler("pdfinfo", content, "-isodates", "-").splitlines()
    )
    assert info["Title"].strip() == "Certificaat č"
    assert info["Author"].strip() == "Relay"
    assert info["CreationDate"].strip() == "2026-03-02T09:00:00Z"
    assert info["ModDate"].strip() == "2026-03-02T09:00:00Z"
    assert b"/Lang (nl)" in content


@pytest.mark.usefixtures("needs_poppler")
def test_a_title_keeps_its_letters_as_they_were_written():
    """Programs show it in their own way, and join letters themselves."""
    info = poppler("pdfinfo", letter("رات", title="شهادة Zoë"), "-")
    assert "Title:           شهادة Zoë\n" in info


def test_equal_input_gives_equal_bytes():
    qr = qr_png("https://example.org/v/1")
    assert letter(context={"qr": qr}) == letter(context={"qr": qr})


def test_a_decomposed_letter_is_printed_as_the_composed_one():
    assert letter("C\u030c") == letter("Č")


def test_a_narrow_space_prints_as_a_space():
    assert letter("10\u202f%") == letter("10\u00a0%")


def test_a_letter_without_glyph_is_refused_by_name():
    with pytest.raises(GlyphMissing) as caught:
        letter("日本 Alice")
    assert (caught.value.characters, caught.value.code) == ("日本", "glyph_missing")
    assert "日 本" in caught.value.message


ATTACKS = [
    '<img src="http://169.254.169.254/latest/meta-data/">',
    '<img src="https://example.org/x.png">',
    '<img src="/etc/passwd">',
    '<img src="file:///etc/passwd">',
    '<img src="../../../../settings/base.py">',
    '<link rel="stylesheet" href="http://127.0.0.1/x.css">',
    "<style>@import url(/etc/hosts);</style>",
    '<style>@font-face { font-family: x; src: url("/etc/hosts"); }</style>',
    '<div style="background-image: url(/etc/hosts)">x</div>',
    '<pdf:insertpdf src="/etc/passwd">',
    "<ul><li>a bullet from a font that is not embedded</li></ul>",
    '<p style="font-family: Unknown">x</p>',
]


@pytest.mark.parametrize("extra", ATTACKS)
def test_foreign_files_addresses_and_fonts_are_refused(extra):
    with pytest.raises(PdfError):
        letter(context={"extra": extra})


def test_nothing_is_fetched_while_refusing(monkeypatch):
    def fetch(*args, **kwargs):
        raise AssertionError("a connection was opened")

    monkeypatch.setattr("socket.create_connection", fetch)
    monkeypatch.setattr("socket.getaddrinfo", fetch)
    with pytest.raises(PdfError, match="remote resources are not allowed"):
        letter(context={"extra": '<img src="http://example.org/x.png">'})


@pytest.mark.parametrize("tag", ["iframe", "object", "embed"])
@pytest.mark.usefixtures("needs_poppler")
def test_embedding_tags_disclose_nothing(tag):
    extra = f'<{tag} src="/etc/passwd" data="/etc/passwd"></{tag}>'
    text = poppler("pdftotext", letter(context={"extra": extra}), "-", "-")
    assert text.split() == ["Alice", "Alice"]


def test_a_picture_in_svg_reads_no_file():
    svg = (
        "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' "
        "xmlns:xlink='http://www.w3.org/1999/xlink' width='10' height='10'%3E"
        "%3Cimage xlink:href='/etc/passwd' width='10' height='10'/%3E%3C/svg%3E"
    )
    try:
        content = letter(context={"extra": f'<img src="{svg}" width="10">'})
    except PdfError:
        return
    assert b"root:" not in content


def test_log_warnings_of_the_renderer_are_errors():
    letter()
    logging.getLogger("xhtml2pdf").warning("outside of a rendering")
    letter()


def test_bold_is_another_face_than_regular():
    wide = pdf.text_width("Relay", size=20, bold=True)
    assert wide > pdf.text_width("Relay", size=20) > 0


def test_a_missing_font_file_stops_the_start(monkeypatch, tmp_path):
    monkeypatch.setattr(typesetting, "FONTS", tmp_path)
    with pytest.raises(ImproperlyConfigured, match="missing"):
        typesetting.prepare.__wrapped__()


def test_shrink_to_fit_takes_the_largest_size_that_fits():
    width = 120 * MM
    size = shrink_to_fit(
        "Wolfeschlegelsteinhausen-Bergerdorff", width=width, largest=30, smallest=10
    )
    assert 10 < size < 30
    text = "Wolfeschlegelsteinhausen-Bergerdorff"
    assert pdf.text_width(text, size=size) <= width
    assert pdf.text_width(text, size=size + 0.5) > width


def test_shrink_to_fit_leaves_short_names_and_stops_at_the_smallest():
    assert shrink_to_fit("Jan", width=400, largest=28, smallest=12) == 28
    assert shrink_to_fit("x" * 300, width=400, largest=28, smallest=12) == 12


def test_qr_png_is_a_picture_without_address():
    assert qr_png("https://example.org/v/1").startswith("data:image/png;base64,iVBOR")


def test_a_long_document_leaves_no_file_behind(monkeypatch):
    made = []
    monkeypatch.setattr(
        "xhtml2pdf.files.STRATEGIES", (io.BytesIO, lambda: made.append("a file"))
    )
    monkeypatch.setattr(
        "xhtml2pdf.files.pisaTempFile.STRATEGIES",
        (io.BytesIO, lambda: made.append("a file")),
    )
    # More than what is held in memory if nothing is said.
    long = "Nobody is what somebody says of them. " * 4000
    assert letter(long).startswith(b"%PDF")
    assert made == []
