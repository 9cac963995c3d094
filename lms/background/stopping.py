"""How a process that runs for ever is asked to end."""

import contextlib
import select
import signal
import socket
from types import FrameType


class Stopper:
    """Turns SIGTERM and SIGINT into "finish this, then end"; the second one ends at once.

    `stopping` is True from the first signal on; `rest` returns early then.
    """

    def __init__(self) -> None:
        self.stopping = False
        # Not an Event: setting one in a signal handler can wait for itself.
        self._wake_up, self._bell = socket.socketpair()
        self._bell.setblocking(False)

    def listen(self) -> None:
        """Take over the signals of this process; only in its main thread."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._on_signal)

    def stop(self) -> None:
        """Ask for the end."""
        self.stopping = True
        # Full only when it has been rung many times already.
        with contextlib.suppress(BlockingIOError):
            self._bell.send(b"x")

    def rest(self, seconds: float) -> None:
        """Wait that long, or until asked to end."""
        if not self.stopping:
            select.select([self._wake_up], [], [], seconds)

    def close(self) -> None:
        """Release the two sockets."""
        self._wake_up.close()
        self._bell.close()

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        if self.stopping:
            raise SystemExit(128 + number)
        self.stop()
