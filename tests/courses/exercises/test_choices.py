"""What an answer is worth where options are chosen, and that it stays so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.exercises import KINDS
from courses.exercises.multiple_choice import SCORINGS

SINGLE, MULTIPLE = KINDS["single_choice"], KINDS["multiple_choice"]


def asked(right: int, wrong: int, **more) -> dict:
    """Options "r0", "r1", … that are right and "w0", "w1", … that are not."""
    ids = [f"r{n}" for n in range(right)] + [f"w{n}" for n in range(wrong)]
    return {
        "kind": "multiple_choice",
        "prompt": "Which?",
        "feedback": "",
        "options": [
            {"id": one, "text": one, "correct": one[0] == "r", "feedback": ""}
            for one in ids
        ],
        **more,
    }


def points(content: dict, *chosen: str) -> float:
    return MULTIPLE.grade(content, {"choices": list(chosen)}).correctness


@st.composite
def answers(draw):
    content = asked(draw(st.integers(1, 4)), draw(st.integers(0, 4)))
    ids = [option["id"] for option in content["options"]]
    return content, draw(st.lists(st.sampled_from(ids), unique=True))


@given(answers(), st.sampled_from(sorted(SCORINGS)), st.randoms())
def test_whatever_is_chosen_is_worth_0_to_1_and_all_only_when_all_is_right(
    drawn, scoring, rng
):
    content, chosen = drawn
    content["scoring"] = scoring
    right = sorted(MULTIPLE.right(content))

    worth = points(content, *chosen)

    assert 0 <= worth <= 1
    assert (worth == 1) == (sorted(chosen) == right)
    rng.shuffle(chosen)
    rng.shuffle(content["options"])
    assert points(content, *chosen) == worth


@given(answers(), st.sampled_from(sorted(SCORINGS)))
def test_a_right_one_more_is_never_worth_less_and_a_wrong_one_never_more(
    drawn, scoring
):
    content, chosen = drawn
    content["scoring"] = scoring
    before = points(content, *chosen)

    for option in MULTIPLE.ids(content) - set(chosen):
        after = points(content, *chosen, option)
        if not chosen and scoring == "each":
            continue
        assert after >= before if option[0] == "r" else after <= before


def test_right_minus_wrong_takes_a_right_one_away_for_each_wrong_one():
    content = asked(4, 2, scoring="minus")

    assert points(content, "r0", "r1", "r2") == 0.75
    assert points(content, "r0", "r1", "r2", "w0") == 0.5
    assert points(content, "r0", "w0", "w1") == 0


def test_each_option_for_itself_counts_what_was_rightly_left_too():
    content = asked(2, 2, scoring="each")

    assert points(content, "r0") == 0.75
    assert points(content, "r0", "w0") == 0.5
    assert points(content, "w0", "w1") == 0
    assert points(content) == 0


def test_content_from_before_there_were_ways_to_count_is_all_or_nothing():
    content = asked(2, 1)

    assert points(content, "r0") == 0
    assert points(content, "r0", "r1") == 1
    assert points(content, "r0", "r1", "w0") == 0


@pytest.mark.parametrize("scoring", [None, ""])
def test_a_question_that_was_not_touched_keeps_its_content_and_so_its_version(scoring):
    value = {"prompt": "Which?", "feedback": "", "options": [], "scoring": scoring}

    content = MULTIPLE.content(value, lambda name: [])

    assert content == {
        "kind": "multiple_choice",
        "prompt": "Which?",
        "feedback": "",
        "options": [],
    }


def single(**weights: int) -> dict:
    options = {
        key: {"text": key, "correct": key == "a", "feedback": "", "weight": None}
        for key in "abc"
    }
    for key, weight in weights.items():
        options[key]["weight"] = weight
    value = {"prompt": "Which?", "feedback": "", "options": list(options.values())}
    return SINGLE.content(value, lambda name: list(options))


@given(st.integers(0, 99))
def test_a_wrong_option_is_worth_its_weight_and_never_all(weight):
    content = single(b=weight)

    assert SINGLE.grade(content, {"choice": "a"}).correctness == 1
    assert SINGLE.grade(content, {"choice": "b"}).correctness == weight / 100
    assert SINGLE.grade(content, {"choice": "c"}).correctness == 0
    assert SINGLE.grade(content, None).correctness == 0


def test_an_option_without_a_weight_says_nothing_of_it():
    assert all("weight" not in option for option in single()["options"])
    assert all("weight" not in option for option in single(b=0, a=50)["options"])
    assert SINGLE.structure(single()) == [("a", True), ("b", False), ("c", False)]
    assert SINGLE.structure(single(b=50)) != SINGLE.structure(single())


def test_the_review_tells_that_the_option_was_right_in_part():
    review = SINGLE.review(single(b=50), order=["a", "b", "c"], answer={"choice": "b"})

    assert [(row["id"], row.get("weight")) for row in review["options"]] == [
        ("a", None),
        ("b", 50),
    ]
