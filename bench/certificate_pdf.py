"""What one certificate costs to print: time, CPU and bytes, in one process."""

import json
import tempfile
from pathlib import Path

from bench import RESULTS
from bench.report import Figure, Report, median, percentile
from bench.server import environment, run_step

ROUNDS = 60
# FIGURES, "First certificate PDF": xhtml2pdf with two embedded fonts, QR and image.
FLOOR_MS = 42


def run() -> Report:
    report = Report("certificate_pdf")
    found = _measured()
    section = report.section(
        f"One certificate as PDF, warm, one process, {ROUNDS} each",
        f"Floor: {FLOOR_MS} ms, rendering such a page with xhtml2pdf on a free core.",
        "CPU below the clock's time means that others had the processor meanwhile.",
    )
    for name, made in found["names"].items():
        section.add(
            Figure(f"{name}: median", median(made["ms"]), "ms", FLOOR_MS),
            Figure(f"{name}: p95", percentile(made["ms"], 0.95), "ms", FLOOR_MS),
            Figure(f"{name}: CPU, median", median(made["cpu_ms"]), "ms", FLOOR_MS),
            Figure(f"{name}: size", made["bytes"], "bytes"),
        )
    first = next(iter(found["names"].values()))["first_ms"]
    section = report.section("Around it")
    section.add(
        Figure("first of a process, fonts read", first, "ms"),
        Figure("memory of the process at its highest", found["memory"], "MiB"),
    )
    return report


def _measured() -> dict:
    RESULTS.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="run-", dir=RESULTS) as folder:
        file = Path(folder) / "made.json"
        arguments = json.dumps({"rounds": ROUNDS})
        run_step(
            ["-m", "bench.with_django", "bench.pdf_work", str(file), arguments],
            # A database is named, and never asked.
            environment(Path(folder), database="sqlite://:memory:"),
            log=Path(folder) / "prepare.log",
        )
        return json.loads(file.read_text())
