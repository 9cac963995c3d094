"""Tasks that tests and their worker processes run."""

import time
from pathlib import Path

from django_tasks import task

from lms.background.leases import retrying


@task()
def add(first, second):
    return first + second


@task()
def always_fails():
    raise ValueError("the printer is on fire")


@retrying(max_attempts=1)
@task()
def fails_for_good():
    raise ValueError("once is enough")


@task()
def note_and_wait_for(trace, gate):
    """Leaves a line in `trace`, then ends when the file `gate` appears."""
    with Path(trace).open("a") as file:
        file.write("started\n")
    deadline = time.monotonic() + 60
    while not Path(gate).exists():
        if time.monotonic() > deadline:
            raise TimeoutError(gate)
        time.sleep(0.02)


@task()
def interrupted():
    raise SystemExit(1)
