"""The lines of a staff list as they were written, by what its columns mean."""

from collections.abc import Iterator, Mapping

from tracking.domain.staff.sheets import Sheet
from tracking.enums import StaffColumn, StaffProblem, StaffRowState
from tracking.models import StaffImport, StaffImportRow


def rows_of(
    run: StaffImport, sheet: Sheet, places: Mapping[StaffColumn, int]
) -> Iterator[StaffImportRow]:
    """The lines that say something; whom an earlier one names already is a mistake."""
    seen = set()
    for number, cells in sheet.lines:
        said = {
            column: cells[at] if at < len(cells) else ""
            for column, at in places.items()
        }
        if not any(said.values()):
            continue
        row = _row(run, number, said)
        who = _named(row)
        if who in seen and any(who):
            row.state, row.problem = StaffRowState.ERROR, StaffProblem.TWICE
        seen.add(who)
        yield row


def _named(row: StaffImportRow) -> tuple[str, ...]:
    """Whom a line names: by the address, else by a badge number, which two departments
    may both have given."""
    if row.email:
        return (row.email.lower(),)
    return (row.badge_number, row.department_text.lower()) if row.badge_number else ()


def _row(run, number: int, said: Mapping[StaffColumn, str]) -> StaffImportRow:
    def cell(column: StaffColumn, most: int) -> str:
        return said.get(column, "")[:most]

    first, name = cell(StaffColumn.FIRST_NAME, 119), cell(StaffColumn.NAME, 120)
    return StaffImportRow(
        run=run,
        line=number,
        email=cell(StaffColumn.EMAIL, 254).removeprefix("mailto:"),
        name=f"{first} {name}".strip(),
        sector_text=cell(StaffColumn.SECTOR, 80),
        language_text=cell(StaffColumn.LANGUAGE, 40),
        function=cell(StaffColumn.FUNCTION, 160),
        department_text=cell(StaffColumn.DEPARTMENT, 160),
        badge_number=cell(StaffColumn.BADGE, 80),
        from_text=cell(StaffColumn.FROM, 40),
        until_text=cell(StaffColumn.UNTIL, 40),
    )
