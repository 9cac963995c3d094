"""Letters as they are drawn where nothing joins them on the way to paper.

The renderer puts right-to-left text in order, line by line; here letters of Arabic
script become the forms in which they stand in a word. Each form is a character that
NFKC makes the letter again, so that what is printed reads back as it was written.
"""

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from arabic_reshaper import ArabicReshaper

SOFT_HYPHEN = "\u00ad"
NO_BREAK_SPACE = "\u00a0"

# A run of letters that may join. By runs: a document holds pictures, too, and looking
# through those letter by letter takes long.
_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff]+")
# Between two letters it asks for what they do anyway; the program that joins them loses
# vowel signs that follow it.
_JOINER = "\u200d"
# Signs without a shape of their own: joiners, marks and overrides of direction, and
# what else is as wide as nothing. They have done their work once letters are joined.
_INVISIBLE = re.compile(
    "[\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
)
# Thin and narrow spaces, as in French, are boxes in most fonts.
_UNCOMMON_SPACE = re.compile("[\u1680\u2000-\u200a\u202f\u205f\u3000]")
# The one pair of letters that nobody writes apart. Others would be a matter of taste.
_LIGATURES = (
    "ARABIC LIGATURE LAM WITH ALEF",
    "ARABIC LIGATURE LAM WITH ALEF WITH HAMZA ABOVE",
    "ARABIC LIGATURE LAM WITH ALEF WITH HAMZA BELOW",
    "ARABIC LIGATURE LAM WITH ALEF WITH MADDA ABOVE",
)


def as_drawn(text: str, *, joined: bool = True) -> str:
    """The text in the characters that a font is asked for: composed, Arabic letters
    joined, spaces of two kinds, nothing invisible but the soft hyphen. The order is
    that of reading. Not `joined` for a program that joins letters by itself."""
    text = unicodedata.normalize("NFC", text)
    if joined:
        # A sign that keeps letters apart ends a run.
        text = text.replace(_JOINER, "")
        text = _ARABIC.sub(lambda run: _reshaper().reshape(run[0]), text)
    return _UNCOMMON_SPACE.sub(NO_BREAK_SPACE, _INVISIBLE.sub("", text))


def runs_right_to_left(text: str) -> bool:
    """Whether a line of it begins at the right: all its letters run that way. Of two
    directions in one name, that of the document around it decides the order."""
    kinds = set(map(unicodedata.bidirectional, text))
    return not kinds.isdisjoint({"R", "AL"}) and "L" not in kinds


@cache
def _reshaper() -> "ArabicReshaper":
    # Inside: few texts have letters that join.
    from arabic_reshaper import ArabicReshaper  # noqa: PLC0415

    return ArabicReshaper(
        {
            # A vowel sign that cannot be printed is to be told, not to vanish.
            "delete_harakat": False,
            "ARABIC LIGATURE ALLAH": False,
            **dict.fromkeys(_LIGATURES, True),
        }
    )
