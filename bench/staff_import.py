"""What a staff list of very many people costs: read, looked at, carried out, brought
again, taken back."""

import os

from bench.fresh_database import fresh_database
from bench.report import Figure, Report

PEOPLE = int(os.environ.get("BENCH_PEOPLE", "34000"))
MOST_SECONDS = 30
# The file and its lines once, whatever is done with them some at a time.
MOST_GROWTH_MIB = 150


def run() -> Report:
    with fresh_database() as database:
        print(f"A list of {PEOPLE:,} people ...", flush=True)
        found = database.build("bench.staff_work", people=PEOPLE)
    return report_of(found)


def report_of(found: dict) -> Report:
    """The table of what was measured."""
    report = Report("staff_import")
    both = found["looked_s"] + found["carried_s"]
    section = report.section(
        f"A list of {found['people']:,} new people in 60 departments",
        "On PostgreSQL as it is installed, in one process, as a worker does it. Floor: "
        "COPY of the same rows into the same tables, with their indexes.",
        f"{found['mistakes']:,} lines have a mistake. The list writes "
        f"{found['rows']:,} rows: people, memberships, its lines, the audit log.",
    )
    floor = found["copied_s"]
    section.add(
        Figure("file read, lines kept", found["read_s"], "s", floor),
        Figure("dry run", found["looked_s"], "s", floor),
        Figure("carried out", found["carried_s"], "s", floor),
        Figure("dry run and run", both, "s", floor, MOST_SECONDS, "aim"),
        Figure("the same file again, dry run", found["again_s"], "s", floor),
        Figure("taken back", found["undone_s"], "s", floor),
        Figure(
            "memory at its most, above the start",
            found["growth_mib"],
            "MiB",
            None,
            MOST_GROWTH_MIB,
            "budget",
        ),
        Figure("people missing", found["missing"], "people", None, 0, "budget"),
        Figure(
            "changes by the same file",
            found["changes_again"],
            "lines",
            None,
            0,
            "budget",
        ),
        Figure(
            "people left once it is taken back",
            found["left"],
            "people",
            None,
            0,
            "budget",
        ),
    )
    return report
