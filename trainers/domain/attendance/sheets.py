"""Sheets on paper, photographed or scanned: kept beside what was typed from them, and
not for long."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from certificates.domain.proofs import forget_files, proof_file
from lms import audit
from lms.errors import DomainError
from organisations.models import User
from trainers.domain.attendance.window import TAKEN_WITHIN, why_closed
from trainers.domain.sessions.holding import locked
from trainers.models import PaperSheet, TrainingSession

# A session of a thousand signs on some fifty pages.
MOST_SHEETS = 60


@transaction.atomic
def add_sheet(
    session: TrainingSession, data: bytes, *, by: User, now: datetime
) -> PaperSheet:
    """Keep a picture or PDF of a sheet; pictures are written anew. The caller has let
    `by` take attendance. Raises DomainError for a file that is not taken, "closed" once
    it would be forgotten at once, and "many"."""
    file = proof_file(data)
    held = locked(session)
    last = held.blocks.aggregate(last=Max("ends_at"))["last"]
    if problem := why_closed(last, now):
        raise DomainError(problem, code="closed")
    if held.sheets.exclude(file="").count() >= MOST_SHEETS:
        raise DomainError(
            _("There are %(most)s sheets already. Remove one that is not needed.")
            % {"most": MOST_SHEETS},
            code="many",
        )
    sheet = PaperSheet(session=held, added_by=by, added_at=now)
    sheet.file.save(file.name, file, save=False)
    try:
        with transaction.atomic():
            sheet.save()
    except Exception:
        # No row leads to it.
        sheet.file.delete(save=False)
        raise
    _record("added", sheet, actor=by, now=now)
    return sheet


@transaction.atomic
def remove_sheet(sheet: PaperSheet, *, by: User, now: datetime) -> None:
    """Delete the file; again without effect. That it was there, and who removed it,
    stays. The caller has let `by` take attendance."""
    locked(sheet.session)
    one = PaperSheet.objects.select_related("session").get(pk=sheet.pk)
    if not one.file:
        return
    name, storage = one.file.name, one.file.storage
    transaction.on_commit(lambda: storage.delete(name))
    one.file, one.forgotten_at = "", now
    one.save(update_fields=["file", "forgotten_at"])
    _record("removed", one, actor=by, now=now)


def forget_sheets(now: datetime) -> int:
    """Delete the sheets of sessions whose list is closed; returns how many. One that
    fails is logged and does not stop the others."""
    over = TrainingSession.objects.with_days().filter(ends_at__lt=now - TAKEN_WITHIN)
    old = PaperSheet.objects.filter(session__in=over.values("pk"))
    return forget_files(
        old.select_related("session"),
        file="file",
        gone_at="forgotten_at",
        record=lambda one: _record("forgotten", one, actor=None, now=now),
        now=now,
    )


def _record(what: str, sheet: PaperSheet, *, actor, now: datetime) -> None:
    audit.record(
        f"trainers.paper_sheet_{what}",
        actor=actor,
        subject=sheet,
        organisation=sheet.session.organiser_id,
        data={"session": str(sheet.session.uuid)},
        now=now,
    )
