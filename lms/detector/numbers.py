"""Patterns that look the same in every language, or nearly: addresses, numbers."""

import re

from lms.detector.seen import Kind, Seen, seen

_EMAIL = re.compile(
    r"[\w.+-]+\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\.[\w-]+)+", re.IGNORECASE
)

# As it stands on a card; without its signs the check digits have to be right.
_BELGIAN_CARD = re.compile(r"(?<!\d)\d{2}\.\d{2}\.\d{2}[- ]\d{3}[.-]\d{2}(?!\d)")
_DIGITS = re.compile(r"(?<![\d+])\d(?:[ .-]?\d){8,14}(?![\d])")

_DATE = re.compile(
    r"(?<![\d./-])(?:\d{4}-\d{1,2}-\d{1,2}|(?:0?[1-9]|[12]\d|3[01])([./-])"
    r"(?:0?[1-9]|1[0-2])\1(?:\d{4}|\d{2}))(?![./-]?\d)"
)
_ABROAD = re.compile(r"(?<!\w)(?:\+|00)\d(?:[ ./()-]{0,2}\d){7,13}(?!\d)")
_AT_HOME = re.compile(r"(?<![\w.,])\(?0[1-9](?:[ ./()-]{0,2}\d){7,10}(?!\d)")

_NUMBER = r"\d{1,4}\s?[a-zA-Z]?(?!\w)"
_STREETS = "|".join(
    (
        # Dutch and German, as the end of a word.
        r"\b[A-ZÀ-Þ][\w'’-]*(?:straat|laan|steenweg|dreef|plein|kaai|gracht|singel"
        rf"|baan|weg|straße|strasse|str\.|platz|allee|gasse|damm|ufer)\s+{_NUMBER}",
        rf"\b(?:Grote |Oude |Nieuwe |Alter |Neuer )(?:Markt|Baan|Steenweg)\s+{_NUMBER}",
        # French: the number behind or in front.
        r"(?i:\b(?:rue|avenue|boulevard|chaussée|allée|impasse|quai|chemin|drève|place))"
        rf"\s+[^\W\d][^\d.;!?\n]{{0,40}}?,?\s(?:n°\s?)?{_NUMBER}",
        r"\b\d{1,4}(?:\s?bis)?,?\s+(?i:rue|avenue|boulevard|chaussée|allée|impasse"
        r"|quai|chemin|drève|place)\s+(?:de\s|du\s|des\s|la\s|le\s|les\s|l['’]|d['’])*"
        r"[A-ZÀ-Þ][\w-]+",
        # English.
        r"\b\d{1,4}[a-z]?\s+(?:[A-Z][\w'’-]+\s){1,3}"
        r"(?:Street|Road|Avenue|Lane|Drive|Square|Close|Terrace|St\b|Rd\b)",
    )
)
_STREET = re.compile(_STREETS)


def emails_in(text: str) -> list[Seen]:
    return seen(Kind.EMAIL, _EMAIL.finditer(text))


def numbers_in(text: str) -> list[Seen]:
    """National numbers of Belgium, the Netherlands and France."""
    cards = list(_BELGIAN_CARD.finditer(text))
    known = {match.start() for match in cards}
    bare = [
        match
        for match in _DIGITS.finditer(text)
        if match.start() not in known and _is_national(re.sub(r"\D", "", match[0]))
    ]
    return seen(Kind.NUMBER, [*cards, *bare])


def _is_national(digits: str) -> bool:
    checks = {9: _is_dutch, 11: _is_belgian, 15: _is_french}
    return len(digits) in checks and checks[len(digits)](digits)


def _is_belgian(digits: str) -> bool:
    """Two digits check the other nine; from 2000 on with a 2 in front of these."""
    month, day = int(digits[2:4]) % 20, int(digits[4:6])
    if month > 12 or day > 31:
        return False
    check = int(digits[9:])
    return any(97 - int(first + digits[:9]) % 97 == check for first in ("", "2"))


def _is_dutch(digits: str) -> bool:
    """The test by eleven. A telephone number begins with a nought and is left alone."""
    if digits[0] == "0":
        return False
    weighed = sum(
        int(digit) * weight
        for digit, weight in zip(digits, (9, 8, 7, 6, 5, 4, 3, 2, -1), strict=True)
    )
    return weighed % 11 == 0


def _is_french(digits: str) -> bool:
    return digits[0] in "12" and 97 - int(digits[:13]) % 97 == int(digits[13:])


def phones_in(text: str) -> list[Seen]:
    text = _DATE.sub(lambda match: "\n" * len(match[0]), text)
    abroad = list(_ABROAD.finditer(text))
    known = {match.start() for match in abroad}
    home = [m for m in _AT_HOME.finditer(text) if m.start() not in known]
    return seen(Kind.PHONE, [*abroad, *home])


def addresses_in(text: str) -> list[Seen]:
    return seen(Kind.ADDRESS, _STREET.finditer(text))
