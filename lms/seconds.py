"""Moments as whole seconds since 1970, where there are very many of them: to make a
moment of what the database keeps takes longer than to read it."""

from datetime import date, datetime, tzinfo

from django.db.models import BigIntegerField, Func


class Seconds(Func):
    """A moment as whole seconds since 1970; None for none."""

    arity = 1
    output_field = BigIntegerField()

    def as_sqlite(self, compiler, connection, **context):
        # Without the fraction, which SQLite would round up.
        return self.as_sql(
            compiler,
            connection,
            template="CAST(strftime('%%%%s', SUBSTR(%(expressions)s, 1, 19)) AS INTEGER)",
            **context,
        )

    def as_postgresql(self, compiler, connection, **context):
        return self.as_sql(
            compiler,
            connection,
            template="CAST(FLOOR(EXTRACT(EPOCH FROM %(expressions)s)) AS BIGINT)",
            **context,
        )


def day_of_seconds(seconds: int, zone: tzinfo) -> date:
    """The day it was somewhere."""
    return datetime.fromtimestamp(seconds, zone).date()
