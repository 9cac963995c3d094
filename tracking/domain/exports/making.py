"""Making a file of people, in the background.

It is written aside and kept only when it is whole, in the transaction that says so: a
worker that is killed leaves none behind, and the next one begins anew. One that was
taken for dead and comes back finds the file made.
"""

import logging
import tempfile
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import IO

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from courses.domain.long_work import broken_off, take_up
from lms import audit
from lms.chunks import Clock
from lms.storage import private_storage
from organisations.domain.employers import oversees_employer
from tracking.domain.coverage import Row
from tracking.domain.exports.chosen import people_in
from tracking.domain.exports.files import write
from tracking.domain.exports.telling import tell_owner
from tracking.models import StaffExport
from tracking.tasks import make_export

logger = logging.getLogger(__name__)

FOLDER = "exports"
# The page that waits hears of so many rows at a time.
TOLD_EVERY = 2000
GIVEN_UP = timedelta(hours=6)
KEPT = timedelta(days=7)
# So long the list says what was made.
REMEMBERED = timedelta(days=90)


def make(export_id: int, *, clock: Clock) -> None:
    """Make a file; nothing for one that is there, or that is not wanted any more."""
    export = (
        StaffExport.objects.select_related(
            "organisation", "course", "department", "asked_by"
        )
        .filter(pk=export_id, finished_at=None)
        .first()
    )
    if export is None:
        return
    if not may_see(export):
        _end(export, _not_yours, now=clock())
        return
    people = people_in(export)
    total = people.counts().of(export.standing)
    _tell(export, 0, total, now=clock())
    with override(export.language), tempfile.TemporaryFile() as file:
        rows = _told(export, people, total, clock=clock)
        write(export, rows, file, now=clock())
        file.seek(0)
        _keep(export, file, now=clock())


def may_see(export: StaffExport) -> bool:
    """Whether whoever asked for a file may see those people now."""
    who = export.asked_by
    return who is not None and oversees_employer(who, export.organisation)


def give_up(export_id: int, *, now: datetime) -> None:
    """Say of a file that it could not be made; nothing for one that is there."""
    export = StaffExport.objects.filter(pk=export_id, finished_at=None).first()
    if export is not None:
        _end(export, _no_luck, now=now)


def sweep(now: datetime) -> int:
    """Go on with files that were broken off, and give up those that were so again and
    again; returns how many there were."""
    silent = broken_off(StaffExport.objects.filter(finished_at=None), now=now)
    hopeless = silent.filter(asked_at__lt=now - GIVEN_UP)
    given_up = list(hopeless.values_list("pk", flat=True))
    for pk in given_up:
        give_up(pk, now=now)
    return len(given_up) + take_up(silent, make_export.enqueue, now=now)


def forget_files(now: datetime) -> int:
    """Delete files of a week ago, and what is known of those of three months ago; returns
    how many files."""
    old = StaffExport.objects.filter(finished_at__lt=now - KEPT, forgotten_at=None)
    forgotten = 0
    for export in old.iterator(chunk_size=500):
        # The file first: where this breaks off, it is deleted again.
        private_storage().delete(name_of(export))
        forgotten += StaffExport.objects.filter(pk=export.pk).update(
            file="", search="", forgotten_at=now
        )
    StaffExport.objects.filter(
        finished_at__lt=now - REMEMBERED, forgotten_at__isnull=False
    ).delete()
    return forgotten


def name_of(export: StaffExport) -> str:
    """Where the file of an export is kept; always the same, so that there is one."""
    return f"{FOLDER}/{export.uuid}.{export.form}"


def _told(
    export: StaffExport, rows: Iterable[Row], total: int, *, clock: Clock
) -> Iterator[Row]:
    for done, row in enumerate(rows, start=1):
        yield row
        if done % TOLD_EVERY == 0:
            _tell(export, done, total, now=clock())


def _tell(export: StaffExport, done: int, total: int, *, now: datetime) -> None:
    StaffExport.objects.filter(pk=export.pk, finished_at=None).update(
        done=done, total=max(done, total), heard_at=now
    )
    export.done = done


@transaction.atomic
def _keep(export: StaffExport, file: IO[bytes], *, now: datetime) -> None:
    locked = StaffExport.objects.select_for_update(of=("self",)).filter(
        pk=export.pk, finished_at=None
    )
    row = locked.select_related("regular", "asked_by", "organisation", "course").first()
    if row is None:
        return
    storage, name = private_storage(), name_of(export)
    # What a worker kept that was killed before it could say so.
    storage.delete(name)
    row.file.name = storage.save(name, File(file))
    row.finished_at = row.heard_at = now
    row.done = row.total
    row.save()
    audit.record(
        "tracking.people_exported",
        actor=row.asked_by,
        subject=row,
        organisation=row.organisation_id,
        now=now,
        data={
            "form": row.form,
            "rows": row.total,
            "course": row.course.code,
            "as_of": row.day,
            "known_on": row.known_on,
            "standing": row.standing,
            "sector": row.sector_id,
            "department": row.department_id,
            "columns": row.columns,
            # Not the words: they may be somebody's name.
            "search": bool(row.search),
            "regular": row.regular_id,
        },
    )
    if row.period is not None:
        tell_owner(row, now=now)


def _end(export: StaffExport, why, *, now: datetime) -> None:
    with override(export.language):
        refusal = why()
    StaffExport.objects.filter(pk=export.pk, finished_at=None).update(
        refusal=refusal, finished_at=now, heard_at=now
    )


def _not_yours() -> str:
    return _("You may not see the people of this organisation any more.")


def _no_luck() -> str:
    return _(
        "The file could not be made. Ask for it again; if that does not help, ask an "
        "administrator."
    )
