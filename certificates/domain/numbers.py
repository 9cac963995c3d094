"""Certificate numbers: PREFIX-SEC-XXXX-XXXX, such as CPL-POL-7K3M-Q2XB.

The eight characters at the end are of Crockford's base32, which has no I, L, O or U:
seven by chance (35 bits) and one that checks everything before it, prefix and sector
included. Dashes are for the eye and are not checked.

What the check character catches, its weights being odd and those of neighbours two
apart, all modulo 32:

- every single wrong character, in the eight and in the letters of prefix and sector;
- two unlike neighbours of the eight, or of the letters, that changed places, unless their values lie exactly 16 apart
  (0 and G, 1 and H, … among the eight; A and Q, B and R, … J and Z among the letters):
  of 496 unlike pairs of the eight, 16 pass;
- of anything else, such as two wrong characters, 31 of 32.

It does not tell a number of ours from one that somebody made up with care: only the
register does.
"""

import re
import secrets
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
SIGNS = frozenset("0123456789" + LETTERS)
RANDOM = 7
# Longer than any number of ours, and short enough to look at without fear.
LONGEST_TYPED = 200
LONGEST_SHOWN = 32
PREFIX = r"[A-Z](?:[A-Z-]{0,6}[A-Z])?"
SHAPE = re.compile(rf"({PREFIX})-([A-Z]{{3}})-([{ALPHABET}]{{4}})-([{ALPHABET}]{{4}})")
MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})
MISREAD_LETTERS = str.maketrans({"0": "O", "1": "I"})


def new_number(prefix: str, sector_code: str) -> str:
    """A number nobody can guess. Whether it is free is for the database to say."""
    chosen = "".join(secrets.choice(ALPHABET) for _ in range(RANDOM))
    return _written(prefix.upper(), sector_code.upper(), chosen)


def normalise_number(text: str) -> str:
    """What somebody most likely meant: capitals, dashes in place, O, I and L read as
    digits among the eight, 0 and 1 as letters before them.

    Never fails, whatever is typed. Text that cannot be one of our numbers comes back in
    capitals, letters and digits only and at most 32 characters (none: ""), so that it
    can be shown and looked for like any other.
    """
    text = unicodedata.normalize("NFKC", str(text)[:LONGEST_TYPED]).upper()
    plain = re.sub(r"[^0-9A-Z]", "", text)
    if len(plain) <= 8 + 3:
        return plain
    head, tail = plain[:-8].translate(MISREAD_LETTERS), plain[-8:].translate(MISREAD)
    prefix, sector = _with_dashes_of(text, head[:-3]), head[-3:]
    return f"{prefix}-{sector}-{tail[:4]}-{tail[4:]}"[:LONGEST_SHOWN]


def is_well_formed(number: str) -> bool:
    """Whether a normalised number has our shape and its check character agrees."""
    match = SHAPE.fullmatch(number)
    if match is None:
        return False
    prefix, sector, first, second = match.groups()
    return _check(prefix, sector, first + second[:-1]) == second[-1]


# A prefix has at most eight signs: as it is, without its dash, with one at seven places.
MOST_SPELLINGS = 9


def spellings(number: str) -> list[str]:
    """A normalised number, and the same with another dash or none in its prefix; at most
    MOST_SPELLINGS.

    Who types CPLRPOL… without dashes means CPL-R-POL…; the text alone cannot tell.
    """
    match = SHAPE.fullmatch(number)
    if match is None:
        return [number]
    plain, rest = match[1].replace("-", ""), number[match.end(1) :]
    prefixes = [
        match[1],
        plain,
        *(f"{plain[:place]}-{plain[place:]}" for place in range(1, len(plain))),
    ]
    return [f"{prefix}{rest}" for prefix in dict.fromkeys(prefixes)]


def suggestion(text: str) -> str | None:
    """Another spelling of what was typed that could be a number, or None.

    That is how it looks once normalised, with V for a U that no number has, or with
    two neighbours of the eight back in their places; None as well where several would fit.
    It says nothing about the register: the answer is worked out from the text alone.
    """
    number = normalise_number(text)
    if is_well_formed(number):
        return number if number != str(text).strip() else None
    candidates = {other for other in _respelled(number) if is_well_formed(other)}
    # Two that fit would be a guess.
    return candidates.pop() if len(candidates) == 1 else None


def _respelled(number: str) -> Iterator[str]:
    head, eight = number[:-9], number[-9:]
    if "U" in eight:
        yield head + eight.replace("U", "V")
        return
    # The letters are whole words to people; it is the eight that are copied wrong.
    places = [place for place, sign in enumerate(eight) if sign != "-"]
    for left, right in pairwise(places):
        signs = list(eight)
        signs[left], signs[right] = signs[right], signs[left]
        yield head + "".join(signs)


def _with_dashes_of(text: str, prefix: str) -> str:
    # The dashes that were typed between the letters of the prefix, any kind of dash.
    places = [place for place, sign in enumerate(text) if sign in SIGNS]
    written = prefix[0]
    for letter, (left, right) in zip(prefix[1:], pairwise(places), strict=False):
        if any(_is_dash(sign) for sign in text[left + 1 : right]):
            written += "-"
        written += letter
    return written


def _is_dash(sign: str) -> bool:
    return unicodedata.category(sign) == "Pd" or sign in "_\N{MINUS SIGN}"


def _written(prefix: str, sector: str, chosen: str) -> str:
    code = chosen + _check(prefix, sector, chosen)
    return f"{prefix}-{sector}-{code[:4]}-{code[4:]}"


def _check(prefix: str, sector: str, chosen: str) -> str:
    letters = [LETTERS.index(letter) for letter in prefix.replace("-", "") + sector]
    values = [*letters, *(ALPHABET.index(sign) for sign in chosen)]
    # Counted from the end: 1, 3, 5, … so that the check character itself, which counts
    # as -1, is two away from its neighbour as well.
    total = sum((2 * n + 1) * value for n, value in enumerate(reversed(values)))
    return ALPHABET[total % 32]
