"""What of a question is compared."""

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from wagtail import blocks

from courses.blocks import ExerciseStreamBlock
from courses.blocks.pictured import PlaceBlock
from courses.blocks.practice import NameBlock
from courses.exercises import ASKED
from quizzes.domain.duplicates.texts import (
    CODES,
    EXPLAINING,
    digest_of,
    lines_of,
    without_numbers,
    words_in,
    words_of,
)
from tests.factories.exercises import question_body


def test_case_accents_and_punctuation_make_no_difference():
    assert words_in("Où est l’ÉCOLE? – «ici».") == words_in("ou est l'ecole... ICI")


def test_numbers_are_words_and_are_kept_whole():
    assert words_in("within 1.5 hours, 10,5 km or 112") == (
        *("within", "1.5", "hours", "10,5", "km", "or", "112"),
    )
    assert without_numbers(("call", "112", "now")) == ("call", "#", "now")


@given(st.text())
@example("\U0001d54a")
def test_words_of_words_are_the_same(text):
    words = words_in(text)
    assert words_in(" ".join(words)) == words


def test_explanations_and_what_is_right_are_not_compared():
    body = [
        {
            "type": "single_choice",
            "value": {
                "prompt": "What do you do?",
                "feedback": "Because.",
                "options": [
                    {
                        "type": "item",
                        "id": "0c9d",
                        "value": {"text": "Ask", "correct": True, "feedback": "Yes"},
                    },
                    {
                        "type": "item",
                        "id": "0c9e",
                        "value": {"text": "Wait", "correct": False, "feedback": ""},
                    },
                ],
            },
        }
    ]
    assert words_of(body) == ("what", "do", "you", "do", "ask", "wait")
    assert lines_of(body) == "What do you do?\nAsk\nright\nWait\nwrong"


def test_whether_a_statement_is_true_is_shown_and_not_compared():
    body = [{"type": "true_false", "value": {"prompt": "It is so.", "answer": "false"}}]
    assert words_of(body) == ("it", "is", "so")
    assert lines_of(body) == "It is so.\nwrong"


def test_numbers_that_are_accepted_are_compared():
    number = {"value": Decimal("1.5"), "tolerance": "0", "measure": "absolute"}
    body = [{"type": "numeric", "value": {"prompt": "How many?", "numbers": [number]}}]
    assert words_of(body) == ("how", "many", "1.5")


def test_a_draft_may_say_nothing():
    assert words_of([]) == ()
    assert words_of([{"type": "single_choice", "value": {"prompt": None}}]) == ()
    assert lines_of([]) == ""


@pytest.mark.parametrize("kind", sorted(ASKED - {"hotspot"}))
def test_every_kind_says_what_it_asks(kind):
    body = question_body("k", "en", kind=kind)
    assert words_of(body)[:2] == ("question", "k")
    assert lines_of(body).startswith("Question k?\n") or kind == "scale"


@pytest.mark.parametrize("kind", sorted(ASKED - {"hotspot"}))
def test_the_order_in_which_fields_are_stored_makes_no_difference(kind):
    """PostgreSQL has its own, for what is live and not for a draft."""

    def turned(value):
        if isinstance(value, dict):
            return {name: turned(inner) for name, inner in reversed(value.items())}
        return [turned(one) for one in value] if isinstance(value, list) else value

    body = question_body("k", "en", kind=kind)
    assert words_of(turned(body)) == words_of(body)
    assert lines_of(turned(body)) == lines_of(body)


def test_no_code_is_taken_for_words():
    """A new kind of block that holds one has its name in CODES."""

    def fields(block):
        for name, child in getattr(block, "child_blocks", {}).items():
            yield name, child
            yield from fields(child)
        if hasattr(block, "child_block"):
            yield from fields(block.child_block)

    coded = (blocks.ChoiceBlock, NameBlock, PlaceBlock)
    found = {n for n, one in fields(ExerciseStreamBlock()) if isinstance(one, coded)}
    assert found - CODES == set()
    assert not CODES & EXPLAINING


def test_a_digest_is_of_the_words_in_their_order():
    assert digest_of(("a", "b")) != digest_of(("b", "a"))
    assert len(digest_of(())) == 64
