"""Bring a list of old completions from a file, as the page of an organisation does."""

import json
from pathlib import Path

from django.core.files.base import File
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from certificates.domain.old.asking import (
    ask_for_recognition,
    bring_old_list,
    set_aside,
)
from certificates.domain.old.carrying import work_on
from certificates.domain.old.reading import counts_of, lines_to_download
from certificates.enums import OldLineState, OldListState
from lms.errors import DomainError
from lms.tables import bytes_of
from organisations.models import Organisation

FINE = (OldLineState.READY, OldLineState.KNOWN)
# Lines that cannot be recognised; the others are laid before the programme owners.
SOME_LEFT_OUT = 2


class Command(BaseCommand):
    help = (
        "Bring a list of old completions (CSV or XLSX) of an organisation. Its programme "
        "owners decide on it; the command recognises nothing."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--organisation", required=True, metavar="CODE")
        parser.add_argument("--given-by", required=True, metavar="BODY")
        parser.add_argument("--dry-run", action="store_true", help="ask for nothing")
        parser.add_argument("--json", action="store_true", help="counts as JSON")

    def handle(self, *args, **options) -> None:
        try:
            run = self._run(options)
            counts = counts_of(run.rows.all())
            told = list(lines_to_download(run.rows.exclude(state__in=FINE)))
            ready = dict(counts).get(OldLineState.READY)
            if ready and not options["dry_run"]:
                run = ask_for_recognition(run, actor=None, now=timezone.now())
            else:
                # Nothing waits on the page for somebody to decide.
                run = set_aside(run, actor=None, now=timezone.now())
        except DomainError as refusal:
            raise CommandError(refusal.message) from refusal
        if options["json"]:
            said = {"list": run.pk, "state": str(OldListState(run.state))}
            said["counts"] = {state.value: count for state, count in counts}
            self.stdout.write(json.dumps(said))
        else:
            for state, count in counts:
                self.stdout.write(f"{state.label}: {count}")
            for line, email, badge, _course, _day, _proof, _reference, why in told:
                self.stderr.write(f"{line}: {email or badge}: {why}")
        if told:
            raise SystemExit(SOME_LEFT_OUT)

    def _run(self, options):
        organisation = Organisation.objects.filter(code=options["organisation"]).first()
        if organisation is None:
            raise CommandError("There is no such organisation.")
        try:
            with options["file"].open("rb") as file:
                data = bytes_of(File(file))
        except OSError as error:
            raise CommandError(str(error)) from error
        run = bring_old_list(
            organisation,
            data,
            given_by=options["given_by"],
            actor=None,
            now=timezone.now(),
        )
        # Without waiting for a worker; one that comes finds it done.
        work_on(run.pk, clock=timezone.now)
        run.refresh_from_db()
        return run
