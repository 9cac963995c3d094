"""Texts in which [1], [2], … stand for something: translators move them as their
language asks."""

import re
from enum import StrEnum

_PLACE = re.compile(r"\[([1-9][0-9]?)\]")


class Rule(StrEnum):
    """What can be wrong with such a text."""

    MISSING = "missing"  # A number that has to stand in it does not.
    TWICE = "twice"
    UNKNOWN = "unknown"  # There is nothing with this number.


def pieces_of(text: str) -> list[str | int]:
    """Text and numbers, in turn as they stand there."""
    pieces = [
        int(piece) if number % 2 else piece
        for number, piece in enumerate(_PLACE.split(text or ""))
    ]
    return [piece for piece in pieces if piece != ""]


def filled(text: str, name: str, rows: list[dict]) -> list[dict]:
    """The text in pieces: {"text": …}, or {`name`: the row of that number}. In a draft a
    number may have no row yet: it stands there as it was written."""
    return [
        {"text": piece}
        if isinstance(piece, str)
        else {name: rows[piece - 1]}
        if piece <= len(rows)
        else {"text": f"[{piece}]"}
        for piece in pieces_of(text)
    ]


def troubles_of(text: str, count: int) -> list[tuple[Rule, int]]:
    """What is wrong, each with its number: 1 to `count` have to stand there once."""
    found = [piece for piece in pieces_of(text) if isinstance(piece, int)]
    return [
        *((Rule.MISSING, n) for n in range(1, count + 1) if n not in found),
        *((Rule.TWICE, n) for n in sorted(set(found)) if found.count(n) > 1),
        *((Rule.UNKNOWN, n) for n in sorted(set(found)) if n > count),
    ]
