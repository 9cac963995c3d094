"""Kinds of exercise in files: what is read, and the block it becomes."""

import tomllib
from pathlib import Path

import pytest

from courses.blocks import LessonStreamBlock
from courses.exercises import GRADED, KINDS, content_of, kind_of
from courses.seeding.exercises import block_of, read_exercise
from courses.seeding.problems import Problems
from courses.seeding.tables import Table

HEAD = """
key = "x1"
kind = "%s"
prompt = {en = "Do it.", nl = "Doe het."}
feedback = {en = "So it is.", nl = "Zo is het."}
"""
FILES = {
    "timeline": """
events = [
  {key = "a", en = "First", nl = "Eerst", when = {en = "May", nl = "Mei"}},
  {key = "b", en = "Then", nl = "Dan", feedback = {en = "After.", nl = "Erna."}},
  {key = "c", en = "Last", nl = "Laatst"},
]
""",
    "rewrite": """
sentence = {en = "Robin was rude again.", nl = "Robin was weer grof."}
labels = [
  {key = "a", words = {en = "rude", nl = "grof"}, hint = {en = "What?", nl = "Wat?"}},
]
models = [
  {key = "a", en = "He shouted.", nl = "Hij riep."},
  {key = "b", en = "She left.", nl = "Ze ging.", note = {en = "Act.", nl = "Daad."}},
]
checks = [
  {key = "a", en = "When?", nl = "Wanneer?"},
  {key = "b", en = "Who?", nl = "Wie?"},
]
""",
    "dialogue": """
[[scenes]]
key = "door"
en = "Hello."
nl = "Dag."
speaker = {en = "Robin", nl = "Robin"}
choices = [
  {key = "a", next = "hall", en = "Ask.", nl = "Vraag."},
  {key = "b", next = "end", en = "Go.", nl = "Ga.", consequence = {en = "Oh.", nl = "O."}},
]
[[scenes]]
key = "hall"
en = "Come in."
nl = "Kom binnen."
ending = "good"
ending_feedback = {en = "Well asked.", nl = "Goed gevraagd."}
[[scenes]]
key = "end"
en = "Robin leaves."
nl = "Robin vertrekt."
ending = "poor"
ending_feedback = {en = "Ask first.", nl = "Vraag eerst."}
""",
    "decision_tree": """
[[questions]]
key = "danger"
en = "Danger?"
nl = "Gevaar?"
answers = [
  {key = "y", next = "call", en = "Yes", nl = "Ja"},
  {key = "n", next = "talk", en = "No", nl = "Nee"},
]
[[outcomes]]
key = "call"
en = "Call"
nl = "Bel"
do = {en = "Call 112.", nl = "Bel 112."}
consult = {en = "The police.", nl = "De politie."}
[[outcomes]]
key = "talk"
en = "Talk"
nl = "Praat"
do = {en = "Ask.", nl = "Vraag het."}
consult = {en = "A colleague.", nl = "Een collega."}
""",
}
# (a piece of a file, what stands in its place, what is said about it)
SPOILT = {
    "timeline": [
        ('{key = "c", en = "Last", nl = "Laatst"},', "", "events: has 2 rows: 3 to 10 "
         "are needed"),
        ('key = "c"', 'key = "b"', "events[b].key: “b” is used twice"),
        (', nl = "Laatst"', "", "events[c].nl: is missing"),
    ],
    "rewrite": [
        (', nl = "Robin was weer grof."', "", "sentence.nl: is missing"),
        ('{key = "b", en = "Who?", nl = "Wie?"},', "", "checks: has 1 rows: 2 to 8 are "
         "needed"),
    ],
    "dialogue": [
        ('next = "hall"', 'next = "attic"', [
            "scenes[door].choices[a].next: there is nothing called “attic”",
            "scenes[hall].key: no choice leads here",
        ]),
        ('key = "hall"', 'key = "Door"', [
            "scenes[door].choices[a].next: there is nothing called “hall”",
            "scenes[Door].key: “Door” is used twice",
        ]),
        ('ending = "good"', 'ending = "fine"', "scenes[hall].ending: “fine” is none of "
         "good, mixed, poor"),
        ('speaker =', 'ending = "good"\nspeaker =', "scenes[door].ending: is for a scene "
         "without choices"),
        ('ending_feedback = {en = "Ask first.", nl = "Vraag eerst."}', "",
         "scenes[end].ending_feedback: is missing"),
    ],
    "decision_tree": [
        ('next = "talk"', 'next = "danger"', [
            "questions[danger].key: a way leads from here back to here",
            "outcomes[talk].key: no choice leads here",
        ]),
        ('next = "talk"', 'next = "later"', [
            "questions[danger].answers[n].next: there is nothing called “later”",
            "outcomes[talk].key: no choice leads here",
        ]),
        ('do = {en = "Ask.", nl = "Vraag het."}', "", "outcomes[talk].do: is missing"),
    ],
}  # fmt: skip


def read(text: str):
    """(exercise, what is said about it)"""
    problems = Problems()
    table = Table(
        tomllib.loads(text),
        path=Path("m1/exercises.toml"),
        where="",
        languages=("en", "nl"),
        problems=problems,
    )
    exercise = read_exercise(table)
    return exercise, [f"{one.where}: {one.message}" for one in problems.found]


def content(exercise, language: str) -> dict:
    raw = block_of(exercise, language, "exercise", "x1")
    block = LessonStreamBlock()
    value = block.clean(block.to_python([raw]))[0]
    assert value.id == raw["id"]
    return content_of(value.block_type, value.value)


@pytest.mark.parametrize("kind", FILES)
def test_a_file_becomes_an_exercise_that_is_the_same_in_both_languages(kind):
    exercise, problems = read(HEAD % kind + FILES[kind])

    english, dutch = content(exercise, "en"), content(exercise, "nl")

    assert problems == []
    assert (english["kind"], english["prompt"], dutch["prompt"]) == (
        kind,
        "Do it.",
        "Doe het.",
    )
    assert kind_of(english).structure(english) == kind_of(dutch).structure(dutch)


@pytest.mark.parametrize(
    ("kind", "old", "new", "said"),
    [(kind, *one) for kind, all_ in SPOILT.items() for one in all_],
)
def test_what_is_wrong_in_a_file_is_said_with_its_place(kind, old, new, said):
    text = HEAD % kind + FILES[kind]
    assert text.count(old) == 1

    _exercise, problems = read(text.replace(old, new))

    assert problems == ([said] if isinstance(said, str) else said)


def test_events_keep_their_order_and_what_is_said_about_them():
    exercise, _problems = read(HEAD % "timeline" + FILES["timeline"])

    events = content(exercise, "nl")["events"]

    assert [(e["text"], e["when"], e["feedback"]) for e in events] == [
        ("Eerst", "Mei", ""),
        ("Dan", "", "Erna."),
        ("Laatst", "", ""),
    ]


def test_choices_lead_to_the_scene_of_their_key_in_every_language():
    exercise, _problems = read(HEAD % "dialogue" + FILES["dialogue"])

    for language, texts in (("en", ["Ask.", "Go."]), ("nl", ["Vraag.", "Ga."])):
        nodes = content(exercise, language)["nodes"]
        choices = nodes[0]["choices"]
        assert [choice["text"] for choice in choices] == texts
        assert [choice["next"] for choice in choices] == [
            nodes[1]["id"],
            nodes[2]["id"],
        ]


def test_a_bank_takes_no_kind_that_is_not_graded():
    problems = Problems()
    table = Table(
        tomllib.loads(HEAD % "dialogue" + FILES["dialogue"]),
        path=Path("m1.toml"),
        where="",
        languages=("en", "nl"),
        problems=problems,
    )

    read_exercise(table, kinds=GRADED)

    assert [one.message for one in problems.found] == [
        f"“dialogue” is none of {', '.join(sorted(GRADED))}"
    ]


def test_a_kind_that_is_not_there_is_named_beside_those_that_are():
    _exercise, problems = read(HEAD % "riddle")

    assert problems == [f"kind: “riddle” is none of {', '.join(sorted(KINDS))}"]
