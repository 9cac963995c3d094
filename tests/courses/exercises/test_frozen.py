"""What was frozen stays what it was: contents as editions and versions hold them, each
with an answer and what it has been worth since. Never changed; only added to."""

import pytest
from django.template.loader import render_to_string

from courses.exercises import KINDS, kind_of

SAID = {"prompt": "What is it?", "feedback": "That is why."}


def options(*rights: bool) -> list[dict]:
    return [
        {"id": f"o{n}", "text": f"Option {n}", "correct": right, "feedback": ""}
        for n, right in enumerate(rights)
    ]


def rows(*texts: str) -> list[dict]:
    return [{"id": text, "text": text, "feedback": ""} for text in texts]


# kind: (what else the content holds, an answer, its correctness)
FROZEN = {
    "single_choice": ({"options": options(True, False)}, {"choice": "o0"}, 1),
    "multiple_choice": (
        {"options": options(True, True, False)},
        {"choices": ["o0"]},
        0,
    ),
    "true_false": (
        {
            "options": [
                {"id": "true", "text": "True", "correct": True, "feedback": ""},
                {"id": "false", "text": "Not true", "correct": False, "feedback": ""},
            ]
        },
        {"choice": "true"},
        1,
    ),
    "matching": (
        {
            "pairs": [
                {"id": one, "left": one, "right": one.upper(), "right_id": f"r{one}"}
                for one in "ab"
            ]
        },
        {"places": {"a": "ra", "b": "ra"}},
        0.5,
    ),
    "card_sort": (
        {
            "categories": [{"id": "x", "text": "X"}, {"id": "y", "text": "Y"}],
            "cards": [row | {"category": "x"} for row in rows("a", "b")],
        },
        {"places": {"a": "x", "b": "y"}},
        0.5,
    ),
    "timeline": (
        {"events": [row | {"when": "May"} for row in rows("a", "b", "c")]},
        {"places": {"a": "1", "b": "2", "c": "3"}},
        1,
    ),
    "ordering": (
        {"credit": "places", "steps": rows("a", "b", "c", "d")},
        {"places": {"a": "1", "b": "2", "c": "4", "d": "3"}},
        0.5,
    ),
    "numeric": (
        {
            "numbers": [
                {
                    "id": "n",
                    "value": "1.5",
                    "tolerance": "10",
                    "measure": "relative",
                    "credit": 50,
                    "feedback": "",
                }
            ],
            "units": [
                {"id": "h", "name": "hours", "factor": "1"},
                {"id": "m", "name": "minutes", "factor": "60"},
            ],
        },
        {"number": "99", "unit": "m"},
        0.5,
    ),
    "short_text": (
        {
            "case": False,
            "accents": False,
            "accepted": [
                {"id": "a", "patterns": ["obs*"], "credit": 40, "feedback": ""}
            ],
        },
        {"text": "Observation"},
        0.4,
    ),
    "gaps": (
        {
            "text": "You [1] and [2].",
            "case": False,
            "accents": False,
            "gaps": [
                {"id": "g", "accepted": ["saw"], "choices": [], "feedback": ""},
                {"id": "h", "accepted": ["heard"], "choices": [], "feedback": ""},
            ],
        },
        {"gaps": {"g": "Saw", "h": "guessed"}},
        0.5,
    ),
    "mark_words": (
        {
            "text": "A [1] [2] [3].",
            "options": options(True, True, False),
            "scoring": "minus",
        },
        {"choices": ["o0"]},
        0.5,
    ),
    "hotspot": (
        {
            "picture": None,
            "options": [
                option | {"form": "rect", "area": [0, 0, 50, 50]}
                for option in options(True, False)
            ],
            "scoring": "minus",
        },
        {"choices": ["o0"]},
        1,
    ),
    "scale": (
        {
            "purpose": "opinion",
            "steps": [{"id": one, "text": one} for one in ("no", "yes")],
        },
        {"choice": "no"},
        None,
    ),
    "open_answer": (
        {
            "least": 0,
            "most": 0,
            "rubric": [{"id": "r", "text": "It asks", "points": 2, "full": ""}],
        },
        {"text": "What happened?"},
        None,
    ),
    "rewrite": (
        {"sentence": "He was rude.", "labels": [], "models": [], "checks": []},
        {"text": "He shouted."},
        None,
    ),
}


@pytest.mark.parametrize("name", FROZEN)
def test_what_was_frozen_is_asked_graded_and_reviewed_as_ever(name):
    more, answer, correctness = FROZEN[name]
    content = {"kind": name, **SAID, **more}
    kind = kind_of(content)

    assert kind.clean(content, answer) == answer
    assert kind.grade(content, answer).correctness == correctness
    shown = {"order": [], "answer": answer}
    form = {"view": kind.view(content, **shown), "prefix": "p", "kind": name}
    assert SAID["prompt"] in render_to_string(kind.form_template, form)
    review = {"review": kind.review(content, **shown)}
    assert SAID["feedback"] in render_to_string(kind.review_template, review)
    if kind.solution_template:
        assert SAID["prompt"] in render_to_string(kind.solution_template, review)


def test_every_kind_that_fills_in_a_form_is_here():
    assert set(FROZEN) == {name for name, kind in KINDS.items() if not kind.walks}
