"""ReportLab and xhtml2pdf: pages from markup, and our fonts in them.

They take some 40 MB, so nothing loads them but this module, and nothing loads this
module before it makes a PDF: `lms.pdf` imports it inside its functions. The web server
loads it before its processes part (`lms.warm_up`).
"""

import io
import logging
import threading
from functools import cache
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from reportlab import rl_config
from reportlab.lib.fonts import addMapping
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from xhtml2pdf import pisa
from xhtml2pdf.config.resources import ResourceAccessPolicy

FONTS = Path(__file__).resolve().parent / "static" / "lms" / "fonts" / "pdf"
# In the order in which a letter looks for its glyph.
FAMILIES = ("Atkinson", "Sans", "Arabic", "Hebrew")

_found = threading.local()


@cache
def prepare() -> None:
    """Read the fonts and set the renderer up, once per process (about 50 ms)."""
    for family in FAMILIES:
        for bold in (False, True):
            path = FONTS / f"{family}-{'Bold' if bold else 'Regular'}.ttf"
            if not path.is_file():
                raise ImproperlyConfigured(f"the PDF font {path} is missing")
            face = TTFont(_face_name(family, bold=bold), str(path))
            # ReportLab embeds a face by its inner name and takes a second one of that
            # name for the first: bold would silently come out regular. A weight cut
            # from a variable font bears the name of the whole, so the file's name
            # counts here.
            face.face.name = path.stem.encode()
            pdfmetrics.registerFont(face)
            for italic in (0, 1):
                addMapping(family, int(bold), italic, face.fontName)
            # Last, so that the name leads back to an upright face.
            addMapping(family, int(bold), 0, face.fontName)
    # Every page begins, and every picture is placed, in "Helvetica", which ReportLab
    # does not embed. Here that name means our own regular face.
    pdfmetrics._fonts["Helvetica"] = pdfmetrics.getFont(_face_name("Atkinson"))
    # Neither the time nor a random number goes into the file.
    rl_config.invariant = 1
    # Plain bytes: the text form of them costs time and a quarter more space.
    rl_config.useA85 = 0
    complaints = _Complaints(logging.WARNING)
    for name in ("xhtml2pdf", "reportlab"):
        logger = logging.getLogger(name)
        logger.addHandler(complaints)
        if logger.getEffectiveLevel() > logging.WARNING:
            logger.setLevel(logging.WARNING)


def typeset(html: str, about: dict[str, str]) -> tuple[bytes, list[str]]:
    """(a PDF, what the renderer only logged while it made it). `about` is its title and
    author. Raises whatever the renderer raises."""
    prepare()
    output = io.BytesIO()
    _found.warnings = []
    try:
        result = pisa.CreatePDF(
            html,
            dest=output,
            # The directory that relative addresses start from.
            path=str(FONTS / "document.html"),
            resource_policy=_policy(),
            context_meta=about,
            # All in memory: the file that it would make for a long document is left to
            # the garbage collector.
            capacity=-1,
        )
        complaints = [*_found.warnings, *(entry[2] for entry in result.log)]
    finally:
        _found.warnings = None
    if result.err and not complaints:
        complaints = ["unknown error"]
    return output.getvalue(), complaints


def width(text: str, *, size: float, bold: bool) -> float:
    """How wide the letters of a text are, in points."""
    prepare()
    faces = [_face_name(family, bold=bold) for family in FAMILIES]
    return sum(
        pdfmetrics.stringWidth(character, _face_for(character, faces), size)
        for character in text
    )


@cache
def _glyphs(face_name: str) -> frozenset[str]:
    face = pdfmetrics.getFont(face_name).face
    return frozenset(map(chr, face.charToGlyph))


@cache
def printable() -> frozenset[str]:
    """The characters that our fonts can draw."""
    prepare()
    # Regular and bold of a family cover the same; a letter missing from one of them
    # must not depend on where in the document it stands.
    return frozenset().union(
        *(
            _glyphs(_face_name(family)) & _glyphs(_face_name(family, bold=True))
            for family in FAMILIES
        )
    )


def _face_name(family: str, *, bold: bool = False) -> str:
    # The names xhtml2pdf makes up for faces of @font-face, so that it takes ours.
    return f"{family.lower()}_{int(bold)}0"


def _face_for(character: str, faces: list[str]) -> str:
    return next((face for face in faces if character in _glyphs(face)), faces[0])


class _Complaints(logging.Handler):
    # A refused resource leaves a hole in the page and one line in the log.
    def emit(self, record: logging.LogRecord) -> None:
        warnings = getattr(_found, "warnings", None)
        if warnings is not None:
            warnings.append(record.getMessage())


@cache
def _policy() -> ResourceAccessPolicy:
    return ResourceAccessPolicy.server(
        base_dir=FONTS, allow_remote=False, allowed_hosts=frozenset()
    )
