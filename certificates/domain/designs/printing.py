"""The certificate on paper as its design has it: A4, one page.

All is set in the sizes of the sheet and made smaller step by step until it fits, so the
same words always give the same bytes.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from certificates.domain.designs.content import language_in
from certificates.domain.designs.pictures import as_address
from certificates.domain.designs.texts import DesignedTexts, designed_texts
from certificates.domain.links import page_url, verify_url
from certificates.domain.words import recognitions_in, trained_on_in, trains_in
from certificates.enums import Paper
from certificates.models import Certificate
from lms.pdf import MM, qr_png, render_pdf, shrink_to_fit, text_width
from lms.shaping import runs_right_to_left
from lms.texts import said

SCALES = (1, 0.92, 0.84, 0.76, 0.68, 0.6, 0.52)
# Points at full size.
SIZES = {
    "small": 8.5, "body": 11, "sector": 14, "text": 11.5, "number": 12, "brand": 15,
    "gap": 26, "half": 13, "quarter": 6,
}  # fmt: skip
# Of a page of its own; "/Pages" is what holds them.
PAGE = re.compile(rb"/Type /Page\b")
# Pixels in a millimetre, the unit of pictures.
PX = 96 / 25.4


@dataclass(frozen=True)
class Sheet:
    """Lengths in millimetres. `line` is the width between the margins."""

    size: str
    margins: str
    line: int
    # How wide the place of one logo is, and the place of all of them.
    logo: int
    # In percent of the line: a row of facts after the other, and the parts of the foot.
    facts: tuple[tuple[int, ...], ...]
    foot: tuple[int, int, int]


SHEETS = {
    Paper.LANDSCAPE: Sheet(
        "a4 landscape",
        "12mm 20mm 10mm 20mm",
        257,
        52,
        ((40, 18, 21, 21),),
        (40, 42, 18),
    ),
    Paper.PORTRAIT: Sheet(
        "a4 portrait",
        "16mm 18mm 12mm 18mm",
        174,
        38,
        ((62, 38), (62, 38)),
        (36, 44, 20),
    ),
}
# Places of logos that the issuer's name takes where there are none.
HALF_A_LINE = 2
LOGO_HEIGHT, SIGNATURE_HEIGHT, SIGNATURE_WIDTH = 16, 13, 46


def designed_pdf(
    certificate: Certificate,
    contents: dict[str, dict],
    *,
    language: str,
    picture: Callable[[str], bytes],
) -> bytes:
    """The PDF in one of the certificate's languages; equal bytes on any day.

    `contents` is that of a DesignVersion; `picture` gives the bytes of a file it names.
    Raises lms.pdf.GlyphMissing for letters that our fonts do not have.
    """
    pdf = b""
    texts = designed_texts(certificate, contents, language)
    content = contents[language_in(contents, language, certificate.language)]
    for scale in SCALES:
        page = _page(certificate, texts, content, language, picture, scale)
        pdf = render_pdf(
            "certificates/pdf/designed.html",
            page,
            language=language,
            title=f"{page['name']} {certificate.number}",
            author=certificate.words["issuer"]["name"],
            created=certificate.awarded_at,
        )
        if pages_of(pdf) == 1:
            break
    return pdf


def pages_of(pdf: bytes) -> int:
    """How many pages a PDF of ours has."""
    return len(PAGE.findall(pdf))


def _page(certificate, texts: DesignedTexts, content, language, picture, scale) -> dict:
    sheet = SHEETS[Paper(content["paper"])]
    words, address = certificate.words, verify_url(certificate)
    name = said(words["names"], language, certificate.language)
    heading_width = sheet.line - sheet.logo * (len(content["logos"]) or HALF_A_LINE)
    text_size = SIZES["text"] * scale
    return {
        "certificate": certificate,
        "texts": texts,
        "breaks": {
            "heading": _breaks(texts.heading, SIZES["brand"] * scale, heading_width),
            "awarded_to": _breaks(texts.awarded_to, text_size, sheet.line),
            "above": _breaks(texts.above, text_size, sheet.line),
            "below": _breaks(texts.below, text_size, sheet.line),
        },
        "accent": content["accent"],
        "sheet": sheet,
        "size": {key: f"{value * scale:.1f}" for key, value in SIZES.items()},
        "name": name,
        "title_line": _line(name, 24 * scale, 14 * scale, sheet.line),
        "holder": _line(words["printed_name"], 34 * scale, 16 * scale, sheet.line),
        "holder_from_right": runs_right_to_left(words["printed_name"]),
        "logos": [
            _drawn(one["picture"], picture, sheet.logo - 4, LOGO_HEIGHT * scale)
            for one in content["logos"]
        ],
        "logo_width": sheet.logo,
        "issuer_width": sheet.line - heading_width,
        "heading_width": heading_width,
        "signatories": _signatories(texts, sheet, picture, scale),
        "signatory_width": min(45, 100 // len(texts.signatories)),
        "sector": said(words["sector"], language, certificate.language),
        "facts": _facts(certificate, sheet, language),
        "issuer": words["issuer"]["name"],
        "trained_by": words.get("recognised", {}).get("by", ""),
        "provider": words.get("provider", {}).get("name", ""),
        "recognitions": recognitions_in(words),
        "address": address,
        "page": page_url(certificate),
        "qr": qr_png(address),
    }


def _facts(certificate: Certificate, sheet: Sheet, language: str) -> list[list[dict]]:
    """Course, time, awarded and valid until, in the rows of the sheet."""
    words, until = certificate.words, certificate.valid_until
    course = said(words["course"]["titles"], language, certificate.language)
    minutes = words["minutes"] or 0
    with translation.override(language):
        edition = _("edition %(number)s") % {"number": words["edition"]}
        time = ngettext("%(minutes)s minute", "%(minutes)s minutes", minutes)
        trained_on = trained_on_in(words)
        day = trained_on and date_format(trained_on, "DATE_FORMAT")
        trained = _("On the basis of training on %(day)s")
        if "trains" in words:
            first = (_("Programme"), course)
            second = (_("Trains in"), trains_in(words))
        else:
            first = (_("Course"), f"{course}, {edition}")
            second = (
                (_("Recognised"), trained % {"day": day})
                if day
                else (_("Learning time"), time % {"minutes": minutes})
            )
        facts = iter(
            [
                first,
                second,
                (_("Awarded"), date_format(certificate.awarded_on, "DATE_FORMAT")),
                (
                    _("Valid until"),
                    date_format(until, "DATE_FORMAT")
                    if until
                    else _("Does not expire"),
                ),
            ]
        )
    return [
        [
            dict(zip(("label", "text"), next(facts), strict=True), width=width)
            for width in row
        ]
        for row in sheet.facts
    ]


def _signatories(texts: DesignedTexts, sheet: Sheet, picture, scale) -> list[dict]:
    width = sheet.line / len(texts.signatories) - 4
    return [
        {
            "name": one.name,
            "title": one.title,
            "breaks": any(
                _breaks(text, SIZES["body"] * scale, width)
                for text in (one.name, one.title)
            ),
            "signature": one.picture
            and _drawn(
                one.picture,
                picture,
                min(width, SIGNATURE_WIDTH),
                SIGNATURE_HEIGHT * scale,
            ),
        }
        for one in texts.signatories
    ]


def _line(text: str, largest: float, smallest: float, width: float) -> dict:
    """A line that becomes smaller to fit, and takes more lines where it must."""
    size = shrink_to_fit(
        text, width=width * MM, largest=largest, smallest=smallest, bold=True
    )
    return {
        "text": text,
        "size": f"{size:.1f}",
        "breaks": _breaks(text, size, width),
    }


def _breaks(text: str, size: float, width: float) -> bool:
    # One word alone that is wider than its place breaks where it must.
    return any(
        text_width(word, size=size, bold=True) > width * MM for word in text.split()
    )


def _drawn(kept: dict, picture, width: float, height: float) -> dict:
    """A picture as large as its place in millimetres lets it be."""
    ratio = min(width / kept["width"], height / kept["height"])
    return {
        "src": as_address(kept["file"], picture(kept["file"])),
        "width": round(kept["width"] * ratio * PX),
        "height": round(kept["height"] * ratio * PX),
    }
