"""What finding near-duplicates costs among the questions of a large body."""

import json
import tempfile
from pathlib import Path

from bench import RESULTS
from bench.report import Figure, Report, median
from bench.server import environment, run_step

SIZE = {"questions": 5_000, "languages": ["en", "nl", "fr"], "rounds": 12}
# What somebody waits for without wondering.
MOST_MS = 1000
SCREEN = "the screen"
PAIRS = "the pairs, after a text has changed"
SHARED = "reading the texts"


def run() -> Report:
    RESULTS.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="run-", dir=RESULTS) as folder:
        file = Path(folder) / "made.json"
        run_step(
            [
                "-m",
                "bench.with_django",
                "bench.many_questions",
                str(file),
                json.dumps(SIZE),
            ],
            environment(Path(folder), database=f"sqlite:///{folder}/db.sqlite3"),
            log=Path(folder) / "prepare.log",
        )
        return report_of(json.loads(file.read_text()))


def report_of(found: dict) -> Report:
    """The table of what was measured; reading the texts is the floor."""
    report = Report("near_duplicates")
    floor = median(found["ms"][SHARED])
    section = report.section(
        f"{found['questions']:,} questions in {len(found['languages'])} languages, of "
        f"which one is compared at a time; {found['pairs']:,} pairs",
        "In one process, on a SQLite file. The screen keeps its pairs until a text changes.",
        "Floor: reading the texts of that language and taking their words.",
    )
    for name, times in found["ms"].items():
        is_floor = name == SHARED
        section.add(
            Figure(
                f"{name}: median",
                median(times),
                "ms",
                None if is_floor else floor,
                MOST_MS if name == SCREEN else None,
                "aim" if name == SCREEN else "",
            )
        )
    section.add(Figure("the screen: queries", found["queries"], "queries"))
    return report
