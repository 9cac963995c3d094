"""Counting in months."""

from datetime import UTC, datetime

from lms.months import months_after


def test_months_are_those_of_the_calendar():
    last = datetime(2027, 8, 31, 12, tzinfo=UTC)
    assert months_after(last, -6) == datetime(2027, 2, 28, 12, tzinfo=UTC)
    assert months_after(last, -12) == datetime(2026, 8, 31, 12, tzinfo=UTC)
    assert months_after(last, -8) == datetime(2026, 12, 31, 12, tzinfo=UTC)
