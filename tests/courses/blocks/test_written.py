"""What an author is told, and where, about what is typed or marked."""

import pytest

from courses.exercises import content_of
from tests.courses.blocks.faults import bound, errors, raw, strings
from tests.factories.exercises import because

NOT_ALL = ["One of these has to be worth 100 %."]


@pytest.mark.parametrize(
    ("kind", "name"), [("numeric", "numbers"), ("short_text", "accepted")]
)
def test_something_has_to_be_worth_all(kind, name):
    block = raw(kind)
    block["value"][name][0]["value"]["credit"] = 99

    assert errors(block) == {(name, 0, "credit"): NOT_ALL}


def test_a_unit_is_told_of_where_it_makes_no_sense():
    block = raw("numeric")
    first, second = (row["value"] for row in block["value"]["units"])
    first["factor"], second["factor"], second["name"] = "2", "0", "KM"

    assert errors(block) == {
        ("units", 0, "factor"): ["Of the first unit this is 1."],
        ("units", 1, "name"): ["This unit is there already."],
        ("units", 1, "factor"): ["This has to be more than 0."],
    }


def test_a_tolerance_below_nothing_is_refused():
    block = raw("numeric")
    block["value"]["numbers"][0]["value"]["tolerance"] = "-1"

    assert list(errors(block)) == [("numbers", 0, "tolerance")]


def test_a_pattern_that_accepts_anything_is_refused():
    for kind, name, field in (
        ("short_text", "accepted", "patterns"),
        ("gaps", "gaps", "accepted"),
    ):
        block = raw(kind)
        block["value"][name][0]["value"][field] = "street\n *"
        assert errors(block) == {
            (name, 0, field): ["* alone accepts whatever is written."]
        }


@pytest.mark.parametrize(("kind", "rows"), [("gaps", 2), ("mark_words", 3)])
def test_a_text_is_told_what_its_numbers_lack(kind, rows):
    block = raw(kind)
    block["value"]["text"] = "[1] [1] [2] [9]" + " [3]" * (rows > 2)

    assert errors(block) == {
        ("text",): [
            "[1] stands in the text more than once.",
            "There is no row for [9].",
        ]
    }
    block["value"]["text"] = "[2]" + " [3]" * (rows > 2)
    assert errors(block) == {("text",): ["[1] does not stand in the text."]}


def test_a_wrong_choice_that_is_accepted_is_told_beside_it():
    block = raw("gaps")
    gap = block["value"]["gaps"][1]["value"]
    gap["wrong"][0]["value"] = "Right "

    assert errors(block) == {
        ("gaps", 1, "wrong", 0): ["This is an accepted answer too."]
    }


def test_words_to_mark_need_a_right_one():
    block = raw("mark_words")
    for option in block["value"]["options"]:
        option["value"]["correct"] = False

    assert errors(block) == {
        ("options", 0, "correct"): ["Mark at least one option right."]
    }


@pytest.mark.parametrize("kind", ["numeric", "short_text", "gaps", "mark_words"])
def test_what_is_complete_is_taken_and_a_draft_may_lack_anything(kind):
    child = bound(raw(kind))
    taken = child.block.clean(child.value)
    assert content_of(kind, taken) == content_of(kind, child.value)

    empty = child.block.clean_deferred(child.block.to_python({}))
    assert child.block.render(empty)
    assert content_of(kind, empty)["kind"] == kind


@pytest.mark.parametrize(
    ("kind", "texts"),
    [
        ("numeric", {"Question k?", because("k"), "km", "Right"}),
        ("short_text", {"Question k?", because("k"), "Right"}),
        ("gaps", {"Question k?", because("k"), "Question [2] [1]", "Right", "Wrong"}),
        (
            "mark_words",
            {"Question k?", because("k"), "Question [2] [1] [3]"}
            | {f"Right {n}" for n in range(3)},
        ),
    ],
)
def test_translators_meet_words_and_neither_numbers_nor_credit(kind, texts):
    assert {one for one in strings(kind) if one} == texts
