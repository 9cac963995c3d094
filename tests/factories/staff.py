"""Staff lists, brought and carried out without a worker."""

from datetime import UTC, datetime
from io import BytesIO
from types import SimpleNamespace

from openpyxl import Workbook

from tracking.domain.staff import asking, carrying
from tracking.domain.staff.asking import bring_list, confirm, take_back
from tracking.domain.staff.carrying import work_on
from tracking.domain.staff.sheets import sheet_of_file
from tracking.models import StaffImport

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
HEADINGS = ("e-mail", "name", "sector", "function", "department", "badge number")


def stop_workers(monkeypatch) -> list[int]:
    """Nobody takes up what is to be done, until a test does: the lists that wait."""
    waiting: list[int] = []
    task = SimpleNamespace(enqueue=waiting.append)
    monkeypatch.setattr(asking, "carry_staff_import", task)
    monkeypatch.setattr(carrying, "carry_staff_import", task)
    return waiting


def csv_of(*lines, headings=HEADINGS) -> bytes:
    """A file of these lines; cells that a line does not have are empty."""
    return "\n".join(";".join(cells) for cells in (headings, *lines)).encode()


def workbook_of(*rows) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    return saved(book)


def saved(book: Workbook) -> bytes:
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def look(organisation, *lines, headings=HEADINGS, actor, now=NOW, **asked):
    """A list that was looked at."""
    data = csv_of(*lines, headings=headings)
    run = bring_list(organisation, sheet_of_file(data), actor=actor, now=now, **asked)
    return settled(run, now=now)


def run_list(organisation, *lines, headings=HEADINGS, actor, now=NOW, **asked):
    """A list that was looked at and carried out."""
    with_mails = asked.pop("with_mails", False)
    run = look(organisation, *lines, headings=headings, actor=actor, now=now, **asked)
    confirm(run, is_sure=True, with_mails=with_mails, actor=actor, now=now)
    return settled(run, now=now)


def undo(run, *, actor, now=NOW) -> StaffImport:
    take_back(run, actor=actor, now=now)
    return settled(run, now=now)


def settled(run, *, now=NOW) -> StaffImport:
    """All that the worker would do now."""
    work_on(run.pk, clock=lambda: now)
    run.refresh_from_db()
    return run


def states(run) -> list[str]:
    """What becomes of each line: its state, with the problem where there is one."""
    return [f"{row.state} {row.problem}".strip() for row in run.rows.order_by("pk")]
