"""GIFT as other programs write it."""

from decimal import Decimal

import pytest

from quizzes.interchange import Found, UnreadableFile, gift
from quizzes.interchange.kinds import side_of
from quizzes.interchange.shapes import (
    Accepted,
    Choice,
    Essay,
    Match,
    Number,
    Option,
    Pair,
    Statement,
)


def one(text: str) -> Found:
    [found] = gift.read(text.encode())
    return found


def messages(found: Found) -> list[str]:
    return [problem.message for problem in found.problems]


def full(text: str, feedback: str = "") -> Option:
    return Option(text, Decimal(100), feedback)


def none(text: str, feedback: str = "") -> Option:
    return Option(text, Decimal(0), feedback)


def test_a_choice_has_its_options_weights_and_feedback():
    found = one(
        "::Q1:: Who? {\n=Grant # Yes.\n~%50%Lee # In part.\n~Nobody\n####It was Grant.}"
    )
    assert found.title == "Q1"
    assert found.prompt == "Who?"
    assert found.feedback == "It was Grant."
    assert found.shape == Choice(
        (full("Grant", "Yes."), Option("Lee", Decimal(50), "In part."), none("Nobody")),
        multiple=False,
    )
    assert found.problems == []


def test_what_is_escaped_stands_for_itself():
    found = one(r"::a\:b::1 \= 2 \{x\} \# \~ \\ \n end{=\=yes ~\~no}")
    assert found.title == "a:b"
    assert found.prompt == "1 = 2 {x} # ~ \\ \n end"
    assert found.shape.options == (full("=yes"), none("~no"))


def test_options_with_weights_alone_are_several():
    found = one("Which? {~%50%a ~%50%b ~%-100%c}")
    assert found.shape.multiple
    assert [option.worth for option in found.shape.options] == [50, 50, -100]
    side_of(found).value(found.shape, found)
    assert messages(found) == [
        "What each option is worth is not kept: right ones count, minus wrong ones."
    ]


@pytest.mark.parametrize(
    ("text", "holds"), [("T", True), ("TRUE", True), ("f", False), ("FALSE", False)]
)
def test_a_statement_holds_or_not(text, holds):
    assert one(f"It is so.{{{text}}}").shape == Statement(holds)


def test_what_is_said_of_true_and_false_is_told_as_lost():
    found = one("It is so.{TRUE#Wrong#Right}")
    assert found.shape == Statement(True)
    assert messages(found) == ["What is said of each answer is not taken over."]


def test_pairs_and_what_belongs_to_nothing():
    found = one("Match.{=cat -> animal =rose -> plant = -> stone}")
    assert found.shape == Match(
        (Pair("cat", "animal"), Pair("rose", "plant")), ("animal", "plant", "stone")
    )
    # What belongs to nothing makes it cards in categories.
    assert side_of(found).name == "card_sort"


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("#3", [("3", "0", 100)]),
        ("#3:0.5", [("3", "0.5", 100)]),
        ("#2.5..3.5", [("3.0", "0.5", 100)]),
        ("#=1822:0 =%50%1822:2", [("1822", "0", 100), ("1822", "2", 50)]),
    ],
)
def test_numbers_have_tolerances_or_ranges(text, numbers):
    found = one(f"When?{{{text}}}")
    assert found.shape.numbers == tuple(
        Number(Decimal(value), Decimal(near), Decimal(worth))
        for value, near, worth in numbers
    )


@pytest.mark.parametrize("text", ["#x", "#3:-1", "#1e999", "#4..2", "#NaN"])
def test_what_is_no_number_stops_the_question(text):
    assert one(f"When?{{{text}}}").stopped


def test_short_answers_have_weights():
    found = one("Two plus two?{=four =%50%quatre#In French.}")
    assert found.shape.accepted == (
        Accepted("four"),
        Accepted("quatre", Decimal(50), "In French."),
    )


def test_a_missing_word_leaves_a_gap_in_the_prompt():
    found = one("Costs {~a lot =nothing ~much} today.")
    assert found.prompt == "Costs _____ today."
    assert not found.shape.multiple


def test_an_essay_has_no_answers_and_a_bank_no_essays():
    found = one("Write.{}")
    assert found.shape == Essay()


def test_a_description_is_said_to_ask_nothing():
    found = one("Just words.")
    assert messages(found) == ["A description asks nothing."]
    assert found.stopped


@pytest.mark.parametrize("text", ["Open {=a", "Close =a}", "} {"])
def test_braces_without_their_pair_stop_the_question(text):
    assert one(text).stopped


def test_comments_are_passed_over_and_categories_become_topics():
    found = gift.read(
        b"// a comment\n$CATEGORY: top/Some Words\n\nA?{T}\n\n// [id:k1] [tag:x]\nB?{F}"
    )
    assert [(row.key, row.labels) for row in found] == [
        ("", {"topic": "some-words"}),
        ("k1", {"topic": "x"}),
    ]
    assert [row.place for row in found] == ["line 4", "line 7"]


def test_html_becomes_text_and_what_is_lost_is_told():
    found = one(
        '[html]<p>Look <b>here</b><script>alert(1)</script><br>and <img src\\="a/b.png">'
        "</p>{=<i>one</i> ~two &amp; three}"
    )
    assert found.prompt == "Look here\nand"
    assert [option.text for option in found.shape.options] == ["one", "two & three"]
    assert messages(found) == [
        "The image “b.png” is not taken over.",
        "A script or a style is not taken over.",
    ]


def test_markdown_becomes_text_and_plain_stays_as_it_is():
    assert one("[markdown]Look **here**{T}").prompt == "Look here"
    assert one("[plain]Look <b>**here**</b>{T}").prompt == "Look <b>**here**</b>"


@pytest.mark.parametrize("data", [b"", b"\n\n", b"// only a comment", b"\xff\xfe"])
def test_a_file_without_a_question_is_refused(data):
    with pytest.raises(UnreadableFile):
        gift.read(data)


def test_a_file_with_too_many_questions_is_refused():
    with pytest.raises(UnreadableFile):
        gift.read(b"A?{T}\n\n" * 501)


def test_a_text_that_is_too_long_stops_its_question():
    assert one("x" * 20_001 + "{T}").stopped


def test_two_questions_without_an_empty_line_between_them_are_told_apart():
    text = "::one:: Is it? {T}\n// and\n::two:: Was it? {F}\n\n::three:: Will it? {T}"
    first, second = gift.read(text.encode())
    assert [one.message for one in first.problems] == [
        "Line 3 begins another question: an empty line is missing."
    ]
    assert (second.title, second.problems) == ("three", [])
