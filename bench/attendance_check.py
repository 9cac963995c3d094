"""What came of check-ins and of marks, read from the rows as they are; and what writing
the same rows costs by hand."""

import sqlite3
import tempfile
import time
from pathlib import Path

from django.db import connection

TABLES = ("trainers_attendancemark", "trainers_attendance")


def build(*, session: str) -> dict:
    """`marks`: [uuid]; `standing`: [[registration, block, presence, minutes]], all as
    their keys; `by_hand_s`: one transaction for each mark with its attendance, and
    `at_once_s`: all of them in one, on a file of SQLite with the same columns."""
    with connection.cursor() as cursor:
        key = session.replace("-", "")
        cursor.execute(
            "SELECT m.uuid FROM trainers_attendancemark m "
            "JOIN trainers_sessionblock b ON b.id = m.block_id "
            "JOIN trainers_trainingsession s ON s.id = b.session_id WHERE s.uuid = %s",
            [key],
        )
        marks = [row[0] for row in cursor.fetchall()]
        cursor.execute(
            "SELECT r.uuid, b.uuid, a.presence, a.minutes FROM trainers_attendance a "
            "JOIN trainers_registration r ON r.id = a.registration_id "
            "JOIN trainers_sessionblock b ON b.id = a.block_id "
            "JOIN trainers_trainingsession s ON s.id = b.session_id WHERE s.uuid = %s",
            [key],
        )
        standing = [list(row) for row in cursor.fetchall()]
    return {"marks": marks, "standing": standing} | _by_hand(key)


def _by_hand(key: str) -> dict[str, float]:
    """The same rows into tables with the same indexes, nothing else."""
    rows, made = {}, []
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(
                "SELECT sql FROM sqlite_master WHERE tbl_name = %s AND sql IS NOT NULL "
                "AND type != 'trigger' ORDER BY type DESC",
                [table],
            )
            made += [row[0] for row in cursor.fetchall()]
            cursor.execute(
                f"SELECT t.* FROM {table} t "  # noqa: S608 -- our own two tables
                "JOIN trainers_sessionblock b ON b.id = t.block_id "
                "JOIN trainers_trainingsession s ON s.id = b.session_id "
                "WHERE s.uuid = %s",
                [key],
            )
            rows[table] = cursor.fetchall()
    return {
        "by_hand_s": _written(made, rows, together=False),
        "at_once_s": _written(made, rows, together=True),
    }


def _written(made: list[str], rows: dict, *, together: bool) -> float:
    with tempfile.TemporaryDirectory() as folder:
        file = sqlite3.connect(Path(folder) / "by-hand.sqlite3", isolation_level=None)
        # As Relay's own file is set.
        file.execute("PRAGMA journal_mode = WAL")
        file.execute("PRAGMA synchronous = NORMAL")
        file.execute("PRAGMA foreign_keys = OFF")
        for statement in made:
            file.execute(statement)
        began = time.perf_counter()
        if together:
            file.execute("BEGIN")
        for number in range(max(len(found) for found in rows.values())):
            if not together:
                file.execute("BEGIN")
            for table, found in rows.items():
                if number < len(found):
                    signs = ", ".join("?" * len(found[number]))
                    file.execute(
                        f"INSERT INTO {table} VALUES ({signs})",  # noqa: S608
                        [
                            str(value) if hasattr(value, "year") else value
                            for value in found[number]
                        ],
                    )
            if not together:
                file.execute("COMMIT")
        if together:
            file.execute("COMMIT")
        took = time.perf_counter() - began
        file.close()
        return took
