from datetime import datetime
from io import BytesIO

import pytest
from openpyxl import Workbook

from certificates.domain.bulk.table import Line, lines_of
from lms import tables
from lms.errors import DomainError


def workbook(*rows) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("between", [",", ";", "\t"])
def test_a_text_is_read_with_any_sign_between_its_cells(between):
    text = "E-mail{0}Datum{0}Sector\nbob@x.example{0}4/5/2019{0}POL\n{0}{0}\n"
    assert lines_of(text.format(between).encode("utf-8-sig")) == [
        Line(2, "bob@x.example", "POL", "4/5/2019")
    ]


def test_a_workbook_is_read_with_its_dates():
    data = workbook(
        ["e-mail", "day"],
        ["bob@x.example", datetime(2019, 5, 4)],  # noqa: DTZ001 -- as a cell holds it
        [None, None],
        ["eve@x.example", "2019-05-05"],
    )
    assert lines_of(data) == [
        Line(2, "bob@x.example", "", "2019-05-04"),
        Line(4, "eve@x.example", "", "2019-05-05"),
    ]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"e-mail,day",
        b"e-mail,sector\nbob@x.example,POL",
        b"e-mail,day,religion\nbob@x.example,2019-05-04,none",
        b"e-mail,day,day\nbob@x.example,2019-05-04,2019-05-04",
        b"\xff\xfe\x00",
        b"PK\x03\x04 no archive",
        b'e-mail,day\n"' + b"x" * 200_000,
        b"e-mail,day\n" + b"," * 60 + b"x",
        b"x" * (tables.MOST_BYTES + 1),
    ],
    ids=lambda data: data[:20],
)
def test_a_file_that_cannot_be_taken_is_refused_in_words(data):
    with pytest.raises(DomainError) as refusal:
        lines_of(data)
    assert refusal.value.message


def test_a_broken_workbook_is_refused_in_words():
    whole = workbook(["e-mail", "day"], ["bob@x.example", "2019-05-04"])
    with pytest.raises(DomainError):
        lines_of(whole.replace(b"sheet1.xml", b"sheet2.xml"))


def test_too_many_lines_are_refused(monkeypatch):
    monkeypatch.setattr(tables, "MOST_LINES", 2)
    lines = "\n".join(["e-mail,day", *["bob@x.example,2019-05-04"] * 3])
    with pytest.raises(DomainError):
        lines_of(lines.encode())
