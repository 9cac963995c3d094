"""Relay as `make run` starts it, in production's settings, with a world to measure."""

import contextlib
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import run as supervisor
from bench import RESULTS, ROOT, BenchError
from bench.processes import cpu_seconds, family, pss_bytes
from bench.services import Postgres, Redis

WEB_PROCESSES = 2
STARTS_WITHIN = 60
COLLECT = ["manage.py", "collectstatic", "--no-input", "--verbosity", "0"]


@dataclass
class Costs:
    """CPU seconds so far, of each part."""

    web: float
    background: float
    database: dict[int, float]
    redis: float
    generator: float

    def since(self, earlier: "Costs") -> dict[str, float]:
        """CPU seconds by part from `earlier` to here."""
        return {
            "web": self.web - earlier.web,
            "background": self.background - earlier.background,
            "database": sum(
                seconds - earlier.database.get(pid, 0)
                for pid, seconds in self.database.items()
            ),
            "redis": self.redis - earlier.redis,
            "generator": self.generator - earlier.generator,
        }


@dataclass
class Server:
    """A running Relay and what is known of its world."""

    port: int
    world: dict
    children: list[supervisor.Child]
    postgres: Postgres
    redis: Redis
    variables: dict[str, str]

    def costs(self) -> Costs:
        web, *background = (family(child.process.pid) for child in self.children)
        return Costs(
            web=cpu_seconds(web),
            background=cpu_seconds(pid for pids in background for pid in pids),
            database=self.postgres.cpu(),
            redis=self.redis.cpu(),
            generator=time.process_time(),
        )

    def memory(self) -> dict[str, int]:
        """Bytes by part."""
        web, *background = (family(child.process.pid) for child in self.children)
        return {
            "web": pss_bytes(web),
            "background": pss_bytes(pid for pids in background for pid in pids),
            "database": self.postgres.memory(),
            "redis": self.redis.memory(),
        }

    def tend(self) -> None:
        """Start what has ended again, as the supervisor of `make run` does. To be
        called again and again, always by the same thread: they end with it."""
        for child in self.children:
            child.tend(self.variables, now=time.monotonic())

    def check(self) -> None:
        """Raises BenchError when one of the processes has died."""
        for child in self.children:
            if not child.alive():
                raise BenchError(f"The {child.name} ended during the benchmark.")


@contextlib.contextmanager
def relay(
    *,
    world: str = "bench.world",
    database: str = "",
    migrated: str = "",
    output: IO | None = None,
    **wanted: int,
) -> Iterator[Server]:
    """Prepare and start; whatever happens, stop and remove all of it.

    `wanted` is for the module that makes the world, such as how many people there are.
    `database` is the address of another PostgreSQL than the usual one; `migrated` that
    of a database whose tables and first rows are copied instead of made anew; `output`
    is an open file for what Relay's processes say.
    """
    postgres, redis = Postgres(database), Redis()
    redis.check()
    RESULTS.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="run-", dir=RESULTS))
    known = folder / "world.json"
    port = _free_port()
    variables = environment(
        folder,
        port=port,
        database=postgres.url,
        redis=redis.url,
        key_prefix=redis.key_prefix,
    )
    children: list[supervisor.Child] = []
    try:
        postgres.create()
        print("Preparing database, static files and learners ...", flush=True)
        steps = [
            COLLECT,
            ["-m", "bench.with_django", world, str(known), json.dumps(wanted)],
        ]
        if migrated:
            postgres.copy(migrated)
        else:
            steps.insert(0, ["manage.py", "migrate", "--verbosity", "0"])
        for step in steps:
            run_step(step, variables, log=folder / "prepare.log")
        postgres.analyze()
        made = json.loads(known.read_text())
        os.environ["WEB_CONCURRENCY"] = str(WEB_PROCESSES)
        children = supervisor.production_children(port)
        for child in children:
            child.output = output
            child.start(variables)
        server = Server(port, made, children, postgres, redis, variables)
        _wait(server)
        yield server
        server.check()
    finally:
        # From here on nobody interrupts.
        before = {
            number: signal.signal(number, signal.SIG_IGN)
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        }
        supervisor.stop([child for child in children if child.process])
        redis.forget()
        postgres.drop()
        shutil.rmtree(folder, ignore_errors=True)
        for number, handler in before.items():
            signal.signal(number, handler)


def environment(
    folder: Path,
    *,
    port: int = 443,
    database: str,
    redis: str = "",
    key_prefix: str = "relay-bench",
) -> dict[str, str]:
    """What a process of the benchmark gets to know: production's settings, all set."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "RELAY_BASE_URL": f"https://localhost:{port}",
        "ALLOWED_HOSTS": "localhost",
        # Every learner comes with an address of their own in X-Forwarded-For, as
        # behind a proxy: sign-ins are limited per address.
        "RELAY_TRUSTED_PROXIES": "1",
        "EMAIL_URL": "dummymail://",
        "DATABASE_URL": database,
        "REDIS_URL": redis,
        "LOG_LEVEL": "ERROR",
        "BENCH_RUN": str(folder),
        "BENCH_KEY_PREFIX": key_prefix,
        "PYTHONUNBUFFERED": "1",
    }


def run_step(arguments: list[str], variables: dict[str, str], *, log: Path) -> None:
    """Run Python with `arguments` to its end. Raises BenchError with its last words."""
    with log.open("a") as output:
        process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=variables,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            code = process.wait()
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()
    if code:
        last = "\n".join(log.read_text().splitlines()[-12:])
        raise BenchError(f"Preparing failed at {arguments[:2]}:\n{last}")


def _wait(server: Server) -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    while not supervisor.answers(server.port):
        server.check()
        if time.monotonic() > deadline:
            raise BenchError(f"No answer from Relay within {STARTS_WITHIN} seconds.")
        time.sleep(0.1)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((supervisor.HOST, 0))
        return probe.getsockname()[1]
