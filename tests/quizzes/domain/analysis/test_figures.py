"""Every figure against the same thing computed in another way, from the definition."""

from fractions import Fraction
from itertools import pairwise
from math import isclose, sqrt
from statistics import correlation

from hypothesis import given
from hypothesis import strategies as st

from quizzes.domain.analysis import figures
from quizzes.domain.analysis.sums import REST, WHOLE, Part, Sums, Taken, rest_score

# Correctness, rest score, whether it was left open, what was picked.
TAKEN = st.tuples(
    st.sampled_from([0, WHOLE, 2500]),
    st.sampled_from([None, *range(0, REST + 1, REST // 8)]),
    st.booleans(),
    st.sampled_from(["", "a", "ab"]),
)


def summed(rows) -> Sums:
    sums = Sums()
    for row in rows:
        sums.add(row)
    return sums


def right(rest: float, *, correct: bool, **more) -> Taken:
    return Taken(WHOLE if correct else 0, round(rest * REST), "nl", **more)


@given(st.lists(TAKEN, max_size=40))
def test_figures_are_what_the_definitions_say_in_whatever_order(drawn):
    rows = [
        Taken(x, rest, "nl", is_blank=is_blank, picked=picked)
        for x, rest, is_blank, picked in drawn
    ]
    sums = summed(rows)
    assert summed(reversed(rows)) == sums

    if len(rows) < figures.FEWEST:
        assert figures.facility(sums.every) is None
        assert figures.blank(sums) is None
        assert figures.picked(sums) == []
        return
    mean = sum(Fraction(row.correctness, WHOLE) for row in rows) / len(rows)
    assert isclose(figures.facility(sums.every), mean)
    assert isclose(
        figures.blank(sums), Fraction(sum(r.is_blank for r in rows), len(rows))
    )
    for row in figures.picked(sums):
        chose = sum(row.key in one.picked for one in rows)
        assert isclose(row.share, Fraction(chose, len(rows)))
    compared = [row for row in rows if row.rest is not None]
    xs = [row.correctness for row in compared]
    rs = [row.rest for row in compared]
    found = figures.discrimination(sums)
    if len(compared) < figures.FEWEST or len(set(xs)) == 1 or len(set(rs)) == 1:
        assert found is None
    else:
        assert isclose(found, correlation(xs, rs), abs_tol=1e-9)


def test_right_or_wrong_it_is_the_point_biserial_correlation_of_the_textbooks():
    """(M1 - M0) / s * sqrt(p * q), with the rest scores of those who had it right and
    wrong (Crocker and Algina, 1986)."""
    got = [0.9, 0.8, 0.8, 0.7, 0.6, 0.9]
    missed = [0.5, 0.4, 0.7, 0.3]
    sums = summed(
        [right(rest, correct=True) for rest in got]
        + [right(rest, correct=False) for rest in missed]
    )
    every = got + missed
    mean = sum(every) / 10
    spread = sqrt(sum((rest - mean) ** 2 for rest in every) / 10)
    p = 0.6
    expected = (sum(got) / 6 - sum(missed) / 4) / spread * sqrt(p * (1 - p))
    assert isclose(figures.discrimination(sums), expected, rel_tol=1e-6)
    assert figures.facility(sums.every) == p


@given(st.lists(st.integers(0, 1800), min_size=8, max_size=40))
def test_half_are_at_or_below_the_median(seconds):
    found = figures.quartiles(
        summed(right(0.5, correct=True, seconds=s) for s in seconds).seconds
    )
    ordered = sorted(seconds)
    ranks = [-(-len(seconds) * part // 4) - 1 for part in (1, 2, 3)]
    assert [found.lower, found.median, found.upper] == [ordered[r] for r in ranks]


def test_times_of_few_are_not_told():
    sums = summed([right(0.5, correct=True, seconds=9)] * 7)
    assert figures.quartiles(sums.seconds) is None


@given(
    st.dictionaries(st.integers(0, 20), st.integers(1, 50), min_size=1),
    st.sampled_from([3, 5]),
)
def test_groups_have_one_size_and_hold_everybody_once_in_order(sizes, count):
    steps = {step: Part(n) for step, n in sizes.items()}
    groups = figures.slices(steps, count)
    for group in groups:
        assert isclose(sum(group.values()), sum(sizes.values()) / count)
    for step, n in sizes.items():
        assert isclose(sum(group.get(step, 0) for group in groups), n)
    for lower, upper in pairwise(groups):
        assert max(lower) <= min(upper)


def test_who_does_well_and_who_does_not_are_told_apart():
    rows = [
        right(place / 24, correct=place >= 12, picked="a" if place >= 12 else "b")
        for place in range(24)
    ]
    a, b = figures.picked(summed(rows))
    assert (a.key, a.share, a.top, a.bottom) == ("a", 0.5, 1, 0)
    assert (b.top, b.bottom) == (0, 1)

    few = figures.picked(summed(rows[:23]))
    assert {(row.top, row.bottom) for row in few} == {(None, None)}


def test_the_curve_rises_with_what_is_known_and_needs_eight_in_each_fifth():
    rows = [right(place / 40, correct=place >= 20) for place in range(40)]
    found = figures.curve(summed(rows))
    assert found[:2] == [0, 0]
    assert found[3:] == [1, 1]
    assert isclose(found[2], 0.5)
    assert figures.curve(summed(rows[:39])) == []


def test_the_rest_score_leaves_the_question_itself_out():
    assert rest_score(3 * WHOLE, WHOLE, 5) == REST // 2
    assert rest_score(WHOLE, WHOLE, 1) is None
