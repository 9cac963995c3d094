"""Rows of history that the database itself keeps from being changed.

What a row says of people may follow a merge of two accounts; no other column ever
changes. On PostgreSQL rows are never deleted either; SQLite empties a table row by row
where PostgreSQL truncates it, so there the models alone refuse (AppendOnlyModel) and keys
that protect.
"""

from collections.abc import Iterator

from django.apps import apps
from django.conf import settings
from django.db import connections, models

TABLES = (
    "Transition",
    "StepEvidence",
    "SignOff",
    "RubricRecord",
    "Calibration",
    "AttendanceMark",
    "ImplementationPlan",
    "FollowUp",
)
REFUSAL = "history is never changed"


def defend(using: str, **kwargs) -> None:
    """Put the triggers in place; again without effect. After every migration: SQLite
    loses those of a table that it writes anew."""
    connection = connections[using]
    statements = {"postgresql": _postgresql, "sqlite": _sqlite}.get(connection.vendor)
    if statements is None:
        return
    with connection.cursor() as cursor:
        present = set(connection.introspection.table_names(cursor))
        for name in TABLES:
            model = apps.get_model("trainers", name)
            if model._meta.db_table in present:
                for statement in statements(model):
                    cursor.execute(statement)


def kept_columns(model: type[models.Model]) -> list[str]:
    """The columns that never change: all but those that name a person."""
    user = settings.AUTH_USER_MODEL
    return [
        field.column
        for field in model._meta.local_concrete_fields
        if not (field.is_relation and field.related_model._meta.label == user)
    ]


def _columns(model: type[models.Model]) -> str:
    return ", ".join(f'"{column}"' for column in kept_columns(model))


def _sqlite(model: type[models.Model]) -> Iterator[str]:
    table = model._meta.db_table
    yield (
        f'CREATE TRIGGER IF NOT EXISTS "{table}_kept" BEFORE UPDATE OF {_columns(model)}'
        f" ON \"{table}\" BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    )


def _postgresql(model: type[models.Model]) -> Iterator[str]:
    table = model._meta.db_table
    yield (
        "CREATE OR REPLACE FUNCTION trainers_keep() RETURNS trigger AS $$ BEGIN"
        f" RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation';"
        " END $$ LANGUAGE plpgsql"
    )
    for name, event in (
        ("kept", f"UPDATE OF {_columns(model)}"),
        ("stays", "DELETE"),
    ):
        yield (
            f'CREATE OR REPLACE TRIGGER "{table}_{name}" BEFORE {event} ON "{table}"'
            " FOR EACH ROW EXECUTE FUNCTION trainers_keep()"
        )
