from datetime import date

import pytest
from django.db.models import DateField, F, IntegerField, Value
from django.db.models.functions import Cast

from certificates.domain.award import last_valid_day
from organisations.models import Sector
from tracking.domain.dates import LastDay


def in_database(day: date, months: int | None) -> date | None:
    rows = Sector.objects.annotate(
        first=Cast(Value(day.isoformat()), DateField()),
        months=Value(months, output_field=IntegerField()),
    )
    return rows.values_list(LastDay(F("first"), F("months")), flat=True)[0]


@pytest.mark.parametrize("months", [None, 1, 11, 12, 24])
@pytest.mark.parametrize(
    "day",
    [
        date(2023, 2, 28),
        date(2023, 12, 31),
        date(2024, 1, 29),
        date(2024, 1, 30),
        date(2024, 1, 31),
        date(2024, 2, 29),
        date(2024, 3, 31),
        date(2026, 11, 21),
    ],
)
def test_the_database_counts_months_as_certificates_do(db, day, months):
    assert in_database(day, months) == last_valid_day(day, months)
