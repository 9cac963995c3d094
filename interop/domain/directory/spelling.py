"""An id in words, on every database."""

from django.db.models import CharField, Func


class Spelled(Func):
    """A UUID as text, with its hyphens: where one stands for a name that is missing."""

    function = "CAST"
    template = "%(function)s(%(expressions)s AS varchar)"
    arity = 1
    output_field = CharField()

    def as_sqlite(self, compiler, connection, **context):
        """SQLite keeps it as 32 signs without."""
        one, values = compiler.compile(self.source_expressions[0])
        parts = ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))
        sql = " || '-' || ".join(f"substr({one}, {at}, {many})" for at, many in parts)
        return f"({sql})", [*values] * len(parts)
