"""Which rows are locked, in which order; on SQLite too, which locks none."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from django.db import connection, models
from django.db.models.query import QuerySet

# organisations.domain.locks, in its order.
STEPS = (
    {"tracking.StaffImport", "tracking.PickupFile", "organisations.LetterRun"},
    {"organisations.Organisation"},
    {"interop.DirectoryPerson", "interop.DirectoryGroup"},
    {"organisations.User"},
    {"organisations.Invitation", "organisations.Letter"},
)
IN_ORDER_OF_KEYS = {"organisations.Organisation", "organisations.User"}
Locked = list[tuple[str, int]]


@contextmanager
def recorded_locks() -> Iterator[Locked]:
    """The rows that are locked meanwhile, (table, key), each at its first time."""
    found: Locked = []
    fetch_all = QuerySet._fetch_all

    def recording(queryset):
        is_new = queryset._result_cache is None
        fetch_all(queryset)
        if is_new and queryset.query.select_for_update:
            label = queryset.model._meta.label
            for row in queryset._result_cache:
                one = (label, _key(row))
                if one not in found:
                    found.append(one)

    with patch.object(QuerySet, "_fetch_all", recording):
        yield found


def out_of_order(locked: Locked) -> Locked:
    """What was locked too late: after something of a later step, or after a larger key."""
    late, latest = [], (-1, 0)
    for label, key in locked:
        step = next(at for at, labels in enumerate(STEPS) if label in labels)
        place = (step, key if label in IN_ORDER_OF_KEYS else 0)
        if place < latest:
            late.append((label, key))
        latest = max(latest, place)
    return late


def tables(locked: Locked) -> list[str]:
    """The names of the tables, each once, in the order of their first lock."""
    return list(dict.fromkeys(label.partition(".")[2] for label, _key in locked))


def until_somebody_waits() -> None:
    """Look, again and again, until another connection waits for a lock of this one."""
    with connection.cursor() as cursor:
        for _look in range(20_000):
            cursor.execute(
                "SELECT pid FROM pg_locks WHERE NOT granted"
                " AND pg_backend_pid() = ANY (pg_blocking_pids(pid))"
            )
            if cursor.fetchone():
                return
    raise AssertionError("Nobody waits.")


def _key(row) -> int:
    if isinstance(row, models.Model):
        return row.pk
    if isinstance(row, dict):
        return row["pk"]
    return row[0] if isinstance(row, tuple) else row
