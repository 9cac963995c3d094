"""What it costs to decide who is to be reminded of what, for very many people, and to
write the mails."""

import os

from bench.fresh_database import fresh_database
from bench.report import Figure, Report

PEOPLE = int(os.environ.get("BENCH_PEOPLE", "34000"))
REQUIREMENTS = 4
MOST_SECONDS = 5
# Some people at a time, however many there are.
MOST_GROWTH_MIB = 50


def run() -> Report:
    wanted = {"people": PEOPLE, "requirements": REQUIREMENTS}
    with fresh_database() as database:
        print(f"{PEOPLE:,} people × {REQUIREMENTS} requirements ...", flush=True)
        made = database.build("bench.reminded_people", **wanted)
        database.analyze()
        print("deciding, then writing ...", flush=True)
        found = database.build("bench.reminding", **wanted)
    return report_of(made | found)


def report_of(found: dict) -> Report:
    """The table of what was measured."""
    report = Report("reminders")
    section = report.section(
        f"Deciding over {found['people']:,} people × {found['requirements']} requirements",
        "On PostgreSQL, in one process. Floor: the rows of the same obligations read "
        "once, with their people, and thrown away.",
        f"{found['obligations']:,} obligations hold, {found['certificates']:,} "
        f"certificates; {found['causes']:,} causes today, of {found['due']:,} people. "
        f"{found['led']:,} people have a line manager named for them, "
        f"{found['led_places']:,} bodies one of everybody else.",
    )
    section.add(
        Figure(
            "decided",
            found["decided_s"],
            "s",
            found["read_s"],
            MOST_SECONDS,
            "aim",
        ),
        Figure("decided: CPU of process and database", found["decided_cpu_s"], "s"),
        Figure(
            "decided, as a run does, 500 people at a time",
            found["small_s"],
            "s",
            found["read_s"],
        ),
        Figure("as a run does: CPU of both", found["small_cpu_s"], "s"),
        Figure(
            f"who leads the work of all, of {found['heard']:,} somebody does",
            found["hearing_s"],
            "s",
        ),
        Figure("who leads: CPU of both", found["hearing_cpu_s"], "s"),
        Figure(
            "memory at its most, above the start",
            found["growth_mib"],
            "MiB",
            None,
            MOST_GROWTH_MIB,
            "budget",
        ),
    )
    section = report.section(
        f"The first {found['looked_at']:,} people of a run: decided, written, and noted",
        "As the worker does it on a first day, when nobody has been told anything yet.",
    )
    section.add(
        Figure("carried", found["run_s"], "s"),
        Figure("mails", found["mails"], "mails"),
        Figure("mails a second", found["mails"] / found["run_s"], "/s"),
        Figure("people with two mails", found["doubles"], "people", None, 0, "budget"),
    )
    return report
