"""Relay as `make run` starts it for a newcomer: on its embedded database, with the demo
world, in a folder of its own."""

import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench import RESULTS, ROOT, BenchError
from bench.server import run_step


@dataclass
class Embedded:
    """A running Relay with its folder; `said` is what it printed so far."""

    port: int
    folder: Path
    variables: dict[str, str]
    said: list[str] = field(default_factory=list)

    def build(self, module: str, **wanted: object) -> dict:
        """What `build` of a module returns, in a process beside the running ones."""
        file = self.folder / f"{module}.json"
        run_step(
            ["-m", "bench.with_django", module, str(file), json.dumps(wanted)],
            self.variables,
            log=self.folder / "steps.log",
        )
        return json.loads(file.read_text())


@contextmanager
def embedded() -> Iterator[Embedded]:
    """Start it, and stop and remove it at the end, whatever happens."""
    RESULTS.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="embedded-", dir=RESULTS) as name:
        here = Embedded(_free_port(), Path(name), {})
        here.variables = {
            key: value
            for key, value in os.environ.items()
            if key not in ("DATABASE_URL", "REDIS_URL")
        } | {
            "DJANGO_SETTINGS_MODULE": "lms.settings.demo",
            "RELAY_VAR": name,
            "RELAY_BASE_URL": f"http://localhost:{here.port}",
            "PORT": str(here.port),
        }
        process = subprocess.Popen(
            [sys.executable, str(ROOT / "tools" / "run.py")],
            cwd=ROOT,
            env=here.variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        try:
            _wait(process, here)
            yield here
        finally:
            process.terminate()
            process.wait(timeout=60)


def _wait(process: subprocess.Popen, here: Embedded) -> None:
    for line in process.stdout:
        here.said.append(line)
        if "Relay is running" in line:
            break
    else:
        raise BenchError("Relay did not start:\n" + "".join(here.said[-12:]))
    # What follows is read as well, or a full pipe would stop the server.
    threading.Thread(
        target=lambda: here.said.extend(process.stdout), daemon=True
    ).start()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
