"""What one certificate costs to print: time, CPU and bytes, in one process."""

import json
import tempfile
from pathlib import Path

from bench import RESULTS
from bench.report import Figure, Report, median, percentile
from bench.server import environment, run_step

ROUNDS = 60
# FIGURES, "First certificate PDF": the floor and the aim there, on another machine.
FLOOR_THERE_MS = 42
AIM_MS, AIM_SEALED_MS = 60, 70


def run() -> Report:
    report = Report("certificate_pdf")
    found = _measured()
    bare = median(found["bare"]["ms"])
    section = report.section(
        f"One certificate as PDF, warm, one process, {ROUNDS} each",
        "Floor: a bare page with two embedded fonts, a QR code and a picture, made with "
        "the same program in the same process.",
        f"Where the aims of {AIM_MS} and {AIM_SEALED_MS} ms were set such a page took {FLOOR_THERE_MS} ms: "
        "that is what the aims are held against, as a ratio.",
        "CPU below the clock's time means that others had the processor meanwhile.",
    )
    section.add(Figure("bare page: median", bare, "ms"))
    for name, made in found["names"].items():
        section.add(
            Figure(
                f"{name}: median",
                median(made["ms"]),
                "ms",
                bare,
                bare * AIM_MS / FLOOR_THERE_MS,
                "aim",
            ),
            Figure(f"{name}: p95", percentile(made["ms"], 0.95), "ms", bare),
            Figure(f"{name}: CPU, median", median(made["cpu_ms"]), "ms", bare),
            Figure(f"{name}: size", made["bytes"], "bytes"),
        )
    section.add(
        Figure(
            "normal name, sealed: median",
            median(found["sealed"]["ms"]),
            "ms",
            bare,
            bare * AIM_SEALED_MS / FLOOR_THERE_MS,
            "aim",
        ),
        Figure("normal name, sealed: size", found["sealed"]["bytes"], "bytes"),
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
