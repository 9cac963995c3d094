"""Questions in files of other programs: a module for each format, listed here once."""

from collections.abc import Callable
from dataclasses import dataclass

from lms.errors import UnreadableFile
from quizzes.interchange import gift, moodle, qti, table
from quizzes.interchange.found import Found, Problem

# Bytes of a file that is read.
LARGEST = 5 * 1024 * 1024


@dataclass(frozen=True)
class Format:
    """`read` raises UnreadableFile where nothing can be read. Both note what is not
    carried at each question; `write` leaves out what is stopped. `template` makes a file
    to fill in, where the format is one that people write by hand."""

    name: str
    label: str
    suffix: str
    content_type: str
    read: Callable[[bytes], list[Found]]
    write: Callable[[list[Found]], bytes]
    template: Callable[[], bytes] | None = None


FORMATS: dict[str, Format] = {
    one.name: one
    for one in (
        Format("gift", "Moodle GIFT", "gift", "text/plain", gift.read, gift.write),
        Format("moodlexml", "Moodle XML", "xml", "text/xml", moodle.read, moodle.write),
        Format("qti", "QTI 2.1", "zip", "application/zip", qti.read, qti.write),
        Format("qti3", "QTI 3.0", "zip", "application/zip", qti.read, qti.write_3),
        Format(
            "xlsx",
            "Excel (XLSX)",
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            table.read_workbook,
            table.write_workbook,
            table.template,
        ),
        Format(
            "csv",
            "CSV",
            "csv",
            "text/csv; charset=utf-8",
            table.read_commas,
            table.write_commas,
        ),
    )
}

__all__ = ["FORMATS", "LARGEST", "Format", "Found", "Problem", "UnreadableFile"]
