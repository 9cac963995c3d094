"""Numbers as people write them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.exercises.numbers import read_number, written


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("12", ["12"]),
        ("1,5", ["1.5"]),
        ("1.5", ["1.5"]),
        (" -0,25 ", ["-0.25"]),
        ("−3", ["-3"]),
        ("+7", ["7"]),
        (",5", ["0.5"]),
        ("5.", ["5"]),
        ("1 500", ["1500"]),
        ("1\u202f500,75", ["1500.75"]),
        ("1'000'000", ["1000000"]),
        ("1.234,5", ["1234.5"]),
        ("1,234.5", ["1234.5"]),
        ("1.234.567", ["1234567"]),
        # A thousand in one country, a little more than one in another.
        ("1.234", ["1.234", "1234"]),
        ("1,234", ["1.234", "1234"]),
        ("0.123", ["0.123"]),
        ("1,5e3", ["1500"]),
        ("2E-2", ["0.02"]),
        ("\u0663\u066b\u0665", ["3.5"]),
    ],
)
def test_these_are_read(text, values):
    assert read_number(text) == ([Decimal(one) for one in values], "")


@pytest.mark.parametrize(
    "text",
    ["", "ten", "-", ".", "1 5", "12 34", "1,2,3", "1.23.456", "1.5.", "0.000.001"],
)
def test_these_are_not(text):
    assert read_number(text)[0] == []


@pytest.mark.parametrize(
    ("text", "value", "rest"),
    [
        ("5 km", 5, "km"),
        ("5km", 5, "km"),
        ("12,50 %", Decimal("12.5"), "%"),
        ("3 e", 3, "e"),
    ],
)
def test_what_follows_is_told_apart(text, value, rest):
    assert read_number(text) == ([value], rest)


@given(st.text(max_size=40))
def test_any_text_is_read_or_not_and_never_an_error(text):
    values, rest = read_number(text)

    assert all(value.is_finite() for value in values)
    assert isinstance(rest, str)


@given(st.decimals(-(10**9), 10**9, places=4))
def test_a_number_is_read_as_it_was_written_with_either_mark(number):
    plain = written(number)

    assert Decimal(plain) == number
    assert number in read_number(plain)[0]
    assert number in read_number(plain.replace(".", ","))[0]
