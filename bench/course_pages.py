"""What a learner's pages of a very large course cost, beside an empty one."""

from bench.large import measured
from bench.report import Figure, Report, median

QUERIES = 12
FLOORS = 3


def run() -> Report:
    return report_of(measured()["pages"])


def report_of(pages: dict) -> Report:
    """The table of what was measured; the empty signed-in view is the floor."""
    report = Report("course_pages")
    floor = median(pages["empty signed-in view"]["ms"])
    section = report.section(
        "A course of 40 modules of 12 lessons in four languages, two editions",
        "In one process, without a server: the same middleware, sessions and templates, "
        "on a SQLite file. Floor: the empty signed-in view.",
        "The first time a process shows a page it reads the edition; after that not.",
    )
    for name, made in pages.items():
        is_floor = name == "empty signed-in view"
        section.add(
            Figure(
                f"{name}: median",
                median(made["ms"]),
                "ms",
                None if is_floor else floor,
                None if is_floor else FLOORS * floor,
                "" if is_floor else f"{FLOORS} × empty view",
            ),
            Figure(
                f"{name}: queries", made["queries"], "queries", None, QUERIES, "budget"
            ),
            Figure(f"{name}: first of a process", made["first_ms"], "ms"),
        )
    return report
