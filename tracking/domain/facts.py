"""Questions to facts that are gathered once per row.

Django writes an annotation out wherever it is used again, so that a standing built of
others would look up the same certificates a dozen times for every person. Here the
facts are a queryset, and what is derived from them stands on top.
"""

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import date

from django.db import connection
from django.db.models import QuerySet

CHUNK = 2000


def select_from(
    facts: QuerySet, names: Sequence[str], sql: str, params: Sequence[object] = ()
) -> Iterator[dict]:
    """Run `sql`, which reads from `facts` (a values_list) under column names.

    `sql` goes on where the WITH clause of the facts ends: with ", other AS (…)" or with
    SELECT. Names and `sql` are written by us; everything else goes into `params`, days
    by way of `day_parameter`. Rows come in chunks, as dictionaries; `as_day` reads a
    day out of them.
    """
    compiled, inner = facts.query.get_compiler(connection=connection).as_sql()
    statement = f"WITH facts ({', '.join(names)}) AS MATERIALIZED ({compiled}) {sql}"
    with closing(connection.chunked_cursor()) as cursor:
        with planned_anew():
            cursor.execute(statement, [*inner, *params])
        columns = [column[0] for column in cursor.description or ()]
        while rows := cursor.fetchmany(CHUNK):
            for row in rows:
                yield dict(zip(columns, row, strict=True))


@contextmanager
def planned_anew() -> Iterator[None]:
    """The database plans a statement for its own values. A plan that is kept for all of
    them takes a village for a country, or the other way round, once the same question
    was asked some ten times; making one costs a few milliseconds."""
    connection.ensure_connection()
    threshold = getattr(connection.connection, "prepare_threshold", None)
    if threshold is None:
        yield
        return
    connection.connection.prepare_threshold = None
    try:
        yield
    finally:
        connection.connection.prepare_threshold = threshold


def day_parameter(day: date) -> object:
    """A day as the database compares it."""
    return connection.ops.adapt_datefield_value(day)


def as_day(value: date | str | None) -> date | None:
    """A day out of a row: SQLite keeps days as text."""
    return date.fromisoformat(value) if isinstance(value, str) else value
