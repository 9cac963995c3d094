"""The text of files that somebody wrote with whatever program they have."""

import codecs
import re
import unicodedata

from django.utils.translation import gettext as _

from lms.errors import UnreadableFile

# The first bytes of a file tell its encoding, where its program wrote them.
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What the offices of Western Europe write when they say no more than "CSV".
OFFICE = "cp1252"
_DOUBTFUL = re.compile(r"[^\n\t\x20-\x7e\xa0-\ud7ff\ue000-\ufdcf]")


def only_text(text: str) -> str:
    """A text without what no text has: control signs, halves of pairs, non-characters."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in text if _is_text(sign))


def decoded(data: bytes) -> str:
    """The text of a file in UTF-8, in UTF-16 or in Windows-1252; nothing else is
    guessed. Raises UnreadableFile for what is no text in any of them."""
    text = _decoded(data, _encoding_of(data))
    if text is None or "\x00" in text:
        message = _("This is no text that can be read. Save it as CSV in UTF-8.")
        raise UnreadableFile(message)
    # Most files have nothing of the sort, and sign by sign takes its time.
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return only_text(plain) if _DOUBTFUL.search(plain) else plain


def _encoding_of(data: bytes) -> str:
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return encoding
    start = data[:200]
    # Every second byte of plain letters in UTF-16 is empty.
    if start[1::2].count(0) > len(start) // 4:
        return "utf-16-le"
    if start[0::2].count(0) > len(start) // 4:
        return "utf-16-be"
    return "utf-8"


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        if encoding != "utf-8":
            return None
    try:
        return data.decode(OFFICE)
    except UnicodeDecodeError:
        return None


def _is_text(sign: str) -> bool:
    if sign in "\n\t":
        return True
    if unicodedata.category(sign) in {"Cc", "Cs"}:
        return False
    return not (0xFDD0 <= ord(sign) <= 0xFDEF or ord(sign) & 0xFFFE == 0xFFFE)
