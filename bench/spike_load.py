"""python -m bench.spike_load FILE: starts and saves at a set pace, in a process of its own.

Open loop: a request sets off when its moment has come, whether or not earlier ones were
answered, and its time is counted from that moment. Writes what it found as JSON.
"""

import asyncio
import json
import sys
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from bench.faults.line import BrokenLineError, Line


@dataclass
class Kind:
    """One kind of request: how often, and what came of it."""

    per_second: float
    ms: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@dataclass
class Spike:
    plan: dict
    world: dict
    rng: Random
    starts: Kind
    saves: Kind

    async def run(self) -> None:
        began = time.perf_counter()
        async with asyncio.TaskGroup() as group:
            group.create_task(self._pace(self.starts, self._start, began))
            group.create_task(self._pace(self.saves, self._save, began))

    async def _pace(self, kind: Kind, ask, began: float) -> None:
        async with asyncio.TaskGroup() as group:
            for number in range(int(kind.per_second * self.plan["seconds"])):
                due = began + number / kind.per_second
                await asyncio.sleep(max(0.0, due - time.perf_counter()))
                group.create_task(self._one(kind, ask, number, due))

    async def _one(self, kind: Kind, ask, number: int, due: float) -> None:
        try:
            wrong = await ask(number)
        except BrokenLineError as problem:
            wrong = str(problem) or "no reply"
        kind.ms.append((time.perf_counter() - due) * 1000)
        if wrong:
            kind.errors.append(wrong)

    async def _start(self, number: int) -> str:
        who = self.plan["savers"] + number
        where = f"/quiz/{self.world['course']}/{self.world['quiz']}/start/"
        reply = await self._line(who).post(where, {"number": "1"})
        is_begun = reply.status == 302 and "/attempt/" in reply.location
        return "" if is_begun else f"start: {reply.status} {reply.location}"

    async def _save(self, number: int) -> str:
        who = number % self.plan["savers"]
        mine = self.world["started"][who]
        place = self.rng.randrange(len(mine["asked"]))
        choice = self.rng.choice(self.world["answers"][mine["asked"][place]])
        sender = {"client": str(uuid.uuid4()), "sequence": "1"}
        where = f"/attempt/{mine['attempt']}/{place + 1}/save/"
        reply = await self._line(who).post(where, choice["fields"] | sender)
        return "" if b'"saved"' in reply.body else f"save: {reply.status}"

    def _line(self, who: int) -> Line:
        cookies = {"sessionid": self.world["people"][who]["session"]}
        return Line(self.plan["port"], self.plan["origin"], who, cookies)


def main() -> None:
    plan = json.loads(Path(sys.argv[1]).read_text())
    world = json.loads(Path(plan["world"]).read_text())
    starts, saves = Kind(plan["starts_per_second"]), Kind(plan["saves_per_second"])
    began = time.perf_counter()
    asyncio.run(Spike(plan, world, Random(plan["seed"]), starts, saves).run())
    found = {
        "seconds": time.perf_counter() - began,
        "cpu": time.process_time(),
        "starts": {"ms": starts.ms, "errors": starts.errors},
        "saves": {"ms": saves.ms, "errors": saves.errors},
    }
    Path(plan["found"]).write_text(json.dumps(found))


if __name__ == "__main__":
    main()
