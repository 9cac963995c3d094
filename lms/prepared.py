"""Questions to the database that nearly every page asks, put together once.

Building a queryset and turning it into SQL costs Django several times what the database
needs to answer it. Most pages need not care; those that everybody looks at all day do.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import connections
from django.db.models import Expression, Field, QuerySet
from django.db.models.sql.compiler import SQLCompiler

Row = TypeVar("Row")


class Given(Expression):
    """A value that is known only when the question is asked, by its name.

    Stands where a filter has a value: `filter(user=Given("user", BigIntegerField()))`.
    `field` says how the value is written for the database.
    """

    def __init__(self, name: str, field: Field) -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler, connection):
        return "%s", (self,)

    def written(self, value: Any, connection) -> Any:
        return self.output_field.get_db_prep_value(value, connection=connection)


@dataclass
class _Ready:
    """A queryset whose SQL stands, for one connection."""

    rows: QuerySet
    compiler: SQLCompiler
    given: dict[str, Any]


class Prepared(Generic[Row]):
    """A queryset with `Given` values in it, asked again and again with others.

    `build` makes it, once in every thread, so it may not depend on the time or on who
    asks: what differs is given, and None is no value to give. Nothing is remembered of
    the rows. Raises ValueError for a queryset that prefetches: that is two questions.
    """

    def __init__(self, build: Callable[[], QuerySet]) -> None:
        self._build = build
        self._mine = threading.local()

    def ask(self, **given: Any) -> list[Row]:
        """The rows for these values. Raises KeyError for a value that is missing."""
        ready = self._ready()
        ready.given = given
        # Past the queryset's own cache of results: it would give the first answer.
        return list(ready.rows._iterable_class(ready.rows))

    def _ready(self) -> _Ready:
        ready = getattr(self._mine, "ready", None)
        if ready is None or ready.compiler.connection is not connections[ready.rows.db]:
            ready = self._mine.ready = _ready(self._build())
        return ready


def _ready(rows: QuerySet) -> _Ready:
    if rows._prefetch_related_lookups:
        raise ValueError("A prepared queryset cannot prefetch.")
    compiler = rows.query.get_compiler(using=rows.db)
    sql, values = compiler.as_sql()
    ready = _Ready(rows, compiler, {})
    converters = compiler.get_converters(
        [column for column, *_rest in compiler.select[: compiler.col_count]]
    )

    def as_sql(*_args, **_kwargs):
        written = (
            value.written(ready.given[value.name], compiler.connection)
            if isinstance(value, Given)
            else value
            for value in values
        )
        return sql, tuple(written)

    compiler.as_sql = as_sql
    compiler.get_converters = lambda _expressions: converters
    rows.query.get_compiler = lambda *_args, **_kwargs: compiler
    return ready
