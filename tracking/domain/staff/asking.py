"""Bringing a staff list, saying what its columns mean, and deciding on it once it was
looked at."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lms import audit
from lms.errors import DomainError
from organisations.models import Organisation, Sector
from tracking.domain.staff.columns import (
    match_columns,
    plain_heading,
    refuse_doubles,
    refuse_nameless,
)
from tracking.domain.staff.leads import leads_of
from tracking.domain.staff.lines import rows_of
from tracking.domain.staff.sheets import Sheet
from tracking.enums import (
    StaffColumn,
    StaffImportState,
    StaffRowState,
)
from tracking.models import (
    StaffHeading,
    StaffImport,
    StaffImportLead,
    StaffImportRow,
)
from tracking.models.staff import ACTED
from tracking.tasks import carry_staff_import

BATCH = 1000
# So long a list can be taken back, and so long its lines are kept.
UNDO_DAYS = 30
# When more than one in so many would leave, it is asked once more.
GUARDED_SHARE = 3
MOST_HEADING = 120


@transaction.atomic
def bring_list(
    organisation: Organisation,
    sheet: Sheet,
    *,
    sector: Sector | None = None,
    is_everybody: bool = False,
    actor,
    now: datetime,
) -> StaffImport:
    """Have a list looked at in the background: nothing about anybody changes by it.

    Where a heading is not known it waits for somebody to match it. `sector` is that of
    new people whose line says none. Raises DomainError ("forbidden") for a column that
    nobody may bring (ETHICS P3), ("twice") for two that mean the same, ("nobody") when
    none says whom the lines mean, and ("closed") of an organisation that is.
    """
    _refuse_closed(organisation)
    match = match_columns(sheet.headings, _learned(organisation))
    run = StaffImport(
        organisation=organisation,
        sector=sector,
        is_everybody=is_everybody,
        asked_at=now,
        asked_by=actor,
        language=get_language(),
        heard_at=now,
    )
    if match.unknown:
        run.state = StaffImportState.MATCHING
        left_out = set(range(len(sheet.headings))) - set(match.unknown)
        left_out -= {at for at, column in match.columns.items() if column}
        run.sheet = sheet.without(left_out).as_json()
        run.save()
    else:
        refuse_nameless(match.columns)
        run.state = StaffImportState.LOOKING
        run.save()
        _take(run, sheet, match.columns)
    _record("brought", run, actor=actor, now=now, data={"lines": len(sheet.lines)})
    return run


@transaction.atomic
def match_by_hand(
    run: StaffImport,
    choices: Mapping[int, StaffColumn | None],
    *,
    actor,
    now: datetime,
) -> StaffImport:
    """Say what the unknown columns mean, None to leave one out; it is remembered for the
    next list of the organisation.

    Raises DomainError ("state") for a list that does not wait for it, ("open") when a
    column is not spoken of, and what bring_list raises of columns.
    """
    run = _locked(run)
    if run.state != StaffImportState.MATCHING:
        raise DomainError(_("The columns of this list are matched."), code="state")
    sheet = Sheet(run.sheet["headings"], run.sheet["lines"])
    match = match_columns(sheet.headings, _learned(run.organisation))
    if set(match.unknown) - choices.keys():
        raise DomainError(
            _("Say of each column what it holds, or that it is left out."), code="open"
        )
    chosen = {at: choices[at] for at in match.unknown}
    columns = match.columns | chosen
    refuse_doubles(columns, sheet.headings)
    refuse_nameless(columns)
    for at, column in chosen.items():
        StaffHeading.objects.update_or_create(
            organisation=run.organisation,
            heading=plain_heading(sheet.headings[at])[:MOST_HEADING],
            defaults={"column": column or ""},
        )
    run.state, run.sheet, run.heard_at = StaffImportState.LOOKING, None, now
    run.save()
    _take(run, sheet, columns)
    _record("matched", run, actor=actor, now=now)
    return run


@transaction.atomic
def confirm(
    run: StaffImport,
    *,
    with_mails: bool = False,
    is_sure: bool = False,
    actor,
    now: datetime,
) -> StaffImport:
    """Carry out what was looked at, in the background. Twice is once.

    Raises DomainError ("state") for one that was not looked at or was set aside,
    ("nothing") when it changes nothing, ("many") when more than a third would leave and
    nobody said that this is right (`is_sure`), ("closed") when its organisation is.
    """
    run = _locked(run)
    if run.decided_at is not None:
        return run
    _refuse_closed(run.organisation)
    if run.state != StaffImportState.LOOKED:
        raise DomainError(_("There is nothing to carry out here."), code="state")
    waiting = run.rows.filter(state__in=ACTED).count()
    if not waiting:
        raise DomainError(_("This list changes nothing."), code="nothing")
    if many_leave(run) and not is_sure:
        raise DomainError(
            _(
                "More than a third of your people would leave by this list. Look at who "
                "they are, then confirm that as well. Nothing was changed."
            ),
            code="many",
        )
    run.state, run.with_mails = StaffImportState.UNDER_WAY, with_mails
    run.decided_at, run.decided_by = now, actor
    run.heard_at, run.done, run.total = now, 0, waiting
    run.save()
    _record("confirmed", run, actor=actor, now=now, data={"lines": waiting})
    carry_staff_import.enqueue(run.pk)
    return run


@transaction.atomic
def set_aside(run: StaffImport, *, actor, now: datetime) -> StaffImport:
    """Do nothing of it, and forget its lines. Raises DomainError "state" once it is
    confirmed."""
    run = _locked(run)
    if run.decided_at is not None:
        raise DomainError(
            _("It is being carried out already. You can take it back afterwards."),
            code="state",
        )
    if run.state != StaffImportState.SET_ASIDE:
        run.state, run.finished_at, run.sheet = StaffImportState.SET_ASIDE, now, None
        run.emptied_at = now
        run.save()
        run.rows.all().delete()
        _record("set_aside", run, actor=actor, now=now)
    return run


@transaction.atomic
def take_back(run: StaffImport, *, actor, now: datetime) -> StaffImport:
    """Take back in the background what a list did, of each person to whom nothing else
    has happened since. Twice is once.

    Raises DomainError ("state") for one that was not carried out, ("late") after 30 days.
    """
    run = _locked(run)
    if run.undo_asked_at is not None:
        return run
    if run.state != StaffImportState.DONE:
        raise DomainError(_("There is nothing to take back here."), code="state")
    if now >= undo_until(run):
        raise DomainError(
            _("A list can be taken back for 30 days. They are over."), code="late"
        )
    run.state = StaffImportState.UNDOING
    run.undo_asked_at, run.undo_asked_by = now, actor
    run.heard_at, run.done = now, 0
    run.total = run.rows.filter(state__in=ACTED, is_done=True).count()
    run.save()
    _record("taken_back", run, actor=actor, now=now)
    carry_staff_import.enqueue(run.pk)
    return run


def unknown_columns(run: StaffImport) -> tuple[int, ...]:
    """Places of the columns of a list that waits for somebody to match them."""
    return match_columns(run.sheet["headings"], _learned(run.organisation)).unknown


def undo_until(run: StaffImport) -> datetime | None:
    """When a list that was carried out can no longer be taken back; None before."""
    return run.finished_at and run.finished_at + timedelta(days=UNDO_DAYS)


def many_leave(run: StaffImport) -> bool:
    """Whether more than a third of those who belonged there would leave by a list."""
    leaving = run.rows.filter(state=StaffRowState.LEFT).count()
    return leaving * GUARDED_SHARE > run.people


def _refuse_closed(organisation: Organisation) -> None:
    if not organisation.is_active:
        raise DomainError(
            _("This organisation is closed. Nobody comes or moves there by a list."),
            code="closed",
        )


def _learned(organisation: Organisation) -> dict[str, StaffColumn | None]:
    return {
        heading: StaffColumn(column) if column else None
        for heading, column in StaffHeading.objects.filter(
            organisation=organisation
        ).values_list("heading", "column")
    }


def _take(
    run: StaffImport, sheet: Sheet, columns: Mapping[int, StaffColumn | None]
) -> None:
    places = {column: at for at, column in columns.items() if column}
    rows = list(rows_of(run, sheet, places))
    if not rows:
        raise DomainError(
            _("There is no line below the names of the columns."), code="empty"
        )
    StaffImportRow.objects.bulk_create(rows, batch_size=BATCH)
    StaffImportLead.objects.bulk_create(
        leads_of(run, sheet, rows, places), batch_size=BATCH
    )
    run.total = len(rows)
    run.save(update_fields=["total"])
    carry_staff_import.enqueue(run.pk)


def _locked(run: StaffImport) -> StaffImport:
    return (
        StaffImport.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .get(pk=run.pk)
    )


def _record(verb: str, run: StaffImport, *, actor, now: datetime, data=None) -> None:
    audit.record(
        f"tracking.staff_list_{verb}",
        actor=actor,
        subject=run,
        organisation=run.organisation_id,
        now=now,
        data=data or {},
    )
