"""A room of people who check in with the code at once, and a list that two phones kept
without network and send afterwards; on the database that Relay comes with."""

import json
import os
import random
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bench.browser import Browser, Reply
from bench.embedded import Embedded, embedded
from bench.report import Figure, Report, median, percentile

PEOPLE = int(os.environ.get("BENCH_PEOPLE", "130"))
MARKS = int(os.environ.get("BENCH_MARKS", "10000"))
MOST_SECONDS = 10
# Of what the phones send so many were sent before.
DOUBLED = 0.3
BLOCKS = 14
# As many as come through a door, and hold a phone up, at the same time.
AT_ONCE = 16
AT_A_TIME = 500
PRESENCES = (("here", None), ("here", None), ("away", None), ("part", 40))
SEED = 20_261_128


@dataclass
class CheckedIn:
    """`replies` by what was asked; `seconds` for all of them."""

    seconds: float
    replies: dict[str, list[Reply]]


def run() -> Report:
    with embedded() as relay:
        print(f"{PEOPLE} people check in ...", flush=True)
        # As many pairs of a person and a block as marks that are not doubled.
        listed = -(-int(MARKS * (1 - DOUBLED)) // BLOCKS)
        world = relay.build(
            "bench.attendance_world", people=PEOPLE, listed=listed, blocks=BLOCKS
        )
        checked = _check_in(relay, world)
        room = relay.build("bench.attendance_check", session=world["room"]["session"])
        print(f"{MARKS:,} marks of two phones ...", flush=True)
        sent, seconds = _send(relay, world)
        found = relay.build("bench.attendance_check", session=world["list"]["session"])
    return report_of(checked, room, sent, seconds, found)


def _phone(relay: Embedded, cookie: str, number: int = 1) -> Browser:
    phone = Browser(
        relay.port, address=f"10.0.{number // 250}.{number % 250}", scheme="http"
    )
    phone.cookies["sessionid"] = cookie
    return phone


def _check_in(relay: Embedded, world: dict) -> CheckedIn:
    """Each opens the page and types what the wall shows."""
    room = world["room"]
    page = f"/here/{room['block']}/"
    wall = f"/trainers/sessions/{room['session']}/attendance/{room['block']}/code/now/"
    trainer = _phone(relay, world["trainers"][0])
    replies: dict[str, list[Reply]] = {"page": [], "checked in": []}
    reading = threading.Lock()

    def code() -> str:
        with reading:
            return json.loads(trainer.get(wall).text)["typed"]

    def come(number: int) -> None:
        phone = _phone(relay, room["cookies"][number], number)
        replies["page"].append(phone.get(page))
        replies["checked in"].append(phone.post(page, {"code": code()}))
        phone.close()

    began = time.perf_counter()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(come, range(PEOPLE)))
    return CheckedIn(time.perf_counter() - began, replies)


def _send(relay: Embedded, world: dict) -> tuple[list[dict], float]:
    """Everything that is said, once each; and the seconds it took to send all of it, in
    any order, with what was sent before among it, from two phones at once."""
    said = list(_said(world["list"]))
    draw = random.Random(SEED)
    sent = said + draw.sample(said, MARKS - len(said))
    draw.shuffle(sent)
    half = len(sent) // 2
    address = f"/trainers/sessions/{world['list']['session']}/attendance/marks/"

    def send(cookie: str, mine: list[dict]) -> None:
        phone = _phone(relay, cookie)
        phone.get(address)
        for start in range(0, len(mine), AT_A_TIME):
            body = {
                "device_now": datetime.now(UTC).isoformat(),
                "marks": mine[start : start + AT_A_TIME],
                "walk_ins": [],
            }
            phone.post_json(address, body)
        phone.close()

    began = time.perf_counter()
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(send, world["trainers"], (sent[:half], sent[half:])))
    return said, time.perf_counter() - began


def _said(listed: dict):
    """A mark for each person and block, said in the last hour."""
    draw = random.Random(SEED)
    pairs = [
        (one, block) for one in listed["registrations"] for block in listed["blocks"]
    ]
    for registration, block in pairs[: int(MARKS * (1 - DOUBLED))]:
        presence, minutes = draw.choice(PRESENCES)
        at = datetime.now(UTC) - timedelta(seconds=draw.randrange(1, 3000))
        yield {
            "uuid": str(uuid.UUID(int=draw.getrandbits(128))),
            "registration": registration,
            "block": block,
            "presence": presence,
            "minutes": minutes,
            "said_at": at.isoformat(),
        }


def _plain(key: str) -> str:
    return str(key).replace("-", "")


def report_of(
    checked: CheckedIn,
    room: dict,
    sent: list[dict],
    seconds: float,
    found: dict,
    *,
    people: int = PEOPLE,
) -> Report:
    """The table of what was measured. `room` and `found` are what bench.attendance_check
    read afterwards; `sent` is everything that was said, once each."""
    report = Report("attendance")
    section = report.section(
        f"{people} people check in with the code of the room, {AT_ONCE} at once",
        "On the database that Relay comes with, as `make run` starts it. Floor: the same "
        "rows into a file of SQLite by hand, a transaction for each person.",
    )
    section.add(
        Figure(
            "all of them",
            checked.seconds,
            "s",
            room["by_hand_s"],
            MOST_SECONDS,
            "budget",
        )
    )
    for name, replies in checked.replies.items():
        times = [one.ms for one in replies]
        section.add(
            Figure(f"{name}: median", median(times), "ms"),
            Figure(f"{name}: p95", percentile(times, 0.95), "ms"),
        )
    there = [row for row in room["standing"] if row[2] != "away"]
    section.add(
        Figure(
            "not there afterwards", people - len(there), "people", None, 0, "budget"
        ),
        Figure(
            "there twice", len(room["marks"]) - len(there), "marks", None, 0, "budget"
        ),
    )
    stands = {
        (_plain(person), _plain(block)): (presence, minutes)
        for person, block, presence, minutes in found["standing"]
    }
    wanted = {
        (_plain(one["registration"]), _plain(one["block"])): (
            one["presence"],
            one["minutes"],
        )
        for one in sent
    }
    kept = [_plain(one) for one in found["marks"]]
    section = report.section(
        f"{MARKS:,} marks from two phones that were without network, "
        f"{round(DOUBLED * 100)} % of them sent before",
        f"{AT_A_TIME} at a time, both at once, in any order. Floor: the same rows by hand "
        "in one transaction.",
    )
    section.add(
        Figure("sent and kept", seconds, "s", found["at_once_s"]),
        Figure("a mark", seconds / MARKS * 1000, "ms"),
        Figure(
            "lost",
            len({_plain(one["uuid"]) for one in sent} - set(kept)),
            "marks",
            None,
            0,
            "budget",
        ),
        Figure("doubled", len(kept) - len(set(kept)), "marks", None, 0, "budget"),
        Figure(
            "standing otherwise than was said",
            sum(stands.get(pair) != what for pair, what in wanted.items()),
            "people and blocks",
            None,
            0,
            "budget",
        ),
    )
    return report
