"""What answers are worth, as rules of response processing."""

from collections.abc import Iterable
from itertools import pairwise
from xml.etree.ElementTree import Element, SubElement

from courses.exercises.numbers import written
from quizzes.interchange.qti.question import GENERAL
from quizzes.interchange.shapes import Numbers

RESPONSE, SCORE, FEEDBACK = "RESPONSE", "SCORE", "FEEDBACK"


def element(tag: str, *children: Element, text: str = "", **attributes: str) -> Element:
    made = Element(tag, attributes)
    made.text = text or None
    made.extend(children)
    return made


def variable(name: str = RESPONSE) -> Element:
    return element("variable", identifier=name)


def value(text: str, base_type: str = "float") -> Element:
    return element("baseValue", text=text, baseType=base_type)


def outcome(name: str, worth: Element) -> Element:
    return element("setOutcomeValue", worth, identifier=name)


def when(test: Element, *then: Element, otherwise: Iterable[Element] = ()) -> Element:
    made = element("responseCondition", element("responseIf", test, *then))
    if otherwise := list(otherwise):
        made.append(element("responseElse", *otherwise))
    return made


def mapped(name: str = RESPONSE) -> Element:
    return element("mapResponse", identifier=name)


def all_or_nothing(name: str = RESPONSE) -> list[Element]:
    """What match_correct stands for."""
    return [
        when(
            element("match", variable(name), element("correct", identifier=name)),
            outcome(SCORE, value("1")),
            otherwise=[outcome(SCORE, value("0"))],
        )
    ]


def share(
    whole: int, *, left: int = 0, names: tuple[str, ...] = (RESPONSE,)
) -> list[Element]:
    """The mapped points of all, and what was `left` besides, by the whole; nothing given
    is nothing."""
    points = [mapped(name) for name in names]
    if left:
        points.append(value(str(left)))
    total = points[0] if len(points) == 1 else element("sum", *points)
    worth = element("divide", total, value(str(whole)))
    if len(names) > 1:
        return [outcome(SCORE, worth)]
    return [
        when(
            element("isNull", variable(names[0])),
            outcome(SCORE, value("0")),
            otherwise=[outcome(SCORE, worth)],
        )
    ]


def in_places(names: list[str]) -> list[Element]:
    """Each in its own place is an equal part."""
    return _counted(
        [_stands(number, name) for number, name in enumerate(names, start=1)],
        len(names),
    )


def by_neighbours(names: list[str]) -> list[Element]:
    """Each that follows the right one is an equal part."""
    count = len(names)
    tests = [
        element(
            "or",
            *(
                element("and", _stands(at, first), _stands(at + 1, second))
                for at in range(1, count)
            ),
        )
        for first, second in pairwise(names)
    ]
    return _counted(tests, count - 1)


def _counted(tests: list[Element], whole: int) -> list[Element]:
    one_more = [
        when(test, outcome(SCORE, element("sum", variable(SCORE), value("1"))))
        for test in tests
    ]
    return [
        *one_more,
        outcome(SCORE, element("divide", variable(SCORE), value(str(whole)))),
    ]


def _stands(place: int, name: str) -> Element:
    return element(
        "match", element("index", variable(), n=str(place)), value(name, "identifier")
    )


def near(shape: Numbers) -> list[Element]:
    """The best of the numbers that are met."""
    return [
        when(
            _is_near(number),
            outcome(
                SCORE,
                element("max", variable(SCORE), value(written(number.worth / 100))),
            ),
        )
        for number in shape.numbers
    ]


def numbers_said(shape: Numbers) -> list[tuple[Element, str]]:
    """(when, what) is said of a number."""
    return [(_is_near(number), number.feedback) for number in shape.numbers]


def _is_near(number) -> Element:
    distance = written(number.distance)
    return element(
        "equal",
        value(written(number.value)),
        variable(),
        toleranceMode="absolute",
        tolerance=f"{distance} {distance}",
    )


def is_typed(text: str, *, exactly: bool) -> Element:
    return element(
        "stringMatch",
        variable(),
        value(text, "string"),
        caseSensitive="true" if exactly else "false",
    )


def also_said(test: Element, name: str) -> Element:
    """Say something of this name as well."""
    named = element("multiple", variable(FEEDBACK), value(name, "identifier"))
    return when(test, outcome(FEEDBACK, named))


def said_of_chosen(has_general: bool) -> Element:
    """What is said of what was chosen has its name."""
    parts = [variable(), *([value(GENERAL, "identifier")] if has_general else [])]
    return outcome(FEEDBACK, element("multiple", *parts))


def template(address: str) -> Element:
    return element("responseProcessing", template=address)


def processing(rules: list[Element]) -> Element:
    made = Element("responseProcessing")
    made.extend(rules)
    return made


def declared(
    parent: Element,
    name: str,
    cardinality: str,
    base_type: str,
    *,
    correct: Iterable[str] = (),
    points: dict[str, str] | None = None,
    **mapping: str,
) -> Element:
    """A response variable, with what is right and what is worth how much."""
    made = SubElement(
        parent,
        "responseDeclaration",
        identifier=name,
        cardinality=cardinality,
        baseType=base_type,
    )
    if correct := list(correct):
        values = SubElement(made, "correctResponse")
        values.extend(element("value", text=one) for one in correct)
    if points:
        exactly = mapping.pop("caseSensitive", "")
        table = SubElement(made, "mapping", defaultValue="0", **mapping)
        for key, worth in points.items():
            entry = SubElement(table, "mapEntry", mapKey=key, mappedValue=worth)
            if exactly:
                entry.set("caseSensitive", exactly)
    return made
