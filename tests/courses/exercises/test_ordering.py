"""Putting steps in order, and what an order is worth that is right in part."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.exercises import KINDS
from courses.exercises.sequence import Credit

ORDERING = KINDS["ordering"]


def asked(count: int, credit: Credit = Credit.NEIGHBOURS) -> dict:
    """Steps "a", "b", … in the right order."""
    return {
        "kind": "ordering",
        "prompt": "In which order?",
        "feedback": "",
        "credit": credit.value,
        "steps": [
            {"id": letter, "text": letter.upper(), "feedback": ""}
            for letter in "abcdefghij"[:count]
        ],
    }


def worth(order: str, credit: Credit) -> float:
    """What it is worth to give the steps these places, from the first."""
    places = {one: str(n) for n, one in enumerate(order, start=1)}
    return ORDERING.grade(asked(len(order), credit), {"places": places}).correctness


@given(st.integers(3, 10).flatmap(lambda n: st.permutations("abcdefghij"[:n])))
def test_however_it_counts_all_is_the_right_order_and_no_other(order):
    for credit in Credit:
        found = worth("".join(order), credit)
        assert 0 <= found <= 1
        assert (found == 1) == (list(order) == sorted(order))


@pytest.mark.parametrize(
    ("order", "neighbours", "places"),
    [
        ("abcde", 1, 1),
        ("bcdea", 0.75, 0),
        ("bacde", 0.5, 0.6),
        ("edcba", 0, 0.2),
    ],
)
def test_an_order_right_in_part_counts_as_its_author_chose(order, neighbours, places):
    assert worth(order, Credit.NEIGHBOURS) == neighbours
    assert worth(order, Credit.PLACES) == places
    assert worth(order, Credit.ALL) == (order == "abcde")


@pytest.mark.parametrize("credit", Credit)
def test_nothing_answered_and_nothing_asked_are_worth_nothing(credit):
    assert ORDERING.grade(asked(3, credit), None).correctness == 0
    assert ORDERING.grade(asked(0, credit), None).correctness == 0


def test_how_it_counts_is_the_same_in_every_language():
    assert ORDERING.structure(asked(3)) != ORDERING.structure(asked(3, Credit.ALL))


def test_the_review_tells_the_right_order_with_the_places_given():
    answer = {"places": {"a": "1", "b": "3", "c": "2"}}

    review = ORDERING.review(asked(3), order=["c", "a", "b"], answer=answer)

    assert [
        (row["id"], row["placed_text"], row["right_text"], row["is_right"])
        for row in review["things"]
    ] == [("a", "1", "1", True), ("b", "3", "2", False), ("c", "2", "3", False)]
