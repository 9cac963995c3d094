"""The clock: periodic work, round after round, beside whatever else a process does."""

import logging
import threading

from django.db import close_old_connections, connections
from django.utils import timezone

from lms.background import periodic

logger = logging.getLogger(__name__)

# Seconds for which the end of a process waits for the present round.
PATIENCE = 5


class Clock:
    """Runs what is due every `every` seconds, in a thread of its own, inside a `with`.

    Any number of clocks may run at once (lms.background.periodic).
    """

    def __init__(self, *, every: float = 60.0) -> None:
        self.every = every
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="clock", daemon=True)

    def __enter__(self) -> "Clock":
        self._thread.start()
        return self

    def __exit__(self, *failure: object) -> None:
        self._ended.set()
        # A longer round is cut off when the process ends; the next clock does it again.
        self._thread.join(timeout=PATIENCE)

    def _run(self) -> None:
        try:
            while not self._ended.is_set():
                close_old_connections()
                self._round()
                self._ended.wait(self.every)
        finally:
            connections.close_all()

    def _round(self) -> None:
        try:
            periodic.run_due(timezone.now())
        except Exception:
            # A clock that stops is noticed late: rather a round without effect.
            logger.exception("A round of periodic work failed")
