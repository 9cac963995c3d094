"""Checking certificates while very many are in the register: known numbers, unknown
ones and mistyped ones, fifty a second."""

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from bench import RESULTS, ROOT, BenchError
from bench.browser import Browser, Reply
from bench.report import Figure, Report, median, percentile
from bench.server import Server, relay

CERTIFICATES = int(os.environ.get("BENCH_CERTIFICATES", "1000000"))
SECONDS = int(os.environ.get("BENCH_SECONDS", "60"))
PER_SECOND = 50
WARM_UP_SECONDS = 5
AIM_MS = 30
# Of ten that ask: five know a number, one wants another day, two know none of ours, two
# mistype.
MIX = (
    "valid number", "unknown number", "valid number", "mistyped number",
    "valid number", "valid number, another day", "valid number", "unknown number",
    "valid number", "mistyped number",
)  # fmt: skip
ROUNDS = 120
# One address may ask sixty times a minute.
ASKS_EACH = 40
SATURATED = 0.9
FLOOR = "empty signed-in view"


@dataclass
class Found:
    """What was measured."""

    certificates: int
    load: dict
    costs: dict[str, float]
    alone: dict[str, list[Reply]]


def run() -> Report:
    RESULTS.mkdir(parents=True, exist_ok=True)
    print(f"{CERTIFICATES:,} certificates ...", flush=True)
    with (
        tempfile.TemporaryDirectory(prefix="verify-", dir=RESULTS) as folder,
        # Each unknown number is a line of the log.
        (Path(folder) / "relay.log").open("w") as log,
        relay(
            world="bench.many_certificates", output=log, certificates=CERTIFICATES
        ) as server,
    ):
        print("One after the other ...", flush=True)
        alone = _alone(server)
        _load(server, Path(folder), seconds=WARM_UP_SECONDS, first=100_000)
        print(f"{PER_SECOND} a second for {SECONDS} seconds ...", flush=True)
        load, costs = _load(server, Path(folder), seconds=SECONDS, first=200_000)
        return report_of(Found(server.world["certificates"], load, costs, alone))


def _alone(server: Server) -> dict[str, list[Reply]]:
    """Each kind and the empty view in turn, nobody else about."""
    signed_in = Browser(server.port, address="10.200.0.1", counting=True)
    signed_in.get("/account/login/")
    known = {"login": server.world["email"], "password": server.world["password"]}
    signed_in.post("/account/login/", known)
    replies: dict[str, list[Reply]] = {FLOOR: [], **{k: [] for k in _asked(server)}}
    asks = ((name, number) for number in range(ROUNDS) for name in _asked(server))
    stranger = None
    for count, (name, number) in enumerate(asks):
        if count % ASKS_EACH == 0:
            if stranger:
                stranger.close()
            address = f"10.201.0.{count // ASKS_EACH + 1}"
            stranger = Browser(server.port, address=address, counting=True)
        path, status = _asked(server)[name][number]
        replies[name].append(stranger.get(path, status=status))
        replies[FLOOR].append(signed_in.get("/bench/empty/"))
    stranger.close()
    signed_in.close()
    return replies


def _asked(server: Server) -> dict[str, list]:
    return server.world["asked"]


def _load(
    server: Server, folder: Path, *, seconds: int, first: int
) -> tuple[dict, dict[str, float]]:
    """What came back, and CPU seconds by part. `first` is the first asker's number."""
    plan = {
        "port": server.port,
        "origin": f"https://localhost:{server.port}",
        "found": str(folder / "found.json"),
        "asked": _asked(server),
        "mix": MIX,
        "seconds": seconds,
        "per_second": PER_SECOND,
        "first": first,
    }
    file = folder / "plan.json"
    file.write_text(json.dumps(plan))
    before = server.costs()
    done = subprocess.run(
        [sys.executable, "-m", "bench.verify_load", str(file)], cwd=ROOT, check=False
    )
    if done.returncode:
        raise BenchError("The load failed.")
    costs = server.costs().since(before)
    return json.loads((folder / "found.json").read_text()), costs


def report_of(found: Found) -> Report:
    """The table of what was measured."""
    report = Report("verify_page")
    kinds, seconds = found.load["kinds"], found.load["seconds"]
    everything = [ms for kind in kinds.values() for ms in kind["ms"]]
    section = report.section(
        f"{len(everything) / seconds:.0f} checks a second for {seconds:.0f} s, "
        f"{found.certificates:,} certificates in PostgreSQL",
        "Milliseconds by the client's clock, from the moment a request was due, each on a "
        "new connection.",
    )
    if found.load["cpu"] / seconds >= SATURATED:
        section.notes.append("VOID: the generator was busy all the time.")
    section.add(
        Figure("all: p50", median(everything), "ms"),
        Figure("all: p95", percentile(everything, 0.95), "ms", None, AIM_MS, "aim"),
    )
    for name, kind in kinds.items():
        section.add(
            Figure(f"{name}: p50", median(kind["ms"]), "ms"),
            Figure(f"{name}: p95", percentile(kind["ms"], 0.95), "ms", None, AIM_MS, "aim"),
        )  # fmt: skip
    errors = [error for kind in kinds.values() for error in kind["errors"]]
    section.notes.extend(sorted(set(errors))[:5])
    section.add(Figure("errors", len(errors), "errors", None, 0, "budget"))
    section.add(
        *(
            Figure(f"CPU: {part}", used / seconds, "cores")
            for part, used in (found.costs | {"generator": found.load["cpu"]}).items()
        )
    )
    _one_at_a_time(report, found)
    return report


def _one_at_a_time(report: Report, found: Found) -> None:
    floor = median([reply.ms for reply in found.alone[FLOOR]])
    section = report.section(
        "One check at a time, nobody else about",
        "Floor: the empty signed-in view through the same server and middleware; a check "
        "needs no session.",
    )
    for name, replies in found.alone.items():
        section.add(
            Figure(
                f"{name}, alone: median",
                median([reply.ms for reply in replies]),
                "ms",
                None if name == FLOOR else floor,
            ),
            Figure(
                f"{name}: queries",
                median([reply.queries for reply in replies]),
                "queries",
            ),
            Figure(
                f"{name}: in queries", median([reply.db_ms for reply in replies]), "ms"
            ),
        )
