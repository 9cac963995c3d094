"""A database and a corner of Redis of one's own, made and removed."""

import contextlib
import getpass
import os
import re
import subprocess
import tempfile
from urllib.parse import urlsplit

import psycopg
import redis
from psycopg import sql

from bench import BenchError
from bench.processes import cpu_seconds, pss_bytes

PREFIX = "relay_bench_"


class Postgres:
    """One database of a running PostgreSQL, named after this process.

    `server` is the address of any of its databases; else DATABASE_URL says it.
    """

    def __init__(self, server: str = "") -> None:
        given = server or os.environ.get("DATABASE_URL", "")
        if not given.startswith("postgres"):
            given = f"postgres://{getpass.getuser()}@127.0.0.1:5432/postgres"
        self._server = urlsplit(given)
        self.name = f"{PREFIX}{os.getpid()}"
        self.url = self._address(self.name)

    def create(self) -> None:
        """Make the database; those that dead benchmarks left behind go first."""
        with self._admin() as admin:
            names = admin.execute("SELECT datname FROM pg_database").fetchall()
            for (name,) in names:
                owner = re.fullmatch(rf"{PREFIX}(\d+)", name)
                if owner and not _alive(int(owner[1])):
                    _drop(admin, name)
            admin.execute(
                sql.SQL("CREATE DATABASE {}").format(sql.Identifier(self.name))
            )

    def copy(self, source: str) -> None:
        """Fill our empty database with what is in the one of that address."""
        with tempfile.TemporaryFile() as dump:
            dumped = ["pg_dump", "--no-owner", "--no-privileges", "--dbname", source]
            restored = ["psql", "-Xq", "-v", "ON_ERROR_STOP=1", "--dbname", self.url]
            for command, files in (
                (dumped, {"stdout": dump}),
                (restored, {"stdin": dump, "stdout": subprocess.DEVNULL}),
            ):
                dump.seek(0)
                done = subprocess.run(
                    command, stderr=subprocess.PIPE, text=True, check=False, **files
                )
                if done.returncode:
                    raise BenchError(f"Copying the database failed: {done.stderr}")

    def drop(self) -> None:
        with self._admin() as admin:
            _drop(admin, self.name)

    def backends(self) -> list[int]:
        """Process ids of the connections to our database."""
        with self._admin() as admin:
            rows = admin.execute(
                "SELECT pid FROM pg_stat_activity WHERE datname = %s", [self.name]
            )
            return [pid for (pid,) in rows]

    def analyze(self) -> None:
        """What autovacuum would do a minute later."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")

    def cpu(self) -> dict[int, float]:
        """CPU seconds by backend; 0 where the database runs on another machine."""
        return {pid: cpu_seconds([pid]) for pid in self.backends()}

    def memory(self) -> int:
        """Bytes of our backends, their share of the buffers included."""
        return pss_bytes(self.backends())

    def _admin(self) -> psycopg.Connection:
        for database in ("postgres", "template1"):
            with contextlib.suppress(psycopg.OperationalError):
                return psycopg.connect(self._address(database), autocommit=True)
        raise BenchError(
            "PostgreSQL does not answer: start it, or name it in DATABASE_URL "
            "(postgres://user@host:port/any; a database of its own is made there)."
        )

    def _address(self, database: str) -> str:
        return self._server._replace(scheme="postgres", path=f"/{database}").geturl()


class Redis:
    """Keys of our own in a running Redis."""

    def __init__(self) -> None:
        self.url = os.environ.get("REDIS_URL") or "redis://127.0.0.1:6379/0"
        self.key_prefix = f"relay-bench-{os.getpid()}"
        self._client = redis.Redis.from_url(self.url)

    def check(self) -> None:
        try:
            self._client.ping()
        except redis.RedisError as problem:
            raise BenchError(
                "Redis does not answer: start it, or name it in REDIS_URL."
            ) from problem

    def forget(self) -> None:
        """Remove our keys."""
        keys = list(self._client.scan_iter(f"{self.key_prefix}:*", count=1000))
        if keys:
            self._client.delete(*keys)

    def cpu(self) -> float:
        """CPU seconds of the whole Redis, others' work included."""
        info = self._client.info("cpu")
        return info["used_cpu_user"] + info["used_cpu_sys"]

    def memory(self) -> int:
        return pss_bytes([self._client.info("server")["process_id"]])


def _drop(admin: psycopg.Connection, name: str) -> None:
    admin.execute(
        sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    )


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
