"""Where docs/grading.md says that we agree with Moodle, we do: its rule stands here as a
formula, and any answer is worth the same by both."""

import re
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.exercises import KINDS
from courses.exercises.typed import fits
from tests.courses.exercises.test_choices import answers as chosen
from tests.courses.exercises.test_numeric import asked as numeric
from tests.courses.exercises.test_numeric import number, points
from tests.courses.exercises.test_ordering import Credit, worth

LETTERS = "abcdefgh"


@given(chosen())
def test_fractions_of_what_was_chosen_are_added_and_kept_between_0_and_1(drawn):
    content, ids = drawn
    content["scoring"] = "minus"
    right = KINDS["multiple_choice"].right(content)
    fraction = {True: Fraction(1, len(right)), False: -Fraction(1, len(right))}

    total = sum(fraction[one in right] for one in ids)

    verdict = KINDS["multiple_choice"].grade(content, {"choices": ids})
    assert verdict.correctness == pytest.approx(float(min(max(0, total), 1)))


@given(st.data(), st.integers(2, 8))
def test_matching_is_the_share_of_the_right_ones(data, count):
    lefts = LETTERS[:count]
    content = {
        "pairs": [
            {"id": one, "left": one, "right": one, "right_id": one.upper()}
            for one in lefts
        ]
    }
    rights = st.sampled_from(lefts.upper())
    places = data.draw(st.dictionaries(st.sampled_from(lefts), rights))

    found = sum(one.upper() == place for one, place in places.items()) / count

    assert KINDS["matching"].grade(content, {"places": places}).correctness == found


@given(st.integers(3, 8).flatmap(lambda n: st.permutations(LETTERS[:n])))
def test_an_order_counts_by_what_follows_or_by_its_places(order):
    right = sorted(order)
    following = sum(
        order.index(one) + 1 < len(order) and order[order.index(one) + 1] == after
        for one, after in pairwise(right)
    )
    placed = sum(one == other for one, other in zip(order, right, strict=True))

    text = "".join(order)
    assert worth(text, Credit.NEIGHBOURS) == following / (len(order) - 1)
    assert worth(text, Credit.PLACES) == placed / len(order)
    assert worth(text, Credit.ALL) == (order == right)


@given(
    st.integers(-500, 500), st.integers(-500, 500), st.integers(0, 100), st.booleans()
)
def test_a_tolerance_is_an_interval_with_both_its_ends(value, right, near, relative):
    """Relative ones are a fraction there and a percentage here."""
    reach = Fraction(near, 100) * abs(right) if relative else near
    low, high = right - reach, right + reach
    measure = "relative" if relative else "absolute"

    found = points(
        numeric(number(str(right), tolerance=str(near), measure=measure)), str(value)
    )

    assert found == (low <= value <= high)


@given(st.integers(-500, 500), st.sampled_from([1, 2, 10, 60, 1000]))
def test_a_number_is_divided_by_what_its_unit_is_multiplied_with(right, multiplier):
    content = numeric(
        number(str(right)), units={"first": "1", "other": str(multiplier)}
    )

    assert points(content, str(right * multiplier), "other") == 1


@given(
    st.text("ab*", max_size=8),
    st.text("abAB", max_size=10),
    st.booleans(),
)
def test_an_asterisk_is_any_run_of_characters(pattern, text, case):
    """Runs of asterisks are one; capitals only where they matter."""
    parts = map(re.escape, re.split(r"\*+", pattern))
    flags = 0 if case else re.IGNORECASE

    found = re.fullmatch(".*".join(parts), text.strip(), flags)

    assert fits(pattern, text, case=case) is bool(found)


@given(st.lists(st.booleans(), min_size=1, max_size=12))
def test_gaps_are_the_share_of_the_right_ones(rights):
    gaps = [
        {"id": str(n), "accepted": ["yes"], "choices": [], "feedback": ""}
        for n, _right in enumerate(rights)
    ]
    content = {"gaps": gaps, "case": False, "accents": False, "text": ""}
    answer = {str(n): "yes" if right else "no" for n, right in enumerate(rights)}

    found = KINDS["gaps"].grade(content, {"gaps": answer}).correctness

    assert found == sum(rights) / len(rights)
