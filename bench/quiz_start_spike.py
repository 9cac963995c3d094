"""Three thousand people begin a quiz within a minute while others go on answering."""

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from bench import RESULTS, ROOT, BenchError
from bench.browser import Browser, Reply, client_id
from bench.report import Figure, Report, median, percentile
from bench.server import Costs, Server, relay, run_step

SECONDS = int(os.environ.get("BENCH_SECONDS", "60"))
STARTS_PER_SECOND, SAVES_PER_SECOND = 50, 100
# Who goes on answering; everybody saves about every five seconds.
SAVERS = 500
CROWD, BODIES = 34_000, 300
# Before it is measured: processes have read the edition and the questions.
WARM_UP_SECONDS = 5
MOST_MS = 150
# What the processes may have grown by from the first third to the end.
MOST_GROWTH_MIB = 10
QUERIES_BESIDE = 4
TIMES_INSERT, TIMES_INSERT_BY_HTTP = 6, 12
ROUNDS = 300
SATURATED = 0.9
SEED = 20_261_126


@dataclass
class Found:
    """What was measured."""

    load: dict
    costs: dict[str, float]
    # MiB of web and background processes, at a third and at the end.
    memory: tuple[float, float]
    empty: list[Reply]
    saves: list[Reply]
    by_hand: list[float]
    domain: list[float]


def run() -> Report:
    people = SAVERS + STARTS_PER_SECOND * (SECONDS + WARM_UP_SECONDS)
    RESULTS.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="spike-", dir=RESULTS) as folder,
        relay(
            world="bench.quiz_course",
            people=people,
            started=SAVERS,
            crowd=CROWD,
            bodies=BODIES,
        ) as server,
    ):
        return report_of(_measured(server, Path(folder)))


def _measured(server: Server, folder: Path) -> Found:
    print("Warming up ...", flush=True)
    _load(server, folder, seconds=WARM_UP_SECONDS, first=0)
    print(f"{SECONDS} seconds of starts and saves ...", flush=True)
    load, costs, memory = _load(
        server, folder, seconds=SECONDS, first=STARTS_PER_SECOND * WARM_UP_SECONDS
    )
    print("One answer at a time ...", flush=True)
    empty, saves = _alone(server)
    cost = _in_one_process(server, folder)
    return Found(
        load, costs, memory, empty, saves, cost["by hand"], cost["domain function"]
    )


def _load(
    server: Server, folder: Path, *, seconds: int, first: int
) -> tuple[dict, dict[str, float], tuple[float, float]]:
    """What came back, CPU seconds by part, and memory at a third and at the end. `first`
    is the first of those who have not begun."""
    people = server.world["people"]
    world = folder / "world.json"
    world.write_text(
        json.dumps(
            server.world | {"people": people[:SAVERS] + people[SAVERS + first :]}
        )
    )
    plan = {
        "port": server.port,
        "origin": f"https://localhost:{server.port}",
        "world": str(world),
        "found": str(folder / "found.json"),
        "seconds": seconds,
        "starts_per_second": STARTS_PER_SECOND,
        "saves_per_second": SAVES_PER_SECOND,
        "savers": SAVERS,
        "seed": SEED,
    }
    file = folder / "plan.json"
    file.write_text(json.dumps(plan))
    before = server.costs()
    generator = subprocess.Popen(
        [sys.executable, "-m", "bench.spike_load", str(file)], cwd=ROOT
    )
    try:
        time.sleep(seconds / 3)
        early = _memory(server)
        if generator.wait():
            raise BenchError("The load failed.")
    finally:
        if generator.poll() is None:
            generator.kill()
            generator.wait()
    costs: Costs = server.costs()
    load = json.loads((folder / "found.json").read_text())
    return load, costs.since(before), (early, _memory(server))


def _memory(server: Server) -> float:
    found = server.memory()
    return (found["web"] + found["background"]) / 1024**2


def _alone(server: Server) -> tuple[list[Reply], list[Reply]]:
    """Replies of the empty signed-in view and of saves, in turn, nobody else about."""
    world, mine = server.world, server.world["started"][0]
    browser = Browser(server.port, address="10.0.0.1", counting=True)
    browser.cookies["sessionid"] = world["people"][0]["session"]
    browser.cookies["csrftoken"] = "a" * 32
    empty, saves = [], []
    for number in range(ROUNDS):
        empty.append(browser.get("/bench/empty/"))
        place = number % len(mine["asked"])
        fields = world["answers"][mine["asked"][place]][0]["fields"]
        where = f"/attempt/{mine['attempt']}/{place + 1}/save/"
        sender = {"client": client_id(), "sequence": "1"}
        saves.append(browser.post(where, fields | sender))
    browser.close()
    return empty, saves


def _in_one_process(server: Server, folder: Path) -> dict[str, list[float]]:
    file = folder / "cost.json"
    wanted = {
        "rounds": ROUNDS,
        "attempt": server.world["started"][1]["attempt"],
        "answers": server.world["answers"],
    }
    run_step(
        ["-m", "bench.with_django", "bench.save_cost", str(file), json.dumps(wanted)],
        server.variables,
        log=folder / "cost.log",
    )
    return json.loads(file.read_text())


def report_of(found: Found) -> Report:
    """The table of what was measured."""
    report = Report("quiz_start_spike")
    load = found.load
    starts, saves = load["starts"], load["saves"]
    section = report.section(
        f"{len(starts['ms']):,} starts in {load['seconds']:.0f} s, "
        f"{len(saves['ms']) / load['seconds']:.0f} saves a second, "
        f"a course of {CROWD:,} people",
        "Milliseconds by the client's clock, from the moment a request was due.",
    )
    if load["cpu"] / load["seconds"] >= SATURATED:
        section.notes.append("VOID: the generator was busy all the time.")
    for name, kind in (("start", starts), ("save", saves)):
        section.add(
            Figure(f"{name}: median", median(kind["ms"]), "ms"),
            Figure(
                f"{name}: p95", percentile(kind["ms"], 0.95), "ms", None, MOST_MS, "budget"
            ),
            Figure(f"{name}: slowest", max(kind["ms"]), "ms"),
            Figure(
                f"{name}: errors", len(kind["errors"]), "errors", None, 0, "budget"
            ),
        )  # fmt: skip
        section.notes.extend(sorted(set(kind["errors"]))[:5])
    early, late = found.memory
    section.add(
        *(
            Figure(f"CPU: {part}", seconds / load["seconds"], "cores")
            for part, seconds in (found.costs | {"generator": load["cpu"]}).items()
        ),
        Figure("memory at a third", early, "MiB"),
        Figure("memory at the end", late, "MiB", early),
        Figure(
            "memory: growth", late - early, "MiB", None, MOST_GROWTH_MIB, "budget"
        ),
    )  # fmt: skip
    _save_cost(report, found)
    return report


def _save_cost(report: Report, found: Found) -> None:
    insert = median(found.by_hand)
    shell = median([reply.queries for reply in found.empty])
    section = report.section(
        "One answer saved, nobody else about",
        "Floor: one INSERT written by hand and its COMMIT, in one process.",
    )
    section.add(
        Figure("INSERT and COMMIT: median", insert, "ms"),
        Figure(
            "domain function: median", median(found.domain), "ms", insert,
            TIMES_INSERT * insert, f"{TIMES_INSERT} × INSERT",
        ),
        Figure("empty signed-in view: median", median([r.ms for r in found.empty]), "ms", insert),
        Figure(
            "save over HTTP: median", median([r.ms for r in found.saves]), "ms", insert,
            TIMES_INSERT_BY_HTTP * insert, f"{TIMES_INSERT_BY_HTTP} × INSERT",
        ),
        Figure("save: inside the server", median([r.app_ms for r in found.saves]), "ms"),
        Figure("save: in queries", median([r.db_ms for r in found.saves]), "ms"),
        Figure(
            "save: queries beside session and user",
            median([r.queries for r in found.saves]) - shell,
            "queries", None, QUERIES_BESIDE, "budget",
        ),
    )  # fmt: skip
