"""Interactions in which one types a word or a number."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from quizzes.interchange.labels import read_decimal
from quizzes.interchange.qti.arithmetic import bounds_of
from quizzes.interchange.qti.content import text_of
from quizzes.interchange.qti.question import Question, percent_of
from quizzes.interchange.qti.values import Response, Unsupported
from quizzes.interchange.shapes import Accepted, Number, Numbers, Shape, Words
from quizzes.interchange.texts import cleaned

GAP = "_____"
_MOST_CANDIDATES = 100


def read_entry(question: Question) -> Shape:
    """One field to type in."""
    response = question.response()
    question.found.prompt = _prompt(question)
    if question.interaction.get("patternMask"):
        question.found.lose(_("Which signs may be typed is not taken over."))
    if response.base_type in ("integer", "float"):
        return _numbers(question, response)
    return _words(question, response)


def _prompt(question: Question) -> str:
    """What is asked, with a line where the field stands, unless that is its end."""
    if question.is_ours and len(question.body):
        return text_of(question.body[0], question.found)
    text = text_of(
        question.body,
        question.found,
        lambda one: GAP if one.tag == question.interaction.tag else None,
    )
    return text.removesuffix(GAP).strip()


@dataclass
class MatchesCase:
    """Whether capitals matter in what is typed, over several variables."""

    exactly: bool = False
    loosely: bool = False

    def see(self, response: Response) -> None:
        exact = [exactly for _worth, exactly in response.mapped.values()] or [True]
        self.exactly |= any(exact)
        self.loosely |= not all(exact)


def strict_about(question: Question, case: MatchesCase) -> None:
    """What is compared sign by sign there is so here."""
    if question.is_ours or not (case.exactly or case.loosely):
        return
    labels = question.found.labels
    labels["accents"] = "yes"
    if case.exactly:
        labels["case"] = "yes"
    if case.exactly and case.loosely:
        question.found.lose(_("Capitals matter here in all of it or in none."))


def escaped_pattern(question: Question, text: str) -> str:
    """A text as what is accepted: * stands for itself, unless we wrote it."""
    text = cleaned(text)
    return text if question.is_ours else text.replace("*", "\\*")


def note_partial(question: Question) -> None:
    question.found.lose(_("Of a gap, only what is right counts and is explained."))


def _words(question: Question, response: Response) -> Words:
    scoring, name = question.scoring, response.identifier
    texts = _texts_of(question, response)
    best = response.correct[0] if response.correct else (texts or [""])[0]
    scoring.weigh({name: best})
    accepted = []
    loosely = bool(texts)
    for number, text in enumerate(texts):
        if scoring.is_known:
            part = scoring.part({name: text})
            loosely &= scoring.part({name: text.swapcase()}) == part
        else:
            part = Fraction(text in response.correct)
        if part > 0:
            said = question.said.get(f"A{number + 1}", "")
            accepted.append(
                Accepted(escaped_pattern(question, text), percent_of(part), said)
            )
    if not accepted:
        question.found.stop(_("It does not say what is right."))
    strict_about(question, MatchesCase(exactly=not loosely, loosely=loosely))
    return Words(tuple(accepted))


def _texts_of(question: Question, response: Response) -> list[str]:
    """All that the item names as an answer, each once."""
    texts = [*response.mapped, *(str(one) for one in response.correct)]
    texts += [
        (one.text or "").strip()
        for one in _rules(question).iter("baseValue")
        if one.get("baseType") == "string"
    ]
    return [text for text in dict.fromkeys(texts) if text][:_MOST_CANDIDATES]


def _numbers(question: Question, response: Response) -> Numbers:
    scoring, name = question.scoring, response.identifier
    rows = _number_rows(question, response)
    best = response.correct[0] if response.correct else (rows or [(Fraction(0),)])[0][0]
    scoring.weigh({name: best})
    numbers = []
    credits = _credits(question, len(rows))
    for number, (value, near, relative) in enumerate(rows):
        part = Fraction(value in response.correct)
        if scoring.is_known:
            part = scoring.part({name: value})
            # Of what lies within the reach of another, the better one counts.
            part = min(part, credits[number]) if credits else part
            distance = near * abs(value) / 100 if relative else near
            if (
                part
                and not credits
                and not _ends_there(question, name, value, distance, part)
            ):
                question.found.lose(
                    _("How far off a number may be is counted in another way there.")
                )
        if part > 0:
            said = question.said.get(f"A{number + 1}", "")
            row = Number(
                _decimal(value), _decimal(near), percent_of(part), said, relative
            )
            numbers.append(row)
    if not numbers:
        question.found.stop(_("It does not say what is right."))
    return Numbers(tuple(numbers))


def _number_rows(
    question: Question, response: Response
) -> list[tuple[Fraction, Fraction, bool]]:
    """(number, how far off, whether in percent) of all the numbers that are named."""
    rows: dict[tuple[Fraction, Fraction, bool], None] = {}
    for element in _rules(question).iter("equal"):
        value = _compared(element, response)
        if value is None:
            continue
        try:
            low, high = bounds_of(element, value)
        except Unsupported:
            continue
        words = element.get("tolerance", "").split()
        near = [read_decimal(word) for word in words[:2]]
        even = len(set(near)) == 1 and near[0] is not None
        if element.get("toleranceMode") == "relative" and even:
            rows[value, Fraction(near[0] or 0), True] = None
        else:
            rows[(low + high) / 2, (high - low) / 2, False] = None
    named = [read_decimal(key) for key in response.mapped]
    others = [one for one in response.correct if isinstance(one, Fraction)]
    for value in [*(Fraction(one) for one in named if one is not None), *others]:
        if not any(_reaches(row, value) for row in rows):
            rows[value, Fraction(0), False] = None
    return list(rows)[:_MOST_CANDIDATES]


def _reaches(row: tuple[Fraction, Fraction, bool], other: Fraction) -> bool:
    value, near, relative = row
    return abs(other - value) <= (near * abs(value) / 100 if relative else near)


def _credits(question: Question, count: int) -> list[Fraction]:
    """What each number is worth, as we wrote it beside; none where it does not fit."""
    words = question.found.labels.pop("credits", "").split()
    read = [read_decimal(word) for word in words]
    if len(read) != count or None in read:
        return []
    return [Fraction(one) / 100 for one in read]


def _compared(element: Element, response: Response) -> Fraction | None:
    """The number with which the answer is compared."""
    for child in element:
        if child.tag == "baseValue":
            number = read_decimal(child.text or "")
            return None if number is None else Fraction(number)
        if child.tag == "correct" and child.get("identifier") == response.identifier:
            one = response.correct[0] if response.correct else None
            return one if isinstance(one, Fraction) else None
    return None


def _ends_there(
    question: Question, name: str, value: Fraction, near: Fraction, part: Fraction
) -> bool:
    """Whether it is worth so much as far as the tolerance says, and no further."""
    beyond = near + max(abs(value), 1) * Fraction(1, 10**6)
    return all(
        question.scoring.part({name: value + side * near}) >= part
        and question.scoring.part({name: value + side * beyond}) != part
        for side in (-1, 1)
    )


def _rules(question: Question) -> Element:
    processing = question.item.element.find("responseProcessing")
    return Element("responseProcessing") if processing is None else processing


def _decimal(number: Fraction) -> Decimal:
    return Decimal(number.numerator) / Decimal(number.denominator)
