"""What the database believes of its tables, made true after many rows were written."""

from django.db import connection, models


def renew_statistics(*tables: type[models.Model]) -> None:
    """Have PostgreSQL look at these tables anew. It does so by itself within a minute or
    so; until then it reads a table from end to end where an index would serve, and work
    that is done in pieces slows down with each of them. Nothing elsewhere."""
    if connection.vendor != "postgresql":
        return
    names = ", ".join(connection.ops.quote_name(one._meta.db_table) for one in tables)
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {names}")
