"""As much of a browser as a measurement needs: one connection, cookies, a clock."""

import gzip
import http.client
import json
import re
import time
import uuid
from dataclasses import dataclass
from urllib.parse import urlencode

from bench import ASK_FOR_QUERIES, BenchError

# gunicorn closes a connection after two idle seconds; ours is renewed before that.
IDLE = 1.0
TIMING = re.compile(r'db;desc="(\d+)";dur=([\d.]+), app;dur=([\d.]+)')


@dataclass
class Reply:
    """A response, what it took by the client's clock, and what the server counted.

    `queries`, `db_ms` and `app_ms` are None when the server was not asked.
    """

    status: int
    headers: dict[str, str]
    body: bytes
    ms: float
    queries: int | None = None
    db_ms: float | None = None
    app_ms: float | None = None

    @property
    def text(self) -> str:
        """The body as a browser reads it; `body` is what came over the line."""
        packed = self.headers.get("content-encoding") == "gzip"
        return (gzip.decompress(self.body) if packed else self.body).decode()

    @property
    def location(self) -> str:
        """Where it sends the browser, as a path. Raises BenchError when nowhere."""
        if "location" not in self.headers:
            raise BenchError(f"expected a redirect, got {self.status}")
        return self.headers["location"]


class Browser:
    """One person's browser, behind a proxy that speaks HTTPS outside.

    `address` is the person's own; `counting` asks the server for its queries. `scheme` is
    "http" for a server without that proxy.
    """

    def __init__(
        self,
        port: int,
        *,
        address: str,
        counting: bool = False,
        scheme: str = "https",
    ) -> None:
        self._port = port
        self._scheme = scheme
        self._address = address
        self._counting = counting
        self._connection: http.client.HTTPConnection | None = None
        self._last = 0.0
        self.cookies: dict[str, str] = {}

    def get(self, path: str, *, status: int | None = None) -> Reply:
        """Raises BenchError for another answer than `status`; None: for an error."""
        return self._fetch("GET", path, None, {}, status)

    def post(
        self, path: str, data: dict | None = None, *, fragment: bool = False
    ) -> Reply:
        """Post a form, with the proof against forgery that the page would send."""
        headers = self._form_headers() | {
            "Content-Type": "application/x-www-form-urlencoded"
        }
        if fragment:
            headers["X-Relay-Fragment"] = "1"
        body = urlencode(data or {}, doseq=True).encode()
        return self._fetch("POST", path, body, headers)

    def post_json(self, path: str, data: object) -> Reply:
        """Post what a script of the page would, with the same proof."""
        headers = self._form_headers() | {"Content-Type": "application/json"}
        return self._fetch("POST", path, json.dumps(data).encode(), headers)

    def _form_headers(self) -> dict[str, str]:
        return {
            "Origin": f"{self._scheme}://localhost:{self._port}",
            "X-CSRFToken": self.cookies.get("csrftoken", ""),
        }

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _fetch(self, method, path, body, headers, status=None) -> Reply:
        headers = {
            "Host": f"localhost:{self._port}",
            "X-Forwarded-Proto": self._scheme,
            "X-Forwarded-For": self._address,
            "Accept-Encoding": "gzip",
            "Accept-Language": "en",
            **headers,
        }
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        if self._counting:
            headers[ASK_FOR_QUERIES] = "1"
        connection = self._connected()
        began = time.perf_counter()
        connection.request(method, path, body=body, headers=headers)
        response = connection.getresponse()
        content = response.read()
        self._last = time.perf_counter()
        self._keep_cookies(response)
        found = {name.lower(): value for name, value in response.getheaders()}
        reply = Reply(
            response.status,
            found,
            content,
            (self._last - began) * 1000,
            *_counted(found),
        )
        if reply.status >= 400 if status is None else reply.status != status:
            raise BenchError(
                f"{method} {path} answered {reply.status}: {reply.body[:300]!r}"
            )
        if response.will_close:
            self.close()
        return reply

    def _connected(self) -> http.client.HTTPConnection:
        if self._connection and time.perf_counter() - self._last > IDLE:
            self.close()
        if self._connection is None:
            self._connection = http.client.HTTPConnection(
                "127.0.0.1", self._port, timeout=30
            )
            self._connection.connect()
        return self._connection

    def _keep_cookies(self, response) -> None:
        for line in response.headers.get_all("Set-Cookie", []):
            pair, *attributes = line.split(";")
            name, _, value = pair.strip().partition("=")
            expired = any(one.strip().lower() == "max-age=0" for one in attributes)
            if expired or not value.strip('"'):
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = value


def _counted(headers: dict[str, str]) -> tuple:
    found = TIMING.search(headers.get("server-timing", ""))
    if not found:
        return None, None, None
    return int(found[1]), float(found[2]), float(found[3])


def client_id() -> str:
    """What the player draws for each opened question."""
    return str(uuid.uuid4())
