"""A PostgreSQL of one's own, to be restarted without asking anybody."""

import contextlib
import os
import pwd
import re
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg

from bench import BenchError

PREFIX = "relay-bench-postgresql-"
INSTALLED = Path("/usr/lib/postgresql")
# PostgreSQL refuses to run as root.
SERVICE_USER = "postgres"
STARTS_WITHIN = 60


class Cluster:
    """A cluster in a folder of its own, as PostgreSQL is installed: what is committed
    is on the disk, also when it is killed."""

    def __init__(self) -> None:
        self._programs = _programs()
        self._as = _service_user()
        self._folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
        self._port = _free_port()

    @property
    def url(self) -> str:
        return f"postgres://{SERVICE_USER}@127.0.0.1:{self._port}/postgres"

    def start(self) -> None:
        if self._as:
            shutil.chown(self._folder, SERVICE_USER)
        self._run(
            "initdb", "--username", SERVICE_USER, "--auth", "trust",
            "--encoding", "UTF8", "--no-locale", "--no-sync",
        )  # fmt: skip
        self._control("start")

    def checkpoint(self) -> None:
        """Write everything down now."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute("CHECKPOINT")

    def restart(self) -> None:
        """As after a power failure: nothing is written down first, and on its start it
        reads again what was committed."""
        self._control("restart", "--mode", "immediate")

    def stop(self) -> None:
        with contextlib.suppress(BenchError):
            self._control("stop", "--mode", "immediate")
        shutil.rmtree(self._folder, ignore_errors=True)

    def _control(self, *what: str) -> None:
        options = (
            f"-c listen_addresses=127.0.0.1 -c port={self._port} "
            f"-c unix_socket_directories={self._folder}"
        )
        self._run(
            "pg_ctl", *what, "--wait", "--timeout", str(STARTS_WITHIN),
            "--log", str(self._folder / "log"), "--options", options,
        )  # fmt: skip

    def _run(self, program: str, *arguments: str) -> None:
        data = str(self._folder / "data")
        done = subprocess.run(
            [*self._as, str(self._programs / program), "-D", data, *arguments],
            cwd=self._folder,
            stdin=subprocess.DEVNULL,
            # A server would keep a pipe open.
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        )
        if done.returncode:
            raise BenchError(f"{program} failed with {done.returncode}.")


@contextlib.contextmanager
def cluster() -> Iterator[Cluster]:
    """Made and started; stopped and removed whatever happens."""
    one = Cluster()
    try:
        one.start()
        yield one
    finally:
        one.stop()


def _programs() -> Path:
    """Where the newest server's programs are. Raises BenchError where there are none."""
    found = shutil.which("pg_ctl")
    if found:
        return Path(found).resolve().parent
    installed = [one for one in INSTALLED.glob("*/bin") if (one / "pg_ctl").exists()]
    if not installed:
        raise BenchError(
            "The server programs of PostgreSQL are not installed (initdb, pg_ctl): this "
            "benchmark restarts a PostgreSQL of its own."
        )
    return max(
        installed, key=lambda one: [int(n) for n in re.findall(r"\d+", str(one))]
    )


def _service_user() -> list[str]:
    """What stands before a command of PostgreSQL's; nothing for who is not root."""
    if os.geteuid() != 0:
        return []
    try:
        pwd.getpwnam(SERVICE_USER)
    except KeyError:
        raise BenchError(
            f"PostgreSQL does not run as root, and there is no user {SERVICE_USER}."
        ) from None
    return ["runuser", "-u", SERVICE_USER, "--"]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
