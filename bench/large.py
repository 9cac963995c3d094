"""The measured figures of a very large course, for the benchmarks that show them."""

import json
import tempfile
from functools import cache
from pathlib import Path

from bench import RESULTS
from bench.server import environment, run_step

SIZE = {
    "modules": 40,
    "lessons": 12,
    "blocks": 8,
    "rounds": 20,
    "people": 34_000,
    "bodies": 300,
}


@cache
def measured() -> dict:
    """What bench.large_course found; both benchmarks of a run share it."""
    RESULTS.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="run-", dir=RESULTS) as folder:
        file = Path(folder) / "made.json"
        run_step(
            [
                "-m",
                "bench.with_django",
                "bench.large_course",
                str(file),
                json.dumps(SIZE),
            ],
            environment(Path(folder), database=f"sqlite:///{folder}/db.sqlite3"),
            log=Path(folder) / "prepare.log",
        )
        return json.loads(file.read_text())
