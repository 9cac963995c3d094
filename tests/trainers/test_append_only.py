"""The database itself keeps what was signed."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from lms.models.audit import AppendOnlyError
from tests.factories.attendance import during, make_day, mark
from tests.factories.followed import answer
from trainers.append_only import TABLES, defend, kept_columns
from trainers.enums import State
from trainers.models import (
    AttendanceMark,
    Calibration,
    FollowUp,
    ImplementationPlan,
    RubricRecord,
    SignOff,
    StepEvidence,
    Transition,
)

pytestmark = pytest.mark.django_db

ROWS = (
    Transition,
    StepEvidence,
    SignOff,
    RubricRecord,
    Calibration,
    AttendanceMark,
    ImplementationPlan,
    FollowUp,
)


@pytest.fixture
def history(way):
    mine = way.to(State.PROVISIONAL)
    answer(mine, 1, now=way.now + timedelta(days=31))
    world = way.world
    session = make_day(world, world.bob, now=way.now)
    mark(session, world.bob, by=world.lieve, now=during(way.now))
    return way


def test_the_tables_are_those_that_are_tested():
    assert set(TABLES) == {model.__name__ for model in ROWS}


@pytest.mark.parametrize("model", ROWS, ids=lambda model: model.__name__)
def test_a_row_of_history_is_never_saved_again_or_deleted(history, model):
    row = model.objects.first()
    with pytest.raises(AppendOnlyError):
        row.save()
    with pytest.raises(AppendOnlyError):
        row.delete()
    with pytest.raises(AppendOnlyError):
        model.objects.filter(pk=row.pk).delete()
    with pytest.raises(AppendOnlyError):
        model.objects.update(pk=row.pk)


@pytest.mark.parametrize("model", ROWS, ids=lambda model: model.__name__)
def test_the_database_refuses_to_change_any_column_but_those_of_people(history, model):
    table, row = model._meta.db_table, model.objects.first()
    for column in kept_columns(model):
        with (
            connection.cursor() as cursor,
            pytest.raises(DatabaseError, match="history is never changed"),
            transaction.atomic(),
        ):
            cursor.execute(
                f'UPDATE "{table}" SET "{column}" = "{column}" WHERE id = %s',  # noqa: S608
                [row.pk],
            )


def test_who_signed_may_become_another_account_of_the_same_person(history, charlie):
    row = SignOff.objects.first()
    SignOff._base_manager.filter(pk=row.pk).update(by=charlie)
    row.refresh_from_db()
    assert row.by == charlie


@pytest.mark.only_on("postgresql")
def test_the_database_refuses_to_delete_history(history):
    row = Calibration.objects.first()
    with (
        connection.cursor() as cursor,
        pytest.raises(DatabaseError, match="history is never changed"),
        transaction.atomic(),
    ):
        cursor.execute("DELETE FROM trainers_calibration WHERE id = %s", [row.pk])


def test_defending_again_is_without_effect(history):
    defend("default")
    defend("default")
    test_who_signed_may_become_another_account_of_the_same_person(
        history, history.world.olga
    )
