"""What it costs to see who is covered: the page of one body, and of all of them at once,
on any day."""

import os

from bench import RESULTS
from bench.fresh_database import fresh_database
from bench.report import Figure, Report, Section, median, percentile

PEOPLE = int(os.environ.get("BENCH_PEOPLE", "34000"))
# 0 leaves the country out: making it takes some minutes, and 6 GB of disk.
NATION = int(os.environ.get("BENCH_NATION", "1500000"))
BODIES, REQUIREMENTS, ROUNDS, WHOLE_ROUNDS = 60, 4, 60, 20
NATION_BODIES, NATION_ROUNDS, NATION_WHOLE_ROUNDS = 600, 40, 5
MOST_TIMES_BY_HAND = 2
COUNTED_ROUNDS = 40
# Page, what it is, and the most milliseconds that it is to take.
COUNTED_PAGES = (
    ("figures", "figures of all", 150),
    ("sorted", "figures of all, sorted by share", 150),
    ("csv", "figures of all, as a file", 2500),
    ("trained", "people trained, of all", 150),
    ("large", "figures of the first body", 150),
    ("small", "figures of a small body, worked out", 600),
)
SHORT = {"body": "a body", "whole": "all"}
PAGES = {
    "today": "today",
    "earlier": "on a day 150 days ago",
    "known": "on that day, as known 50 days later",
    "overdue": "those overdue",
    "search": "a name",
    "last": "the last page",
}


def run() -> Report:
    report = Report("standing")
    found = _measured(
        {"people": PEOPLE, "bodies": BODIES, "requirements": REQUIREMENTS},
        {"bodies": BODIES, "rounds": ROUNDS, "whole_rounds": WHOLE_ROUNDS},
    )
    _add(
        report,
        found,
        f"{PEOPLE:,} people × {BODIES} bodies × {REQUIREMENTS} requirements",
        {"body": 150, "whole": 150},
    )
    if NATION:
        _keep(report)
        nation = {
            "people": NATION,
            "bodies": NATION_BODIES,
            "requirements": 1,
            "largest": min(PEOPLE, NATION // 2),
        }
        found = _measured(
            nation,
            {
                "bodies": NATION_BODIES,
                "rounds": NATION_ROUNDS,
                "whole_rounds": NATION_WHOLE_ROUNDS,
            },
        )
        _add(
            report,
            found,
            f"{NATION:,} people × {NATION_BODIES} bodies",
            {"body": 600, "whole": 2500},
        )
        _keep(report)
        found = _measured(
            {**nation, "employers": 1},
            {"rounds": COUNTED_ROUNDS},
            work="bench.counted_work",
        )
        _add_counted(
            report, found, f"{NATION:,} people × {NATION_BODIES} employers, counted"
        )
    return report


def _keep(report: Report) -> None:
    """What was measured stays, whatever becomes of the rest, which takes an hour."""
    print(report.table(), flush=True)
    report.write(RESULTS)


def _measured(world: dict, rounds: dict, *, work: str = "bench.standing_work") -> dict:
    with fresh_database() as database:
        print(f"{world['people']:,} people ...", flush=True)
        database.build("bench.asked_world", **world)
        database.analyze()
        print("pages ...", flush=True)
        return database.build(work, **rounds)


def _add(report: Report, found: dict, world: str, limits: dict[str, int]) -> None:
    people = f"{found['people_in_whole']:,}"
    parts = {
        "body": f"one body after the other, the first with {found['people_in_first']:,}",
        "whole": f"all {found['people_in_whole']:,} in one list",
    }
    for part, words in parts.items():
        section = report.section(
            f"{world}: {words}",
            "On PostgreSQL, in one process, through the middleware and without the way "
            "there. Floor: the empty signed-in view; of the statement: one written by "
            "hand for the same numbers and the same page.",
        )
        _figures(section, found[part], f"{people}, {SHORT[part]}", limits[part])
    section = report.section(f"{world}: whatever is looked at")
    world = people
    queries = found["queries"]
    section.add(
        Figure(f"{world}: queries of a page at most", max(queries), "queries"),
        Figure(
            f"{world}: queries, one body from another",
            max(queries[1:]) - min(queries[1:]),
            "queries",
            None,
            0,
            "budget",
        ),
        Figure(
            f"{world}: numbers that differ by hand",
            found["differing"],
            "numbers",
            None,
            0,
            "budget",
        ),
    )


def _figures(section: Section, found: dict, where: str, limit: int) -> None:
    floor = median(found["empty"])
    for page, words in PAGES.items():
        values = found[page]
        section.add(
            Figure(f"{where}: {words}, median", median(values), "ms", floor),
            Figure(
                f"{where}: {words}, p95",
                percentile(values, 0.95),
                "ms",
                floor,
                limit,
                "aim",
            ),
        )
    by_hand, asked = median(found["by_hand"]), median(found["asked"])
    section.add(
        Figure(f"{where}: the statement, median", asked, "ms", by_hand),
        Figure(
            f"{where}: the statement, times by hand",
            asked / by_hand,
            "×",
            None,
            MOST_TIMES_BY_HAND,
            "aim",
        ),
    )


def _add_counted(report: Report, found: dict, world: str) -> None:
    section = report.section(
        world,
        "On PostgreSQL, in one process, through the middleware and without the way "
        "there. Floor: the empty signed-in view; of the count: one statement by hand "
        "that says how many of all stand where.",
    )
    floor = median(found["empty"])
    for page, words, limit in COUNTED_PAGES:
        values = found[page]
        section.add(
            Figure(f"counted: {words}, median", median(values), "ms", floor),
            Figure(
                f"counted: {words}, p95",
                percentile(values, 0.95),
                "ms",
                floor,
                limit,
                "aim",
            ),
        )
    section.add(
        Figure(
            "counted: figures of all, the first look",
            median(found["first"]),
            "ms",
            floor,
            2500,
            "aim",
        ),
        Figure("counted: queries of the page", found["queries"], "queries"),
        Figure(
            "counted: the count of a day", found["count"], "s", found["count_by_hand"]
        ),
        Figure("counted: rows of a day", found["rows"], "rows"),
        Figure(
            "counted: numbers that differ by hand",
            found["differing"],
            "numbers",
            None,
            0,
            "budget",
        ),
    )
