"""Tables of others: whatever program wrote them, and whatever they try."""

import io
import re
import zipfile
from datetime import date, datetime
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from lms import tables
from lms.archives import MB
from lms.encodings import decoded
from lms.errors import DomainError, UnreadableFile
from lms.merged_cells import Spread, spreads_of
from lms.tables import bytes_of, day_in, rows_of
from tests.factories.staff import saved, workbook_of

LINES = "E-mail;Naam\nbob@x.example;Bob Đorđe Müller\n"
WESTERN = "E-mail;Nom\nbob@x.example;Zoë Müller-Çelik\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_every_encoding_that_holds_all_letters_is_read(encoding):
    assert list(rows_of(LINES.encode(encoding))) == [
        (1, ["E-mail", "Naam"]),
        (2, ["bob@x.example", "Bob Đorđe Müller"]),
    ]


def test_a_file_of_an_office_program_is_read():
    assert list(rows_of(WESTERN.encode("cp1252")))[1][1][1] == "Zoë Müller-Çelik"


def test_utf_16_with_the_high_byte_first_is_read_without_a_mark():
    assert decoded(LINES.encode("utf-16-be")) == LINES


@pytest.mark.parametrize("between", [",", ";", "\t"])
def test_any_sign_between_cells_is_read(between):
    data = LINES.replace(";", between).encode()
    assert next(rows_of(data)) == (1, ["E-mail", "Naam"])


@pytest.mark.parametrize(
    "data", [b"\xff\xfe\x00", b"abc\x00def", b"e-mail\n\x81\x8d", b"\x00" * 50]
)
def test_what_is_no_text_is_refused(data):
    with pytest.raises(UnreadableFile):
        decoded(data)


def test_control_signs_are_taken_out_of_a_text():
    assert decoded(b"a\x07b\r\nc") == "ab\nc"


def test_a_workbook_says_days_numbers_and_what_formulas_gave():
    book = Workbook()
    book.active.append(["from", "badge", "sum"])
    book.active.append(
        [datetime(2026, 5, 4), 1234.0, "=1+1"]  # noqa: DTZ001 -- as a cell holds it
    )
    # Nobody has worked the formula out: there is no value to read.
    assert list(rows_of(saved(book)))[1] == (2, ["2026-05-04", "1234", "", *[""] * 37])


def test_a_formula_that_a_program_worked_out_is_its_value():
    data = saved_with_value(workbook_of(["name"], ["=A1"]), "Bob")
    assert list(rows_of(data))[1][1][0] == "Bob"


def saved_with_value(data: bytes, value: str) -> bytes:
    """As a spreadsheet program saves it, with the value beside the formula."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            text = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                text = re.sub(
                    rb'<c r="A2"([^>]*)><f>A1</f>(<v ?/>|<v></v>)</c>',
                    f'<c r="A2" t="str"><f>A1</f><v>{value}</v></c>'.encode(),
                    text,
                )
                assert value.encode() in text
            new.writestr(name, text)
    return stream.getvalue()


def test_a_cell_that_spans_rows_is_said_in_each_of_them():
    book = Workbook()
    for row in (
        ["e-mail", "department"],
        ["a@x.example", "police"],
        ["b@x.example"],
        ["c@x.example"],
        ["d@x.example", "youth"],
    ):
        book.active.append(row)
    book.active.merge_cells("B2:B4")
    # Across columns it says nothing more than once.
    book.active.merge_cells("B5:C5")
    cells = [cells[:3] for _number, cells in rows_of(saved(book))]
    assert cells == [
        ["e-mail", "department", ""],
        ["a@x.example", "police", ""],
        ["b@x.example", "police", ""],
        ["c@x.example", "police", ""],
        ["d@x.example", "youth", ""],
    ]


def test_a_cell_is_spread_once_however_often_it_is_named():
    names = b"".join(
        b'<mergeCell ref="B2:B%d"/>' % bottom for bottom in range(3, 30_000)
    )
    sheet = SimpleNamespace(_get_source=lambda: io.BytesIO(names))
    assert spreads_of(sheet) == [Spread(column=2, top=2, bottom=3)]


def test_a_row_looks_at_one_cell_of_each_column_however_many_reach_it():
    looked = []

    class Reaching(SimpleNamespace):
        column = 1

        @property
        def bottom(self):
            looked.append(self.top)
            return 1_000_000

    rows = [(number, (f"row {number}",)) for number in range(1, 501)]
    found = list(
        tables._spread(iter(rows), [Reaching(top=top) for top in range(1, 501)])
    )
    assert [tuple(cells) for _number, cells in found] == [cells for _n, cells in rows]
    assert len(looked) == 500


def test_a_table_of_too_many_signs_is_refused_also_where_a_cell_is_said_often(
    monkeypatch,
):
    book = Workbook()
    for row in (["e-mail", "department"], ["a@x.example", "d" * 20], ["b"], ["c"]):
        book.active.append(row)
    book.active.merge_cells("B2:B4")
    data = saved(book)
    signs = sum(len(cell) for _number, cells in rows_of(data) for cell in cells)
    assert signs == 16 + 11 + 2 + 3 * 20
    monkeypatch.setattr(tables, "MOST_SIGNS_IN_ALL", signs)
    assert len(list(rows_of(data))) == 4
    monkeypatch.setattr(tables, "MOST_SIGNS_IN_ALL", signs - 1)
    with pytest.raises(DomainError, match="too large"):
        list(rows_of(data))


def test_empty_columns_past_the_last_are_dropped():
    (row,) = rows_of(b"a;b" + b";" * 1_000)
    assert row == (1, ["a", "b", *[""] * 38])


def test_an_apostrophe_goes_where_it_only_stops_a_spreadsheet():
    data = b"a;b;c\n'=1+1;'0123;'t Hooft\n"
    assert list(rows_of(data))[1][1] == ["=1+1", "0123", "'t Hooft"]


def test_empty_lines_are_left_out_and_keep_their_number():
    assert [number for number, _cells in rows_of(b"a;b\n;\n\n1;2\n")] == [1, 4]


def test_a_workbook_that_unfolds_without_end_is_refused():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (45 * MB))
    with pytest.raises(DomainError, match="too large"):
        list(rows_of(stream.getvalue()))


def test_a_sheet_with_a_row_past_the_last_is_refused():
    data = workbook_of(["a"], ["b"])
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            text = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                text = text.replace(b'<row r="2">', b'<row r="9000000000000">')
            new.writestr(name, text)
    with pytest.raises(DomainError):
        list(rows_of(stream.getvalue()))


def test_too_many_lines_and_columns_are_refused(monkeypatch):
    monkeypatch.setattr(tables, "MOST_LINES", 2)
    with pytest.raises(DomainError, match="too large"):
        list(rows_of(b"a\n1\n2\n3\n"))
    with pytest.raises(DomainError, match="too large"):
        list(rows_of(b"a" + b"," * 60 + b"x"))


def test_a_large_file_is_refused_unread():
    def read(_size):
        raise AssertionError("it was read")

    with pytest.raises(DomainError) as refusal:
        bytes_of(SimpleNamespace(size=300 * MB, read=read))
    assert refusal.value.code == "large"
    with pytest.raises(DomainError):
        list(rows_of(b"x" * (tables.MOST_BYTES + 1)))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2019-05-04", date(2019, 5, 4)),
        ("4/5/2019", date(2019, 5, 4)),
        ("04.05.2019", date(2019, 5, 4)),
        ("4-5-2019", date(2019, 5, 4)),
        ("46146", date(2026, 5, 4)),
        ("2019", None),
        ("31/2/2019", None),
        ("", None),
        ("yesterday", None),
    ],
)
def test_a_day_is_read_however_an_office_writes_it(text, day):
    assert day_in(text) == day


@given(st.text())
def test_any_other_text_is_no_day_and_no_error(text):
    assert day_in(text) is None or isinstance(day_in(text), date)


@given(st.binary(max_size=300))
def test_any_bytes_are_rows_or_refused(data):
    try:
        rows = list(rows_of(data))
    except DomainError:
        rows = []
    assert all(any(cells) for _number, cells in rows)
