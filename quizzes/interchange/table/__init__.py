"""A table of questions, as a workbook (XLSX) or with commas (CSV).

What makes and reads workbooks (openpyxl, 8 MB) is loaded with the first of them.
"""

from quizzes.interchange.found import Found
from quizzes.interchange.table import commas
from quizzes.interchange.table.reading import questions_of
from quizzes.interchange.table.writing import lines_of


def read_workbook(data: bytes) -> list[Found]:
    """The questions of a workbook. Raises UnreadableFile."""
    return questions_of(_workbook().grid_of(data))


def write_workbook(questions: list[Found]) -> bytes:
    """The questions as a workbook. What it cannot hold is noted at each."""
    return _workbook().bytes_of(list(lines_of(questions)))


def template() -> bytes:
    """A workbook to fill in, explained in the language that is on."""
    # Inside: see above.
    from quizzes.interchange.table import filling_in  # noqa: PLC0415

    return filling_in.template()


def read_commas(data: bytes) -> list[Found]:
    """The questions of a file with commas. Raises UnreadableFile."""
    return questions_of(commas.grid_of(data))


def write_commas(questions: list[Found]) -> bytes:
    """The questions as a file with commas. What it cannot hold is noted at each."""
    return commas.bytes_of(list(lines_of(questions)))


def _workbook():
    # Inside: see above.
    from quizzes.interchange.table import workbook  # noqa: PLC0415

    return workbook


__all__ = ["read_commas", "read_workbook", "template", "write_commas", "write_workbook"]
