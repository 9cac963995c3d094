"""Numbers as people write them, in any of our languages."""

import re
from decimal import Decimal

_SIGNS = str.maketrans(
    {
        "−": "-",
        "’": "'",
        "\u066b": ".",
        "\u066c": "'",
        "\u00a0": " ",
        "\u2009": " ",
        "\u202f": " ",
        "\t": " ",
    }
)
_WRITTEN = re.compile(
    r"(?P<sign>[+-]?) ?(?P<digits>[.,]?\d(?:[\d.,']| (?=\d))*)"
    r"(?:[eE](?P<power>[+-]?\d{1,3})(?!\w))? ?(?P<rest>.*)"
)
# Thousands stand in groups of three, each with the same sign before it.
_GROUPS = re.compile(r"[1-9]\d{0,2}(?:(?P<by>[.,' ])\d{3})(?:(?P=by)\d{3})*")


def read_number(text: str) -> tuple[list[Decimal], str]:
    """(what the number may be, what follows it). “1.234” is more than one where a
    country has it for a thousand: both are given. Nothing where there is no number."""
    found = _WRITTEN.fullmatch(" ".join(text.translate(_SIGNS).split()))
    if not found:
        return [], text
    sign, power = found["sign"], found["power"] or "0"
    values = [Decimal(f"{sign}{one}e{power}") for one in _readings(found["digits"])]
    return values, found["rest"].strip()


def _readings(digits: str) -> list[str]:
    readings = []
    for mark in (".", ","):
        whole, found, part = digits.rpartition(mark)
        if found and (not part or part.isdigit()) and (whole or part):
            whole = _whole(whole, but=mark) if whole else "0"
            if whole is not None:
                readings.append(f"{whole}.{part or 0}")
    whole = _whole(digits)
    return readings if whole is None else [*readings, whole]


def _whole(digits: str, *, but: str = "") -> str | None:
    """A whole number without the signs of its thousands, which are not `but`."""
    if digits.isdigit():
        return digits
    groups = _GROUPS.fullmatch(digits)
    if not groups or groups["by"] == but:
        return None
    return digits.replace(groups["by"], "")


def written(number: Decimal) -> str:
    """A number in the plain form in which content holds it."""
    # Zero has as many forms as there are places.
    return f"{number.normalize():f}" if number else "0"
