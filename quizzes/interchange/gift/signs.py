"""The signs that mean something in GIFT, and how they stand for themselves."""

# Every text is written with these; the backslash first, as it is in all the others.
_ESCAPED = ("\\", ":", "#", "=", "{", "}", "~")
_NEWLINE = "n"
# Signs that are no characters stand for them while a text is taken apart; no text that
# was cleaned has any.
_HELD = {
    f"\\{sign}": chr(0xFDD0 + number)
    for number, sign in enumerate((*_ESCAPED, _NEWLINE))
}


def escaped(text: str) -> str:
    for sign in _ESCAPED:
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", f"\\{_NEWLINE}")


def held(text: str) -> str:
    """A text in which what is escaped no longer means anything."""
    for written, sign in _HELD.items():
        text = text.replace(written, sign)
    return text


def shown(text: str) -> str:
    """A held text as it is read."""
    for written, sign in _HELD.items():
        text = text.replace(sign, "\n" if written[1] == _NEWLINE else written[1])
    return text
