"""Numbers as answers: how far off they may be, and in which unit."""

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from courses.exercises import KINDS

NUMERIC = KINDS["numeric"]


def number(value: str, **more) -> dict:
    return {
        "id": f"n{value}",
        "value": value,
        "tolerance": "0",
        "measure": "absolute",
        "credit": 100,
        "feedback": "",
        **more,
    }


def asked(*numbers: dict, units: dict[str, str] | None = None) -> dict:
    return {
        "kind": "numeric",
        "prompt": "How much?",
        "feedback": "",
        "numbers": list(numbers),
        "units": [
            {"id": f"u-{name}", "name": name, "factor": factor}
            for name, factor in (units or {}).items()
        ],
    }


def points(content: dict, text: str, unit: str = "") -> float:
    answer = {"number": text} | ({"unit": f"u-{unit}"} if unit else {})
    return NUMERIC.grade(content, answer).correctness


def test_a_number_may_be_off_by_its_tolerance_and_no_more():
    content = asked(number("10", tolerance="0.5"))

    assert [points(content, one) for one in ("9,5", "10.5", "9.49", "10,51")] == [
        1,
        1,
        0,
        0,
    ]


def test_a_tolerance_in_percent_is_of_the_number_whatever_its_sign():
    content = asked(number("-200", tolerance="5", measure="relative"))

    assert [points(content, one) for one in ("-190", "-210", "-189", "200")] == [
        1,
        1,
        0,
        0,
    ]


def test_the_best_number_that_is_met_counts():
    near = number("10", tolerance="2", credit=50, feedback="Nearly.")
    content = asked(near, number("10"))

    assert points(content, "10") == 1
    assert points(content, "11") == 0.5
    review = NUMERIC.review(content, order=[], answer={"number": "11"})
    assert (review["credit"], review["why"], review["better"]) == (50, "Nearly.", "10")


UNITS = {"h": "1", "min": "60"}


def test_a_number_counts_in_each_of_its_units():
    content = asked(number("1.5"), units=UNITS)

    assert points(content, "1,5", "h") == 1
    assert points(content, "90", "min") == 1
    assert points(content, "90", "h") == 0
    assert points(content, "90 min") == points(content, "1.5H") == 1
    # What was typed is what was meant.
    assert points(content, "90 min", "h") == 1


def test_a_number_without_its_unit_is_not_complete_and_worth_nothing():
    content = asked(number("1.5"), units=UNITS)

    for text in ("1.5", "1.5 days", "soon"):
        assert points(content, text) == 0
        assert not NUMERIC.is_complete(content, {"number": text})
        assert NUMERIC.review(content, order=[], answer={"number": text})["unread"]
    assert NUMERIC.is_complete(content, {"number": "2", "unit": "u-h"})


def test_one_unit_stands_beside_the_field_and_may_be_typed():
    content = asked(number("24"), units={"hours": "1"})

    view = NUMERIC.view(content, order=[], answer=None)
    assert (view["unit"], view["units"]) == ("hours", [])
    assert points(content, "24") == points(content, "24 Hours") == 1
    assert points(content, "24 days") == 0


def test_a_number_without_units_takes_nothing_after_it():
    assert points(asked(number("24")), "24") == 1
    assert points(asked(number("24")), "24 h") == 0


def test_the_better_number_is_written_as_the_language_writes_it():
    content = asked(number("1500.5"), units={"m": "1"})

    with translation.override("nl"):
        review = NUMERIC.review(content, order=[], answer=None)

    assert review["better"] == "1500,5 m"


@given(
    st.decimals(-1000, 1000, places=2),
    st.decimals(-1000, 1000, places=2),
    st.decimals(0, 100, places=1),
)
def test_nearer_is_never_worth_less(value, right, tolerance):
    content = asked(number(str(right), tolerance=str(tolerance)))
    nearer = (value + right) / 2

    assert points(content, str(right)) == 1
    assert points(content, f"{nearer:f}") >= points(content, f"{value:f}")


@pytest.mark.parametrize("value", ["", "1"])
def test_a_draft_without_its_number_is_shown_and_worth_nothing(value):
    content = asked(number(value))

    assert points(content, "1") == (1 if value else 0)
    assert NUMERIC.review(content, order=[], answer=None)["better"] == value
