"""A table of questions, as a workbook (XLSX) or with commas (CSV)."""

from quizzes.interchange.found import Found
from quizzes.interchange.table import commas, workbook
from quizzes.interchange.table.reading import questions_of
from quizzes.interchange.table.template import template
from quizzes.interchange.table.writing import lines_of


def read_workbook(data: bytes) -> list[Found]:
    """The questions of a workbook. Raises UnreadableFile."""
    return questions_of(workbook.grid_of(data))


def write_workbook(questions: list[Found]) -> bytes:
    """The questions as a workbook. What it cannot hold is noted at each."""
    return workbook.bytes_of(list(lines_of(questions)))


def read_commas(data: bytes) -> list[Found]:
    """The questions of a file with commas. Raises UnreadableFile."""
    return questions_of(commas.grid_of(data))


def write_commas(questions: list[Found]) -> bytes:
    """The questions as a file with commas. What it cannot hold is noted at each."""
    return commas.bytes_of(list(lines_of(questions)))


__all__ = ["read_commas", "read_workbook", "template", "write_commas", "write_workbook"]
