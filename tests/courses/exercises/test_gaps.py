"""Texts with gaps, and texts in which words are marked."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from courses.exercises import KINDS
from courses.exercises.numbered import Rule, filled, pieces_of, troubles_of
from tests.courses.exercises.asking import content

GAPS, MARK = KINDS["gaps"], KINDS["mark_words"]


def test_a_text_is_told_in_pieces_in_which_a_number_stands_for_something():
    assert pieces_of("A [2] b[1].[0] [x]") == ["A ", 2, " b", 1, ".[0] [x]"]
    assert pieces_of("[1][2]") == [1, 2]
    assert pieces_of("") == []
    rows = [{"id": "a"}]
    assert filled("[1] or [2]", "gap", rows) == [
        {"gap": {"id": "a"}},
        {"text": " or "},
        {"text": "[2]"},
    ]


def test_a_number_that_lacks_is_twice_there_or_stands_for_nothing_is_told():
    assert troubles_of("[1] [2]", 2) == []
    assert troubles_of("[2] [2] [4]", 3) == [
        (Rule.MISSING, 1),
        (Rule.MISSING, 3),
        (Rule.TWICE, 2),
        (Rule.UNKNOWN, 4),
    ]


@given(st.text(), st.integers(0, 12))
def test_any_text_is_told_in_pieces_that_make_it_again(text, count):
    made = "".join(
        piece if isinstance(piece, str) else f"[{piece}]" for piece in pieces_of(text)
    )

    assert made == text
    assert all(1 <= number <= 99 for _rule, number in troubles_of(text, count))


def test_each_gap_is_an_equal_part_of_the_whole():
    asked = content("gaps")
    typed, menu = asked["gaps"]
    right, wrong = (choice["id"] for choice in menu["choices"])

    def points(**gaps):
        ids = {"typed": typed["id"], "menu": menu["id"]}
        answer = {"gaps": {ids[name]: text for name, text in gaps.items()}}
        return GAPS.grade(asked, answer).correctness

    assert points(typed="RIGHT", menu=right) == 1
    assert points(typed="right") == points(typed="x", menu=right) == 0.5
    assert points(typed="x", menu=wrong) == 0
    assert not GAPS.is_complete(asked, {"gaps": {typed["id"]: "x"}})


def test_a_menu_shows_its_choices_in_an_order_that_says_nothing():
    asked = content("gaps")
    menu = asked["gaps"][1]
    orders = {
        tuple(GAPS.order(asked, Random(seed)))  # noqa: S311 -- orders to look at
        for seed in range(20)
    }

    assert len(orders) == 2
    for order in orders:
        view = GAPS.view(asked, order=list(order), answer=None)
        assert [choice["id"] for choice in view["gaps"][1]["choices"]] == list(order)
    assert menu["id"] not in {choice["id"] for choice in menu["choices"]}


def test_the_gaps_stand_where_the_text_of_the_language_has_them():
    asked = content("gaps")

    view = GAPS.view(asked, order=[], answer=None)

    numbers = [piece["gap"]["number"] for piece in view["pieces"] if "gap" in piece]
    assert numbers == [2, 1]


def test_the_review_says_of_each_gap_what_was_given_and_what_was_better():
    asked = content("gaps")
    typed, menu = asked["gaps"]
    wrong = menu["choices"][1]

    review = GAPS.review(
        asked,
        order=[],
        answer={"gaps": {typed["id"]: "right", menu["id"]: wrong["id"]}},
    )

    assert [
        (gap["number"], gap["given"], gap["better"], gap["is_right"])
        for gap in review["gaps"]
    ] == [(1, "right", "Right", True), (2, "Wrong", "Right", False)]


def test_words_are_marked_where_the_text_has_them():
    asked = content("mark_words")
    ids = [option["id"] for option in asked["options"]]

    view = MARK.view(asked, order=MARK.order(asked, Random(1)), answer=None)  # noqa: S311

    assert [piece["option"]["id"] for piece in view["pieces"] if "option" in piece] == [
        ids[1],
        ids[0],
        ids[2],
    ]


def test_a_wrong_word_takes_a_right_one_away():
    asked = content("mark_words")
    asked["options"][0]["correct"] = True
    first, second, third = (option["id"] for option in asked["options"])

    def points(*chosen):
        return MARK.grade(asked, {"choices": list(chosen)}).correctness

    assert points(first, second) == 1
    assert points(first) == points(first, second, third) == 0.5
    assert points(third) == points(first, third) == 0


def test_a_draft_with_a_number_too_many_is_shown():
    asked = content("mark_words")
    asked["text"] += " [9]"

    view = MARK.view(asked, order=[], answer=None)

    assert view["pieces"][-1] == {"text": "[9]"}
    assert len(MARK.order(asked, Random(1))) == 3  # noqa: S311
