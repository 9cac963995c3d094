"""One learner's device: an attempt from its start to its result, through thick and thin.

Answers are sent as the page's script sends them (quizzes/static/quizzes/journal.js): a
sender of its own for each page that loads, a rising number, one request at a time, again
and again until it is acknowledged.
"""

import asyncio
import re
import time
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from random import Random

from bench import BenchError
from bench.faults.line import BrokenLineError, Line, Reply

ATTEMPT = re.compile(r"/attempt/([0-9a-f-]{36})/")
PROMPT = re.compile(r"What holds in case (\d+)\?")
SCORE = re.compile(r'score__number">([\d.]+)<')
PASSED = re.compile(r"chip chip--ok")
# What the page to sign in says to who was cut off too often, and in seconds how long
# such a person waits before trying again.
LOCKED_OUT, LOCKED_FOR = b"Too many attempts", 30.0
ERRORS = re.compile(rb"errorlist.*?</ul>", re.S)
# The script's pauses in seconds: twice as long each time, up to the longest, and less by
# chance so that devices do not come back all at once (journal.js).
FIRST_PAUSE, LONGEST_PAUSE = 0.4, 1.0
# Somebody who presses a button again after a page did not load.
AGAIN = 0.3
# Nobody tries for longer.
GIVES_UP_AFTER = 240
# Shares of questions: several changes, answered in the page's form, left by the form
# while the script may still be sending, answered in a second tab besides.
CHANGED_AGAIN, WITH_PAGE, BY_FORM, IN_TWO_TABS = 0.4, 0.08, 0.1, 0.05
BETWEEN = (0.0, 0.06)


@dataclass
class Sent:
    """One change on one page. `acknowledged` is None while nothing said it was saved."""

    device: int
    attempt: str
    position: int
    client: str
    sequence: int
    payload: dict | None
    given: float
    acknowledged: float | None = None


@dataclass
class Device:
    """Has one learner's session; `expire` ends a session on the server, `pass_deadline`
    the time of an attempt."""

    number: int
    line: Line
    world: dict
    person: dict
    rng: Random
    # Before which question its session ends, or its time; 0 for never.
    expires_at: int = 0
    deadline_at: int = 0
    expire: Callable = None
    pass_deadline: Callable = None
    attempt: str = ""
    sent: list[Sent] = field(default_factory=list)
    # From when until when it had to sign in.
    signed_out: list[tuple[float, float]] = field(default_factory=list)
    counts: Counter = field(default_factory=Counter)
    score: float | None = None
    passed: bool | None = None
    closed: bool = False
    _signing_in: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def take(self) -> None:
        """The whole attempt. Raises BenchError when the server never comes back."""
        self.line.cookies["sessionid"] = self.person["session"]
        base = f"/quiz/{self.world['course']}/{self.world['quiz']}/"
        # As the button on the quiz's front page says.
        first = {"number": "1"}
        started = await self._until("POST", f"{base}start/", "/attempt/", first)
        self.attempt = ATTEMPT.search(started.location)[1]
        here = f"/attempt/{self.attempt}"
        review = await self._until("GET", f"{here}/review/", "case ")
        asked = PROMPT.findall(review.body.decode())
        if len(asked) != self.world["draw"]:
            raise BenchError(f"An attempt asks {len(asked)} questions.")
        for position, number in enumerate(asked, start=1):
            if position == self.expires_at:
                await self.expire(self.line.cookies.get("sessionid", ""))
                self.counts["session expired"] += 1
            if position == self.deadline_at:
                await self.pass_deadline(self.attempt)
                self.counts["deadline passed"] += 1
            if self.closed:
                break
            await self._answer(position, self.world["answers"][number])
        handed_in = await self._until("POST", f"{here}/submit/", "/result/")
        result = await self._until("GET", handed_in.location, "score__number")
        page = result.body.decode()
        self.score = float(SCORE.search(page)[1])
        self.passed = bool(PASSED.search(page))

    def rows(self) -> list[dict]:
        """Its log: every change, and what the result said."""
        whole = {
            "device": self.number,
            "attempt": self.attempt,
            "score": self.score,
            "passed": self.passed,
        }
        return [whole, *(asdict(one) for one in self.sent)]

    # --- One question --------------------------------------------------------------

    async def _answer(self, position: int, choices: list[dict]) -> None:
        if self.rng.random() < WITH_PAGE:
            await self._until("GET", f"/attempt/{self.attempt}/{position}/", "<form")
        pages = [Page(self, position)]
        if self.rng.random() < IN_TWO_TABS:
            pages.append(Page(self, position))
        by_form = self.rng.random() < BY_FORM
        again = self.rng.random() < CHANGED_AGAIN
        for _change in range(self.rng.randint(2, 3) if again else 1):
            for page in pages:
                page.change(self.rng.choice(choices))
                await asyncio.sleep(self.rng.uniform(*BETWEEN))
        if by_form:
            await pages[0].leave_by_form()
        await asyncio.gather(*(page.settle() for page in pages))

    # --- The line ------------------------------------------------------------------

    async def _until(
        self, method: str, path: str, expected: str, data: dict | None = None
    ) -> Reply:
        """Press the button, or load the page, until what comes is what belongs there.
        A page behind another one is followed."""
        until = time.monotonic() + GIVES_UP_AFTER
        while time.monotonic() < until:
            try:
                reply = await (
                    self.line.get(path)
                    if method == "GET"
                    else self.line.post(path, data)
                )
            except BrokenLineError:
                self.counts["asked again"] += 1
                await asyncio.sleep(AGAIN)
                continue
            if reply.status == 302 and reply.location.startswith("/account/"):
                await self.sign_in()
            elif reply.status == 302 and expected in reply.location:
                return reply
            elif reply.status == 302:
                # A question that is closed leads to the result, and so on.
                self.closed = "/result/" in reply.location
                return reply
            elif reply.status == 200 and expected.encode() in reply.body:
                return reply
            elif reply.status < 500:
                raise BenchError(f"{method} {path}: {reply.status} {reply.location}")
            else:
                self.counts["server error"] += 1
                await asyncio.sleep(AGAIN)
        raise BenchError(f"{method} {path} was never answered.")

    async def sign_in(self) -> None:
        """With the password, once for all pages that were told to."""
        had, since = self.line.cookies.get("sessionid"), time.monotonic()
        pause = 1.0
        async with self._signing_in:
            while self.line.cookies.get("sessionid") == had:
                data = {"login": self.person["email"]}
                data["password"] = self.world["password"]
                try:
                    reply = await self.line.post("/account/login/", data)
                except BrokenLineError:
                    reply = None
                if reply is None or reply.status >= 500:
                    # A person waits longer each time; who hurries is locked out.
                    await asyncio.sleep(pause)
                    pause *= 2
                elif LOCKED_OUT in reply.body:
                    # Whose tries were cut off in the middle: they count as failed.
                    self.counts["locked out"] += 1
                    await asyncio.sleep(LOCKED_FOR)
                elif reply.status != 302:
                    said = b" ".join(ERRORS.findall(reply.body)).decode()
                    raise BenchError(f"Signing in answered {reply.status}: {said}")
                else:
                    self.counts["signed in again"] += 1
                    break
        self.signed_out.append((since, time.monotonic()))


class Page:
    """A question in a tab: what its script knows."""

    def __init__(self, device: Device, position: int) -> None:
        self._device = device
        self._position = position
        self._where = f"/attempt/{device.attempt}/{position}/"
        self._load()
        self._sending: asyncio.Task | None = None

    def _load(self) -> None:
        """A page that loads counts for itself."""
        self._client = str(uuid.UUID(int=self._device.rng.getrandbits(128), version=4))
        self._count = 0
        self._waiting: tuple[dict, Sent] | None = None

    def change(self, choice: dict) -> None:
        self._count += 1
        device = self._device
        sent = Sent(
            device.number,
            device.attempt,
            self._position,
            self._client,
            self._count,
            choice["payload"],
            time.monotonic(),
        )
        device.sent.append(sent)
        self._waiting = (choice, sent)
        if self._sending is None or self._sending.done():
            self._sending = asyncio.create_task(self._send())

    async def settle(self) -> None:
        """Stay on the page until everything is saved."""
        if self._sending:
            await self._sending

    async def leave_by_form(self) -> None:
        """Press Next: the form holds the last change, and what the script still sends is
        nobody's any more."""
        if self._sending:
            self._sending.cancel()
            await asyncio.gather(self._sending, return_exceptions=True)
            self._sending = None
        if self._waiting is None:
            return
        choice, sent = self._waiting
        self._waiting = None
        data = self._data(choice, sent) | {"go": "review"}
        until = time.monotonic() + GIVES_UP_AFTER
        while time.monotonic() < until:
            try:
                reply = await self._device.line.post(self._where, data)
            except BrokenLineError:
                reply = None
            if reply is None or reply.status >= 500:
                await asyncio.sleep(AGAIN)
            elif "/review/" in reply.location:
                sent.acknowledged = time.monotonic()
                return
            elif "/result/" in reply.location:
                self._device.closed = True
                return
            elif reply.location.startswith("/account/"):
                # The server keeps what was posted for the page after signing in, which
                # sends it as its own.
                await self._device.sign_in()
                self._load()
                self.change(choice)
                return
            else:
                raise BenchError(f"A form was answered with {reply.status}.")
        raise BenchError("A form was never answered.")

    def _data(self, choice: dict, sent: Sent) -> dict:
        ago = int((time.monotonic() - sent.given) * 1000)
        number = {
            "client": sent.client,
            "sequence": str(sent.sequence),
            "ago": str(ago),
        }
        return choice["fields"] | number

    async def _send(self) -> None:
        pause, until = FIRST_PAUSE, time.monotonic() + GIVES_UP_AFTER
        device = self._device
        while self._waiting:
            if time.monotonic() > until:
                raise BenchError("An answer was never acknowledged.")
            data = self._waiting
            choice, sent = data
            try:
                where = f"{self._where}save/"
                reply = await device.line.post(where, self._data(choice, sent))
            except BrokenLineError:
                reply = None
            if reply is None or reply.status >= 500:
                device.counts["sent again"] += 1
                await asyncio.sleep(pause * device.rng.uniform(0.5, 1))
                pause = min(pause * 2, LONGEST_PAUSE)
            elif reply.status == 200 and b'"saved"' in reply.body:
                sent.acknowledged = time.monotonic()
                pause = FIRST_PAUSE
                if self._waiting is data:
                    self._waiting = None
            elif reply.status == 409:
                device.closed = True
                self._waiting = None
            elif reply.status == 401:
                await device.sign_in()
                # The same answer under the same number, as the device kept it.
            else:
                raise BenchError(f"A save was answered with {reply.status}.")
