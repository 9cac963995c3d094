"""Prepare the database and files, then keep Relay's processes running.

Started by `make run` (a production server, and a worker with the clock) and by
`make dev` (the same with autoreload), with the Python of .venv.
"""

import argparse
import contextlib
import ctypes
import http.client
import importlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import bootstrap

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"

# A child that fails is started again after 1, 2, 4 … seconds; one that has run
# for a while starts from 1 again.
LONGEST_PAUSE = 30
RUNS_WELL_AFTER = 60
# A web server that dies this often before it ever answered will not answer.
HOPELESS_AFTER = 4
PATIENCE_WHEN_STOPPING = 10
# Checking a password takes 16 MB for a moment. Left alone, the C library keeps such a
# piece for every thread; so large ones go back to the system at once.
MEMORY = {"MALLOC_ARENA_MAX": "2", "MALLOC_MMAP_THRESHOLD_": str(1024 * 1024)}


@dataclass(frozen=True)
class Ended:
    """An exit code, and how many seconds pass before the next start."""

    code: int
    pause: float


@dataclass
class Child:
    name: str
    command: list[str]
    process: subprocess.Popen | None = None
    started: float = 0.0
    failures: int = 0
    due: float = 0.0
    history: list[int] = field(default_factory=list)
    # Where it writes what it has to say; None for where we do.
    output: IO | None = None

    def start(self, environment: dict[str, str]) -> None:
        self.started = time.monotonic()
        # A session of its own: Ctrl-C reaches the supervisor alone, which then
        # stops the children in order.
        with undisturbed():
            self.process = subprocess.Popen(
                self.command,
                cwd=ROOT,
                env=MEMORY | environment,
                stdin=subprocess.DEVNULL,
                stdout=self.output,
                stderr=self.output,
                start_new_session=True,
                preexec_fn=die_with_parent if sys.platform == "linux" else None,
            )

    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def note_exit(self, now: float) -> float:
        """Record that it ended; how many seconds to wait before the next start."""
        self.history.append(self.process.returncode)
        self.failures = 1 if now - self.started > RUNS_WELL_AFTER else self.failures + 1
        pause = min(2 ** (self.failures - 1), LONGEST_PAUSE)
        self.due = now + pause
        self.process = None
        return pause

    def tend(self, environment: dict[str, str], *, now: float) -> "Ended | None":
        """Start it again when it has ended and its pause is over; how it ended, when it
        has just done so."""
        if self.process is not None and not self.alive():
            code = self.process.returncode
            return Ended(code, self.note_exit(now))
        if self.process is None and now >= self.due:
            self.start(environment)
        return None

    def signal(self, number: int) -> None:
        if self.alive():
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)


def die_with_parent() -> None:
    """Ask Linux to stop this child when the supervisor is killed outright."""
    set_parent_death_signal = 1
    ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGTERM)


class StopError(Exception):
    """A signal asked for the end."""


class _Held:
    """A signal that came while it could not be answered."""

    active = False
    number: int | None = None


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """Answer a signal only afterwards: half a start leaves a child nobody knows."""
    _Held.active, _Held.number = True, None
    try:
        yield
    finally:
        _Held.active = False
    if _Held.number is not None:
        raise StopError(_Held.number)


def manage(*arguments: str) -> list[str]:
    return [sys.executable, "manage.py", *arguments]


def production_children(port: int) -> list[Child]:
    web = [
        sys.executable, "-m", "gunicorn", "lms.wsgi:application",
        "--bind", f"{HOST}:{port}", "--worker-class", "gthread",
        "--workers", os.environ.get("WEB_CONCURRENCY", "2"), "--threads", "4",
        "--graceful-timeout", str(PATIENCE_WHEN_STOPPING - 2),
        "--log-level", "warning", "--no-control-socket",
        # Loaded once, before the workers part: they share what they do not change.
        "--preload",
    ]  # fmt: skip
    if Path("/dev/shm").is_dir():  # noqa: S108
        # A slow disk must not look like a hanging worker.
        web += ["--worker-tmp-dir", "/dev/shm"]  # noqa: S108
    return [
        Child("web server", web),
        Child("worker", manage("worker", "--clock")),
    ]


def development_children(port: int) -> list[Child]:
    return [
        Child("web server", manage("runserver", f"{HOST}:{port}")),
        Child("worker", manage("worker", "--clock")),
    ]


def answers(port: int) -> bool:
    """Whether a page comes back. A connection alone says little: gunicorn listens
    before its workers have loaded the application."""
    connection = http.client.HTTPConnection(HOST, port, timeout=2)
    try:
        connection.request("GET", "/", headers={"Host": f"localhost:{port}"})
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


def banner(port: int) -> str:
    settings = importlib.import_module(os.environ["DJANGO_SETTINGS_MODULE"])
    accounts = getattr(settings, "DEMO_ACCOUNTS", [])
    address = f"http://localhost:{port}"
    lines = ["", f"  Relay is running:  {address}", ""]
    if accounts:
        width = max(len(label) for label, _ in accounts)
        lines.append("  Sign in with one of these addresses; no password is needed:")
        lines += [f"    {label:<{width}}  {email}" for label, email in accounts]
        lines += ["", f"  Codes and mails are read at {address}/demo/mail/"]
    lines += ["  Ctrl-C stops everything; the data stays in var/.", ""]
    return "\n".join(lines)


def supervise(children: list[Child], *, port: int, environment: dict[str, str]) -> int:
    web = children[0]
    announced = False
    for child in children:
        child.start(environment)
    while True:
        time.sleep(0.2)
        now = time.monotonic()
        if not announced and web.alive() and answers(port):
            announced = True
            print(banner(port), flush=True)
        for child in children:
            ended = child.tend(environment, now=now)
            if ended is None:
                continue
            if child is web and not announced and web.failures >= HOPELESS_AFTER:
                print(
                    "The web server does not start; its reason is in the lines above.",
                    file=sys.stderr,
                )
                return 1
            print(
                f"The {child.name} ended (exit code {ended.code}); "
                f"starting it again in {ended.pause} s.",
                file=sys.stderr,
                flush=True,
            )


def stop(children: list[Child]) -> None:
    """Stop every child: politely, then, when it does not listen, for certain."""
    for child in children:
        child.signal(signal.SIGTERM)
    deadline = time.monotonic() + PATIENCE_WHEN_STOPPING
    try:
        while any(child.alive() for child in children) and time.monotonic() < deadline:
            time.sleep(0.1)
    except StopError:
        pass
    for child in children:
        child.signal(signal.SIGKILL)
        if child.process is not None:
            child.process.wait()


def on_signal(number: int, _frame: object) -> None:
    if _Held.active:
        _Held.number = number
    else:
        raise StopError(number)


def prepare(*, environment: dict[str, str], static: bool) -> None:
    """Run tools/prepare.py; its last word, if it fails, is already one sentence."""
    command = [sys.executable, str(ROOT / "tools" / "prepare.py")]
    if not static:
        command.append("--no-static")
    with bootstrap.only_one():
        code = subprocess.call(command, cwd=ROOT, env=environment)
    if code:
        raise SystemExit(code)


def run(*, dev: bool) -> int:
    port = bootstrap.read_port(os.environ.get("PORT", "8000"))
    bootstrap.check_port(port)
    os.environ.setdefault(
        "DJANGO_SETTINGS_MODULE", "lms.settings.dev" if dev else "lms.settings.demo"
    )
    os.environ.setdefault("RELAY_BASE_URL", f"http://localhost:{port}")
    # The packages are there and the folder is the project: manage.py finds both.
    sys.path.insert(0, str(ROOT))
    environment = {**os.environ, "PYTHONUNBUFFERED": "1", "PORT": str(port)}
    prepare(environment=environment, static=not dev)
    bootstrap.say(f"[{bootstrap.STEPS}/{bootstrap.STEPS}] Starting ...")
    children = development_children(port) if dev else production_children(port)
    try:
        return supervise(children, port=port, environment=environment)
    finally:
        # From here on a second signal only shortens the patience.
        print("\nStopping ...", flush=True)
        stop(children)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--dev", action="store_true", help="autoreload, no gunicorn")
    options = parser.parse_args()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, on_signal)
    try:
        return run(dev=options.dev)
    except StopError:
        return 0
    except bootstrap.SetupError as problem:
        print(problem, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
