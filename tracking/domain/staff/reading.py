"""Staff lists as they are shown, and how long their lines are kept (ETHICS P7)."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from lms import audit
from organisations.models import Organisation
from tracking.domain.staff.asking import UNDO_DAYS
from tracking.domain.staff.columns import SHOWN
from tracking.enums import StaffImportState, StaffLeadState, StaffRowState
from tracking.models import StaffImport, StaffImportLead, StaffImportRow
from tracking.models.staff import AT_WORK
from tracking.models.staff_leads import ACTED_LEADS

# A file that waits to be matched may hold what is left out in the end.
MATCHING_DAYS = 1
# In the order in which a coordinator looks at them.
SHOWN_STATES = (
    StaffRowState.ERROR,
    StaffRowState.LEFT,
    StaffRowState.MOVED,
    StaffRowState.CHANGED,
    StaffRowState.JOINS,
    StaffRowState.NEW,
    StaffRowState.UNCHANGED,
)


# What a line is shown with.
SHOWN_WITH = (
    "user",
    "place",
    "lead__manager",
    "lead__manager_row__user",
    "lead__before",
)


def lists_of(organisation: Organisation) -> QuerySet[StaffImport]:
    """The staff lists of an organisation, the latest first."""
    return (
        StaffImport.objects.filter(organisation=organisation)
        .select_related("asked_by")
        .defer("sheet")
    )


def counts_of(run: StaffImport) -> list[tuple[StaffRowState, int]]:
    """(state, how many lines are in it) of a list, also once its lines are forgotten."""
    counts = run.counts if run.emptied_at else _counted(run)
    return [(state, counts[state]) for state in SHOWN_STATES if counts.get(state)]


def rows_of(run: StaffImport, state: str = "") -> QuerySet[StaffImportRow]:
    """The lines of a list, or those in one state or whose line manager is "refused", as
    they stand in the file; those who are not in it come last."""
    rows = run.rows.select_related(*SHOWN_WITH)
    if state == StaffLeadState.REFUSED:
        return rows.filter(lead__state=state)
    return rows.filter(state=state) if state else rows


def lines_to_download(run: StaffImport, state: str = "") -> Iterator[tuple]:
    """(line, address, name, department, what becomes of it, why not, what changes) of
    each line."""
    for row in rows_of(run, state).iterator(chunk_size=1000):
        yield (
            row.line,
            row.email or (row.user.email if row.user else ""),
            name_of(row),
            row.place.name if row.place else row.department_text,
            row.get_state_display(),
            " ".join(problems_of(row)),
            "; ".join(differences_of(row)),
        )


def name_of(row: StaffImportRow) -> str:
    """Who a line is about: by the account where there is one, else as the list says."""
    user = row.user
    known = (user.printed_name or user.email) if user else ""
    return known or row.name or row.email or row.badge_number


def differences_of(row: StaffImportRow) -> list[str]:
    """What a line changes, as "Function: clerk → inspector"."""
    words = {
        "place": _("Department"),
        "function": _("Function"),
        "badge_number": _("Badge number"),
    }
    changes = [
        f"{words[name]}: {f'{before} → ' if before else ''}{after}"
        for name, (before, after) in row.changes.items()
    ]
    lead = lead_of(row)
    return [*changes, change_of(lead)] if lead and change_of(lead) else changes


def problems_of(row: StaffImportRow) -> list[str]:
    """Why a line cannot be carried out, and why its line manager is not named."""
    lead = lead_of(row)
    told = [row.get_problem_display()] if row.problem else []
    if lead is not None and lead.problem:
        told.append(f"{_('Line manager')}: {lead.get_problem_display()}")
    return told


def lead_of(row: StaffImportRow) -> StaffImportLead | None:
    """What a line says of a line manager; None where it says nothing."""
    return getattr(row, "lead", None)


def change_of(lead: StaffImportLead) -> str:
    """What becomes of a line manager, as "Line manager: Ann → Bob"; "" where nothing
    changes."""
    if lead.state not in ACTED_LEADS:
        return ""
    named = lead.manager or lead.manager_row
    after = name_of(named) if isinstance(named, StaffImportRow) else str(named)
    before = f"{lead.before} → " if lead.before else ""
    if lead.state == StaffLeadState.ENDED:
        after = _("nobody")
    return f"{_('Line manager')}: {before}{after}"


def leads_counted(run: StaffImport) -> list[tuple[StaffLeadState, int]]:
    """(what becomes of it, how many) of the line managers that a list names, but for
    those that stay; also once its lines are forgotten."""
    counts = run.counts if run.emptied_at else _leads_counted(run)
    return [
        (state, counts[_lead_key(state)])
        for state in (*ACTED_LEADS, StaffLeadState.REFUSED)
        if counts.get(_lead_key(state))
    ]


def headings_to_match(run: StaffImport, unknown: tuple[int, ...]) -> list[tuple]:
    """(place, heading, some of what stands below it) of the columns nobody knows."""
    lines = run.sheet["lines"][:50]
    found = []
    for at in unknown:
        cells = (cells[at] for _number, cells in lines if at < len(cells))
        examples = [cell[:SHOWN] for cell in cells if cell][:3]
        found.append((at, run.sheet["headings"][at], examples))
    return found


def forget_lines(now: datetime) -> int:
    """Forget the lines of lists that can no longer be taken back, and files that nobody
    matched. How many there were of each kind stays. Returns of how many lists."""
    ended = now - timedelta(days=UNDO_DAYS)
    unmatched = now - timedelta(days=MATCHING_DAYS)
    old = (
        StaffImport.objects.filter(emptied_at__isnull=True)
        .annotate(last=Coalesce("finished_at", "asked_at"))
        .filter(
            Q(last__lt=ended)
            | Q(state=StaffImportState.MATCHING, asked_at__lt=unmatched)
        )
        .exclude(state__in=AT_WORK)
    )
    runs = list(old)
    for run in runs:
        run.counts = _counted(run) | _leads_counted(run)
        run.sheet, run.emptied_at = None, now
        if run.decided_at is None:
            run.state = StaffImportState.SET_ASIDE
        run.save(update_fields=["counts", "sheet", "emptied_at", "state"])
        run.rows.all().delete()
        audit.record(
            "tracking.staff_list_emptied",
            actor=None,
            subject=run,
            organisation=run.organisation_id,
            now=now,
        )
    return len(runs)


def exported(user) -> list[dict]:
    """The staff lists that a person had a hand in, for the export of their data."""
    mine = Q(asked_by=user) | Q(decided_by=user) | Q(undo_asked_by=user)
    return list(
        StaffImport.objects.filter(mine)
        .order_by("pk")
        .values("organisation__code", "asked_at", "decided_at", "state")
    )


def _counted(run: StaffImport) -> dict[str, int]:
    counts = run.rows.values_list("state").annotate(Count("pk")).order_by()
    return dict(counts)


def _leads_counted(run: StaffImport) -> dict[str, int]:
    counts = run.leads.values_list("state").annotate(Count("pk")).order_by()
    return {_lead_key(state): count for state, count in counts}


def _lead_key(state: str) -> str:
    # Beside the states of lines, which have the same names.
    return f"lead_{state}"
