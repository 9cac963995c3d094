"""What a file of very many people costs: as CSV, as a workbook, and its memory."""

import os

from bench.fresh_database import fresh_database
from bench.report import Figure, Report

PEOPLE = int(os.environ.get("BENCH_PEOPLE", "34000"))
BODIES, REQUIREMENTS = 60, 4
MOST_SECONDS = 3
# Of the whole process that writes, Django and all that is loaded included.
MOST_MIB = 150
FORMS = {"csv": "CSV", "xlsx": "XLSX"}


def run() -> Report:
    wanted = {"people": PEOPLE, "bodies": BODIES, "requirements": REQUIREMENTS}
    with fresh_database() as database:
        print(f"{PEOPLE:,} people × {REQUIREMENTS} requirements ...", flush=True)
        database.build("bench.asked_world", **wanted)
        database.analyze()
        # Each in a process of its own: what one takes is not given back.
        found = {}
        for form in FORMS:
            print(f"{form} ...", flush=True)
            found[form] = database.build("bench.export_work", form=form)
    return report_of(found)


def report_of(found: dict[str, dict]) -> Report:
    """The table of what was measured."""
    report = Report("staff_export")
    floor = found["csv"]["copied_s"]
    section = report.section(
        f"A file of {found['csv']['rows']:,} people in {BODIES} bodies",
        "On PostgreSQL, in one process, as a worker makes it: who may see it, the "
        "numbers, the rows, the file kept, the audit entry. Floor: COPY of the same rows "
        "out of a table that holds them ready.",
    )
    for form, name in FORMS.items():
        one = found[form]
        limit = {"limit": MOST_SECONDS, "limit_of": "aim"} if form == "csv" else {}
        section.add(
            Figure(f"{name} made", one["made_s"], "s", floor, **limit),
            Figure(f"{name}: asked and read alone", one["asked_s"], "s", floor),
            Figure(f"{name}: CPU of process and database", one["cpu_s"], "s"),
            Figure(
                f"{name}: memory of the process at its most",
                one["peak_mib"],
                "MiB",
                None,
                MOST_MIB,
                "budget",
            ),
            Figure(f"{name}: of it above the start", one["growth_mib"], "MiB"),
            Figure(f"{name}: size of the file", one["bytes"] / 1e6, "MB"),
            Figure(
                f"{name}: people missing",
                one["people"] - one["rows"],
                "people",
                None,
                0,
                "budget",
            ),
        )
    return report
