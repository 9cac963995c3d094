"""Months in the database, the same as certificates count them."""

from datetime import date

from django.db import connection
from django.db.models import DateField, Func

# Stands for "without end" where days are compared; never shown to anybody.
FOREVER = date(9999, 12, 31)

# By database, with the first day and the number of months to be put in.
_SQL = {
    # SQLite runs over into the next month (30 February is 2 March), so the earlier of
    # that and of the month's last day counts.
    "sqlite": (
        "min(date({first}, ({months}) || ' months'), "
        "date({first}, 'start of month', (({months}) + 1) || ' months', '-1 day'))"
    ),
    "postgresql": "(({first} + make_interval(months => ({months})::int))::date)",
}


_DAYS_LATER = {
    "sqlite": "date({day}, ({days}) || ' days')",
    "postgresql": "({day} + ({days})::int)",
}


def days_later(day: str, days: str) -> str:
    """SQL for the day so many days after another one; both are columns, as written by
    us."""
    return _DAYS_LATER[connection.vendor].format(day=day, days=days)


def last_day(first: str, months: str) -> str:
    """SQL for the last day of a term of months, as `LastDay`; both are columns, as
    written by us."""
    return _SQL[connection.vendor].format(first=first, months=months)


class LastDay(Func):
    """The last day of a term of months that begins on a day; NULL without months.

    Arguments: the first day, and the number of months. The same as
    certificates.domain.award.last_valid_day.
    """

    arity = 2
    output_field = DateField()

    def as_sql(self, compiler, connection, **context):
        template = _SQL[connection.vendor]
        (first, first_params), (months, months_params) = (
            compiler.compile(one) for one in self.get_source_expressions()
        )
        times = template.count("{first}")
        sql = template.format(first=first, months=months)
        return sql, [*first_params, *months_params] * times
