import csv
import io

import pytest

from lms.spreadsheet import csv_lines, safe


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+32 2",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "  =1",
        "\xa0=1",
        "\uff1d1",
    ],
)
def test_a_cell_that_looks_like_a_formula_is_marked_as_text(cell):
    assert safe(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["Żaneta", "O'Neill", "2026-11-21", "Đorđe = one", ""])
def test_an_ordinary_cell_stays_as_it_is(cell):
    assert safe(cell) == cell


def test_nothing_is_an_empty_cell():
    assert safe(None) == ""


def test_lines_are_read_back_as_they_were():
    rows = [("Name", "Due"), ('Łucja "Lu", W.', "2026-11-21")]

    text = "".join(csv_lines(rows))

    assert text.startswith("\ufeff")
    read = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert read == [list(row) for row in rows]
