"""Whatever is in a file: questions or errors, never an exception, never markup that
runs."""

from xml.sax.saxutils import escape, quoteattr

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quizzes.interchange import FORMATS, UnreadableFile
from quizzes.interchange.kinds import side_of
from quizzes.interchange.table import commas, workbook
from quizzes.interchange.table.columns import COLUMNS, TAKEN
from quizzes.interchange.texts import cleaned, only_text
from tests.quizzes.interchange.strategies import LINES

PIECES = [
    "{",
    "}",
    "=",
    "~",
    "#",
    "####",
    "->",
    "%50%",
    "%-1e9%",
    "\n\n",
    "\n",
    "::",
    "//",
    "[html]",
    "[markdown]",
    "[plain]",
    "{T}",
    "{#1..2}",
    "{#3:}",
    "{#1e999}",
    "TRUE",
    "$CATEGORY: a/b",
    "\\",
    "\\n",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "&lt;script&gt;",
    "[id:a]",
    "[tag:relay:kind=ordering]",
    "[tag:relay:rows=1 ٣]",
    "[tag:relay:prompt=٣]",
    "[tag:relay:percent=NaN -]",
    "\ufdd0",
    "\x00",
    "\ud800",
]
anything = st.lists(st.one_of(st.sampled_from(PIECES), LINES), max_size=25).map("".join)


def read_all(form, data: bytes) -> None:
    try:
        found = form.read(data)
    except UnreadableFile:
        return
    for one in found:
        side = side_of(one)
        assert side or one.stopped or one.shape is not None
        if side and not one.stopped:
            side.value(one.shape, one)


@pytest.mark.parametrize("name", sorted(FORMATS))
@settings(max_examples=60, suppress_health_check=list(HealthCheck), deadline=None)
@given(text=anything)
def test_any_text_gives_questions_or_errors(name, text):
    read_all(FORMATS[name], text.encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize("name", sorted(FORMATS))
@settings(max_examples=60, suppress_health_check=list(HealthCheck), deadline=None)
@given(data=st.binary(max_size=300))
def test_any_bytes_give_questions_or_errors(name, data):
    read_all(FORMATS[name], data)


NAMES = [
    *("quiz", "question", "questiontext", "text", "answer", "feedback", "subquestion"),
    *("units", "unit", "multiplier", "unit_name", "tolerance", "tags", "tag", "name"),
    *("category", "single", "usecase", "defaultgrade", "penalty", "file", "dragbox"),
    *("selectoption", "group", "gradingtype", "idnumber", "hint", "fraction"),
]
KINDS = [
    *("multichoice", "truefalse", "shortanswer", "numerical", "matching", "ordering"),
    *("essay", "cloze", "gapselect", "ddwtos", "description", "category", "other"),
]
PARTS = [
    *PIECES,
    "{1:SA:=a~b}",
    "{1:MC:=a~%x%b}",
    "{9:NM:=1:2}",
    "[[1]]",
    "100",
    "true",
]
inner = st.lists(st.one_of(st.sampled_from(PARTS), LINES), max_size=4).map(
    lambda pieces: escape(
        only_text("".join(pieces).encode("utf-8", "replace").decode())
    )
)


@st.composite
def elements(draw, names, depth=4, given=None):
    name = draw(st.sampled_from(names))
    attributes = "".join(
        f" {key}={quoteattr(draw(st.sampled_from(values)))}"
        for key, values in (given or ATTRIBUTES).items()
        if draw(st.booleans())
    )
    inside = st.just([])
    if depth:
        inside = st.lists(elements(names, depth - 1, given), max_size=4)
    children = draw(inside)
    return f"<{name}{attributes}>{draw(inner)}{''.join(children)}</{name}>"


ATTRIBUTES = {
    "type": KINDS,
    "format": ["html", "plain_text", "markdown", "moodle_auto_format", "x"],
    "fraction": ["100", "-50", "33.3333", "NaN", "x"],
    "name": ["a.png", "<x>"],
}


@settings(max_examples=60, suppress_health_check=list(HealthCheck), deadline=None)
@given(data=st.lists(elements(NAMES), max_size=5), kind=st.sampled_from(KINDS))
def test_any_tree_in_moodle_xml_gives_questions_or_errors(data, kind):
    inside = "".join(data)
    text = f'<quiz><question type="{kind}">{inside}</question></quiz>'
    read_all(FORMATS["moodlexml"], text.encode())


WORDS = [*PIECES, *TAKEN, "yes", "no", "50 %", "-5", "1e9", "unit", "1", "2", "99"]
cells = st.one_of(st.sampled_from(WORDS), LINES).map(
    lambda text: cleaned(text.encode("utf-8", "replace").decode())
)
lines = st.fixed_dictionaries(
    {"kind": st.one_of(st.sampled_from([*TAKEN, ""]), cells)},
    optional=dict.fromkeys([one for one in COLUMNS if one != "kind"], cells),
)


@pytest.mark.parametrize(
    ("name", "made"), [("xlsx", workbook.bytes_of), ("csv", commas.bytes_of)]
)
@settings(max_examples=40, suppress_health_check=list(HealthCheck), deadline=None)
@given(rows=st.lists(lines, max_size=8))
def test_any_table_gives_questions_or_errors(name, made, rows):
    read_all(FORMATS[name], made(rows))


ITEM_NAMES = [
    *("responseDeclaration", "correctResponse", "value", "mapping", "mapEntry"),
    *("outcomeDeclaration", "defaultValue", "itemBody", "choiceInteraction", "prompt"),
    *("simpleChoice", "hottextInteraction", "hottext", "matchInteraction", "div", "br"),
    *("simpleMatchSet", "simpleAssociableChoice", "orderInteraction", "gapText", "gap"),
    *(
        "gapMatchInteraction",
        "inlineChoiceInteraction",
        "inlineChoice",
        "modalFeedback",
    ),
    *("textEntryInteraction", "extendedTextInteraction", "feedbackInline", "script"),
    *("responseProcessing", "responseCondition", "responseIf", "setOutcomeValue"),
    *(
        "match",
        "variable",
        "correct",
        "mapResponse",
        "equal",
        "sum",
        "index",
        "qti-and",
    ),
]
IDS = ["RESPONSE", "A", "B", "A B", "SCORE", "", "general"]
ITEM_ATTRIBUTES = {
    "identifier": IDS,
    "responseIdentifier": IDS,
    "cardinality": ["single", "multiple", "ordered", "record", ""],
    "baseType": ["identifier", "string", "float", "directedPair", "pair", "boolean"],
    "mapKey": ["A", "A B", "1e9", "*"],
    "mappedValue": ["1", "-1", "NaN", "1e999"],
    "template": ["x/match_correct", "x/map_response.xml", "x"],
    "tolerance": ["1 2", "x", ""],
    "class": ["relay-text", "x"],
    "n": ["1", "-1", "99999"],
}
SKELETON = (
    '<assessmentItem identifier="a"><responseDeclaration identifier="RESPONSE" '
    'cardinality="{0}" baseType="{1}"><correctResponse><value>A</value>'
    "</correctResponse></responseDeclaration>{3}<itemBody><{2} "
    'responseIdentifier="RESPONSE">{4}</{2}></itemBody></assessmentItem>'
)


@settings(max_examples=60, suppress_health_check=list(HealthCheck), deadline=None)
@given(
    parts=st.tuples(
        st.sampled_from(ITEM_ATTRIBUTES["cardinality"]),
        st.sampled_from(ITEM_ATTRIBUTES["baseType"]),
        st.sampled_from([name for name in ITEM_NAMES if name.endswith("Interaction")]),
        st.lists(elements(ITEM_NAMES, 3, ITEM_ATTRIBUTES), max_size=3).map("".join),
        st.lists(elements(ITEM_NAMES, 3, ITEM_ATTRIBUTES), max_size=3).map("".join),
    )
)
def test_any_item_in_qti_gives_questions_or_errors(parts):
    read_all(FORMATS["qti"], SKELETON.format(*parts).encode())
