"""Requests over a line that may break at any moment, many at once."""

import asyncio
from dataclasses import dataclass, field
from urllib.parse import urlencode

from bench.faults import DEVICE

HOST = "127.0.0.1"
# The page's script gives up waiting after as long (journal.js).
PATIENCE = 8.0
TOKEN = "a" * 32


class BrokenLineError(Exception):
    """No reply came: the script's fetch would fail with a network error."""


@dataclass
class Reply:
    status: int
    headers: list[tuple[str, str]]
    body: bytes

    @property
    def location(self) -> str:
        return next((v for name, v in self.headers if name == "location"), "")


@dataclass
class Line:
    """One person's: cookies, and an address of their own in front of the proxy."""

    port: int
    # What the server calls itself: the name in a form's origin.
    origin: str
    device: int
    cookies: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.cookies.setdefault("csrftoken", TOKEN)

    async def get(self, path: str) -> Reply:
        return await self._ask("GET", path, b"")

    async def post(self, path: str, data: dict | None = None) -> Reply:
        body = urlencode(data or {}, doseq=True).encode()
        return await self._ask("POST", path, body)

    async def _ask(self, method: str, path: str, body: bytes) -> Reply:
        n = self.device
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        lines = [
            f"{method} {path} HTTP/1.1",
            f"Host: {self.origin.removeprefix('https://')}",
            f"Origin: {self.origin}",
            "X-Forwarded-Proto: https",
            f"X-Forwarded-For: 10.{n >> 16 & 255}.{n >> 8 & 255}.{n & 255}",
            f"X-CSRFToken: {self.cookies['csrftoken']}",
            f"Cookie: {cookies}",
            "Accept-Language: en",
            "Content-Type: application/x-www-form-urlencoded",
            f"Content-Length: {len(body)}",
            f"{DEVICE}: {n}",
            "Connection: close",
        ]
        request = "\r\n".join(lines).encode() + b"\r\n\r\n" + body
        try:
            raw = await asyncio.wait_for(exchange(self.port, request), PATIENCE)
            reply = parsed(raw)
        except (OSError, EOFError, ValueError, TimeoutError) as problem:
            raise BrokenLineError(str(problem)) from problem
        self._keep_cookies(reply)
        return reply

    def _keep_cookies(self, reply: Reply) -> None:
        for name, line in reply.headers:
            if name != "set-cookie":
                continue
            pair, *attributes = line.split(";")
            cookie, _, value = pair.strip().partition("=")
            expired = any(one.strip().lower() == "max-age=0" for one in attributes)
            if expired or not value.strip('"'):
                self.cookies.pop(cookie, None)
            else:
                self.cookies[cookie] = value
        self.cookies.setdefault("csrftoken", TOKEN)


async def exchange(port: int, request: bytes) -> bytes:
    """Send a request on a connection of its own and read until it is closed."""
    reader, writer = await asyncio.open_connection(HOST, port)
    try:
        writer.write(request)
        await writer.drain()
        return await reader.read()
    finally:
        writer.close()


def parsed(raw: bytes) -> Reply:
    """Raises ValueError for what is no reply, or not the whole of one."""
    head, found, body = raw.partition(b"\r\n\r\n")
    if not found:
        raise ValueError("no reply")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = [
        (name.strip().lower(), value.strip())
        for name, _, value in (line.partition(":") for line in lines)
    ]
    length = next((int(v) for name, v in headers if name == "content-length"), None)
    if length is None or len(body) < length:
        raise ValueError("cut off")
    return Reply(int(first.split(" ")[1]), headers, body)
