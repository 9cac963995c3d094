"""What is done to the server while people answer."""

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from random import Random

import run as supervisor
from bench import ROOT, BenchError
from bench.cluster import Cluster
from bench.processes import family
from bench.server import Server

WORKER, WEB, DATABASE = "web worker killed", "web server killed", "database restarted"
RELEASE = "edition released"
# One of a kind for so many attempts, and at least so many in a run.
ONE_IN = {WORKER: (40, 10), WEB: (1000, 2), DATABASE: (1000, 2), RELEASE: (5000, 1)}
BACK_WITHIN = 90
TRIES = 5


def plan(attempts: int) -> list[tuple[float, str]]:
    """(after how many attempts, what is done), spread over the run."""
    found = []
    for place, (what, (one_in, least)) in enumerate(ONE_IN.items()):
        times = max(least, attempts // one_in)
        found += [
            # Each kind a little later than the one before: not all at once.
            (attempts * (n + 0.4 + 0.1 * place) / (times + 1), what)
            for n in range(times)
        ]
    return sorted(found)


class Chaos:
    """Does what `plan` says, as attempts are done; all in the thread that calls it."""

    def __init__(
        self, server: Server, cluster: Cluster, *, attempts: int, folder: Path
    ) -> None:
        self._server, self._cluster = server, cluster
        self._left = plan(attempts)
        self._rng = Random(attempts)
        self._release: subprocess.Popen | None = None
        self._tries = 0
        self._made = folder / "released.json"
        self.faults: Counter = Counter()
        # (from, until) when nobody could be answered.
        self.outages: list[tuple[float, float]] = []

    def step(self, done: int) -> None:
        """The next thing that is due, and whatever ended is started again."""
        self._server.tend()
        self._look_after_release()
        if self._left and done >= self._left[0][0]:
            _when, what = self._left.pop(0)
            self._do(what)

    def finish(self) -> None:
        """Whatever is still to be done; afterwards everything runs."""
        for _when, what in self._left:
            self._do(what)
        self._left = []
        until = time.monotonic() + BACK_WITHIN
        while self._release and time.monotonic() < until:
            self._server.tend()
            self._look_after_release()
            time.sleep(0.1)
        if self._release:
            raise BenchError("Releasing an edition did not end.")
        self._wait_for_children()

    def _do(self, what: str) -> None:
        doing: dict[str, Callable[[], bool]] = {
            WORKER: self._kill_worker,
            WEB: self._kill_web,
            DATABASE: self._restart_database,
            RELEASE: self._begin_release,
        }
        if doing[what]():
            self.faults[what] += 1

    def _kill_worker(self) -> bool:
        master = self._server.children[0].process
        workers = family(master.pid)[1:] if master else []
        if not workers:
            return False
        with suppress(ProcessLookupError):
            os.kill(self._rng.choice(workers), signal.SIGKILL)
        return True

    def _kill_web(self) -> bool:
        web = self._server.children[0]
        if not web.alive():
            return False
        since = time.monotonic()
        web.signal(signal.SIGKILL)
        self._until_it_answers(since)
        return True

    def _restart_database(self) -> bool:
        since = time.monotonic()
        self._cluster.restart()
        self._until_it_answers(since)
        return True

    def _until_it_answers(self, since: float) -> None:
        until = since + BACK_WITHIN
        while time.monotonic() < until:
            self._server.tend()
            if supervisor.answers(self._server.port):
                self.outages.append((since, time.monotonic()))
                return
            time.sleep(0.05)
        raise BenchError(f"Relay did not come back within {BACK_WITHIN} seconds.")

    def _begin_release(self) -> bool:
        """In a process of its own, as an author's would be one of the web's."""
        self._tries += 1
        self._release = subprocess.Popen(
            [
                sys.executable, "-m", "bench.with_django", "bench.quiz_release",
                str(self._made), json.dumps({}),
            ],
            cwd=ROOT,
            env=self._server.variables,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        return False

    def _look_after_release(self) -> None:
        """Counted once it is there; one that a restart cut off is begun again."""
        if self._release is None or self._release.poll() is None:
            return
        code, self._release = self._release.returncode, None
        if code == 0:
            self.faults[RELEASE] += 1
        elif self._tries < TRIES:
            self._begin_release()
        else:
            raise BenchError("No edition could be released during the run.")

    def _wait_for_children(self) -> None:
        until = time.monotonic() + BACK_WITHIN
        while not all(child.alive() for child in self._server.children):
            if time.monotonic() > until:
                raise BenchError("A process of Relay did not come back.")
            self._server.tend()
            time.sleep(0.1)
