"""The rows of a table as questions: each begins where a kind or a question stands."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from lms.errors import UnreadableFile
from quizzes.interchange.found import LONGEST, MOST_QUESTIONS, Found
from quizzes.interchange.table.columns import ABOUT, COLUMNS, OF_ANSWERS, Cell

NOTHING = Cell()


@dataclass(frozen=True)
class Row:
    """`others` stand in columns that no name is known of."""

    cells: dict[str, Cell]
    others: list[tuple[str, Cell]]
    place: str

    def __getitem__(self, name: str) -> Cell:
        return self.cells.get(name, NOTHING)

    def begins_after(self, key: str) -> bool:
        """Whether a question begins here; a key that stands again begins none."""
        if self["kind"] or self["question"]:
            return True
        return bool(self["key"]) and self["key"].text != key

    @property
    def has_answer(self) -> bool:
        return any(self[name] for name in OF_ANSWERS)


@dataclass
class Group:
    """The rows of a question."""

    first: Row
    answers: list[Row] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)


def groups_of(grid: list[list[Cell]]) -> list[Group]:
    """The questions of a table, whose first row names its columns. Raises
    UnreadableFile."""
    groups: list[Group] = []
    key = ""
    for row in _rows(grid):
        if not groups or row.begins_after(key):
            groups.append(Group(row))
            key = row["key"].text
        groups[-1].rows.append(row)
        if row.has_answer:
            groups[-1].answers.append(row)
    if not groups:
        raise UnreadableFile(_("There is no question in this file."))
    if len(groups) > MOST_QUESTIONS:
        message = _("There are more than %(most)d questions in this file.")
        raise UnreadableFile(message % {"most": MOST_QUESTIONS})
    return groups


def _rows(grid: list[list[Cell]]) -> Iterator[Row]:
    lines = (line for line in grid if any(line))
    header = next(lines, [])
    names = [cell.text.strip().lower() for cell in header]
    if not {"kind", "question"} <= set(names):
        raise UnreadableFile(
            _(
                "The first row has to name the columns, “kind” and “question” among them."
            )
        )
    for line in lines:
        cells: dict[str, Cell] = {}
        others = []
        for number, cell in enumerate(line):
            name = names[number] if number < len(names) else ""
            if not cell:
                continue
            if name in COLUMNS and names.index(name) == number:
                cells[name] = cell
            else:
                others.append((name, cell))
        yield Row(cells, others, next(cell.place for cell in line if cell))


def check_cells(group: Group, found: Found) -> None:
    """Note what stands where it cannot be read or means nothing."""
    for row in group.rows:
        for cell in row.cells.values():
            if cell.trouble:
                found.stop(cell.trouble, place=cell.place)
            elif len(cell.text) > LONGEST:
                message = _("A text of it is longer than %(most)d signs.")
                found.stop(message % {"most": LONGEST}, place=cell.place)
        for name, cell in row.others:
            message = _("The column “%(name)s” is not known.")
            found.lose(message % {"name": name[:60]}, place=cell.place)
    for row in group.rows:
        if row is group.first:
            continue
        for name in ABOUT:
            if row[name] and name != "key":
                message = _("“%(name)s” is read in the first row of a question only.")
                found.lose(message % {"name": name}, place=row[name].place)
