"""Gaps in a text: to choose in, to type in, or to drag words into."""

from collections.abc import Callable
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from quizzes.interchange.qti.content import text_of
from quizzes.interchange.qti.placed import check_places, correct_pairs
from quizzes.interchange.qti.question import Question
from quizzes.interchange.qti.scoring import gaps_agree
from quizzes.interchange.qti.typed import (
    MatchesCase,
    escaped_pattern,
    note_partial,
    strict_about,
)
from quizzes.interchange.qti.values import Response, Value
from quizzes.interchange.shapes import Gap, Gaps
from quizzes.interchange.texts import cleaned, parted


def read_inline(question: Question) -> Gaps:
    """Gaps with a variable each."""
    by_name = {one.get("responseIdentifier", ""): one for one in question.interactions}
    declared = [name for name in question.item.responses if name in by_name]
    if len(declared) < len(question.interactions):
        question.found.stop(_("It does not declare what an answer to it is."))
    _take_text(
        question,
        lambda one: (
            declared.index(one.get("responseIdentifier", "")) + 1
            if one.get("responseIdentifier", "") in declared
            else 0
        ),
    )
    _weigh(question, declared)
    case = MatchesCase()
    gaps = tuple(_gap(question, by_name[name], case) for name in declared)
    strict_about(question, case)
    return Gaps(question.text, gaps)


def _weigh(question: Question, names: list[str]) -> None:
    responses = question.item.responses
    right: dict[str, Value] = {name: _right_of(responses[name]) for name in names}
    question.scoring.weigh(right)
    if question.scoring.is_known and not gaps_agree(question.scoring, right):
        question.found.lose(_("Here every gap is an equal part of the whole."))


def _right_of(response: Response) -> Value:
    if response.correct:
        return response.correct[0]
    best = max(response.mapped.items(), key=lambda one: one[1][0], default=None)
    return best[0] if best else None


def _gap(question: Question, element: Element, case: MatchesCase) -> Gap:
    response = question.response(element)
    right = str(_right_of(response) or "")
    said = question.said.get(response.identifier, "")
    if element.tag == "inlineChoiceInteraction":
        rows = {
            one.get("identifier", ""): _choice_text(question, one)
            for one in element.iterfind("inlineChoice")
        }
        wrong = [text for name, text in rows.items() if name != right]
        return Gap(
            (escaped_pattern(question, rows.get(right, "")),), tuple(wrong), said
        )
    best = max((worth for worth, _exactly in response.mapped.values()), default=None)
    keys = [key for key, (worth, _e) in response.mapped.items() if worth == best]
    if best is None or best <= 0:
        keys = [str(one) for one in response.correct]
    elif len(keys) < sum(worth > 0 for worth, _e in response.mapped.values()):
        note_partial(question)
    case.see(response)
    if response.base_type in ("integer", "float"):
        keys = [_number_as_written(question, key) for key in keys]
    return Gap(tuple(escaped_pattern(question, key) for key in keys), (), said)


def _choice_text(question: Question, element: Element) -> str:
    # No markup is allowed within, so that what we wrote stands there as it is.
    if question.is_ours:
        return cleaned("".join(element.itertext()))
    return text_of(element, question.found)


def _number_as_written(question: Question, key: str) -> str:
    question.found.lose(_("A number in a gap is a text here: 1.0 is not 1."))
    return key


def read_gap_match(question: Question) -> Gaps:
    """Words that are dragged into gaps: each gap becomes a menu."""
    words = {
        one.get("identifier", ""): question.option(one)
        for one in question.interaction.iterfind("gapText")
    }
    if question.interaction.find("gapImg") is not None:
        question.found.stop(_("Pictures cannot be put into gaps here."))
    places = [one.get("identifier", "") for one in question.interaction.iter("gap")]
    pairs = [pair.split(" ", 1) for pair in correct_pairs(question)]
    right = {pair[-1]: pair[0] for pair in pairs if pair[0] in words}
    if set(places) - set(right) or len(set(places)) < len(places):
        question.found.stop(_("It does not say what belongs into each gap."))
        return Gaps("", ())
    _take_text(
        question,
        lambda one: (
            places.index(one.get("identifier", "")) + 1 if one.tag == "gap" else 0
        ),
        without=frozenset({"gapText", "prompt"}),
    )
    check_places(question, {gap: right[gap] for gap in places}, turned=True)
    gaps = (
        Gap(
            (escaped_pattern(question, words[right[gap]][0]),),
            tuple(text for name, (text, _s) in words.items() if name != right[gap]),
        )
        for gap in places
    )
    return Gaps(question.text, tuple(gaps))


def _take_text(
    question: Question,
    number: Callable[[Element], int],
    without: frozenset[str] = frozenset(),
) -> None:
    """Part what an item says into what is asked and the text with the gaps."""

    def instead(element: Element) -> str | None:
        if element.tag in without:
            return ""
        place = number(element)
        return f"[{place}]" if place else None

    found = question.found
    if question.is_ours and len(question.body) == 2:
        found.prompt = text_of(question.body[0], found)
        question.text = text_of(question.body[1], found, instead)
        return
    whole = text_of(question.body, found, instead)
    asked = "" if not without else text_of(question.interaction.find("prompt"), found)
    found.prompt, question.text = (asked, whole) if asked else parted(whole, {})
    if not found.prompt or "[1]" in found.prompt:
        found.prompt, question.text = _("Fill the gaps."), whole
