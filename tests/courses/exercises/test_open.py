"""A scale and an open answer: nothing that could say itself how right an answer is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.exercises import KINDS, InvalidAnswer
from tests.courses.exercises.asking import content

SCALE, OPEN = KINDS["scale"], KINDS["open_answer"]


def test_a_step_of_a_scale_is_neither_right_nor_wrong_and_waits_for_nobody():
    asked = content("scale")

    for answer in (None, *({"choice": step["id"]} for step in asked["steps"])):
        verdict = SCALE.grade(asked, answer)
        assert (verdict.correctness, verdict.to_be_marked) == (None, False)
    assert not SCALE.counts


def test_a_scale_keeps_its_order_and_says_what_was_chosen():
    asked = content("scale")
    steps = [step["id"] for step in asked["steps"]]
    answer = {"choice": steps[1]}

    view = SCALE.view(asked, order=[], answer=answer)

    assert [(row["id"], row["chosen"]) for row in view["options"]] == [
        (steps[0], False),
        (steps[1], True),
        (steps[2], False),
    ]
    assert SCALE.review(asked, order=[], answer=answer)["given"] == "Right 1"
    turned = asked | {"steps": asked["steps"][::-1]}
    assert SCALE.structure(turned) != SCALE.structure(asked)


@pytest.mark.parametrize("payload", [None, {}, {"choice": "x"}, {"choice": None}])
def test_a_step_that_is_not_there_is_refused(payload):
    with pytest.raises(InvalidAnswer):
        SCALE.clean(content("scale"), payload)


@given(st.text(min_size=1).filter(str.strip))
def test_what_is_written_waits_for_a_person_and_nothing_written_is_nothing(text):
    asked = content("open_answer")
    try:
        answer = OPEN.clean(asked, {"text": text})
    except InvalidAnswer:
        return

    assert OPEN.grade(asked, answer).to_be_marked
    assert OPEN.grade(asked, answer).correctness is None
    assert OPEN.grade(asked, None).correctness == 0
    assert not OPEN.grade(asked, None).to_be_marked
    assert OPEN.counts


def test_an_answer_is_complete_with_the_words_that_were_asked():
    asked = content("open_answer")

    def review(text):
        return OPEN.review(asked, order=[], answer={"text": text})

    assert not OPEN.is_complete(asked, {"text": "one"})
    assert OPEN.is_complete(asked, {"text": "one  two"})
    assert OPEN.is_complete(asked, {"text": "w " * 9})
    told = [
        (one["words"], one["is_short"], one["is_long"])
        for one in map(review, ("one", "one two", "w " * 5, "w " * 6))
    ]
    assert told == [
        (1, True, False),
        (2, False, False),
        (5, False, False),
        (6, False, True),
    ]
    assert not OPEN.review(asked | {"most": 0}, order=[], answer={"text": "w " * 900})[
        "is_long"
    ]


def test_what_has_all_the_points_is_told_after_the_answer_and_not_before():
    asked = content("open_answer")

    view = OPEN.view(asked, order=[], answer=None)
    review = OPEN.review(asked, order=[], answer={"text": "Bel 0470 12 34 56"})

    assert [set(row) for row in view["rubric"]] == [{"text", "points"}] * 2
    assert [row["full"] for row in review["rubric"]] == ["Right", "Right"]
    assert review["people"] == ["0470 12 34 56"]
