"""Answers survive what breaks, on the server as it runs in production."""

import psycopg
import pytest
from django.db import connection

from bench import BenchError, quiz_faults
from bench.cluster import Cluster
from bench.faults import checker

ATTEMPTS = 500

pytestmark = [pytest.mark.slow, pytest.mark.only_on("postgresql")]


def test_no_answer_is_lost_or_doubled_and_every_score_is_right(db):
    """And whatever is then spoilt in the same database by hand is found."""
    try:
        Cluster().stop()
    except BenchError as missing:
        pytest.skip(str(missing))
    with quiz_faults.fault_run(ATTEMPTS, migrated=_address()) as found:
        assert found.findings.all == []
        assert found.findings.acknowledged > 10 * ATTEMPTS
        expected = {
            "request dropped", "reply dropped", "request delayed", "request duplicated",
            "request reordered", "session expired", "web worker killed",
            "web server killed", "database restarted", "edition released",
            "deadline passed",
        }  # fmt: skip
        assert set(found.faults) == expected
        lost, doubled, graded = _spoil(found.url, found.logs)
        spoilt = checker.compare(checker.read(found.url), found.logs)
        (gone,) = spoilt.lost
        assert lost["client"] in gone
        (twice,) = spoilt.duplicated
        assert doubled["client"] in twice
        assert any(graded["attempt"] in one for one in spoilt.misgraded)


def _address() -> str:
    """Of the database of the tests, which holds what migrations write."""
    known = connection.settings_dict
    who = ":".join(part for part in (known["USER"], known["PASSWORD"]) if part)
    place = f"{known['HOST'] or '127.0.0.1'}:{known['PORT'] or 5432}"
    return f"postgres://{who}@{place}/{known['NAME']}"


def _spoil(url: str, logs: list[dict]) -> tuple[dict, dict, dict]:
    """Take one answer away, put one in again, and grade one otherwise: which."""
    acknowledged = {}
    for line in logs:
        if line.get("acknowledged") is not None:
            acknowledged.setdefault(line["attempt"], line)
    lost, doubled, graded, *_others = acknowledged.values()
    with psycopg.connect(url) as database:
        database.execute(
            "ALTER TABLE quizzes_answer DROP CONSTRAINT answer_stored_once"
        )
        database.execute(
            "DELETE FROM quizzes_answer WHERE client = %(client)s"
            " AND sequence = %(sequence)s",
            lost,
        )
        database.execute(
            """INSERT INTO quizzes_answer (item_id, client, sequence, payload, received_at)
               SELECT item_id, client, sequence, payload, received_at
               FROM quizzes_answer
               WHERE client = %(client)s AND sequence = %(sequence)s""",
            doubled,
        )
        database.execute(
            """UPDATE quizzes_graderecord
               SET correctness = CASE WHEN correctness = 1 THEN 0 ELSE 1 END
               FROM quizzes_attemptitem item, quizzes_attempt attempt
               WHERE item.id = item_id AND attempt.id = item.attempt_id
                 AND attempt.uuid = %(attempt)s AND item.position = %(position)s""",
            graded,
        )
    return lost, doubled, graded
