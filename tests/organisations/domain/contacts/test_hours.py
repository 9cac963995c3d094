from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from organisations.blocks import MIDNIGHT
from organisations.domain.contacts.hours import (
    BRUSSELS,
    EVERY_DAY,
    Opening,
    Span,
    days_text,
    opening_at,
    opening_of,
    spans_of,
)
from organisations.models import Contact
from tests.factories.contacts import hours

WORKING_DAYS = frozenset(range(5))
OFFICE = [Span(WORKING_DAYS, time(9), time(17))]


def brussels(*moment) -> datetime:
    return datetime(*moment, tzinfo=BRUSSELS)


def test_an_office_is_open_until_it_closes():
    # A Wednesday.
    assert opening_at(OFFICE, now=brussels(2026, 11, 25, 16, 59)) == Opening(
        is_open=True, until=time(17)
    )
    assert opening_at(OFFICE, now=brussels(2026, 11, 25, 17)) == Opening(
        is_open=False, opens_on=date(2026, 11, 26), opens_at=time(9)
    )
    assert opening_at(OFFICE, now=brussels(2026, 11, 25, 8, 59)) == Opening(
        is_open=False, opens_on=date(2026, 11, 25), opens_at=time(9)
    )


@pytest.mark.parametrize(("month", "hour"), [(1, 8), (7, 7)])
def test_the_clock_is_that_of_brussels_in_winter_and_in_summer(month, hour):
    just = datetime(2026, month, 14, hour, 0, tzinfo=UTC)

    assert opening_at(OFFICE, now=just).is_open
    assert not opening_at(OFFICE, now=just - timedelta(minutes=1)).is_open


def test_the_weekend_and_a_holiday_are_left_out():
    # 1 May 2026 is a Friday.
    assert opening_at(OFFICE, now=brussels(2026, 4, 30, 18)) == Opening(
        is_open=False, opens_on=date(2026, 5, 4), opens_at=time(9)
    )
    holiday = brussels(2026, 5, 1, 10)
    assert not opening_at(OFFICE, now=holiday).is_open
    assert opening_at(OFFICE, now=holiday, on_holidays=True).is_open


def test_a_night_shift_ends_with_the_day():
    evening = [Span(EVERY_DAY, time(18), MIDNIGHT)]

    assert opening_at(evening, now=brussels(2026, 11, 25, 23, 59)) == Opening(
        is_open=True, until=MIDNIGHT
    )
    assert not opening_at(evening, now=brussels(2026, 11, 26, 0, 0)).is_open


def test_overlapping_hours_close_with_the_last():
    spans = [*OFFICE, Span(frozenset({2}), time(12), time(19))]

    assert opening_at(spans, now=brussels(2026, 11, 25, 13)).until == time(19)


def test_without_a_day_it_never_opens():
    never = [Span(frozenset(), time(9), time(17))]

    assert opening_at(never, now=brussels(2026, 11, 25, 10)) == Opening(is_open=False)


SPANS = st.lists(
    st.builds(
        Span,
        st.frozensets(st.integers(0, 6), min_size=1),
        st.sampled_from([time(0), time(8, 30), time(9)]),
        st.sampled_from([time(12), time(17, 15), MIDNIGHT]),
    ),
    min_size=1,
    max_size=3,
)


@given(SPANS, st.integers(0, 2 * 365 * 24 * 60), st.booleans())
def test_it_is_open_at_the_hour_that_was_promised(spans, minutes, on_holidays):
    now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    said = opening_at(spans, now=now, on_holidays=on_holidays)

    if not said.is_open:
        then = datetime.combine(said.opens_on, said.opens_at, tzinfo=BRUSSELS)
        assert then > now
        assert opening_at(spans, now=then, on_holidays=on_holidays).is_open


def test_a_contact_says_its_hours_or_nothing():
    # A Saturday.
    now = brussels(2026, 11, 21, 10)
    contact = Contact()
    assert opening_of(contact, now=now) is None

    contact.hours = hours("012345", "09:00", "17:00")
    assert spans_of(contact) == [Span(frozenset(range(6)), time(9), time(17))]
    assert opening_of(contact, now=now) == Opening(is_open=True, until=time(17))

    contact.is_always_open = True
    assert opening_of(contact, now=now) == Opening(is_open=True)


@pytest.mark.parametrize(
    ("days", "text"),
    [
        ({0, 1, 2, 3, 4}, "Monday to Friday"),
        ({0, 3}, "Monday, Thursday"),
        ({5, 6}, "Saturday, Sunday"),
        ({0, 1, 2, 4}, "Monday, Tuesday, Wednesday, Friday"),
        (EVERY_DAY, "every day"),
    ],
)
def test_days_are_said_in_words(days, text):
    assert days_text(frozenset(days)) == text
