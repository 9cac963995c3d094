import pytest
from django.db import connection

from lms.statistics import renew_statistics
from organisations.models import Organisation, User
from tests.factories.organisations import OrganisationFactory


@pytest.mark.only_on("postgresql")
def test_the_database_knows_how_many_rows_there_are(db):
    for _one in range(20):
        OrganisationFactory()
    renew_statistics(Organisation, User)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT reltuples FROM pg_class WHERE relname = 'organisations_organisation'"
        )
        (rows,) = cursor.fetchone()
    assert rows >= 20


@pytest.mark.only_on("sqlite")
def test_elsewhere_nothing_is_asked(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        renew_statistics(Organisation)
