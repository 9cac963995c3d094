"""What it costs to tell authors how the questions of a bank do, once very many people
have answered them."""

import json
import os
import tempfile
from pathlib import Path

from bench import RESULTS
from bench.report import Figure, Report, median
from bench.server import COLLECT, environment, run_step
from bench.services import Postgres

ANSWERS = int(os.environ.get("BENCH_ANSWERS", "1500000"))
# A night's work for one bank among many, in a worker that has other things to do.
MOST_SECONDS = 600
# Counting reads some hundred attempts at a time, whatever there is.
MOST_GROWTH_MIB = 50
MOST_PAGE_MS = 300


def run() -> Report:
    RESULTS.mkdir(parents=True, exist_ok=True)
    postgres = Postgres()
    with tempfile.TemporaryDirectory(prefix="run-", dir=RESULTS) as folder:
        file, log = Path(folder) / "made.json", Path(folder) / "prepare.log"
        variables = environment(Path(folder), database=postgres.url)
        postgres.create()
        try:
            print(f"{ANSWERS:,} answers ...", flush=True)
            for step in (
                ["manage.py", "migrate", "--verbosity", "0"],
                COLLECT,
                [
                    "-m",
                    "bench.with_django",
                    "bench.answered_bank",
                    str(file),
                    json.dumps({"answers": ANSWERS}),
                ],
            ):
                run_step(step, variables, log=log)
        finally:
            postgres.drop()
        return report_of(json.loads(file.read_text()))


def report_of(found: dict) -> Report:
    """The table of what was measured."""
    report = Report("quiz_analysis")
    section = report.section(
        f"A bank of {found['versions']} questions with {found['answers']:,} answers",
        "In one process, on PostgreSQL. Floor: the same rows read once and thrown away.",
    )
    section.add(
        Figure(
            "counted",
            found["seconds"],
            "s",
            found["read_s"],
            MOST_SECONDS,
            "budget",
        ),
        Figure("counted: CPU", found["cpu_s"], "s"),
        Figure("an answer", found["seconds"] / found["answers"] * 1e6, "µs"),
        Figure(
            "memory: growth", found["grown_mib"], "MiB", None, MOST_GROWTH_MIB, "budget"
        ),
        Figure("queries", found["queries"], "queries"),
    )
    section = report.section("The page that shows it")
    section.add(
        Figure(
            "page: median", median(found["page_ms"]), "ms", None, MOST_PAGE_MS, "budget"
        ),
        Figure("page: slowest", max(found["page_ms"]), "ms"),
    )
    return report
