"""Attempts at a quiz while requests are lost, doubled and reordered, processes killed,
sessions ended, an edition released and the database restarted: is every answer there?"""

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench import RESULTS, ROOT, BenchError
from bench.cluster import cluster
from bench.faults import checker
from bench.faults.chaos import Chaos
from bench.faults.checker import Findings
from bench.faults.waiting import longest_stretch
from bench.report import Figure, Report
from bench.server import Server, relay

ATTEMPTS = int(os.environ.get("BENCH_ATTEMPTS", "10000"))
AT_ONCE = 24
# Shares of the attempts in which the session ends, or the time is up, on the way.
EXPIRED, OVERDUE = 0.03, 0.03
LONGEST_SECONDS = 2
SEED = 20_261_126
LOOKS_EVERY = 0.1


@dataclass
class Run:
    """What happened, what is left of it, and where the logs are."""

    url: str
    attempts: int
    seconds: float
    faults: Counter
    counts: Counter
    outages: list[tuple[float, float]]
    longest: float
    logs: list[dict]
    findings: Findings


def run() -> Report:
    with fault_run(ATTEMPTS) as found:
        return report_of(found)


@contextlib.contextmanager
def fault_run(attempts: int, *, migrated: str = "") -> Iterator[Run]:
    """The run and what was found; the database is there as long as the block lasts."""
    RESULTS.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="faults-", dir=RESULTS) as folder,
        (Path(folder) / "relay.log").open("ab") as output,
        cluster() as private,
        relay(
            world="bench.quiz_course",
            database=private.url,
            migrated=migrated,
            output=output,
            people=attempts,
        ) as server,
    ):
        # What making the world wrote is on the disk: a restart has only the run to redo.
        private.checkpoint()
        print(f"{attempts:,} attempts ...", flush=True)
        chaos = Chaos(server, private, attempts=attempts, folder=Path(folder))
        began = time.monotonic()
        _drive(server, chaos, attempts, Path(folder))
        seconds = time.monotonic() - began
        yield _found(server, chaos, attempts, seconds, Path(folder))


def _drive(server: Server, chaos: Chaos, attempts: int, folder: Path) -> None:
    """Devices in a process of their own; what happens to the server in this one."""
    world = folder / "world.json"
    world.write_text(json.dumps(server.world))
    plan = folder / "plan.json"
    plan.write_text(
        json.dumps(
            {
                "port": server.port,
                "origin": f"https://localhost:{server.port}",
                "world": str(world),
                "logs": str(folder / "logs"),
                "attempts": attempts,
                "at_once": AT_ONCE,
                "seed": SEED,
                "expired": EXPIRED,
                "overdue": OVERDUE,
                "database": server.postgres.url,
                "redis": server.redis.url,
                "key_prefix": server.redis.key_prefix,
            }
        )
    )
    done, said = folder / "done", folder / "devices.log"
    with done.open("wb") as output, said.open("wb") as errors:
        devices = subprocess.Popen(
            [sys.executable, "-m", "bench.faults.devices", str(plan)],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=errors,
        )
    try:
        while devices.poll() is None:
            chaos.step(done.stat().st_size)
            time.sleep(LOOKS_EVERY)
        if devices.returncode:
            last = "\n".join(said.read_text().splitlines()[-12:])
            raise BenchError(f"The devices failed:\n{last}")
        chaos.finish()
    finally:
        if devices.poll() is None:
            devices.kill()
            devices.wait()


def _found(
    server: Server, chaos: Chaos, attempts: int, seconds: float, folder: Path
) -> Run:
    said = json.loads((folder / "logs" / "line.json").read_text())
    logs = [
        json.loads(line)
        for file in sorted((folder / "logs").glob("device-*.jsonl"))
        for line in file.read_text().splitlines()
    ]
    counts = Counter(said["counts"])
    of_devices = {
        name: counts.pop(name)
        for name in ("session expired", "deadline passed")
        if name in counts
    }
    return Run(
        url=server.postgres.url,
        attempts=attempts,
        seconds=seconds,
        faults=Counter(said["faults"]) + chaos.faults + Counter(of_devices),
        counts=counts,
        outages=chaos.outages,
        longest=longest_stretch(logs, broken=said["broken"], outages=chaos.outages),
        logs=logs,
        findings=checker.compare(checker.read(server.postgres.url), logs),
    )


def report_of(found: Run) -> Report:
    """The table of what happened and what was found."""
    report = Report("quiz_faults")
    findings = found.findings
    section = report.section(
        f"{found.attempts:,} attempts, {AT_ONCE} at once, on a PostgreSQL of their own",
        "Devices behave as the page's script does, behind a proxy that breaks the line.",
        *findings.all[:20],
    )
    section.add(
        Figure("attempts", found.attempts, "attempts"),
        Figure("rate", found.attempts / found.seconds * 60, "attempts/min"),
        Figure("answers acknowledged", findings.acknowledged, "answers"),
        Figure("lost", len(findings.lost), "answers", None, 0, "budget"),
        Figure("duplicated", len(findings.duplicated), "answers", None, 0, "budget"),
        Figure("sent by nobody", len(findings.foreign), "answers", None, 0, "budget"),
        Figure(
            "scores unlike the recomputed", len(findings.misgraded), "scores", None, 0,
            "budget",
        ),
        Figure(
            "longest on the device only while connected", found.longest, "s", None,
            LONGEST_SECONDS, "aim",
        ),
    )  # fmt: skip
    section = report.section(
        "Faults, by kind",
        "Connected: the server answers, the device has a session, and no fault has just "
        "met its request. Outages are from the kill until a page comes back.",
    )
    section.add(*(Figure(name, n, "times") for name, n in sorted(found.faults.items())))
    section.add(
        Figure("longest outage", max(b - a for a, b in found.outages), "s"),
        *(
            Figure(f"devices: {name}", n, "times")
            for name, n in sorted(found.counts.items())
        ),
    )
    return report
