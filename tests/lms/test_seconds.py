"""Moments as seconds are the same moments."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db.models import Min

from lms.models import AuditSeal
from lms.seconds import Seconds, day_of_seconds

BRUSSELS = ZoneInfo("Europe/Brussels")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "moment",
    [
        datetime(1969, 12, 31, 23, 59, 59, tzinfo=UTC),
        datetime(2026, 3, 29, 1, 30, tzinfo=UTC),
        datetime(2026, 11, 28, 15, 22, 23, 999_999, tzinfo=UTC),
        datetime(2071, 7, 1, tzinfo=UTC),
    ],
)
def test_seconds_are_those_of_the_moment(moment):
    for hour in range(2):
        AuditSeal.objects.create(
            at=moment + timedelta(hours=hour),
            from_id=1,
            to_id=1,
            entries=1,
            hash=f"hash {hour}",
            previous=f"before {hour}",
        )
    rows = AuditSeal.objects.order_by("at")
    found = rows.values_list(Seconds("at"), flat=True)
    assert list(found) == [
        int(moment.replace(microsecond=0).timestamp()) + hour * 3600 for hour in (0, 1)
    ]
    assert rows.order_by().aggregate(it=Seconds(Min("at")))["it"] == found[0]


def test_a_day_is_that_of_a_zone():
    late = int(datetime(2026, 7, 31, 22, 30, tzinfo=UTC).timestamp())
    assert day_of_seconds(late, BRUSSELS) == date(2026, 8, 1)
    assert day_of_seconds(late, UTC) == date(2026, 7, 31)
