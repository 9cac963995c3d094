"""Each shape as an item: its variables, what it asks, and what answers are worth."""

from collections.abc import Callable
from xml.etree.ElementTree import Element, SubElement

from django.utils.translation import gettext as _

from courses.exercises.numbered import troubles_of
from courses.exercises.sequence import Credit
from quizzes.interchange import shapes
from quizzes.interchange.found import Found
from quizzes.interchange.qti import rules
from quizzes.interchange.qti.bodies_chosen import declare_options
from quizzes.interchange.qti.content import exact
from quizzes.interchange.qti.fields import (
    add_pieces,
    write_gaps,
    write_numbers,
    write_words,
)
from quizzes.interchange.qti.names import Version
from quizzes.interchange.qti.pictured import write_hotspot
from quizzes.interchange.qti.placed import WHEN
from quizzes.interchange.qti.rules import RESPONSE, declared
from quizzes.interchange.qti.sheet import Sheet


def item_of(found: Found, version: Version) -> tuple[Element, dict[str, bytes]]:
    """The item of a question in the names of 2.1, and the files it shows; what it cannot
    hold is noted."""
    sheet = Sheet(found)
    writer = _WRITERS.get(type(found.shape))
    if writer is None:
        found.stop(_("This format has no such kind of question."))
        return sheet.root, {}
    sheet.body.append(exact("div", found.prompt))
    writer(sheet, found.shape)
    return sheet.item(version), sheet.files


def _choice(sheet: Sheet, shape: shapes.Choice) -> None:
    names = [f"A{number}" for number, _option in enumerate(shape.options, start=1)]
    declare_options(sheet, names, shape.options, multiple=shape.multiple)
    interaction = sheet.interaction(
        "choiceInteraction", shuffle="true", maxChoices="0" if shape.multiple else "1"
    )
    _add_options(sheet, interaction, names, shape.options)


def _add_options(sheet: Sheet, parent: Element, names: list[str], options) -> None:
    for name, option in zip(names, options, strict=True):
        one = SubElement(parent, "simpleChoice", identifier=name)
        one.append(exact("span", option.text))
        sheet.say(name, option.feedback, option.text)
    sheet.chosen_is_said = True


def _statement(sheet: Sheet, shape: shapes.Statement) -> None:
    right = "true" if shape.holds else "false"
    declared(sheet.root, RESPONSE, "single", "identifier", correct=[right])
    sheet.template = "match_correct"
    interaction = sheet.interaction(
        "choiceInteraction", shuffle="false", maxChoices="1"
    )
    for name, text in (("true", _("True")), ("false", _("Not true"))):
        SubElement(interaction, "simpleChoice", identifier=name).text = text


def _scale(sheet: Sheet, shape: shapes.Scale) -> None:
    sheet.rules = None
    declared(sheet.root, RESPONSE, "single", "identifier")
    interaction = sheet.interaction(
        "choiceInteraction", shuffle="false", maxChoices="1"
    )
    for number, text in enumerate(shape.steps, start=1):
        one = SubElement(interaction, "simpleChoice", identifier=f"A{number}")
        one.append(exact("span", text))


def _match(sheet: Sheet, shape: shapes.Match) -> None:
    rights = list(dict.fromkeys(shape.rights))
    count = len(shape.pairs)
    pairs = [
        f"L{number} R{rights.index(pair.right) + 1}"
        for number, pair in enumerate(shape.pairs, start=1)
    ]
    declared(
        sheet.root,
        RESPONSE,
        "multiple",
        "directedPair",
        correct=pairs,
        points=dict.fromkeys(pairs, "1"),
    )
    sheet.rules = rules.share(count or 1)
    interaction = sheet.interaction(
        "matchInteraction", shuffle="true", maxAssociations=str(count)
    )
    things = SubElement(interaction, "simpleMatchSet")
    places = SubElement(interaction, "simpleMatchSet")
    for number, pair in enumerate(shape.pairs, start=1):
        _associable(things, f"L{number}", pair.left, "1")
        sheet.say(f"L{number}", pair.feedback, pair.left, always=True)
    for number, text in enumerate(rights, start=1):
        _associable(places, f"R{number}", text, "0")


def _associable(parent: Element, name: str, text: str, most: str) -> None:
    one = SubElement(parent, "simpleAssociableChoice", identifier=name, matchMax=most)
    one.append(exact("span", text))


def _order(sheet: Sheet, shape: shapes.Order) -> None:
    names = [f"S{number}" for number, _step in enumerate(shape.steps, start=1)]
    declared(sheet.root, RESPONSE, "ordered", "identifier", correct=names)
    match sheet.found.labels.get("credit", Credit.NEIGHBOURS.value):
        case Credit.ALL.value:
            sheet.template = "match_correct"
        case Credit.PLACES.value:
            sheet.rules = rules.in_places(names)
        case _:
            sheet.rules = rules.by_neighbours(names) if len(names) > 1 else []
    interaction = sheet.interaction("orderInteraction", shuffle="true")
    for name, step in zip(names, shape.steps, strict=True):
        one = SubElement(interaction, "simpleChoice", identifier=name)
        one.append(exact("span", step.text))
        sheet.say(name, step.feedback, step.text, always=True)
        sheet.say(f"{WHEN}{name}", step.when, step.text, always=True)


def _marked(sheet: Sheet, shape: shapes.Marked) -> None:
    if troubles_of(shape.text, len(shape.options)):
        sheet.found.stop(_("Its text does not have each gap once."))
        return
    names = [f"A{number}" for number, _option in enumerate(shape.options, start=1)]
    declare_options(sheet, names, shape.options, multiple=True)
    interaction = sheet.interaction("hottextInteraction", maxChoices="0")
    words = []
    for name, option in zip(names, shape.options, strict=True):
        word = Element("hottext", identifier=name)
        word.append(exact("span", option.text))
        words.append(word)
        sheet.say(name, option.feedback, option.text)
    sheet.chosen_is_said = True
    add_pieces(interaction, shape.text, words)


def _essay(sheet: Sheet, shape: shapes.Essay) -> None:
    if shape.rubric or shape.least or shape.most:
        sheet.found.lose(_("The rubric and the number of words are not written."))
    sheet.rules = None
    declared(sheet.root, RESPONSE, "single", "string")
    sheet.interaction("extendedTextInteraction")


_WRITERS: dict[type, Callable[[Sheet, object], None]] = {
    shapes.Choice: _choice,
    shapes.Statement: _statement,
    shapes.Scale: _scale,
    shapes.Match: _match,
    shapes.Order: _order,
    shapes.Numbers: write_numbers,
    shapes.Words: write_words,
    shapes.Gaps: write_gaps,
    shapes.Marked: _marked,
    shapes.Areas: write_hotspot,
    shapes.Essay: _essay,
}
