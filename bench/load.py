"""Several people at once, and what they cost."""

import itertools
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from bench.server import Server


@dataclass
class Load:
    """What a number of journeys, several at once, came to."""

    journeys: int
    seconds: float
    cpu: dict[str, float]

    @property
    def per_minute(self) -> float:
        return self.journeys / self.seconds * 60

    @property
    def generator_share(self) -> float:
        return self.cpu["generator"] / self.seconds

    @property
    def server_cpu(self) -> float:
        """Seconds per journey of all of Relay's own processes."""
        return (self.cpu["web"] + self.cpu["background"]) / self.journeys


class People:
    """Hands out learners, each once, with an address of their own."""

    def __init__(self, world: dict) -> None:
        self._invited = iter(world["invited"])
        self._with_password = iter(world["with_password"])
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()

    def address(self) -> str:
        with self._lock:
            number = next(self._numbers)
        return f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"

    def invited(self) -> str:
        with self._lock:
            return next(self._invited)

    def with_password(self) -> str:
        with self._lock:
            return next(self._with_password)


def measured(server: Server, jobs: list[Callable[[], None]]) -> Load:
    """Run all jobs at once; the first failure stops the benchmark."""
    failures: list[BaseException] = []

    def kept(job: Callable[[], None]) -> None:
        try:
            job()
        except BaseException as failure:  # noqa: BLE001 - raised again below
            failures.append(failure)

    threads = [threading.Thread(target=kept, args=(job,), daemon=True) for job in jobs]
    before, began = server.costs(), time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds, after = time.perf_counter() - began, server.costs()
    if failures:
        raise failures[0]
    return Load(0, seconds, after.since(before))
