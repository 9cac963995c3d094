"""Interactions in which one chooses: options, and words of a text."""

from copy import deepcopy
from decimal import Decimal
from fractions import Fraction
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from courses.exercises.multiple_choice import ALL, MINUS, SCORINGS
from lms.digits import whole_number
from quizzes.interchange.found import Found
from quizzes.interchange.instead import choice_or_scale
from quizzes.interchange.kinds.choices import worths
from quizzes.interchange.qti.content import text_of
from quizzes.interchange.qti.question import Question, percent_of
from quizzes.interchange.qti.scoring import choices_of
from quizzes.interchange.qti.values import Chosen
from quizzes.interchange.shapes import Choice, Marked, Option, Shape, Statement

FULL, NOTHING = Decimal(100), Decimal(0)
_ALL_LABEL = "all"


def read_choice(question: Question) -> Shape:
    found = question.found
    found.prompt = question.prompt()
    elements = list(question.interaction.iterfind("simpleChoice"))
    rows = {one.get("identifier", ""): question.option(one) for one in elements}
    if len(rows) < len(elements):
        found.stop(_("Two of its answers have the same name."))
    response = question.response()
    multiple = response.cardinality != "single"
    if found.labels.get("kind") == "scale" and not multiple:
        texts = (Option(text, FULL) for text, _said in rows.values())
        return choice_or_scale(Choice(tuple(texts), multiple=False), found)
    question.note_order()
    if multiple:
        return Choice(several(question, rows, marked=False), multiple=True)
    return _statement(Choice(one_of(question, rows), multiple=False), rows, found)


def _statement(choice: Choice, rows: dict, found: Found) -> Shape:
    """The statement that a choice between true and false stands for."""
    if found.labels.get("kind") != "true_false" or list(rows) != ["true", "false"]:
        return choice
    return Statement(choice.options[0].is_right)


def one_of(question: Question, rows: dict[str, tuple[str, str]]) -> tuple[Option, ...]:
    response, scoring = question.response(), question.scoring
    correct = response.correct[0] if response.correct else ""
    name = response.identifier
    best = correct or max(rows, key=lambda one: _points(question, one), default="")
    scoring.weigh({name: best})
    options = []
    for identifier, (text, said) in rows.items():
        if scoring.is_known:
            worth = percent_of(scoring.part({name: identifier}))
        else:
            worth = FULL if identifier == correct else NOTHING
        options.append(Option(text, worth, said))
    return tuple(options)


def _points(question: Question, identifier: str) -> Fraction:
    return question.response().map(identifier)


def several(
    question: Question, rows: dict[str, tuple[str, str]], *, marked: bool
) -> tuple[Option, ...]:
    """Options of which several may be right; the scoring that fits goes into labels."""
    response, scoring, found = question.response(), question.scoring, question.found
    right = {str(one) for one in response.correct} & set(rows) or {
        one for one in rows if response.map(one) > 0
    }
    wrong = set(rows) - right
    name = response.identifier
    scoring.weigh({name: Chosen(sorted(right))})
    plain = [
        {"text": text, "correct": one in right, "feedback": said}
        for one, (text, said) in rows.items()
    ]
    rule = None
    if scoring.is_known:
        likely = MINUS if marked else found.labels.get("scoring", ALL)
        likely = likely if likely in SCORINGS else ALL
        rule = choices_of(scoring, name, right=right, wrong=wrong, likely=likely)
    if marked:
        if rule != MINUS and scoring.is_known:
            _note_minus(found)
        return worths(plain, MINUS)
    if rule is None and scoring.is_known:
        found.labels.pop("scoring", None)
        _note_minus(found)
        return worths(plain, MINUS)
    if scoring.is_known or not question.is_ours:
        found.labels["scoring"] = rule or _ALL_LABEL
    return worths(plain, rule or ALL)


def _note_minus(found: Found) -> None:
    found.lose(
        _("What each option is worth is not kept: right ones count, minus wrong ones.")
    )


def read_hottext(question: Question) -> Shape:
    found = question.found
    elements = list(question.interaction.iter("hottext"))
    rows = {one.get("identifier", ""): question.option(one) for one in elements}
    if len(rows) < len(elements):
        found.stop(_("Two of its answers have the same name."))
    names = sorted(rows, key=_number_in) if question.is_ours else list(rows)
    found.prompt = question.prompt() or _("Mark the words.")
    text = text_of(
        _without_prompt(question.interaction),
        found,
        lambda one: (
            f"[{names.index(one.get('identifier', '')) + 1}]"
            if one.tag == "hottext"
            else None
        ),
    )
    rows = {name: rows[name] for name in names}
    response = question.response()
    if response.cardinality == "single":
        options = one_of(question, rows)
        return Marked(text, tuple(whole(option) for option in options))
    return Marked(text, several(question, rows, marked=True))


def whole(option: Option) -> Option:
    """Of one that is chosen alone, right is what is worth everything."""
    return Option(option.text, FULL if option.worth == FULL else -FULL, option.feedback)


def _number_in(identifier: str) -> int:
    digits = identifier.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return whole_number(digits, digits=5) or 0


def _without_prompt(interaction: Element) -> Element:
    prompt = interaction.find("prompt")
    if prompt is None:
        return interaction
    copy = deepcopy(interaction)
    copy.remove(copy.find("prompt"))
    return copy
