"""Kinds of exercise in files: what is read, and the block it becomes."""

import tomllib
from pathlib import Path

import pytest

from courses.blocks import LessonStreamBlock
from courses.exercises import KINDS, content_of, kind_of
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
}
# (a piece of a file, what stands in its place, what is said about it)
SPOILT = {
    "timeline": [
        ('{key = "c", en = "Last", nl = "Laatst"},', "", "events: has 2 rows: 3 to 10 "
         "are needed"),
        ('key = "c"', 'key = "b"', "events[b].key: “b” is used twice"),
        (', nl = "Laatst"', "", "events[c].nl: is missing"),
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

    assert problems == [said]


def test_events_keep_their_order_and_what_is_said_about_them():
    exercise, _problems = read(HEAD % "timeline" + FILES["timeline"])

    events = content(exercise, "nl")["events"]

    assert [(e["text"], e["when"], e["feedback"]) for e in events] == [
        ("Eerst", "Mei", ""),
        ("Dan", "", "Erna."),
        ("Laatst", "", ""),
    ]


def test_a_kind_that_is_not_there_is_named_beside_those_that_are():
    _exercise, problems = read(HEAD % "riddle")

    assert problems == [f"kind: “riddle” is none of {', '.join(sorted(KINDS))}"]
