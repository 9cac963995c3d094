"""Files of people, asked for, and made when a test says so."""

from datetime import datetime
from types import SimpleNamespace

from django.utils import timezone, translation

from tracking.domain.coverage import Narrowing
from tracking.domain.exports import asking, making
from tracking.domain.exports.chosen import Choice
from tracking.enums import ExportFormat
from tracking.models import StaffExport


def stop_workers(monkeypatch) -> list[int]:
    """No worker comes; the exports that one was asked for."""
    waiting: list[int] = []
    stub = SimpleNamespace(enqueue=waiting.append)
    monkeypatch.setattr(asking, "make_export", stub)
    monkeypatch.setattr(making, "make_export", stub)
    return waiting


def ask(
    organisation,
    course,
    *,
    actor,
    now: datetime,
    form: str = ExportFormat.CSV,
    language: str = "en",
    order: str = "standing",
    known_on=None,
    columns: tuple[str, ...] = (),
    **narrowing,
) -> StaffExport:
    """A file that waits for a worker, of today."""
    choice = Choice(organisation, course, Narrowing(**narrowing), order, columns)
    with translation.override(language):
        return asking.ask_for(
            choice,
            form=form,
            day=timezone.localdate(now),
            known_on=known_on,
            actor=actor,
            now=now,
        )


def made(export: StaffExport, *, now: datetime) -> StaffExport:
    """The same once a worker was there."""
    making.make(export.pk, clock=lambda: now)
    return StaffExport.objects.get(pk=export.pk)
