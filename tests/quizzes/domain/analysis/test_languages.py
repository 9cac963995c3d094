"""Whether a translation is harder: against the definition, and on people made up by a
model, of whom it is known whether it is."""

from fractions import Fraction
from math import exp, isclose, sqrt
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.domain.analysis.languages import (
    ENOUGH,
    Difference,
    difference,
    judge,
    others_than,
)
from quizzes.domain.analysis.sums import WHOLE, Part, Sums, Taken, rest_score

ROWS = st.lists(
    st.tuples(st.integers(0, 4), st.sampled_from([0, WHOLE, 5000])), max_size=90
)


def by_step(rows) -> dict[int, Part]:
    steps: dict[int, Part] = {}
    for step, correctness in rows:
        steps.setdefault(step, Part()).add(correctness)
    return steps


@given(ROWS, ROWS)
def test_the_difference_is_what_its_definition_says(mine, theirs):
    found = difference(by_step(mine), by_step(theirs))

    def at(rows, step):
        return [Fraction(x, WHOLE) for place, x in rows if place == step]

    shared = [s for s in range(5) if at(mine, s) and at(theirs, s)]
    here = sum(len(at(mine, s)) for s in shared)
    there = sum(len(at(theirs, s)) for s in shared)
    if min(here, there) < ENOUGH:
        assert found is None
        return
    value, variance = Fraction(0), Fraction(0)
    for step in shared:
        own, others = at(mine, step), at(theirs, step)
        weight = Fraction(len(own), here)
        value += weight * (mean(own) - mean(others))
        both = own + others
        spread = sum((x - mean(both)) ** 2 for x in both) / (len(both) - 1)
        variance += (
            weight**2 * spread * (Fraction(1, len(own)) + Fraction(1, len(others)))
        )
    assert isclose(found.value, value, abs_tol=1e-9)
    assert isclose(found.error, sqrt(variance), abs_tol=1e-9)


def mean(values):
    return sum(values, Fraction(0)) / len(values)


def test_no_difference_where_equals_do_equally_well():
    """Fewer of the weak speak French: that is no difference of the question."""
    weak, able = [(1, 0)] * 3 + [(1, WHOLE)], [(3, WHOLE)] * 3 + [(3, 0)]
    found = difference(by_step(weak * 8 + able * 20), by_step(weak * 30 + able * 10))
    assert found.value == 0
    assert found.error > 0


def test_all_other_languages_are_taken_together():
    languages = {"nl": by_step([(1, 0)]), "fr": by_step([(1, WHOLE), (2, 0)])}
    languages["de"] = by_step([(1, WHOLE)])
    found = others_than("nl", languages)
    assert found == by_step([(1, WHOLE), (2, 0), (1, WHOLE)])


def people(random, count, *, language, ability, harder, bank):
    """Attempts of a Rasch model: a chance of 1 / (1 + e^(difficulty - ability)). Each
    asks ten questions of `bank`; question 0 is `harder` in this language."""
    for _person in range(count):
        theta = random.gauss(ability, 1)
        asked = random.sample(sorted(bank), 10)
        got = {}
        for question in asked:
            difficulty = bank[question] + (harder if question == 0 else 0)
            chance = 1 / (1 + exp(difficulty - theta))
            got[question] = WHOLE if random.random() < chance else 0
        for question, x in got.items():
            rest = rest_score(sum(got.values()), x, 10)
            yield question, Taken(x, rest, language)


def harder_in(seed, *, count, impact, harder):
    """What is said to be harder, with French readers who do less well by `impact`."""
    random = Random(seed)  # noqa: S311 -- people who are made up
    bank = {question: random.gauss(-0.5, 0.8) for question in range(20)}
    sums = {question: Sums() for question in bank}
    for language, ability, more in (("nl", 0.5, 0), ("fr", 0.5 - impact, harder)):
        for question, taken in people(
            random, count, language=language, ability=ability, harder=more, bank=bank
        ):
            sums[question].add(taken)
    differences = {
        (question, language): found
        for question, one in sums.items()
        for language, steps in one.languages.items()
        if (found := difference(steps, others_than(language, one.languages)))
    }
    verdicts = judge(differences)
    return {place for place, verdict in verdicts.items() if verdict.is_harder}


@pytest.mark.parametrize("seed", range(2))
def test_a_question_that_is_harder_in_french_is_found_and_no_other(seed):
    assert harder_in(seed, count=800, impact=0.0, harder=1.5) == {(0, "fr")}


@pytest.mark.parametrize("seed", range(2))
def test_that_french_readers_do_less_well_everywhere_is_held_against_no_question(seed):
    assert harder_in(seed, count=800, impact=0.8, harder=0.0) == set()


def test_both_at_once_are_told_apart():
    assert harder_in(7, count=1200, impact=0.6, harder=1.5) == {(0, "fr")}


def test_few_readers_make_no_noise():
    """One bank in twenty may have a false alarm, and the made up ones are fixed."""
    found = [harder_in(seed, count=80, impact=0.0, harder=0.0) for seed in range(20)]
    assert sum(map(bool, found)) <= 2


def test_what_is_sure_and_small_is_let_be():
    assert not any(
        verdict.is_harder
        for verdict in judge({("q", "fr"): Difference(-0.09, 0.001)}).values()
    )
    (verdict,) = judge({("q", "fr"): Difference(-0.11, 0.001)}).values()
    assert verdict.is_harder
    assert verdict.value == -0.11


def test_what_everybody_answers_alike_gives_no_verdict():
    (verdict,) = judge({("q", "fr"): Difference(0.0, 0.0)}).values()
    assert not verdict.is_harder
    assert judge({}) == {}


def test_of_many_comparisons_the_doubtful_one_is_not_believed():
    """p = 0.03 alone is believed, and among fifty not (Benjamini and Hochberg)."""
    alone = {("q", "fr"): Difference(-0.15, 0.08)}
    assert judge(alone)["q", "fr"].is_harder
    others = {(f"q{n}", "fr"): Difference(0.0, 0.08) for n in range(49)}
    assert not judge(alone | others)["q", "fr"].is_harder
