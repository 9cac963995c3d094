"""Bring a staff list from a file, as the page of an organisation does."""

import json
from pathlib import Path

from django.core.files.base import File
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from lms.errors import DomainError
from lms.tables import bytes_of
from organisations.models import Organisation, Sector
from tracking.domain.staff.asking import bring_list, confirm, set_aside
from tracking.domain.staff.carrying import work_on
from tracking.domain.staff.reading import counts_of, leads_counted, lines_to_download
from tracking.domain.staff.sheets import sheet_of_file
from tracking.enums import StaffImportState, StaffLeadState, StaffRowState
from tracking.models import StaffImport
from tracking.models.staff import ACTED

# 0: all lines are as the file says. 1: the file, or what it would do, was refused and
# nothing was changed (CommandError). 2: lines could not be carried out; the others were.
SOME_LEFT_OUT = 2


class Command(BaseCommand):
    help = "Bring a staff list (CSV or XLSX) into an organisation."

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--organisation", required=True, metavar="CODE")
        parser.add_argument("--sector", help="of new people whose line says none")
        parser.add_argument(
            "--everybody",
            action="store_true",
            help="whoever is not in the list has left",
        )
        parser.add_argument(
            "--many-may-leave",
            action="store_true",
            help="also when more than a third would leave",
        )
        parser.add_argument("--dry-run", action="store_true", help="change nothing")
        parser.add_argument("--json", action="store_true", help="counts as JSON")

    def handle(self, *args, **options) -> None:
        try:
            run = self._run(options)
        except DomainError as refusal:
            raise CommandError(refusal.message) from refusal
        counts, leads = counts_of(run), leads_counted(run)
        if options["json"]:
            told = {"list": run.pk, "state": run.state}
            told["counts"] = {state.value: count for state, count in counts}
            told["line_managers"] = {state.value: count for state, count in leads}
            self.stdout.write(json.dumps(told))
        else:
            for state, count in counts:
                self.stdout.write(f"{state.label}: {count}")
            for state, count in leads:
                self.stdout.write(f"{state.label}: {count}")
            for wrong in (StaffRowState.ERROR, StaffLeadState.REFUSED):
                for line, who, *_rest, why, _what in lines_to_download(run, wrong):
                    self.stderr.write(f"{line}: {who}: {why}")
        if run.state == StaffImportState.LOOKED:
            # Nothing waits on the page for somebody to decide.
            set_aside(run, actor=None, now=timezone.now())
        if StaffRowState.ERROR in dict(counts) or StaffLeadState.REFUSED in dict(leads):
            raise SystemExit(SOME_LEFT_OUT)

    def _run(self, options) -> StaffImport:
        organisation = _found(Organisation, code=options["organisation"])
        code = options["sector"]
        sector = _found(Sector, pk=code.upper()) if code else None
        try:
            with options["file"].open("rb") as file:
                sheet = sheet_of_file(bytes_of(File(file)))
        except OSError as error:
            raise CommandError(str(error)) from error
        run = bring_list(
            organisation,
            sheet,
            sector=sector,
            is_everybody=options["everybody"],
            actor=None,
            now=timezone.now(),
        )
        if run.state == StaffImportState.MATCHING:
            set_aside(run, actor=None, now=timezone.now())
            raise CommandError(
                "The file has columns that are not known. Bring it once on the page of "
                "the organisation, and say there what they hold."
            )
        run = _worked(run)
        acting = run.rows.filter(state__in=ACTED).exists()
        if acting and not options["dry_run"]:
            run = _worked(_confirmed(run, is_sure=options["many_may_leave"]))
        return run


def _confirmed(run: StaffImport, *, is_sure: bool) -> StaffImport:
    """What is refused does not wait on the page for somebody to decide."""
    try:
        return confirm(run, is_sure=is_sure, actor=None, now=timezone.now())
    except DomainError:
        set_aside(run, actor=None, now=timezone.now())
        raise


def _worked(run: StaffImport) -> StaffImport:
    """Without waiting for a worker; one that comes finds it done."""
    work_on(run.pk, clock=timezone.now)
    run.refresh_from_db()
    return run


def _found(model, **asked):
    found = model.objects.filter(**asked).first()
    if found is None:
        raise CommandError(f"There is no such {model._meta.verbose_name}.")
    return found
