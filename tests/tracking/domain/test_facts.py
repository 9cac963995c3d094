import pytest
from django.db import connection

from tracking.domain.facts import planned_anew

pytestmark = pytest.mark.django_db


@pytest.mark.only_on("postgresql")
def test_a_large_question_is_planned_anew_and_the_small_ones_are_kept():
    connection.ensure_connection()
    before = connection.connection.prepare_threshold
    assert before is not None

    with planned_anew():
        assert connection.connection.prepare_threshold is None

    assert connection.connection.prepare_threshold == before


@pytest.mark.only_on("sqlite")
def test_where_nothing_is_kept_nothing_changes():
    with planned_anew(), connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)
