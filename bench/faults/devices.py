"""python -m bench.faults.devices FILE: devices and the bad line before the server, in a
process of their own.

Writes a byte for every attempt that is done, and in the end its logs.
"""

import asyncio
import contextlib
import json
import sys
import time
from collections import Counter
from pathlib import Path
from random import Random

import psycopg
import redis

from bench import BenchError
from bench.faults.device import Device
from bench.faults.line import Line
from bench.faults.proxy import Proxy

SESSION_KEY = "{prefix}:1:django.contrib.sessions.cached_db{key}"
HAS_DEADLINES = """
    SELECT count(*) FROM information_schema.columns
    WHERE table_name = 'quizzes_attempt' AND column_name = 'deadline_at'
"""
PASS_DEADLINE = """
    UPDATE quizzes_attempt
    SET time_limit = 5, deadline_at = now() - interval '1 second' WHERE uuid = %s
"""
PATIENCE = 120


class Hand:
    """What reaches into the server's stores from outside."""

    def __init__(self, plan: dict) -> None:
        self._database = plan["database"]
        self._redis = redis.Redis.from_url(plan["redis"])
        self._prefix = plan["key_prefix"]

    async def expire(self, session: str) -> None:
        """End a session, as its age would."""
        await asyncio.to_thread(
            self._sql, "DELETE FROM django_session WHERE session_key = %s", session
        )
        key = SESSION_KEY.format(prefix=self._prefix, key=session)
        await asyncio.to_thread(self._redis.delete, key)

    async def pass_deadline(self, attempt: str) -> None:
        """As if the clock stood behind the time of an attempt."""
        await asyncio.to_thread(self._sql, PASS_DEADLINE, attempt)

    def has_deadlines(self) -> bool:
        with psycopg.connect(self._database) as connection:
            return bool(connection.execute(HAS_DEADLINES).fetchone()[0])

    def _sql(self, statement: str, value: str) -> None:
        """Until it worked: the database may just be starting again."""
        for _tried in range(PATIENCE):
            with contextlib.suppress(psycopg.Error):
                with psycopg.connect(self._database, autocommit=True) as connection:
                    connection.execute(statement, [value])
                return
            time.sleep(0.5)
        raise BenchError("The database did not come back.")


async def run(plan: dict) -> None:
    rng = Random(plan["seed"])
    world = json.loads(Path(plan["world"]).read_text())
    proxy = Proxy(plan["port"], Random(rng.random()))
    server = await proxy.serve()
    port = server.sockets[0].getsockname()[1]
    hand = Hand(plan)
    deadlines = hand.has_deadlines()
    devices = [
        _device(number, port, plan, world, Random(rng.random()), hand, deadlines)
        for number in range(plan["attempts"])
    ]
    left = iter(devices)

    async def one_after_another() -> None:
        for device in left:
            await device.take()
            print(".", end="", flush=True)

    async with asyncio.TaskGroup() as group:
        for _place in range(plan["at_once"]):
            group.create_task(one_after_another())
    await proxy.settle()
    server.close()
    _write(plan, proxy, devices)


def _device(number, port, plan, world, rng, hand, deadlines) -> Device:
    draw = world["draw"]
    drawn = rng.random()
    expires = drawn < plan["expired"]
    passes = deadlines and not expires and drawn < plan["expired"] + plan["overdue"]
    return Device(
        number=number,
        line=Line(port, plan["origin"], number),
        world=world,
        person=world["people"][number],
        rng=rng,
        expires_at=rng.randint(1, draw) if expires else 0,
        deadline_at=rng.randint(2, draw) if passes else 0,
        expire=hand.expire,
        pass_deadline=hand.pass_deadline,
    )


def _write(plan: dict, proxy: Proxy, devices: list[Device]) -> None:
    logs = Path(plan["logs"])
    logs.mkdir(exist_ok=True)
    for device in devices:
        lines = "\n".join(json.dumps(row) for row in device.rows())
        (logs / f"device-{device.number:05}.jsonl").write_text(lines + "\n")
    counts = sum((device.counts for device in devices), Counter())
    broken = [
        *proxy.broken,
        *((device.number, *span) for device in devices for span in device.signed_out),
    ]
    said = {"faults": proxy.faults, "counts": counts, "broken": broken}
    (logs / "line.json").write_text(json.dumps(said))


if __name__ == "__main__":
    asyncio.run(run(json.loads(Path(sys.argv[1]).read_text())))
