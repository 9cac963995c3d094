"""What a bulk award costs, and that its PDFs are all there, once each, when a worker is
killed among them."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg

from bench import RESULTS, ROOT, BenchError
from bench.cluster import cluster
from bench.report import Figure, Report
from bench.server import COLLECT, environment, run_step
from bench.services import Postgres

PEOPLE = int(os.environ.get("BENCH_PEOPLE", "34000"))
SEALED = int(os.environ.get("BENCH_SEALED", "2000"))
WORKERS = 2
# A worker that is killed is taken for dead after half a minute.
MOST_SECONDS = 60 + SEALED
DONE = "SELECT count(*), count(DISTINCT (certificate_id, language)) FROM certificates_sealeddocument"
FILES = "SELECT file FROM certificates_sealeddocument"
WAITING = "SELECT count(*) FROM django_tasks_database_dbtaskresult WHERE status <> 'SUCCEEDED' AND status <> 'SUCCESSFUL'"


def run() -> Report:
    RESULTS.mkdir(parents=True, exist_ok=True)
    with (
        cluster() as server,
        tempfile.TemporaryDirectory(prefix="run-", dir=RESULTS) as name,
    ):
        postgres, folder = Postgres(server.url), Path(name)
        variables = environment(folder, database=postgres.url) | {
            "RELAY_SEAL_FILE": str(folder / "seal.pem")
        }
        postgres.create()
        found = _awarded(folder, variables)
        postgres.analyze()
        found |= _sealed(postgres.url, folder, variables, found["sealed"])
    return report_of(found)


def _awarded(folder: Path, variables: dict[str, str]) -> dict:
    file, log = folder / "made.json", folder / "prepare.log"
    print(f"{PEOPLE:,} awards ...", flush=True)
    wanted = json.dumps({"people": PEOPLE, "sealed": min(SEALED, PEOPLE)})
    for step in (
        ["manage.py", "migrate", "--verbosity", "0"],
        COLLECT,
        ["-m", "bench.with_django", "bench.bulk_work", str(file), wanted],
    ):
        run_step(step, variables, log=log)
    return json.loads(file.read_text())


def _sealed(url: str, folder: Path, variables: dict[str, str], many: int) -> dict:
    """Two workers seal; at half of it one is killed and another takes its place."""
    print(f"{many:,} sealed PDFs by {WORKERS} workers ...", flush=True)
    workers: list[subprocess.Popen] = []
    with (
        (folder / "workers.log").open("a") as log,
        psycopg.connect(url, autocommit=True) as database,
    ):
        try:
            began = time.perf_counter()
            workers += [_worker(variables, log) for _one in range(WORKERS)]
            _wait(database, many // 2, many, began)
            workers[0].send_signal(signal.SIGKILL)
            workers[0].wait()
            killed_at = _count(database)
            print(f"  one worker killed at {killed_at:,}", flush=True)
            workers.append(_worker(variables, log))
            _wait(database, many, many, began)
            seconds = time.perf_counter() - began
            _settle(database, began)
        finally:
            for one in workers:
                one.terminate()
            for one in workers:
                one.wait()
        rows, different = database.execute(DONE).fetchone()
        named = {name for (name,) in database.execute(FILES)}
    kept = {
        str(path.relative_to(folder / "private"))
        for path in (folder / "private").rglob("*.pdf")
    }
    return {
        "sealed_s": seconds,
        "killed_at": killed_at,
        "sealed_gaps": many - different,
        "sealed_doubles": rows - different,
        "files_missing": len(named - kept),
        "files_over": len(kept - named),
    }


def _worker(variables: dict[str, str], log) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "manage.py", "worker"],
        cwd=ROOT,
        env=variables,
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=subprocess.STDOUT,
    )


def _wait(database, until: int, of: int, began: float) -> None:
    """Until so many are sealed, with progress."""
    told = 0
    while (done := _count(database)) < until:
        if time.perf_counter() - began > MOST_SECONDS:
            raise BenchError(f"Only {done} of {of} PDFs are sealed.")
        if done - told >= max(1, of // 10):
            told = done
            print(f"  {done:,} of {of:,}", flush=True)
        time.sleep(0.2)


def _settle(database, began: float) -> None:
    """Until no task waits any more: what the killed worker had is done once more."""
    while database.execute(WAITING).fetchone()[0]:
        if time.perf_counter() - began > MOST_SECONDS:
            raise BenchError("The task of the killed worker was not taken over.")
        time.sleep(0.5)


def _count(database) -> int:
    return database.execute(DONE).fetchone()[0]


def report_of(found: dict) -> Report:
    """The table of what was measured."""
    report = Report("certificate_bulk")
    people = found["people"]
    section = report.section(
        f"A bulk award to {people:,} people",
        "On PostgreSQL as it is installed, in one process. Floor: the bare rows of the "
        "same certificates, 500 with each commit, into a table with the same indexes.",
        "An award writes an enrolment, its sector, a completion, a certificate, its "
        "event, an entry in the audit log and the line of the list.",
    )
    section.add(
        Figure("list read and kept", found["brought_s"], "s"),
        Figure("dry run", found["looked_s"], "s"),
        Figure("awarded", found["awarded_s"], "s", found["bare_s"]),
        Figure("awarded: CPU of the process", found["cpu_s"], "s"),
        Figure(
            "awards a second",
            people / found["awarded_s"],
            "/s",
            people / found["bare_s"],
        ),
        Figure("people without one", found["gaps"], "people", None, 0, "budget"),
        Figure("people with two", found["doubles"], "people", None, 0, "budget"),
    )
    many = found["sealed"]
    section = report.section(
        f"{many:,} sealed PDFs by {WORKERS} workers",
        f"One was killed with SIGKILL at {found['killed_at']:,} and another started.",
        "A worker counts as dead after 30 s: what it had in hand waits so long.",
    )
    section.add(
        Figure("sealed", found["sealed_s"], "s"),
        Figure("PDFs a second", many / found["sealed_s"], "/s"),
        Figure("not sealed", found["sealed_gaps"], "PDFs", None, 0, "budget"),
        Figure("sealed twice", found["sealed_doubles"], "PDFs", None, 0, "budget"),
        Figure("without their file", found["files_missing"], "PDFs", None, 0, "budget"),
        Figure("files that nobody names", found["files_over"], "files"),
    )
    return report
