"""A certificate in a design: one page, whatever is in it, and the same words."""

import re
import subprocess
import unicodedata
from shutil import which

import pytest

from certificates.domain.award import award_certificate
from certificates.domain.designs.pictures import keep, prepared
from certificates.domain.designs.printing import pages_of
from certificates.domain.document import certificate_pdf
from certificates.models import DesignVersion
from lms.pdf import GlyphMissing
from tests.factories.certificates import complete, make_rule
from tests.factories.designs import make_design, make_picture

LONG_DE = (
    "Die Inhaberin oder der Inhaber hat die Grundausbildung für Fachkräfte an "
    "vorderster Linie vollständig abgeschlossen, einschließlich der Abschlussprüfung "
    "und des Gesprächs über die eigene Berufsethik und Schweigepflicht. Dieses "
    "Zertifikat gilt bis {valid_until}. Nummer {number}, Lernzeit {minutes} Minuten, "
    "Bereich {sector}. Ausgestellt am {date} für {holder}."
)
LONG_NL = (
    "De houder heeft de basisopleiding voor eerstelijnswerkers volledig afgerond, met "
    "inbegrip van de eindtoets en het gesprek over beroepsethiek en beroepsgeheim.\n"
    "Dit certificaat geldt tot en met {valid_until}, met nummer {number}, voor de "
    "sector {sector}. De leertijd bedroeg {minutes} minuten. Uitgereikt op {date}."
)


def text_of(pdf: bytes, tmp_path, *options) -> str:
    if which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    path = tmp_path / "certificate.pdf"
    path.write_bytes(pdf)
    command = ["pdftotext", *options, str(path), "-"]
    found = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    return found if options else " ".join(found.split())


def awarded(
    small_course, bob, beekstad, now, *, name=None, languages=("en",), **design
):
    made = make_design(beekstad, languages=languages, **design)
    make_rule(small_course.course, design=next(iter(made.values())))
    certificate = award_certificate(complete(small_course, bob, now=now), now=now)
    if name:
        # Longer than the form takes: what is frozen is printed all the same.
        certificate.words["printed_name"] = name
        certificate.save()
    return certificate


def full(**changes) -> dict:
    """As much as a frozen design can hold, in one language."""
    title = "Schepen van preventie, samenleving, gelijke kansen en lokale veiligheid"
    return {
        "paper": "landscape",
        "accent": "#7a0019",
        **dict.fromkeys(("heading", "awarded_to", "above", "below"), ""),
        "logos": [
            {"picture": frozen(colour), "text": f"Partner {colour}"}
            for colour in ("navy", "maroon", "teal")
        ],
        "signatories": [
            {
                "name": f"{name} Van den Bogaerde-Opper-Heylissem",
                "title": title,
                "picture": frozen("black"),
            }
            for name in ("Annemarie", "Maximiliana", "Jean-Christophe")
        ],
        **changes,
    }


def frozen(colour: str) -> dict:
    picture = prepared(make_picture(colour))
    keep(picture)
    return picture.described()


def printed_by(certificate, **contents):
    """The certificate, as if it had been awarded with these contents."""
    certificate.design = DesignVersion(content=contents)
    return certificate


def test_the_page_says_what_the_design_says(small_course, bob, beekstad, now, tmp_path):
    certificate = awarded(small_course, bob, beekstad, now)
    text = text_of(certificate_pdf(certificate, language="en"), tmp_path)
    for words in (
        "Diploma en",
        "Given to en",
        "For Course en en",
        "On 21 November 2026 en",
        "Ann Devos",
        "Mayor",
        "Bob Đorđe Wiśniewski",
        "Frontline Prevention, Basic - Police (local and federal)",
        "Issued by Beekstad",
        "22 minutes",
        certificate.number,
    ):
        assert words in text, words
    assert "Zoë D’Hondt" not in text


@pytest.mark.parametrize(
    ("paper", "size"), [("landscape", (841, 595)), ("portrait", (595, 841))]
)
def test_paper_is_landscape_or_portrait(paper, size, small_course, bob, beekstad, now):
    certificate = awarded(small_course, bob, beekstad, now, paper=paper)
    pdf = certificate_pdf(certificate, language="en")
    box = re.search(rb"/MediaBox \[ 0 0 ([\d.]+) ([\d.]+) \]", pdf)
    assert (int(float(box[1])), int(float(box[2]))) == size
    assert pages_of(pdf) == 1


@pytest.mark.parametrize("paper", ["landscape", "portrait"])
@pytest.mark.parametrize(
    "name",
    [
        "Maximiliana Wilhelmina van den Bogaerde tot Opper " * 6,
        "W" * 300,
        "Bob",
    ],
    ids=["300 letters", "one word of 300", "three letters"],
)
@pytest.mark.parametrize(
    ("language", "text"), [("nl", LONG_NL), ("de", LONG_DE)], ids=["nl", "de"]
)
def test_everything_at_once_fits_on_one_page(
    paper, name, language, text, certificate, tmp_path
):
    certificate.words["printed_name"] = name.strip()
    content = full(
        paper=paper,
        heading="Bescheinigung über die Teilnahme am Grundkurs der Region",
        awarded_to=text[:119].partition("{")[0],
        above=text[:400],
        below=text[:400],
    )
    printed_by(certificate, **{language: content})
    pdf = certificate_pdf(certificate, language=language)
    assert pages_of(pdf) == 1
    width, height = (842, 595) if paper == "landscape" else (595, 842)
    boxes = text_of(pdf, tmp_path, "-bbox")
    assert max(map(float, re.findall(r'xMax="([\d.]+)"', boxes))) <= width - 20
    assert max(map(float, re.findall(r'yMax="([\d.]+)"', boxes))) <= height - 10
    flat = text_of(pdf, tmp_path)
    for words in (certificate.number, "Annemarie", "Maximiliana", "Jean-Christophe"):
        assert words in flat, words


def test_three_logos_and_three_signatures_are_on_the_page(certificate):
    pdf = certificate_pdf(printed_by(certificate, en=full()), language="en")
    # The three signatures are one picture, and the code is one more.
    assert len(re.findall(rb"/Subtype /Image", pdf)) >= 5
    assert pages_of(pdf) == 1


def test_the_colour_of_the_design_is_printed(certificate):
    red, blue = (
        certificate_pdf(printed_by(certificate, en=full(accent=accent)), language="en")
        for accent in ("#7a0019", "#00525c")
    )
    assert red != blue


def test_letters_that_no_font_has_are_named(small_course, bob, beekstad, now):
    certificate = awarded(small_course, bob, beekstad, now, name="Bob 山")
    with pytest.raises(GlyphMissing, match="山"):
        certificate_pdf(certificate, language="en")


def test_markup_in_a_text_is_a_text(small_course, bob, beekstad, now, tmp_path):
    certificate = awarded(
        small_course, bob, beekstad, now, above="<b>Bold</b> & {course}"
    )
    text = text_of(certificate_pdf(certificate, language="en"), tmp_path)
    assert "<b>Bold</b> & Course en" in text


def test_the_same_words_give_the_same_bytes(certificate):
    printed_by(certificate, en=full())
    first = certificate_pdf(certificate, language="en")
    assert certificate_pdf(certificate, language="en") == first


def test_a_training_elsewhere_is_said_instead_of_a_time(
    small_course, bob, beekstad, now, tmp_path
):
    certificate = awarded(small_course, bob, beekstad, now)
    certificate.words["recognised"] = {"trained_on": "2026-05-04", "by": "The academy"}
    certificate.save()

    words = text_of(certificate_pdf(certificate, language="en"), tmp_path)

    assert "On the basis of training on 4 May 2026" in words
    assert "Given by The academy" in words
    assert "Learning time" not in words


def test_a_name_from_right_to_left_is_read_back(
    small_course, bob, beekstad, now, tmp_path
):
    name = "\u0644\u064a\u0644\u0649 \u0627\u0644\u0639\u0645\u0631\u064a"
    certificate = awarded(small_course, bob, beekstad, now, name=name)

    words = text_of(certificate_pdf(certificate, language="en"), tmp_path)

    kept = unicodedata.normalize("NFKC", words)
    assert name in "".join(one for one in kept if unicodedata.category(one) != "Cf")
