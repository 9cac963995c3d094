"""The bad line: a proxy that loses, delays, doubles and reorders on purpose."""

import asyncio
import contextlib
import time
from collections import Counter
from dataclasses import dataclass, field
from random import Random

from bench.faults import DEVICE
from bench.faults.line import HOST, exchange

# Of a thousand requests, how many meet which fate; all others go through.
FATES = {
    "request dropped": 30,
    "reply dropped": 40,
    "request delayed": 30,
    "request duplicated": 40,
    "request reordered": 30,
}
DELAY = (0.1, 0.8)
# How much later the second of two equal requests sets off, or the one that was thought
# lost: by then the device has sent the next.
LATER = (0.0, 1.5)


@dataclass
class Proxy:
    """Stands between devices and the server's `port`."""

    port: int
    rng: Random
    faults: Counter = field(default_factory=Counter)
    # (device, from, to) by the machine's clock: when a device had no line.
    broken: list[tuple[int, float, float]] = field(default_factory=list)
    _late: set[asyncio.Task] = field(default_factory=set)

    async def serve(self) -> asyncio.Server:
        return await asyncio.start_server(self._handle, HOST, 0, backlog=1024)

    async def settle(self) -> None:
        """Wait for what is still under way."""
        while self._late:
            await asyncio.gather(*self._late, return_exceptions=True)

    async def _handle(self, reader, writer) -> None:
        try:
            device, request = await _request(reader)
            reply = await self._carry(device, request)
            if reply:
                writer.write(reply)
                await writer.drain()
        except (OSError, EOFError, ValueError, asyncio.LimitOverrunError):
            """Whatever it was, the device gets no reply."""
        finally:
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()

    async def _carry(self, device: int, request: bytes) -> bytes:
        """What comes back; nothing when the line breaks."""
        came, fate = time.monotonic(), self._fate()
        if fate:
            self.faults[fate] += 1
        if fate == "request dropped":
            self._break(device, came)
            return b""
        if fate == "request reordered":
            self._break(device, came)
            self._send_later(request)
            return b""
        if fate == "request delayed":
            await asyncio.sleep(self.rng.uniform(*DELAY))
            self._break(device, came)
        if fate == "request duplicated":
            self._send_later(request)
        reply = await exchange(self.port, request)
        if fate == "reply dropped":
            self._break(device, came)
            return b""
        return reply

    def _fate(self) -> str:
        drawn = self.rng.randrange(1000)
        for fate, share in FATES.items():
            drawn -= share
            if drawn < 0:
                return fate
        return ""

    def _break(self, device: int, since: float) -> None:
        self.broken.append((device, since, time.monotonic()))

    def _send_later(self, request: bytes) -> None:
        async def late() -> None:
            await asyncio.sleep(self.rng.uniform(*LATER))
            with contextlib.suppress(OSError):
                await exchange(self.port, request)

        task = asyncio.create_task(late())
        self._late.add(task)
        task.add_done_callback(self._late.discard)


async def _request(reader) -> tuple[int, bytes]:
    """(device, the whole request)."""
    head = await reader.readuntil(b"\r\n\r\n")
    headers = dict(
        line.split(": ", 1) for line in head.decode("latin-1").split("\r\n")[1:-2]
    )
    body = await reader.readexactly(int(headers["Content-Length"]))
    return int(headers[DEVICE]), head + body
