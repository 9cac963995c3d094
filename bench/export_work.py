"""A file of everybody in a world of bench.asked_world, made as a worker makes it; in a
process of its own (bench.with_django)."""

import csv
import io
import os
import resource
import time
from types import SimpleNamespace

from django.db import connection
from django.utils import timezone, translation

from bench.processes import cpu_seconds
from courses.models import Course
from organisations.models import Organisation, User
from tracking.domain.coverage import Narrowing
from tracking.domain.exports import asking
from tracking.domain.exports.asking import ask_for
from tracking.domain.exports.chosen import Choice, people_in
from tracking.domain.exports.making import make
from tracking.enums import ExportFormat
from tracking.models import Obligation, StaffExport


def build(*, form: str) -> dict:
    """Seconds, memory and counts, by name."""
    # The measuring process is the worker.
    asking.make_export = SimpleNamespace(enqueue=lambda _export: None)
    body = Organisation.objects.get(code="asking")
    course = Course.objects.order_by("pk").first()
    # What is loaded once is no cost of the file.
    _make(body, course, form, search="Aerts-42")
    before, cpu = _peak(), _cpu()
    began = time.perf_counter()
    export = _make(body, course, form)
    made = time.perf_counter() - began
    growth, cpu = _peak() - before, _cpu() - cpu
    peak = _peak()
    began = time.perf_counter()
    people = people_in(export)
    people.counts()
    for _row in people:
        pass
    asked = time.perf_counter() - began
    return {
        "people": Obligation.objects.filter(requirement__course=course).count(),
        "rows": export.total,
        "made_s": made,
        "asked_s": asked,
        "cpu_s": cpu,
        "peak_mib": peak,
        "growth_mib": growth,
        "bytes": export.file.size,
        "copied_s": _copied(export) if form == ExportFormat.CSV else 0,
    }


def _make(body: Organisation, course: Course, form: str, **narrowing) -> StaffExport:
    now = timezone.now()
    with translation.override("en"):
        export = ask_for(
            Choice(body, course, Narrowing(**narrowing), "standing"),
            form=form,
            day=timezone.localdate(),
            known_on=None,
            actor=User.objects.get(email="coordinator@bench.example"),
            now=now,
        )
    make(export.pk, clock=timezone.now)
    export.refresh_from_db()
    return export


def _copied(export: StaffExport) -> float:
    """Seconds to COPY the same rows out of a table."""
    with export.file.open("rb") as file:
        text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
        heads, *rows = csv.reader(text)
    columns = ", ".join(f'"{head}" text' for head in heads)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE bench_rows ({columns})")
        with cursor.copy("COPY bench_rows FROM STDIN") as into:
            for row in rows:
                into.write_row(row)
        began = time.perf_counter()
        with cursor.copy("COPY bench_rows TO STDOUT") as out:
            for _some in out:
                pass
        return time.perf_counter() - began


def _cpu() -> float:
    return cpu_seconds([os.getpid(), connection.connection.info.backend_pid])


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
