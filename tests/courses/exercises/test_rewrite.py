"""Writing a sentence again: what is said about it, and that nothing is counted."""

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from courses.exercises import KINDS, InvalidAnswer
from courses.exercises.rewrite import MOST

REWRITE = KINDS["rewrite"]
ASKED = {
    "kind": "rewrite",
    "prompt": "Write what you saw.",
    "feedback": "Somebody else can check an observation.",
    "sentence": "Robin was aggressive again.",
    "labels": [
        {"id": "a", "words": "aggressive, hostile,", "hint": "What did Robin do?"},
        {"id": "b", "words": "again", "hint": "When?"},
        {"id": "c", "words": "suspect person", "hint": "Who was it for you?"},
    ],
    "models": [
        {
            "id": "d",
            "text": "On Monday Robin hit the counter.",
            "note": "A day, an act.",
        },
        {"id": "e", "text": "Robin shouted: “Enough!”", "note": ""},
    ],
    "checks": [{"id": "f", "text": "When?"}, {"id": "g", "text": "Without a label?"}],
}


def review(text: str) -> dict:
    return REWRITE.review(ASKED, order=[], answer={"text": text})


def words(text: str) -> list[str]:
    return [row["word"] for row in review(text)["found"]]


def test_words_that_judge_are_named_as_they_were_written_with_what_to_ask():
    assert review("Hostile, and hostile AGAIN.")["found"] == [
        {"word": "Hostile", "hint": "What did Robin do?"},
        {"word": "AGAIN", "hint": "When?"},
    ]


def test_only_whole_words_judge():
    assert words("Aggressiveness, against, disagain.") == []
    assert words("A suspect person. A suspect, a person.") == ["suspect person"]


def test_an_observation_gets_no_hints_and_everybody_sees_how_others_wrote_it():
    told = review("At ten Robin hit the counter with a flat hand.")

    assert (told["found"], told["people"]) == ([], [])
    assert told["models"] == ASKED["models"]
    assert told["checks"] == ASKED["checks"]
    assert told["feedback"] == ASKED["feedback"]


def test_what_may_point_to_a_person_is_named_except_what_is_invented_here():
    assert review("Robin called 0470 12 34 56 at noon.")["people"] == ["0470 12 34 56"]


@given(st.text(max_size=200))
def test_whatever_is_written_is_never_graded_and_reads_the_same_again(text):
    data = QueryDict(mutable=True)
    data["text"] = text
    try:
        answer = REWRITE.read(ASKED, data)
    except InvalidAnswer:
        assert "\x00" in text
        return
    assert (answer is None) == (not text.strip())
    assert REWRITE.grade(ASKED, answer).correctness is None
    assert REWRITE.is_complete(ASKED, answer) == bool(text.strip())
    if answer:
        assert REWRITE.clean(ASKED, answer) == answer
        assert REWRITE.view(ASKED, order=[], answer=answer)["text"] == answer["text"]
        assert REWRITE.review(ASKED, order=[], answer=answer)["answered"]


@pytest.mark.parametrize(
    "payload",
    [
        None, "x", {}, {"text": None}, {"text": ["x"]}, {"text": " \n "},
        {"text": "a\x00b"}, {"text": "x" * (MOST + 1)}, {"text": "x", "more": 1},
        {"choice": "x"},
    ],
    ids=lambda payload: str(payload)[:20],
)  # fmt: skip
def test_what_is_no_sentence_is_refused(payload):
    with pytest.raises(InvalidAnswer):
        REWRITE.clean(ASKED, payload)


def test_the_form_shows_the_sentence_and_no_model():
    view = REWRITE.view(ASKED, order=[], answer=None)

    assert view == {
        "prompt": ASKED["prompt"],
        "sentence": ASKED["sentence"],
        "text": "",
        "most": MOST,
    }
