"""What saving an answer costs as a domain function, beside the least that can be done:
one INSERT written by hand and its COMMIT, in the same process on the same connection."""

import time
import uuid

from django.db import connection
from django.utils import timezone
from psycopg.types.json import Jsonb

from quizzes.domain.attempts import save_answer
from quizzes.domain.versions import versions_of
from quizzes.models import AttemptItem

INSERT = """
    INSERT INTO quizzes_answer (item_id, client, sequence, payload, received_at)
    VALUES (%s, %s, %s, %s, %s)
"""
WARM_UP = 30


def build(*, rounds: int, attempt: str, answers: dict) -> dict:
    """Milliseconds of each round, by name; in turn, so that a slow moment meets both."""
    items = list(AttemptItem.objects.filter(attempt__uuid=attempt))
    versions = versions_of(item.version_id for item in items)
    for item in items:
        item.version = versions[item.version_id]
    found: dict[str, list[float]] = {"by hand": [], "domain function": []}
    for number in range(WARM_UP + rounds):
        item = items[number % len(items)]
        asked = str(int(item.version.key.removeprefix("asked-")))
        payload = answers[asked][0]["payload"]
        times = {
            "by hand": _timed(_by_hand, item, payload),
            "domain function": _timed(_domain, item, payload),
        }
        if number >= WARM_UP:
            for name, took in times.items():
                found[name].append(took)
    return found


def _timed(do, item, payload) -> float:
    began = time.perf_counter()
    do(item, payload)
    return (time.perf_counter() - began) * 1000


def _by_hand(item, payload) -> None:
    connection.ensure_connection()
    own = connection.connection
    row = [item.pk, uuid.uuid4(), 1, Jsonb(payload), timezone.now()]
    with own.transaction(), own.cursor() as cursor:
        cursor.execute(INSERT, row)


def _domain(item, payload) -> None:
    save_answer(
        item,
        payload,
        client=uuid.uuid4(),
        sequence=1,
        language="en",
        now=timezone.now(),
    )
