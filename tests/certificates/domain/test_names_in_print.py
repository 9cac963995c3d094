# ruff: noqa: RUF001 -- other alphabets are what this is about
"""Names that are hard to print, read back with a program of others (poppler).

All of them are made up. What counts: the same letters in the same order, on one page.
"""

import re
import subprocess
import unicodedata
import zlib
from hashlib import sha256
from shutil import which

import pytest
from django.urls import reverse

from certificates.domain.document import certificate_pdf
from certificates.domain.sealing.examining import examine
from certificates.domain.sealing.keeping import pdf_of
from certificates.enums import Verdict
from lms.pdf import GlyphMissing
from tests.factories.certificates import unsaved_certificate

NAMES = {
    "Turkish": "Işıl İbrahimoğlu Ğaçırı",
    "Azerbaijani": "Əzizə Məmmədqızı",
    "Vietnamese": "Nguyễn Thị Hồng Ngọc Ưởng",
    "Polish": "Łucja Żółćwiąźska-Ćmiel",
    "Czech": "Bořivoj Řehůřek z Úžďan",
    "Slovak": "Ľudovít Mĺkvy-Vŕšok",
    "Hungarian": "Őszi Tűző Győzőné",
    "Romanian, comma below": "Ștefania Țîrțîreanu",
    "Romanian, cedilla of old systems": "Ştefan Ţuţu",
    "Icelandic": "Þórdís Æsa Ölvirðsdóttir",
    "Faroese": "Høgni Øðravík",
    "Maltese": "Ġużeppa Ħaż-Żgħir Ċini",
    "Latvian": "Ģirts Ķēniņš-Ļaudams",
    "Lithuanian": "Šarūnė Žąsytė-Ėglė",
    "Lithuanian, dot over accent": "Jė̃gė Ą́žuola",
    "Welsh": "Siân Tŷ-Ŵyn Llŷr",
    "Catalan": "Gal·la Col·lell i Çomes",
    "Irish": "Séaḋna Ó Ṫuaṫail",
    "Northern Sami": "Áŋŋá Čáŋgal-Ŧikšu",
    "Esperanto": "Ĉejana Ĝoĵo Ŭaĥin",
    "Hausa": "Ɓala Ɗanƙasa",
    "Yoruba": "Ọmọ́tẹ́ Ṣẹ̀yẹ",
    "Lakota": "Ȟaŋté Čhaŋpȟá",
    "Pinyin": "Lǚ Xǐng-Nǚ Wáng",
    "German": "Jürgen Großweiß von Öl",
    "Dutch": "IJsbrand ’t Hoog d’Hondt",
    "Spanish": "Íñigo Muñoz-Güell y Ibáñez",
    "Greek": "Καλλιόπη Παπαΰψωνος",
    "Greek, polytonic": "Ἀρετὴ Ὑψηλᾴδης ᾯρος",
    "Ukrainian": "Їжакевич Ґанна Єв’ята",
    "Serbian": "Ђорђе Љубњић Џанић",
    "Macedonian": "Ѓорѓи Ќосев Ѕвездан",
    "Kazakh": "Әсем Құңғырқызы Өтеұлы",
    "Belarusian": "Ўладзіслаў Ёлка",
    "Arabic": "محمد عبد الله الخوارزمي",
    "Arabic, lam with alef": "الأستاذة آلاء الإدريسي",
    "Persian": "ژاله پورگچی‌نژاد".replace("\u200c", " "),
    "Urdu": "ڈاکٹر ٹیپو گھوڑے ہاشمی",
    "Hebrew": "רות כהן־לוי",
    "Yiddish": "חײם װײַס".replace("\u05b7", ""),
    "Arabic, then Latin": "محمد Janssens",
    "Latin, then Arabic": "Karim (كريم) de Vries",
    "Hebrew, Latin and digits": "דוד Cohen 2",
    "Arabic digits": "ليلى ٣ Peeters 14",
    "Greek, Cyrillic and Arabic": "Σοφία Софія صوفيا",
    "initials and quotes": 'A. "Bee" C. O\'D. «É» „F“',
    "markup": "<b>Bob</b> &amp; <script>1</script> {{ x }} & Co",
    "of one word": "W" * 120,
    "of one Arabic word": "سلام" * 30,
    "of 300 letters": " ".join(["Wolfeschlegel-Żółć"] * 15 + ["Ångström Bogaerde"]),
    "of 300 Arabic letters": " ".join(["عبدالرحمن الخوارزمي"] * 15),
}
# See test_latin_greek_and_cyrillic_are_drawn_as_before.
BEFORE = {
    "Renée De Brouwere": "76922431a2e9ea99",
    "Юлія Шевченко": "4a25d530df443ba7",
    "Καλλιόπη Παπά": "604c9f9fd9ccb703",
}
UNPRINTABLE = {
    "emoji": ("Bob 🙂", "🙂"),
    "emoji of several": ("Bob 👩\u200d🚒", "👩🚒"),
    "a snowman": ("Bob ☃", "☃"),
    "Chinese": ("渡辺 Bob", "渡辺"),
    "Armenian": ("Արամ Bob", "Աամր"),
    "Georgian": ("ნინო Bob", "ინო"),
    "Devanagari": ("राम Bob", "राम"),
    "an Arabic vowel sign": ("محمّد", "\u0651"),
    "a Hebrew point": ("שָׁלוֹם", "\u05b8\u05b9\u05c1"),
    "Kurdish letters no form is known of": ("گوڵ", "ڵ"),
    "a letter for private use": ("Bob \ue000", "\ue000"),
}


# Where two directions meet, pdftotext puts a space, a bracket or a digit on the other
# side of the word; the letters of each word are in their order all the same.
AS_READ = {
    "Arabic, then Latin": "محمدJanssens",
    "Latin, then Arabic": "Karim ( )كريمde Vries",
    "Hebrew, Latin and digits": "דודCohen 2",
    "Arabic digits": "٣ ليلىPeeters 14",
}


def printed(name: str) -> bytes:
    return certificate_pdf(unsaved_certificate(name), language="en")


def read(name: str) -> tuple[str, int]:
    """(the text of the PDF of a certificate with this name, without marks of direction,
    its number of pages)."""
    if which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    text = subprocess.run(
        ["pdftotext", "-", "-"], input=printed(name), capture_output=True, check=True
    ).stdout.decode()
    return _plain(text), text.count("\f")


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFKC", text)
    text = re.sub("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", text)
    return " ".join(text.split())


def holder_of(text: str) -> str:
    """What stands between the words before a name and those after it."""
    return text.partition("Awarded to ")[2].partition(" Sector:")[0]


@pytest.mark.parametrize("kind", NAMES)
def test_a_name_reads_back_as_it_was_written(kind):
    name = NAMES[kind]
    text, pages = read(name)

    found, expected = holder_of(text), AS_READ.get(kind, _plain(name))
    if len(name) >= 100:
        # In lines, and in parts where one word is wider than the page.
        found, expected = found.replace(" ", ""), expected.replace(" ", "")
    assert found == expected
    assert "Frontline Prevention, Basic" in text
    assert pages == 1


@pytest.mark.parametrize("kind", UNPRINTABLE)
def test_what_cannot_be_printed_is_told_not_left_out(kind):
    name, characters = UNPRINTABLE[kind]

    with pytest.raises(GlyphMissing) as found:
        printed(name)
    assert set(found.value.characters) == set(characters)


@pytest.mark.parametrize(
    "name", ["Żółć Ǻsa", "Nguyễn Ưởng", "Ọmọ́tẹ́", "Ἀρετὴ ᾯ", "Їжак", "آلاء"]
)
def test_letters_in_parts_print_as_whole_ones(name):
    whole, parts = (unicodedata.normalize(form, name) for form in ("NFC", "NFD"))
    assert whole != parts
    assert printed(whole) == printed(parts)


@pytest.mark.parametrize(
    "sign", ["\u202e", "\u202d", "\u2067", "\u2066", "\u200f", "\u200b", "\ufeff"]
)
def test_a_sign_that_turns_or_hides_letters_does_nothing(sign):
    """Forms refuse such a name; an older register may hold one."""
    assert printed(f"Ad{sign}a Berg") == printed("Ada Berg")
    text, _pages = read(f"علي{sign} بكر")
    assert holder_of(text) == "علي بكر"


def test_a_joiner_does_its_work_and_is_not_printed():
    text, _pages = read("می\u200cخواهم")
    assert holder_of(text) == "میخواهم"
    assert printed("می\u200cخواهم") != printed("میخواهم")


def test_latin_greek_and_cyrillic_are_drawn_as_before():
    """The SHA-256 of the page as it was drawn before other directions came: what was
    sealed then is still known when it is drawn again."""
    drawn = {
        name: sha256(b"".join(_streams(printed(name)))).hexdigest()[:16]
        for name in ("Renée De Brouwere", "Юлія Шевченко", "Καλλιόπη Παπά")
    }
    assert drawn == BEFORE


def _streams(content: bytes) -> list[bytes]:
    """What is compressed in a PDF, opened: how it is compressed differs by machine."""
    return [
        zlib.decompress(one)
        for one in re.findall(rb"stream\r?\n(x.*?)endstream\s+endobj", content, re.S)
    ]


def test_a_sealed_document_with_an_arabic_name_is_genuine(certificate, now):
    certificate.words["printed_name"] = NAMES["Arabic"]
    certificate.save()
    content, is_sealed = pdf_of(certificate, language="nl", now=now)

    assert is_sealed
    assert examine(content).verdict is Verdict.GENUINE
    changed = bytearray(content)
    changed[len(content) // 3] ^= 1
    assert examine(bytes(changed)).verdict is Verdict.CHANGED


def test_the_page_keeps_a_name_from_turning_what_stands_beside_it(
    certificate, client, bob
):
    certificate.words["printed_name"] = NAMES["Arabic, then Latin"]
    certificate.words["signatory"]["name"] = NAMES["Hebrew"]
    certificate.words["issuer"]["name"] = NAMES["Persian"]
    certificate.save()
    client.force_login(bob)

    page = client.get(reverse("certificates:detail", args=[certificate.uuid])).text

    for name in ("Arabic, then Latin", "Hebrew", "Persian"):
        assert f"<bdi>{NAMES[name]}</bdi>" in page
    verify = client.get(
        reverse("certificates:verify_number", args=[certificate.number])
    )
    assert f"<bdi>{NAMES['Persian']}</bdi>" in verify.text
    assert NAMES["Arabic, then Latin"] not in verify.text
