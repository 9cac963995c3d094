"""Steps that were put together: what a database of before is told."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from lms.checks import EARLIER, earlier_steps

pytestmark = pytest.mark.django_db


def put_together() -> list:
    loader = MigrationLoader(None, load=False)
    loader.load_disk()
    return [one for one in loader.disk_migrations.values() if one.replaces]


def record_before(*, but: int = 0) -> None:
    """As if the steps had been taken one by one; the last `but` of each app not yet."""
    recorder = MigrationRecorder(connection)
    for migration in put_together():
        recorder.record_unapplied(migration.app_label, migration.name)
        steps = migration.replaces
        for number, step in enumerate(steps, start=1):
            recorder.record_unapplied(*step)
            if number <= len(steps) - but:
                recorder.record_applied(*step)


def test_a_new_database_is_fine():
    assert earlier_steps(databases=["default"]) == []
    assert earlier_steps(databases=None) == []


def test_a_database_at_the_last_step_has_nothing_to_do():
    record_before()
    assert earlier_steps(databases=["default"]) == []
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []


def test_a_database_in_the_middle_is_told_what_is_missing_and_what_to_do():
    record_before(but=1)
    errors = earlier_steps(databases=["default"])
    assert {error.id for error in errors} == {EARLIER}
    several = [one for one in put_together() if len(one.replaces) > 1]
    assert len(errors) == len(several) > 5
    assert "0031_recognised_completions is not applied" in " ".join(
        error.msg for error in errors
    )
    assert all("var/" in error.hint for error in errors)


def test_a_database_without_any_table_is_new(monkeypatch):
    record_before(but=1)
    monkeypatch.setattr(MigrationRecorder, "has_table", lambda self: False)
    assert earlier_steps(databases=["default"]) == []
