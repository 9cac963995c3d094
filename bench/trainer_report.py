"""The report of trainers, as an owner of programmes and as a province reads it; on the
database that Relay comes with."""

import csv
import io
import os

from bench.browser import Browser
from bench.embedded import embedded
from bench.report import Figure, Report, median, percentile

TRAINERS = int(os.environ.get("BENCH_TRAINERS", "5000"))
ATTENDED = int(os.environ.get("BENCH_ATTENDED", "200000"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "30"))
MOST_MS = 200
PAGE, FILE = "/trainers/report/", "/trainers/report.csv"


def run() -> Report:
    with embedded() as relay:
        print(f"{TRAINERS:,} trainers, {ATTENDED:,} who attended ...", flush=True)
        world = relay.build(
            "bench.trainer_report_world", trainers=TRAINERS, attended=ATTENDED
        )
        counted = relay.build(
            "bench.trainer_report_check", programme=world["programme"]
        )
        print("the report ...", flush=True)
        owner = _signed_in(relay.port, world["owner"])
        overseer = _signed_in(relay.port, world["overseer"])
        one = f"?of=programme:{world['programme']}"
        asked = {
            "all programmes": (owner, PAGE),
            "one programme": (owner, PAGE + one),
            "a year ago": (owner, f"{PAGE}?on={world['year_ago']}"),
            "a province": (overseer, PAGE),
            "the file of all": (owner, FILE),
        }
        times = {name: _times(browser, path) for name, (browser, path) in asked.items()}
        desk = _times(owner, "/privacy/")
        said = {
            "": _everybody(owner, FILE),
            world["programme"]: _everybody(owner, FILE + one),
        }
    return report_of(times, desk, counted, said)


def _signed_in(port: int, cookie: str) -> Browser:
    browser = Browser(port, address="10.0.0.1", scheme="http")
    browser.cookies["sessionid"] = cookie
    return browser


def _times(browser: Browser, path: str) -> list[float]:
    """Milliseconds of each round, after one that warms up."""
    browser.get(path)
    return [browser.get(path).ms for _round in range(ROUNDS)]


def _everybody(browser: Browser, path: str) -> dict[str, str]:
    """The first line of a file, by heading."""
    text = browser.get(path).text.removeprefix("\ufeff")
    return next(csv.DictReader(io.StringIO(text)))


def report_of(
    times: dict[str, list[float]],
    empty: list[float],
    counted: dict,
    said: dict[str, dict[str, str]],
) -> Report:
    """The table of what was measured. `empty` are the times of a page without figures,
    `counted` is what bench.trainer_report_check found, `said` what the files say of
    everybody, by the code of a programme, "" for all."""
    report = Report("trainer_report")
    rows = counted["rows"]
    section = report.section(
        f"{TRAINERS:,} trainers, {rows['attendance']:,} rows of attendance, "
        f"{rows['meetings']:,} meetings of groups",
        "On the database that Relay comes with, as `make run` starts it, page and way "
        "there included. Floor: each of its tables read and counted once by hand.",
    )
    floor = counted["by_hand_ms"]
    for name, found in times.items():
        limit = (MOST_MS, "budget") if name == "all programmes" else (None, "")
        section.add(
            Figure(f"{name}: median", median(found), "ms", floor, *limit),
            Figure(f"{name}: p95", percentile(found, 0.95), "ms"),
        )
    section.add(Figure("a page without figures: median", median(empty), "ms"))
    section.add(
        Figure(
            "said otherwise than counted by hand",
            sum(
                int(said[code][name]) != value
                for code, totals in counted["totals"].items()
                for name, value in totals.items()
            ),
            "figures",
            None,
            0,
            "budget",
        )
    )
    return report
