"""What the kinds share in which somebody types: what is taken, and what is equal."""

import re
import unicodedata
from random import Random
from typing import Any, ClassVar

from courses.exercises.base import Answer, Content, ExerciseKind, InvalidAnswer
from lms.detector import people_in

# Any run of characters, in what an author accepts. After a backslash it is itself.
WILDCARD = "*"
STARRED = re.compile(r"(\\*)\*")


def typed(value: Any, *, most: int) -> str:
    """What somebody typed, without blanks around it. Raises InvalidAnswer for what is no
    text, empty, or longer than `most`."""
    # A database would refuse a null character; nobody types one.
    if not isinstance(value, str) or not value.strip() or "\x00" in value:
        raise InvalidAnswer
    # Half of a pair of code units is no text either; no form sends one.
    if any(unicodedata.category(sign) == "Cs" for sign in value):
        raise InvalidAnswer
    text = value.replace("\r\n", "\n").strip()
    if len(text) > most:
        raise InvalidAnswer
    return text


class TypedText(ExerciseKind):
    """A kind that is answered with one text: {"text": as it was typed}."""

    fields = ("text",)
    worded = True
    # The most characters of an answer.
    most: ClassVar[int]

    def order(self, content: Content, rng: Random) -> list[str]:
        return []

    def read(self, content: Content, data) -> Answer | None:
        text = data.get("text", "")
        return self.clean(content, {"text": text}) if text.strip() else None

    def clean(self, content: Content, payload: Any) -> Answer:
        if not isinstance(payload, dict) or set(payload) != {"text"}:
            raise InvalidAnswer
        return {"text": typed(payload["text"], most=self.most)}


def people_besides(own: list[str], text: str) -> list[str]:
    """What in a text may point to a real person, without what the exercise says itself
    in `own`."""
    return [
        seen.excerpt
        for seen in people_in(text)
        if not any(seen.excerpt in one for one in own)
    ]


def lines_of(text: str | None) -> list[str]:
    """The lines of an author's field, without the empty ones."""
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


def plain(text: str, *, case: bool, accents: bool) -> str:
    """The form in which texts are compared: signs that look alike are alike, blanks are
    one blank; capitals (`case`) and accents (`accents`) only where they matter."""
    text = unicodedata.normalize("NFKC", text)
    for sign, usual in (("’", "'"), ("‘", "'"), ("“", '"'), ("”", '"'), ("–", "-")):
        text = text.replace(sign, usual)
    if not accents:
        apart = unicodedata.normalize("NFD", text)
        text = "".join(sign for sign in apart if not unicodedata.combining(sign))
    if not case:
        text = text.casefold()
    return " ".join(unicodedata.normalize("NFC", text).split())


def fits(pattern: str, text: str, *, case: bool = False, accents: bool = False) -> bool:
    """Whether a text is what an author accepts."""
    parts = [plain(part, case=case, accents=accents) for part in _parts(pattern)]
    rest = plain(text, case=case, accents=accents)
    if len(parts) == 1:
        return rest == parts[0]
    first, *middle, last = parts
    if len(rest) < len(first) + len(last):
        return False
    if not rest.startswith(first) or not rest.endswith(last):
        return False
    rest = rest[len(first) : len(rest) - len(last)]
    # The first place of each part leaves the most for those after it: no search back,
    # however many wildcards there are.
    for part in middle:
        found = rest.find(part)
        if found < 0:
            return False
        rest = rest[found + len(part) :]
    return True


def shown(pattern: str) -> str:
    """A pattern as a learner reads it."""
    return "…".join(_parts(pattern))


def is_open(pattern: str) -> bool:
    """Whether a pattern accepts whatever is typed."""
    return not any(part.strip() for part in _parts(pattern))


def _parts(pattern: str) -> list[str]:
    """What stands between the wildcards. A backslash before a star takes its meaning
    from it; two before a star are one, and the star keeps its meaning. Anywhere else a
    backslash is itself."""
    parts, part, end = [], "", 0
    for found in STARRED.finditer(pattern):
        before = len(found[1])
        part += pattern[end : found.start()] + "\\" * (before // 2)
        end = found.end()
        if before % 2:
            part += WILDCARD
        else:
            parts.append(part)
            part = ""
    return [*parts, part + pattern[end:]]
