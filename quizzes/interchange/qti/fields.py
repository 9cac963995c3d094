"""Shapes in which one types, or chooses in a text, as items."""

from xml.etree.ElementTree import Element, SubElement

from django.utils.translation import gettext as _

from courses.exercises.numbered import pieces_of, troubles_of
from courses.exercises.numbers import written
from quizzes.interchange import shapes
from quizzes.interchange.found import Found
from quizzes.interchange.qti import rules
from quizzes.interchange.qti.content import add_text, exact
from quizzes.interchange.qti.rules import RESPONSE, declared
from quizzes.interchange.qti.sheet import Sheet


def write_numbers(sheet: Sheet, shape: shapes.Numbers) -> None:
    if shape.units:
        sheet.found.lose(_("Units are not written."))
    if len({(one.value, one.distance) for one in shape.numbers}) < len(shape.numbers):
        sheet.found.lose(_("An answer that stands there twice is written once."))
    best = max(shape.numbers, key=lambda one: one.worth, default=None)
    declared(
        sheet.root,
        RESPONSE,
        "single",
        "float",
        correct=[written(best.value)] if best else [],
    )
    sheet.found.labels["credits"] = " ".join(written(n.worth) for n in shape.numbers)
    sheet.rules = rules.near(shape)
    for number, (test, text) in enumerate(rules.numbers_said(shape), start=1):
        if text:
            sheet.rules.append(rules.also_said(test, f"A{number}"))
            sheet.say(f"A{number}", text)
    sheet.interaction("textEntryInteraction")
    _in_paragraph(sheet)


def write_words(sheet: Sheet, shape: shapes.Words) -> None:
    found = sheet.found
    exactly = found.labels.get("case") == "yes"
    rows = {one.pattern: one for one in reversed(shape.accepted)}
    if len(rows) < len(shape.accepted):
        found.lose(_("An answer that stands there twice is written once."))
    rows = {one.pattern: rows[one.pattern] for one in shape.accepted}
    _note_patterns(found, list(rows))
    best = max(rows.values(), key=lambda one: one.worth, default=None)
    declared(
        sheet.root,
        RESPONSE,
        "single",
        "string",
        correct=[best.pattern] if best else [],
        points={text: written(one.worth / 100) for text, one in rows.items()},
        caseSensitive="true" if exactly else "false",
    )
    sheet.template, sheet.rules = "map_response", rules.share(1)
    for number, one in enumerate(rows.values(), start=1):
        if one.feedback:
            sheet.template = ""
            test = rules.is_typed(one.pattern, exactly=exactly)
            sheet.rules.append(rules.also_said(test, f"A{number}"))
            sheet.say(f"A{number}", one.feedback)
    sheet.interaction("textEntryInteraction")
    _in_paragraph(sheet)


def _in_paragraph(sheet: Sheet) -> None:
    """A field to type in stands within a block."""
    field = sheet.body[-1]
    sheet.body.remove(field)
    SubElement(sheet.body, "p").append(field)


def _note_patterns(found: Found, patterns: list[str]) -> None:
    if any("*" in pattern for pattern in patterns):
        found.lose(_("Other programs take * for itself."))
    if patterns and found.labels.get("accents") != "yes":
        found.lose(_("Other programs tell letters with accents from those without."))


def write_gaps(sheet: Sheet, shape: shapes.Gaps) -> None:
    found = sheet.found
    exactly = found.labels.get("case") == "yes"
    if troubles_of(shape.text, len(shape.gaps)):
        found.stop(_("Its text does not have each gap once."))
        return
    fields = [
        _gap(sheet, number, gap, exactly=exactly)
        for number, gap in enumerate(shape.gaps, start=1)
    ]
    typed = [one for gap in shape.gaps if not gap.wrong for one in gap.patterns]
    _note_patterns(found, typed)
    names = tuple(f"G{number}" for number, _gap in enumerate(shape.gaps, start=1))
    sheet.rules = _gap_rules(names, shape.gaps)
    add_pieces(sheet.body, shape.text, fields)


def _gap_rules(names: tuple[str, ...], gaps: tuple[shapes.Gap, ...]) -> list[Element]:
    return rules.share(len(names) or 1, names=names) if names else []


def _gap(sheet: Sheet, number: int, gap: shapes.Gap, *, exactly: bool) -> Element:
    name = f"G{number}"
    sheet.say(name, gap.feedback, str(number), always=True)
    if not gap.wrong:
        if len(set(gap.patterns)) < len(gap.patterns):
            sheet.found.lose(_("An answer that stands there twice is written once."))
        declared(
            sheet.root,
            name,
            "single",
            "string",
            correct=gap.patterns[:1],
            points=dict.fromkeys(gap.patterns, "1"),
            caseSensitive="true" if exactly else "false",
        )
        return Element("textEntryInteraction", responseIdentifier=name)
    if len(gap.patterns) > 1:
        sheet.found.lose(_("Of a menu’s accepted answers only the first is written."))
    declared(sheet.root, name, "single", "identifier", correct=["R"], points={"R": "1"})
    field = Element("inlineChoiceInteraction", responseIdentifier=name, shuffle="true")
    for choice, text in (("R", "".join(gap.patterns[:1])), *_wrong(gap)):
        SubElement(field, "inlineChoice", identifier=choice).text = text
    return field


def _wrong(gap: shapes.Gap) -> list[tuple[str, str]]:
    return [(f"W{number}", text) for number, text in enumerate(gap.wrong, start=1)]


def add_pieces(parent: Element, text: str, fields: list[Element]) -> None:
    """A text with its fields where their numbers stand."""
    block = exact("div", "")
    for piece in pieces_of(text):
        if isinstance(piece, int):
            block.append(fields[piece - 1])
        else:
            add_text(block, piece)
    parent.append(block)
