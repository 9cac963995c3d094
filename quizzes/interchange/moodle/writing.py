from base64 import b64encode
from dataclasses import replace
from decimal import Decimal
from xml.etree import ElementTree as ET

from django.utils.translation import gettext as _

from courses.exercises.numbers import written
from quizzes.interchange.found import Found
from quizzes.interchange.instead import marked_as_choice, scale_as_choice
from quizzes.interchange.labels import tags_of
from quizzes.interchange.moodle.cloze import cloze_text
from quizzes.interchange.moodle.names import GRADINGS
from quizzes.interchange.moodle.pictured import areas_as_choice, pictured_text
from quizzes.interchange.pictures import file_name, size_of, write_areas
from quizzes.interchange.shapes import (
    Areas,
    Choice,
    Essay,
    Gaps,
    Marked,
    Match,
    Numbers,
    Order,
    Scale,
    Shape,
    Statement,
    Words,
)
from quizzes.interchange.texts import cleaned, joined
from quizzes.interchange.xml import as_bytes, child

# Settings of Relay that Moodle has words for.
_UNDERSTOOD = frozenset({"credit", "case", "purpose"})


def write(questions: list[Found]) -> bytes:
    """The questions as Moodle XML. What it cannot hold is noted at each."""
    root = ET.Element("quiz")
    for found in questions:
        element = _question(found)
        if not found.stopped:
            root.append(element)
    return as_bytes(root)


def _question(found: Found) -> ET.Element:
    element = ET.Element("question")
    prompt, shape = found.prompt, found.shape
    grade = "1"
    if isinstance(shape, Marked):
        prompt, shape = marked_as_choice(shape, found)
    elif isinstance(shape, Gaps):
        prompt = joined(prompt, cloze_text(shape, found), found.labels)
    elif isinstance(shape, Areas):
        return _pictured(shape, found)
    elif isinstance(shape, Scale):
        shape, grade = scale_as_choice(shape.steps), "0"
    _text(child(element, "name"), found.key)
    _text(child(element, "questiontext", format="plain_text"), prompt)
    _text(child(element, "generalfeedback", format="plain_text"), found.feedback)
    child(element, "defaultgrade", grade)
    child(element, "penalty", "0")
    child(element, "hidden", "0")
    child(element, "idnumber", found.key)
    element.set("type", _parts(element, shape, found))
    tags = child(element, "tags")
    for tag in tags_of(found, understood=_UNDERSTOOD):
        _text(child(tags, "tag"), tag)
    return element


def _pictured(shape: Areas, found: Found) -> ET.Element:
    """A choice among the names of the areas, with the picture above."""
    if shape.picture is None or size_of(shape.picture.data) is None:
        found.stop(_("Its picture is not there."))
        return ET.Element("question")
    found.lose(_("Other programs let the areas be chosen by their names."))
    write_areas(shape, found)
    whole = replace(
        found,
        shape=areas_as_choice(shape),
        labels=found.labels,
        problems=found.problems,
    )
    element = _question(whole)
    asked = element.find("questiontext")
    asked.set("format", "html")
    name = file_name(shape.picture, found.key)
    asked.find("text").text = pictured_text(found.prompt, name, shape.picture.alt)
    file = child(asked, "file", b64encode(shape.picture.data).decode())
    file.attrib |= {"name": name, "path": "/", "encoding": "base64"}
    return element


def _parts(element: ET.Element, shape: Shape | None, found: Found) -> str:
    """Write what a shape has; return Moodle's name of the type."""
    match shape:
        case Choice():
            return _choice(element, shape, found)
        case Statement():
            for text, holds in (("true", shape.holds), ("false", not shape.holds)):
                _answer(element, text, Decimal(100 if holds else 0))
            return "truefalse"
        case Match():
            return _match(element, shape, found)
        case Order():
            return _order(element, shape, found)
        case Numbers():
            return _numbers(element, shape)
        case Words():
            child(element, "usecase", "1" if found.labels.get("case") == "yes" else "0")
            for one in shape.accepted:
                _answer(element, one.pattern, one.worth, one.feedback)
            return "shortanswer"
        case Gaps():
            return "cloze"
        case Essay():
            if shape.rubric or shape.least or shape.most:
                found.lose(_("The rubric and the number of words are not written."))
            return "essay"
        case _:
            found.stop(_("This format has no such kind of question."))
            return "description"


def _choice(element: ET.Element, shape: Choice, found: Found) -> str:
    child(element, "single", "false" if shape.multiple else "true")
    is_scale = found.labels.get("kind") == "scale"
    child(element, "shuffleanswers", "false" if is_scale else "true")
    child(element, "answernumbering", "none")
    for option in shape.options:
        _answer(element, option.text, option.worth, option.feedback)
    return "multichoice"


def _match(element: ET.Element, shape: Match, found: Found) -> str:
    child(element, "shuffleanswers", "true")
    if any(pair.feedback for pair in shape.pairs):
        found.lose(_("What is said of each pair is not written."))
    named = {pair.right for pair in shape.pairs}
    rows = [(pair.left, pair.right) for pair in shape.pairs]
    rows += [("", right) for right in shape.rights if right not in named]
    for left, right in rows:
        one = child(element, "subquestion", format="plain_text")
        _text(one, left)
        _text(child(one, "answer"), right)
    return "matching"


def _order(element: ET.Element, shape: Order, found: Found) -> str:
    if any(step.when for step in shape.steps):
        found.lose(_("When a step was is not written."))
    credit = found.labels.get("credit", "")
    child(element, "layouttype", "VERTICAL")
    child(element, "selecttype", "ALL")
    child(element, "gradingtype", GRADINGS.get(credit, next(iter(GRADINGS.values()))))
    for number, step in enumerate(shape.steps, start=1):
        one = child(element, "answer", fraction=str(number), format="plain_text")
        _text(one, step.text)
        _text(child(one, "feedback", format="plain_text"), step.feedback)
    return "ordering"


def _numbers(element: ET.Element, shape: Numbers) -> str:
    for number in shape.numbers:
        one = _answer(element, written(number.value), number.worth, number.feedback)
        child(one, "tolerance", written(number.distance))
    if shape.units:
        units = child(element, "units")
        for unit in shape.units:
            one = child(units, "unit")
            child(one, "multiplier", written(unit.factor))
            child(one, "unit_name", cleaned(unit.name))
    child(element, "unitgradingtype", "0")
    child(element, "unitpenalty", "0")
    # 0: typed after the number; 2: chosen from a menu; 3: none.
    many = len(shape.units)
    child(element, "showunits", "3" if not many else "0" if many == 1 else "2")
    return "numerical"


def _answer(element: ET.Element, text: str, worth: Decimal, feedback: str = ""):
    one = child(element, "answer", fraction=written(worth), format="plain_text")
    _text(one, text)
    _text(child(one, "feedback", format="plain_text"), feedback)
    return one


def _text(parent: ET.Element, text: str) -> None:
    child(parent, "text", cleaned(text))
