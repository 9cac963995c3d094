"""The line managers that a staff list names: whom each means, what would change, and
naming them once the people of the list are there.

A line of the list is carried out whether or not its line manager can be named. An empty
cell changes nothing, as in every column; a dash says that there is none any more. Whom a
line names may stand on any other line of the list, or be there already; who belongs to
another employer is told as somebody who is not known.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from django.db.models import QuerySet

from lms.write_back import write_back
from organisations.domain.employers import employer_of
from organisations.domain.locks import lock_many
from organisations.domain.many_managers import in_circles, leading_at, name_many
from organisations.models import User
from tracking.domain.staff.meant import Meant
from tracking.domain.staff.sheets import Sheet
from tracking.enums import (
    StaffColumn,
    StaffLeadProblem,
    StaffLeadState,
    StaffRowState,
)
from tracking.models import StaffImport, StaffImportLead, StaffImportRow
from tracking.models.staff_leads import ACTED_LEADS

# So many are treated at a time: each is a few rows, and all circles are looked for.
LEADS_AT_A_TIME = 1000
JUDGED = ["manager", "manager_row", "before", "state", "problem"]


def leads_of(
    run: StaffImport,
    sheet: Sheet,
    rows: Sequence[StaffImportRow],
    places: Mapping[StaffColumn, int],
) -> Iterator[StaffImportLead]:
    """What the lines of a list, which are written, say of line managers."""
    at = places.get(StaffColumn.MANAGER)
    if at is None:
        return
    cells = {number: cells[at] for number, cells in sheet.lines if at < len(cells)}
    for row in rows:
        text = cells.get(row.line, "")[:254].strip().removeprefix("mailto:")
        if text:
            yield StaffImportLead(run=run, row=row, text=text)


def unseen(run: StaffImport) -> QuerySet[StaffImportLead]:
    """Those that were not looked at yet."""
    waiting = run.leads.filter(state=StaffLeadState.UNSEEN)
    return waiting.select_related("row__user")


def to_name(run: StaffImport) -> QuerySet[StaffImportLead]:
    """Those that are to be named, or to end, and are not yet."""
    waiting = run.leads.filter(state__in=ACTED_LEADS, is_done=False)
    return waiting.select_related("row__user")


def compare(
    run: StaffImport, leads: Sequence[StaffImportLead], *, now: datetime
) -> None:
    """Say what becomes of these, all other lines being looked at."""
    Meant(run, leads, now=now).judge()
    write_back(leads, JUDGED)


def end_of_comparing(run: StaffImport) -> None:
    """Refuse who would lead themselves, once all are compared; and let a line that
    changes nothing else say that it changes something."""
    wrong = _circling(run)
    run.leads.filter(pk__in=wrong).update(
        state=StaffLeadState.REFUSED, problem=StaffLeadProblem.CIRCLE
    )
    changing = run.leads.filter(state__in=ACTED_LEADS).values("row")
    _say_changed(run.rows.filter(pk__in=changing))


def name(run: StaffImport, leads: Sequence[StaffImportLead], *, now: datetime) -> None:
    """Name these, as far as it can be still: days may have passed since the look."""
    employer = employer_of(run.organisation)
    people = {one.row.user_id for one in leads if one.row.user_id}
    people |= {one.manager_id for one in leads if one.manager_id}
    lock_many(organisations=[employer.pk], users=people)
    Meant(run, leads, now=now).judge()
    write_back(leads, JUDGED)
    _refuse_circles(run, leads)
    acting = [one for one in leads if one.state in ACTED_LEADS]
    wanted: dict[User, User | None] = {one.row.user: one.manager for one in acting}
    written = name_many(employer, wanted, actor=run.decided_by, now=now)
    for one in leads:
        did = written.get(one.row.user_id)
        one.did = {"ended": did.ended, "made": did.made} if did else {}
        one.is_done = True
    write_back(leads, [*JUDGED, "did", "is_done"])
    _say_changed(run.rows.filter(pk__in=[one.row_id for one in acting]))


def leave_out(leads: QuerySet[StaffImportLead]) -> None:
    """Those that the database refuses, or that nothing came of."""
    leads.update(
        state=StaffLeadState.REFUSED, problem=StaffLeadProblem.UNWRITTEN, is_done=True
    )


def _refuse_circles(run: StaffImport, leads: Sequence[StaffImportLead]) -> None:
    wrong = _circling(run)
    for one in leads:
        if one.pk in wrong:
            one.state = StaffLeadState.REFUSED
            one.problem = StaffLeadProblem.CIRCLE


def _circling(run: StaffImport) -> set[int]:
    """Those of a list by which somebody would lead themselves, when all of the list is
    carried out: what stands on a later line counts as said already."""
    said: dict[object, tuple[object, int]] = {}
    ended = set()
    for (
        lead,
        state,
        person,
        row,
        manager,
        manager_row,
        manager_of_row,
    ) in run.leads.filter(state__in=ACTED_LEADS).values_list(
        "pk",
        "state",
        "row__user",
        "row",
        "manager",
        "manager_row",
        "manager_row__user",
    ):
        one = person or ("line", row)
        if state == StaffLeadState.ENDED:
            ended.add(one)
        else:
            above = manager or manager_of_row or ("line", manager_row)
            said[one] = (above, lead)
    known = leading_at(employer_of(run.organisation))
    wrong: set[int] = set()
    while True:
        led = {one: above for one, above in known.items() if one not in ended}
        led |= {one: above for one, (above, _lead) in said.items()}
        refused = in_circles(led) & said.keys()
        if not refused:
            return wrong
        # Whom they name is not named: what was said before goes on, and is looked at.
        wrong |= {said.pop(one)[1] for one in refused}


def _say_changed(rows: QuerySet[StaffImportRow]) -> None:
    rows.filter(state=StaffRowState.UNCHANGED).update(state=StaffRowState.CHANGED)
