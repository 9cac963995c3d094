import re
from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from lms.errors import UnreadableFile
from quizzes.interchange.found import MOST_QUESTIONS, Found
from quizzes.interchange.gift.signs import held, shown
from quizzes.interchange.instead import choice_or_marked, match_or_order
from quizzes.interchange.labels import read_decimal, read_tags, take_category
from quizzes.interchange.shapes import (
    Accepted,
    Choice,
    Essay,
    Match,
    Number,
    Numbers,
    Option,
    Pair,
    Shape,
    Statement,
    Words,
)
from quizzes.interchange.texts import cleaned, decoded, plain

ARROW = "->"
GAP = "_____"
FULL = Decimal(100)
_TITLE = re.compile(r"::(.*?)::", re.DOTALL)
_FORM = re.compile(r"\s*\[(html|markdown|plain|moodle)\]")
_WORTH = re.compile(r"\s*%(-?\d{1,3}(?:\.\d{0,9})?)%")
_ID = re.compile(r"\[id:([^\]]*)\]")
_TAG = re.compile(r"\[tag:([^\]]*)\]")
_HOLDS = {"T": True, "TRUE": True, "F": False, "FALSE": False}


def read(data: bytes) -> list[Found]:
    """The questions of a GIFT file. Raises UnreadableFile."""
    questions = list(_questions(decoded(data)))
    if not questions:
        raise UnreadableFile(_("There is no question in this file."))
    return questions


def _questions(text: str) -> Iterator[Found]:
    category, said, lines, first, another = "", [], [], 0, 0
    count = 0
    for number, line in enumerate([*text.split("\n"), ""], start=1):
        bare = line.strip()
        if bare.startswith("//"):
            said.append(bare)
        elif bare.startswith("$CATEGORY:"):
            category = bare.removeprefix("$CATEGORY:").strip()
        elif bare:
            first = first if lines else number
            if lines and not another and _TITLE.match(bare):
                another = number
            lines.append(line)
        elif lines:
            count += 1
            if count > MOST_QUESTIONS:
                message = _("There are more than %(most)d questions in this file.")
                raise UnreadableFile(message % {"most": MOST_QUESTIONS})
            yield _question("\n".join(lines), first, said, category, another)
            said, lines, another = [], [], 0


def _question(
    text: str, line: int, said: list[str], category: str, another: int
) -> Found:
    found = Found(place=_("line %(number)d") % {"number": line})
    comment = " ".join(said)
    if given := _ID.search(comment):
        found.key = given[1].strip()
    text = held(text)
    if title := _TITLE.match(text.lstrip()):
        found.title = cleaned(shown(title[1]))[:200]
        text = text.lstrip()[title.end() :]
    if another:
        found.stop(
            _("Line %(number)d begins another question: an empty line is missing.")
            % {"number": another}
        )
        return found
    read_tags(_TAG.findall(comment), found)
    take_category(category, found)
    form = "moodle"
    if given := _FORM.match(text):
        form, text = given[1], text[given.end() :]
    start, end = text.find("{"), text.rfind("}")
    if start < 0 and end < 0:
        found.prompt = plain(shown(text), form, found)
        found.stop(_("A description asks nothing."))
        return found
    if start < 0 or end < start:
        found.stop(_("The braces around the answers are not in pairs."))
        return found
    before, inside, after = text[:start], text[start + 1 : end], text[end + 1 :]
    whole = f"{before}{GAP}{after}" if after.strip() else before
    found.prompt = plain(shown(whole), form, found)
    answers, _marks, feedback = inside.partition("####")
    found.feedback = plain(shown(feedback), form, found)
    found.shape = _Answers(form, found).shape(answers.strip())
    return found


class _Answers:
    """What stands between the braces."""

    def __init__(self, form: str, found: Found) -> None:
        self.form = form
        self.found = found

    def shape(self, text: str) -> Shape | None:
        if not text:
            return Essay()
        if text.startswith("#"):
            return self._numbers(text[1:])
        if "~" in text:
            return choice_or_marked(self._choice(text), self.found)
        if text.startswith("=") and ARROW in text:
            return match_or_order(self._match(text), self.found)
        word, *feedback = text.split("#")
        if word.strip().upper() in _HOLDS:
            if any(one.strip() for one in feedback):
                self.found.lose(_("What is said of each answer is not taken over."))
            return Statement(_HOLDS[word.strip().upper()])
        return self._words(text)

    def _text(self, text: str) -> str:
        return plain(shown(text), self.form, self.found)

    def _with_feedback(self, text: str) -> tuple[str, str]:
        text, _mark, feedback = text.partition("#")
        return text, self._text(feedback)

    def _choice(self, text: str) -> Choice:
        rows = [row for row in text.replace("=", "~=").split("~") if row.strip()]
        return Choice(
            tuple(self._option(row.strip()) for row in rows),
            multiple="=" not in text,
        )

    def _option(self, row: str) -> Option:
        if row.startswith("="):
            text, feedback = self._with_feedback(row[1:])
            return Option(self._text(text), FULL, feedback)
        worth, rest = _worth_of(row, Decimal(0))
        text, feedback = self._with_feedback(rest)
        return Option(self._text(text), worth, feedback)

    def _match(self, text: str) -> Match:
        pairs, rights = [], []
        for row in text.split("=")[1:]:
            left, arrow, right = row.partition(ARROW)
            left, right = self._text(left), self._text(right)
            if not arrow or not right:
                self.found.stop(
                    _("What belongs together is written as “left -> right”.")
                )
                continue
            rights.append(right)
            if left:
                pairs.append(Pair(left, right))
        return Match(tuple(pairs), tuple(dict.fromkeys(rights)))

    def _words(self, text: str) -> Words:
        rows = text.split("=")[1:] if text.startswith("=") else [text]
        accepted = []
        for row in rows:
            worth, rest = _worth_of(row, FULL)
            pattern, feedback = self._with_feedback(rest)
            accepted.append(Accepted(self._text(pattern), worth, feedback))
        return Words(tuple(accepted))

    def _numbers(self, text: str) -> Numbers:
        numbers = []
        for row in re.split(r"(?=[=~])", text):
            if not row.strip():
                continue
            right = not row.startswith("~")
            worth, rest = _worth_of(row.lstrip("=~"), FULL if right else Decimal(0))
            written, feedback = self._with_feedback(rest)
            value = _range_of(shown(written))
            if value is None and worth > 0:
                message = _("“%(text)s” is not a number, nor a range of numbers.")
                self.found.stop(message % {"text": shown(written).strip()[:60]})
                continue
            value, near = value or (Decimal(0), Decimal(0))
            numbers.append(Number(value, near, worth, feedback))
        return Numbers(tuple(numbers))


def _worth_of(row: str, usual: Decimal) -> tuple[Decimal, str]:
    match = _WORTH.match(row)
    return (Decimal(match[1]), row[match.end() :]) if match else (usual, row)


def _range_of(text: str) -> tuple[Decimal, Decimal] | None:
    """(number, how far off it may be) of “3”, “3:0.5” or “2.5..3.5”."""
    if ".." in text:
        low, high = (read_decimal(one) for one in text.split("..", 1))
        if low is None or high is None or low > high:
            return None
        return (low + high) / 2, (high - low) / 2
    value, _colon, near = text.partition(":")
    number, distance = read_decimal(value), read_decimal(near or "0")
    if number is None or distance is None or distance < 0:
        return None
    return number, distance
