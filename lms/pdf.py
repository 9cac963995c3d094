"""PDF from templates: closed to the world, every glyph ours, equal input equal bytes.

A template extends `lms/pdf/base.html` and writes CSS 2.1: tables and frames, no
flex, no grid, no `<ul>` (its bullets come from a font that is not embedded).
Text is set in Atkinson and, letter by letter where Atkinson has none, in Sans, Arabic
or Hebrew. What is written from right to left is joined and ordered by itself; a block
of it begins at the right with `dir="rtl"`.
Pictures come in as data URIs (`data_uri`, `qr_png`); nothing else can be read.
"""

import base64
import io
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from html import escape as html_escape
from html.parser import HTMLParser
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from lms.errors import DomainError
from lms.shaping import SOFT_HYPHEN, as_drawn

# Points in a millimetre, the unit of `shrink_to_fit`.
MM = 72 / 25.4

# Letters, and the forms they are drawn in, that only the last two families have.
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")

_TITLE = re.compile("<title>.*?</title>", re.DOTALL)


class PdfError(Exception):
    """The document cannot be made as its template is; a fault of ours."""


class GlyphMissing(DomainError):  # noqa: N818 - a rule that was not met, not a fault
    """A text holds characters that none of our fonts can draw.

    `characters` has each of them once, sorted.
    """

    def __init__(self, characters: str) -> None:
        super().__init__(
            _(
                "These characters cannot be printed yet: %(characters)s. "
                "Write the text with other letters, or ask us to add a font."
            )
            % {"characters": " ".join(characters)},
            code="glyph_missing",
        )
        self.characters = characters


def render_pdf(
    template_name: str,
    context: Mapping[str, Any],
    *,
    language: str,
    title: str,
    author: str,
    created: datetime,
) -> bytes:
    """Render a template into a PDF.

    `created` (aware) becomes the document's creation and modification date, so
    that the same words give the same bytes on any day. The template also gets
    `language`, `title` and, where it is so, `right_to_left`. Raises GlyphMissing
    for letters we have no glyph for and PdfError for whatever the renderer would
    only have logged: a resource that was refused, an unknown font, broken markup.
    """
    words = {**context, "language": language, "title": title}
    with translation.override(language):
        html = as_drawn(render_to_string(template_name, words))
        if _RIGHT_TO_LEFT.search(html):
            # Each font that is named costs a millisecond, and few documents need these.
            words["right_to_left"] = True
            html = as_drawn(render_to_string(template_name, words))
    _check_glyphs(html)
    # The title is shown by the reader's program, which joins letters by itself; the
    # renderer would join those in the markup.
    about = {"title": as_drawn(title, joined=False), "author": author}
    content = _drawn(template_name, _TITLE.sub("", html), about)
    if b"/Subtype /Type1" in content:
        raise PdfError(f"{template_name}: uses a font that is not embedded")
    return _dated(content, created)


def can_print(text: str) -> bool:
    """Whether our fonts have all letters of a text."""
    try:
        _check_glyphs(as_drawn(html_escape(text)))
    except GlyphMissing:
        return False
    return True


def data_uri(content: bytes, content_type: str = "image/png") -> str:
    """A picture as an address for `<img src>`, the only kind a document may use."""
    return f"data:{content_type};base64,{base64.b64encode(content).decode()}"


def qr_png(data: str, *, scale: int = 8) -> str:
    """A QR code as a data URI of a PNG, black on white, without quiet zone.

    `scale` is pixels per module. The template leaves four modules of white
    around it, or scanners miss it.
    """
    # Inside: it goes with the renderer.
    import segno  # noqa: PLC0415

    picture = io.BytesIO()
    segno.make(data, error="m", micro=False).save(
        picture, kind="png", scale=scale, border=0
    )
    return data_uri(picture.getvalue())


def text_width(text: str, *, size: float, bold: bool = False) -> float:
    """How wide one line of text is, in points, in the fonts a PDF uses."""
    return _typesetting().width(as_drawn(text), size=size, bold=bold)


def shrink_to_fit(
    text: str,
    *,
    width: float,
    largest: float,
    smallest: float,
    step: float = 0.5,
    bold: bool = False,
) -> float:
    """The largest font size in points at which `text` fits on a line of `width` points.

    Goes down from `largest` by `step`. Returns `smallest` where even that is too
    wide; the text then takes two lines.
    """
    size = largest
    while size > smallest and text_width(text, size=size, bold=bold) > width:
        size -= step
    return max(size, smallest)


def _typesetting():
    # Inside: what it loads takes 40 MB, which most processes never need.
    from lms import typesetting  # noqa: PLC0415

    return typesetting


def _drawn(template_name: str, html: str, about: dict[str, str]) -> bytes:
    try:
        content, complaints = _typesetting().typeset(html, about)
    except Exception as error:
        raise PdfError(f"{template_name}: {error!r}") from error
    if complaints:
        raise PdfError(f"{template_name}: {'; '.join(complaints)}")
    return content


class _Text(HTMLParser):
    # What of the markup will be drawn.
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.characters: set[str] = set()
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list) -> None:
        if tag in ("style", "title", "script"):
            self._hidden += 1

    def handle_endtag(self, tag: str) -> None:
        if tag in ("style", "title", "script"):
            self._hidden -= 1

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.characters.update(data)


def _check_glyphs(html: str) -> None:
    text = _Text()
    text.feed(html)
    text.close()
    missing = {
        character
        for character in text.characters - _typesetting().printable()
        if not character.isspace() and character != SOFT_HYPHEN
    }
    if missing:
        raise GlyphMissing("".join(sorted(missing)))


def _dated(content: bytes, created: datetime) -> bytes:
    # ReportLab without the clock writes 1 January 2000. The same length, so every
    # offset in the file stays right.
    stamp = created.astimezone(UTC).strftime("D:%Y%m%d%H%M%S+00'00'").encode()
    for name in (b"/CreationDate", b"/ModDate"):
        fixed = name + b" (D:20000101000000+00'00')"
        if content.count(fixed) != 1:
            raise PdfError("the document's dates are not where they were expected")
        content = content.replace(fixed, name + b" (" + stamp + b")")
    return content
