"""What a question says: the lines a person compares, and the words that are counted.

All of it is in what a question asks and offers. Explanations are left out, as they say
nothing of whether two questions ask the same, and so is how it is graded.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from decimal import Decimal
from hashlib import sha256

from courses.domain.editions.wording import text_of
from quizzes.interchange.kinds import without_ids

# Fields of courses.blocks that say why, not what.
EXPLAINING = frozenset({"feedback", "ending_feedback"})
# Fields that hold a choice, a name or a measure instead of words for a reader.
CODES = frozenset(
    {
        "answer",
        "area",
        "credit",
        "ending",
        "factor",
        "form",
        "measure",
        "name",
        "next",
        "purpose",
        "scoring",
        "tolerance",
    }
)
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
WORD = re.compile(rf"{NUMBER.pattern}|[^\W\d_]+")
# Stands for every number where only the words are looked at.
ANY_NUMBER = "#"

Words = tuple[str, ...]


def words_of(body: Iterable[dict]) -> Words:
    """The words of a stored body in their order, without case, accents and
    punctuation; numbers are words. Empty for a draft that says nothing yet."""
    return words_in(" ".join(_said(_asked(body))))


def words_in(text: str) -> Words:
    """The words of a text, the same way."""
    return tuple(WORD.findall(_plain(text)))


def lines_of(body: Iterable[dict]) -> str:
    """What a stored body asks and offers, line by line, with what is right."""
    asked = _asked(body)
    content = [_with_right(child) for child in asked]
    return text_of({"exercise": {"content": content}})


def digest_of(words: Words) -> str:
    """The same for the same words in the same order."""
    return sha256(" ".join(words).encode()).hexdigest()


def without_numbers(words: Words) -> Words:
    return tuple(ANY_NUMBER if word[0].isdigit() else word for word in words)


def _plain(text: str) -> str:
    taken_apart = text
    # Twice, as the Unicode standard does (D146): a letter that is taken apart may be a
    # capital.
    for _time in range(2):
        taken_apart = unicodedata.normalize("NFKD", taken_apart.casefold())
    return "".join(one for one in taken_apart if not unicodedata.combining(one))


def _asked(body: Iterable[dict]) -> list:
    return [_in_order(without_ids(child["value"])) for child in body]


def _in_order(value):
    """With fields in one order. PostgreSQL orders those of what is live its own way, and
    leaves those of a draft as they were written. The prompt first, then backwards by
    name: so a text comes before whether it is right."""
    if isinstance(value, list):
        return [_in_order(inner) for inner in value]
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: (name == "prompt", name), reverse=True)
        return {name: _in_order(value[name]) for name in names}
    return value


def _said(value) -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            if name not in EXPLAINING and name not in CODES:
                yield from _said(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _said(inner)
    elif isinstance(value, (str, Decimal)):
        yield str(value)


def _with_right(value):
    """Without what is not compared, but with what is right, which a person who decides
    between two questions has to see."""
    if isinstance(value, list):
        return [_with_right(inner) for inner in value]
    if not isinstance(value, dict):
        return value
    shown = {}
    for name, inner in value.items():
        if name == "answer":
            shown["correct"] = inner == "true"
        elif name not in EXPLAINING and name not in CODES:
            shown[name] = _with_right(inner)
    return shown
