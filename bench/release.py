"""What releasing a very large course costs, and publishing a long page."""

from bench.large import measured
from bench.report import Figure, Report, median, percentile

MOST_SECONDS = 20
MOST_PUBLISH_MS = 300
# What somebody waits for without wondering.
MOST_AFFECTED_MS = 1000


def run() -> Report:
    return report_of(measured())


def report_of(found: dict) -> Report:
    """The table of what was measured."""
    report = Report("release")
    made = found["release"]
    section = report.section(
        "A course of 40 modules of 12 lessons released in "
        + ", ".join(made["languages"]),
        "In one process, on a SQLite file: put together in the background, then "
        "released. A person waits for the second alone.",
    )
    prepared, released = made["prepared_ms"] / 1000, made["released_ms"] / 1000
    section.add(
        Figure("put together", prepared, "s"),
        Figure("put together: CPU", made["prepared_cpu_ms"] / 1000, "s"),
        Figure("released", released, "s"),
        Figure("together", prepared + released, "s", None, MOST_SECONDS, "budget"),
        Figure("contents", made["contents"], "contents"),
        Figure("a content", made["prepared_ms"] / made["contents"], "ms"),
        Figure("steps of the progress", made["steps"], "steps"),
    )
    times = found["publish_ms"]
    floor = median(times["saved"])
    section = report.section(
        "A page of 40 blocks", "Floor: saving it as a draft, a revision of its own."
    )
    section.add(
        Figure("saved as a draft: median", floor, "ms"),
        Figure(
            "published: median",
            median(times["published"]),
            "ms",
            floor,
            MOST_PUBLISH_MS,
            "budget",
        ),
        Figure("published: p95", percentile(times["published"], 0.95), "ms", floor),
    )
    crowd = found["affected"]
    section = report.section(
        f"Whom a release concerns, among {crowd['people']} people",
        "Counted by the database, a row for each body and sector; people are never "
        "read one by one.",
    )
    section.add(
        Figure(
            "the table: median",
            median(crowd["ms"]),
            "ms",
            None,
            MOST_AFFECTED_MS,
            "budget",
        ),
        Figure("the table: slowest", max(crowd["ms"]), "ms"),
        Figure("queries", crowd["queries"], "queries"),
        Figure("rows", crowd["rows"], "rows"),
    )
    return report
