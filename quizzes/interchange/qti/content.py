"""What an item says, as plain text; and plain text as an item has it."""

from collections.abc import Callable
from copy import deepcopy
from xml.etree import ElementTree as ET

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from quizzes.interchange.found import Found
from quizzes.interchange.texts import cleaned, plain

# What stands in an element of this class is taken as it stands, blanks and all.
EXACT = "relay-text"
# Not part of what is asked.
_BESIDES = {
    "rubricBlock": gettext_noop("Notes beside the question are not taken over."),
    "feedbackInline": gettext_noop(
        "What is said of it within its text is not taken over."
    ),
    "feedbackBlock": gettext_noop(
        "What is said of it within its text is not taken over."
    ),
    "stylesheet": "",
}
Instead = Callable[[ET.Element], str | None]


def exact(tag: str, text: str) -> ET.Element:
    """A text as an element, in which each line break is one."""
    made = ET.Element(tag, {"class": EXACT})
    add_text(made, text)
    return made


def add_text(element: ET.Element, text: str) -> None:
    """Put a text at the end of what an element has."""
    first, *lines = cleaned_lines(text)
    _append(element, first)
    for line in lines:
        ET.SubElement(element, "br").tail = line


def cleaned_lines(text: str) -> list[str]:
    # Blanks at its ends are part of a piece of a text.
    return text.split("\n")


def _append(element: ET.Element, text: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def text_of(
    element: ET.Element | None, found: Found, instead: Instead | None = None
) -> str:
    """What an element says. `instead` gives what stands for an element in it, or None for
    the element itself; what is lost is noted."""
    if element is None:
        return ""
    copy = deepcopy(element)
    copy.tail = None
    _put_instead(copy, found, instead)
    inner = _exact_part(copy)
    if inner is not None:
        return cleaned(_verbatim(inner))
    html = ET.tostring(copy, encoding="unicode", method="html")
    return plain(html, "html", found)


def said_in(element: ET.Element, found: Found) -> str:
    """What is said within an option, once it is chosen."""
    parts = [text_of(one, found) for one in element.iter("feedbackInline")]
    return "\n".join(part for part in parts if part)


def _put_instead(element: ET.Element, found: Found, instead: Instead | None) -> None:
    before = None
    for child in list(element):
        text = instead(child) if instead else None
        if text is None and child.tag in _BESIDES | {"comment": ""}:
            text = ""
            if message := _BESIDES.get(child.tag, ""):
                found.lose(_(message))
        if text is None and child.tag == "math":
            found.lose(_("Formulas are taken over as plain text."))
            text = " ".join("".join(child.itertext()).split())
        if text is None:
            _put_instead(child, found, instead)
            before = child
            continue
        text += child.tail or ""
        element.remove(child)
        if before is None:
            element.text = (element.text or "") + text
        else:
            before.tail = (before.tail or "") + text


def _exact_part(element: ET.Element) -> ET.Element | None:
    """The element itself, or the only one in it, if it is of ours."""
    if element.get("class") == EXACT:
        return element
    if len(element) == 1 and element[0].get("class") == EXACT:
        around = (element.text or "") + (element[0].tail or "")
        return None if around.strip() else element[0]
    return None


def _verbatim(element: ET.Element) -> str:
    pieces = [element.text or ""]
    for child in element:
        pieces += ["\n" if child.tag == "br" else _verbatim(child), child.tail or ""]
    return "".join(pieces)
