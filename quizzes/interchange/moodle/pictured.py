"""A picture in Moodle XML: above the question, as a file within it."""

import re
from base64 import b64decode
from html import escape, unescape
from xml.etree.ElementTree import Element

from quizzes.interchange.found import Found
from quizzes.interchange.kinds.choices import worths
from quizzes.interchange.pictures import read_areas, rights_from
from quizzes.interchange.shapes import Area, Areas, Choice, Picture, Shape
from quizzes.interchange.texts import cleaned, only_text

_PICTURED = re.compile(
    r'(.*)<p><img src="@@PLUGINFILE@@/([^"]*)" alt="([^"]*)"></p>', re.DOTALL
)


def areas_as_choice(shape: Areas) -> Choice:
    """The areas by their names: right ones count, minus wrong ones."""
    rows = [
        {"text": area.text, "correct": area.correct, "feedback": area.feedback}
        for area in shape.areas
    ]
    return Choice(worths(rows, "minus"), multiple=True)


def pictured_text(prompt: str, name: str, alt: str) -> str:
    """What is asked, with the picture below, in HTML."""
    asked = escape(prompt, quote=False).replace("\n", "<br>")
    return f'{asked}<p><img src="@@PLUGINFILE@@/{name}" alt="{escape(alt)}"></p>'


def choice_or_areas(choice: Shape, element: Element | None, found: Found) -> Shape:
    """The areas of a picture that a choice stands for; itself where it stands for none.
    `element` has the text of the question and its files."""
    if found.labels.get("kind") != "hotspot" or not isinstance(choice, Choice):
        return choice
    places = read_areas(found, len(choice.options))
    match = None
    if element is not None:
        match = _PICTURED.fullmatch((element.findtext("text") or "").strip())
    if not places or match is None:
        return choice
    found.prompt = cleaned(unescape(match[1].replace("<br>", "\n")))
    picture = _picture(element, match[2], unescape(match[3]))
    picture = picture and rights_from(found.labels, picture)
    areas = (
        Area(option.text, option.is_right, option.feedback, *place)
        for option, place in zip(choice.options, places, strict=True)
    )
    return Areas(picture, tuple(areas))


def _picture(element: Element, name: str, alt: str) -> Picture | None:
    for file in element.iterfind("file"):
        if file.get("name") == name:
            try:
                data = b64decode("".join((file.text or "").split()), validate=True)
            except ValueError:
                return None
            return Picture(only_text(name), data, cleaned(alt))
    return None
