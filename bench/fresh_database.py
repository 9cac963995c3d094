"""Modules of the bench, each in a process of its own (bench.with_django), on a database of
PostgreSQL that holds nothing but what they make."""

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench import RESULTS
from bench.server import COLLECT, environment, run_step
from bench.services import Postgres


class FreshDatabase:
    """See `fresh_database`. What its processes leave on the disk is in `folder`."""

    def __init__(self, postgres: Postgres, folder: Path) -> None:
        self._postgres = postgres
        self._folder = folder
        self._variables = environment(folder, database=postgres.url)

    def migrate(self) -> None:
        # The table of the cache is no model's.
        for step in (
            ["manage.py", "migrate", "--verbosity", "0"],
            ["manage.py", "createcachetable"],
            COLLECT,
        ):
            self._run(step)

    def build(self, module: str, **wanted: int) -> dict:
        """What `build` of a module returns."""
        file = self._folder / f"{module}.json"
        self._run(["-m", "bench.with_django", module, str(file), json.dumps(wanted)])
        return json.loads(file.read_text())

    def analyze(self) -> None:
        self._postgres.analyze()

    def _run(self, step: list[str]) -> None:
        run_step(step, self._variables, log=self._folder / "prepare.log")


@contextmanager
def fresh_database() -> Iterator[FreshDatabase]:
    """One with its tables; dropped at the end, whatever happens."""
    RESULTS.mkdir(parents=True, exist_ok=True)
    postgres = Postgres()
    with tempfile.TemporaryDirectory(prefix="run-", dir=RESULTS) as name:
        database = FreshDatabase(postgres, Path(name))
        postgres.create()
        try:
            database.migrate()
            yield database
        finally:
            postgres.drop()
