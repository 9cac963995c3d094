"""What an author is told of scales and open answers."""

import pytest

from courses.exercises import KINDS, content_of
from courses.exercises.open_answer import points_of
from tests.courses.blocks.faults import bound, errors, raw, strings
from tests.factories.exercises import because


def test_a_most_that_is_less_than_the_least_is_told_beside_it():
    block = raw("open_answer")
    block["value"]["most"] = 1
    assert errors(block) == {("most",): ["This is less than the words at least."]}

    block["value"]["most"] = 0
    child = bound(block)
    assert child.block.clean(child.value)["most"] == 0


@pytest.mark.parametrize("kind", ["scale", "open_answer"])
def test_a_draft_may_lack_anything(kind):
    child = bound(raw(kind))

    empty = child.block.clean_deferred(child.block.to_python({}))

    assert child.block.render(empty)


def test_translators_meet_words_and_no_points():
    assert {one for one in strings("scale") if one} == {
        "Question k?",
        because("k"),
        "Right 0",
        "Right 1",
        "Right 2",
    }
    assert {one for one in strings("open_answer") if one} == {
        "Question k?",
        because("k"),
        "Question 1",
        "Question 2",
        "Right",
    }


def with_levels(*points: int) -> dict:
    """The second line of the rubric has two points."""
    block = raw("open_answer")
    block["value"]["rubric"][1]["value"]["levels"] = [
        {"type": "item", "id": f"l{n}", "value": {"points": n, "text": f"Level {n}"}}
        for n in points
    ]
    return block


def test_a_level_has_fewer_points_than_all_and_its_own():
    where = ("rubric", 1, "levels", 1, "points")

    assert errors(with_levels(1, 2)) == {
        where: ["This is not less than all the points."]
    }
    assert errors(with_levels(1, 1)) == {where: ["These points have a level already."]}
    child = bound(with_levels(0, 1))
    assert child.block.clean(child.value)
    assert {"Level 0", "Level 1"} <= set(strings("open_answer", with_levels(0, 1)))


def test_levels_are_part_of_an_exercise_that_has_some_and_of_no_other():
    child = bound(with_levels(1))
    kind = KINDS["open_answer"]

    plain, told = content_of("open_answer", child.value)["rubric"]

    assert set(plain) == {"id", "text", "points", "full"}
    assert told["levels"] == [{"points": 1, "text": "Level 1"}]
    assert points_of(told) == {0: "", 1: "Level 1", 2: "Right"}
    three = told | {"points": 3, "levels": [{"points": 2, "text": "Most"}]}
    assert points_of(three) == {0: "", 2: "Most", 3: "Right"}
    assert points_of(plain | {"points": 3}) == {0: "", 1: "", 2: "", 3: "Right"}
    bare = {"rubric": [plain, three], "least": 0, "most": 0}
    assert kind.structure(bare)[0] == [[plain["id"], 1], [told["id"], 3, 2]]
