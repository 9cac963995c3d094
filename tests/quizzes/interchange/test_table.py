"""Tables of questions as people fill them in, and what a table may do to who opens it."""

import csv
import io
import zipfile
from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation
from openpyxl import Workbook, load_workbook

from quizzes.interchange import FORMATS, Found, UnreadableFile
from quizzes.interchange.kinds import SIDES, side_of
from quizzes.interchange.shapes import (
    Accepted,
    Choice,
    Essay,
    Gap,
    Gaps,
    Match,
    Number,
    Numbers,
    Option,
    Pair,
    Scale,
    Statement,
    Unit,
    Words,
)
from quizzes.interchange.table.columns import (
    COLUMNS,
    MOST_COLUMNS,
    MOST_ROWS,
    TAKEN,
)

XLSX, CSV = FORMATS["xlsx"], FORMATS["csv"]
HEADER = ["key", "kind", "question", "answer", "right", "belongs_to", "said"]


def book(rows: list[list], title: str = "Questions") -> bytes:
    made = Workbook()
    made.active.title = title
    for row in rows:
        made.active.append(row)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def read(*rows: list, header=HEADER) -> list[Found]:
    return XLSX.read(book([header, *rows]))


def told(found: Found) -> list[tuple[str, str, bool]]:
    return [(one.place, one.message, one.stops) for one in found.problems]


def test_a_question_has_its_answers_in_the_rows_below():
    first, second = read(
        ["who", "single_choice", "Who?", "Grant", "yes", None, "So it is."],
        [None, None, None, "Lee", 50],
        [None, None, None, "Nobody"],
        [],
        [None, "True false", "It is so.", True],
    )
    assert (first.key, first.prompt, first.place) == ("who", "Who?", "Questions!A2")
    assert first.shape == Choice(
        (
            Option("Grant", Decimal(100), "So it is."),
            Option("Lee", Decimal(50)),
            Option("Nobody", Decimal(0)),
        ),
        multiple=False,
    )
    assert (second.key, second.shape) == ("", Statement(holds=True))
    assert told(first) == told(second) == []


def test_a_key_that_stands_on_every_row_begins_no_new_question():
    [found] = read(
        ["s", "scale", "How sure?", "Not"], ["s", None, None, "A bit"], ["s", "", "", 3]
    )
    assert found.shape == Scale(("Not", "A bit", "3"))


def test_right_and_wrong_of_several_are_all_or_nothing_as_in_the_editor():
    [found] = read(
        [None, "multiple_choice", "Which?", "a", "ja"],
        [None, None, None, "b", "oui"],
        [None, None, None, "c", "nein"],
    )
    assert found.shape.options == (
        Option("a", Decimal(50)),
        Option("b", Decimal(50)),
        Option("c", Decimal(-50)),
    )
    assert side_of(found).value(found.shape, found)["scoring"] == ""
    assert told(found) == []


def test_numbers_have_tolerances_parts_and_units():
    header = ["kind", "question", "part", "answer", "right", "belongs_to", "tolerance"]
    [found] = read(
        ["numeric", "How many?", None, 2.5, "100 %", None, "0,5"],
        [None, None, None, "-3", 40, None, "5 %"],
        [None, None, "unit", "kg", None, None],
        [None, None, "Unit", "g", None, 1000],
        header=header,
    )
    assert found.shape == Numbers(
        (
            Number(Decimal("2.5"), Decimal("0.5"), Decimal(100)),
            Number(Decimal(-3), Decimal(5), Decimal(40), relative=True),
        ),
        (Unit("kg", Decimal(1)), Unit("g", Decimal(1000))),
    )


def test_a_number_that_is_shown_in_percent_is_one():
    made = Workbook()
    made.active.append(HEADER)
    made.active.append(["k", "short_text", "Say!", "well", 0.5])
    made.active["E2"].number_format = "0%"
    stream = io.BytesIO()
    made.save(stream)
    [found] = XLSX.read(stream.getvalue())
    assert found.shape == Words((Accepted("well", Decimal(50)),))


def test_gaps_are_typed_or_menus():
    header = ["kind", "question", "text", "part", "answer", "right", "said"]
    [found] = read(
        ["gaps", "Fill.", "I [1] it [2].", 1, "saw", "yes", "Yes."],
        [None, None, None, 1, "heard"],
        [None, None, None, 2, "then"],
        [None, None, None, 2, "why", "no"],
        header=header,
    )
    assert found.shape == Gaps(
        "I [1] it [2].", (Gap(("saw", "heard"), (), "Yes."), Gap(("then",), ("why",)))
    )


def test_what_belongs_to_nothing_stays_a_category():
    [found] = read(
        ["c", "card_sort", "Sort.", "a", None, "One"],
        [None, None, None, None, None, "Two"],
    )
    assert found.shape == Match((Pair("a", "One"),), ("One", "Two"))


def test_a_rubric_has_points():
    header = ["kind", "question", "settings", "answer", "points", "said"]
    [found] = read(
        ["open_answer", "Write.", "least=5; most=50", "Clear", 3, "Says it."],
        header=header,
    )
    assert found.shape == Essay((("Clear", 3, "Says it."),), 5, 50)


ALL = [*HEADER, "part", "tolerance", "points", "settings", "text", "must_pass", "x"]


@pytest.mark.parametrize(
    ("cells", "place", "words"),
    [
        ({"kind": "riddle"}, "B2", "A question of the kind “riddle” is none we have."),
        ({"kind": ""}, "A2", "Say of which kind the question is."),
        (
            {"kind": "", "question": "", "key": ""},
            "D2",
            "A row of an answer has no question before it.",
        ),
        ({"right": "perhaps"}, "E2", "“perhaps” is neither “yes” nor “no”, nor a part"),
        ({"right": 300}, "E2", "“300” is neither “yes” nor “no”, nor a part"),
        ({"answer": "=1+1"}, "D2", "A formula is not worked out here"),
        ({"answer": "#REF!"}, "D2", "This cell holds an error of the program"),
        ({"answer": date(2026, 2, 1)}, "D2", "This cell holds a date"),
        ({"question": "x" * 20_001}, "C2", "A text of it is longer than 20000 signs."),
        ({"must_pass": "maybe"}, "M2", "“maybe” is neither “yes” nor “no”."),
        ({"kind": "true_false"}, "A2", "It does not say whether the statement holds."),
        ({"kind": "matching"}, "A2", "Say what it belongs to"),
        ({"kind": "numeric", "answer": "many"}, "D2", "“many” is not a number."),
        (
            {"kind": "numeric", "answer": 1, "tolerance": -1},
            "I2",
            "A tolerance is not below nothing.",
        ),
        ({"kind": "gaps", "part": "1.5"}, "H2", "“1.5” is no whole number from 1"),
        ({"kind": "gaps", "part": 2}, "A2", "A gap has no answer"),
        ({"kind": "gaps"}, "A2", "“” is no whole number from 1 to 99."),
        ({"kind": "open_answer", "points": "many"}, "J2", "“many” is not a number."),
    ],
)
def test_what_cannot_be_read_is_told_with_its_cell(cells, place, words):
    row = {"key": "k", "kind": "single_choice", "question": "Ask?", "answer": "a"}
    row |= cells
    [found] = read([row.get(name) for name in ALL], header=ALL)
    [(where, message, stops), *_rest] = told(found)
    assert where == f"Questions!{place}"
    assert message.startswith(words)
    assert stops


@pytest.mark.parametrize(
    ("cells", "place", "message"),
    [
        ({"x": "why"}, "N2", "The column “x” is not known."),
        ({"tolerance": 1}, "I2", "“tolerance” means nothing for this kind."),
        ({"text": "Once."}, "L2", "“text” means nothing for this kind."),
        ({"settings": "colour=red"}, "K2", "The setting “colour=red” is not known."),
    ],
)
def test_what_is_not_taken_over_is_told_with_its_cell(cells, place, message):
    row = {"kind": "single_choice", "question": "Ask?", "answer": "a", "right": "yes"}
    row |= cells
    [found] = read([row.get(name) for name in ALL], header=ALL)
    assert told(found) == [(f"Questions!{place}", message, False)]


def test_what_stands_in_the_wrong_row_or_part_is_told():
    header = ["kind", "question", "text", "part", "answer", "right", "said", "topic"]
    [found] = read(
        ["gaps", "Fill.", "I [1] it.", 1, "saw", None, None, "words"],
        [None, None, None, 1, "see", 50, "Nearly.", "other"],
        header=header,
    )
    assert told(found) == [
        ("Questions!H3", "“topic” is read in the first row of a question only.", False),
        (
            "Questions!D3",
            "Of a gap, only what is right counts and is explained.",
            False,
        ),
    ]
    assert found.labels["topic"] == "words"


def test_the_sheet_of_questions_is_read_wherever_it_stands_else_the_first():
    made = Workbook()
    made.active.title = "Notes"
    sheet = made.create_sheet("Questions")
    for row in (HEADER, ["k", "true_false", "So?", "true"]):
        sheet.append(row)
    stream = io.BytesIO()
    made.save(stream)
    [found] = XLSX.read(stream.getvalue())
    assert found.place == "Questions!A2"
    rows = [HEADER, ["k", "true_false", "So?", "true"]]
    assert XLSX.read(book(rows, "Blatt 1"))[0].place == "Blatt 1!A2"


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [["a", "b"]],
        [HEADER],
        [HEADER, *([["", "scale", "?"]] * 501)],
        [HEADER, *([["", "", "", "x"]] * (MOST_ROWS + 1))],
        [HEADER, ["x"] * (MOST_COLUMNS + 1)],
    ],
)
def test_a_table_that_is_none_or_too_large_is_refused(rows):
    stream = io.StringIO()
    csv.writer(stream).writerows(rows)
    for form, data in ((XLSX, book(rows)), (CSV, stream.getvalue().encode())):
        with pytest.raises(UnreadableFile):
            form.read(data)


def test_a_row_that_claims_to_stand_far_below_is_neither_waited_for_nor_lost():
    data = rewritten(
        book([HEADER, ["k", "true_false", "So?", "true"]]),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b'r="2"', b'r="1048576"').replace(
            b'dimension ref="A1:G2"', b'dimension ref="A1:A1"'
        ),
    )
    with pytest.raises(UnreadableFile, match="too large"):
        XLSX.read(data)


def rewritten(data: bytes, name: str, change) -> bytes:
    source, stream = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.namelist():
            inside = source.read(entry)
            target.writestr(entry, change(inside) if entry == name else inside)
    return stream.getvalue()


@pytest.mark.parametrize("cut", [b"<sheetData>", b"</row>", b"<c ", b"<dimension"])
def test_a_broken_sheet_is_refused(cut):
    data = book([HEADER, ["k", "true_false", "So?", "true"]])
    broken = rewritten(data, "xl/worksheets/sheet1.xml", lambda xml: xml.split(cut)[0])
    with pytest.raises(UnreadableFile):
        XLSX.read(broken)


def test_a_workbook_that_declares_entities_is_refused():
    bomb = b'<!DOCTYPE a [<!ENTITY a "aaaa">]>'
    data = rewritten(
        book([HEADER, ["k", "true_false", "So?", "true"]]),
        "xl/worksheets/sheet1.xml",
        lambda xml: bomb + xml[xml.index(b"<worksheet") :].replace(b"So?", b"&a;"),
    )
    with pytest.raises(UnreadableFile):
        XLSX.read(data)


DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "'=1", "'", "\uff1d1", '=HYPERLINK("x")']


def test_what_looks_like_a_formula_goes_out_as_text_and_comes_back_as_it_was():
    found = Found("x", key="k", prompt="=cmd|' /C calc'!A0")
    found.labels["kind"] = "scale"
    found.shape = Scale(tuple(DANGEROUS))
    data = XLSX.write([found])
    sheet = load_workbook(io.BytesIO(data)).active
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row if cell.value]
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.quotePrefix for cell in cells)
    rows = list(csv.reader(io.StringIO(CSV.write([found]).decode("utf-8-sig"))))
    assert not any(
        cell[:1] in tuple("=+-@\uff1d") for row in rows for cell in row if cell
    )
    for form in (XLSX, CSV):
        [again] = form.read(form.write([found]))
        assert (again.prompt, again.shape) == (found.prompt, found.shape)


def test_commas_semicolons_and_tabs_are_read():
    for sign in ",;\t":
        text = f"kind{sign}question{sign}answer\ntrue_false{sign}So?{sign}-\n"
        [found] = CSV.read(text.replace("-", "no").encode("utf-8-sig"))
        assert (found.place, found.shape) == ("A2", Statement(holds=False))


def test_a_text_that_no_cell_can_hold_is_left_out():
    found = Found("x", key="k", prompt="x" * 32_001)
    found.labels["kind"], found.shape = "true_false", Statement(holds=True)
    assert (
        XLSX.read(
            XLSX.write(
                [Found("y", "y", labels={"kind": "scale"}, shape=Scale(("a",))), found]
            )
        )[0].key
        == "y"
    )
    assert [one.message for one in found.problems] == [
        "A text of it is longer than a cell holds."
    ]


def test_signs_that_a_workbook_writes_in_code_are_read_and_what_looks_so_is_kept():
    [found] = read(["k", "scale", "a_x0041_b_x000D_", "x"])
    assert found.prompt == "aAb"
    found = Found("x", key="k", prompt="_x0041_", labels={"kind": "scale"})
    found.shape = Scale(("a", "b"))
    assert XLSX.read(XLSX.write([found]))[0].prompt == "_x0041_"


@pytest.mark.parametrize("language", ["en", "nl"])
def test_the_workbook_to_fill_in_explains_itself_and_its_examples_are_read(language):
    with translation.override(language):
        data = XLSX.template()
    made = load_workbook(io.BytesIO(data))
    empty, explained, examples = made.worksheets
    assert [cell.value for cell in empty[1]] == list(COLUMNS)
    assert empty.max_row == 1
    lists = {
        str(one.sqref)[:1]: one.formula1
        for one in empty.data_validations.dataValidation
    }
    assert set(lists) == {"B", "G", "H"}
    words = {str(cell.value) for row in explained.iter_rows() for cell in row}
    assert set(COLUMNS) | set(TAKEN) & set(SIDES) - {"open_answer"} <= words
    del made["Questions"]
    examples.title = "Questions"
    stream = io.BytesIO()
    made.save(stream)
    found = XLSX.read(stream.getvalue())
    assert {one.labels["kind"] for one in found} >= set(TAKEN) - {"open_answer"}
    assert [one.problems for one in found if one.problems] == []
    with pytest.raises(UnreadableFile, match="no question"):
        XLSX.read(data)
