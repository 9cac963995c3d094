"""python -m bench.verify_load FILE: checks of certificates at a set pace, in a process of
its own.

Open loop: a request sets off when its moment has come, whether or not earlier ones were
answered, and its time is counted from that moment. Each comes from an address of its
own, as strangers do. Writes what it found as JSON.
"""

import asyncio
import json
import sys
import time
from pathlib import Path

from bench.faults.line import BrokenLineError, Line
from bench.spike_load import Kind


class Checks:
    """Who asks in turn: `mix` names the kinds of addresses in the order they come."""

    def __init__(self, plan: dict) -> None:
        self._plan = plan
        self.kinds = {name: Kind(0) for name in plan["asked"]}

    async def run(self) -> None:
        plan, began = self._plan, time.perf_counter()
        async with asyncio.TaskGroup() as group:
            for number in range(plan["per_second"] * plan["seconds"]):
                due = began + number / plan["per_second"]
                await asyncio.sleep(max(0.0, due - time.perf_counter()))
                group.create_task(self._one(number, due))

    async def _one(self, number: int, due: float) -> None:
        plan = self._plan
        name = plan["mix"][number % len(plan["mix"])]
        asked = plan["asked"][name]
        path, status = asked[(plan["first"] + number) % len(asked)]
        line = Line(plan["port"], plan["origin"], plan["first"] + number)
        try:
            reply = await line.get(path)
            wrong = "" if reply.status == status else f"{name}: {reply.status}"
        except BrokenLineError as problem:
            wrong = str(problem) or "no reply"
        kind = self.kinds[name]
        kind.ms.append((time.perf_counter() - due) * 1000)
        if wrong:
            kind.errors.append(wrong)


def main() -> None:
    plan = json.loads(Path(sys.argv[1]).read_text())
    checks, began = Checks(plan), time.perf_counter()
    asyncio.run(checks.run())
    found = {
        "seconds": time.perf_counter() - began,
        "cpu": time.process_time(),
        "kinds": {
            name: {"ms": kind.ms, "errors": kind.errors}
            for name, kind in checks.kinds.items()
        },
    }
    Path(plan["found"]).write_text(json.dumps(found))


if __name__ == "__main__":
    main()
