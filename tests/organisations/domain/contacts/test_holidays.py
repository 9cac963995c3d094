from datetime import date

import pytest

from organisations.domain.contacts.holidays import (
    easter_sunday,
    holidays_of,
    is_public_holiday,
)


@pytest.mark.parametrize(
    "day",
    [
        date(1981, 4, 19),
        date(2000, 4, 23),
        date(2024, 3, 31),
        date(2026, 4, 5),
        date(2027, 3, 28),
        date(2038, 4, 25),
    ],
)
def test_easter_is_when_it_is_kept(day):
    assert easter_sunday(day.year) == day


def test_the_ten_public_holidays_of_2027():
    assert sorted(holidays_of(2027)) == [
        date(2027, 1, 1),
        date(2027, 3, 29),
        date(2027, 5, 1),
        date(2027, 5, 6),
        date(2027, 5, 17),
        date(2027, 7, 21),
        date(2027, 8, 15),
        date(2027, 11, 1),
        date(2027, 11, 11),
        date(2027, 12, 25),
    ]
    assert not is_public_holiday(date(2027, 3, 28))
