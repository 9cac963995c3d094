"""Names of people, by what stands before them, and by names that many people have."""

import re
from functools import cache
from pathlib import Path

from lms.detector.seen import Kind, Seen, seen

HERE = Path(__file__).parent

_CAPITAL = r"[A-ZÀ-ÞĀ-ŽŠ]"
_WORD = rf"{_CAPITAL}[^\W\d_]+(?:['’-][^\W\d_]+)*"
_LINK = (
    r"(?:van|den|der|de|ten|ter|von|zu|du|le|la|el|al|ben|bin|Van|De|Den|Der|El|Ben)"
)
_REST = rf"(?:\s(?:{_LINK}\s){{0,2}}{_WORD})"

_TITLED = re.compile(
    r"(?<!\w)(?:(?i:mevrouw|mevr\.?|mvr\.?|meneer|mijnheer|dhr\.?|de heer|juffrouw"
    r"|monsieur|madame|mademoiselle|mme\.?|mlle\.?|herr|herrn|frau|(?:bei|von) familie|mrs\.?|mr\.?|ms\.?"
    rf"|mx\.?)|M\.|Miss)\s+(?:{_LINK}\s){{0,2}}({_WORD})"
)
_INTRODUCED = re.compile(
    r"(?<!\w)(?i:heet|heette|heten|genaamd|ene|(?:mijn|zijn|haar) naam is"
    r"|s['’]appelle|s['’]appelait|m['’]appelle|nommée?|prénommée?|dénommée?"
    r"|(?:mon|son) nom est|(?:er|sie|ich) (?:heißt|heisst|hieß|heiße)|namens"
    r"|named|called|(?:my|his|her|their) name (?:is|was)|a certain)"
    rf"\s+({_WORD})"
)
_INITIALS = re.compile(
    rf"(?<![\w.]){_CAPITAL}\.\s?(?:{_CAPITAL}\.\s?)?(?:{_LINK}\s)?{_WORD}"
)
_SINGLE = re.compile(rf"(?<![\w-]){_WORD}")
_FULL = re.compile(rf"{_WORD}{_REST}?(?:\s{_CAPITAL}\.)?")
# Where a sentence runs, two capitals in a row are a name, or a name of something.
_IN_A_ROW = re.compile(rf"(?<=[a-zà-ÿ,;]\s){_WORD}{_REST}(?:\s{_WORD})?")
# Spellings that none of the other languages has; a name may have an umlaut, so of words
# with a capital only endings say something.
_GERMAN = re.compile(r"[a-zöü]*[äß][a-zäöüß]*|\w{4,}(?:ung|ungen|heit|keit|schaft)")
_SAINT = re.compile(r"(?i:sint|saint|sainte|st\.?|sankt)[- ]$")


def names_in(text: str) -> list[Seen]:
    """What is likely the name of a person."""
    found: dict[int, re.Match] = {}
    for match in (
        *_after(_TITLED, text),
        *_after(_INTRODUCED, text),
        *_INITIALS.finditer(text),
        *_known(text),
        *([] if _is_german(text) else _in_a_row(text)),
    ):
        if not any(
            match.start() < other.end() and other.start() < match.end()
            for other in found.values()
        ):
            found[match.start()] = match
    return seen(Kind.NAME, found.values())


def _after(pattern: re.Pattern, text: str) -> list[re.Match]:
    return [match for match in pattern.finditer(text) if not _is_thing(match[1])]


def _known(text: str) -> list[re.Match]:
    """First names, each with what follows it as part of the name."""
    return [
        _FULL.match(text, match.start())
        for match in _SINGLE.finditer(text)
        if match[0].split("-")[0] in _words("first_names.txt")
        and not _SAINT.search(text[max(match.start() - 8, 0) : match.start()])
    ]


def _in_a_row(text: str) -> list[re.Match]:
    return [
        match
        for match in _IN_A_ROW.finditer(text)
        if not any(_is_thing(word) for word in match[0].split())
    ]


def _is_german(text: str) -> bool:
    """Whether nouns have capitals here, and capitals therefore say nothing."""
    words = re.findall(r"[^\W\d_]+", text)
    return sum(_sounds_german(word) for word in words) * 6 >= len(words) > 0


def _sounds_german(word: str) -> bool:
    return word.lower() in _words("german.txt") or bool(_GERMAN.fullmatch(word))


def _is_thing(word: str) -> bool:
    return word.lower() in _words("things.txt")


@cache
def _words(name: str) -> frozenset[str]:
    lines = (HERE / name).read_text("utf-8").splitlines()
    return frozenset(
        word for line in lines if not line.startswith("#") for word in line.split()
    )
