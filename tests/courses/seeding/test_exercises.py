"""Kinds of exercise in files: what is read, and the block it becomes."""

import tomllib
from pathlib import Path

import pytest

from courses.blocks import LessonStreamBlock
from courses.exercises import ASKED, KINDS, content_of, kind_of
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
    "single_choice": """
options = [
  {key = "a", correct = true, en = "Ask", nl = "Vraag", feedback = {en = "A", nl = "A"}},
  {key = "b", correct = false, weight = 40, en = "Go", nl = "Ga", feedback = {en = "B", nl = "B"}},
]
""",
    "multiple_choice": """
scoring = "minus"
options = [
  {key = "a", correct = true, en = "Ask", nl = "Vraag", feedback = {en = "A", nl = "A"}},
  {key = "b", correct = false, en = "Go", nl = "Ga", feedback = {en = "B", nl = "B"}},
]
""",
    "ordering": """
credit = "places"
steps = [
  {key = "a", en = "First", nl = "Eerst"},
  {key = "b", en = "Then", nl = "Dan", feedback = {en = "After.", nl = "Erna."}},
  {key = "c", en = "Last", nl = "Laatst"},
]
""",
    "numeric": """
[[numbers]]
key = "a"
value = "1.5"
tolerance = "10"
measure = "relative"
[[numbers]]
key = "b"
value = "2"
credit = 40
feedback = {en = "Nearly.", nl = "Bijna."}
[[units]]
key = "h"
en = "hours"
nl = "uur"
[[units]]
key = "m"
en = "minutes"
nl = "minuten"
factor = "60"
""",
    "short_text": """
case = true
[[accepted]]
key = "a"
en = "observation"
nl = "waarneming\\nwat je zag"
[[accepted]]
key = "b"
en = "observ*"
nl = "waarn*"
credit = 50
""",
    "gaps": """
text = {en = "You [1] and [2].", nl = "Je [2] en [1]."}
[[gaps]]
key = "a"
en = "saw"
nl = "zag"
[[gaps]]
key = "b"
en = "heard"
nl = "hoorde"
wrong = [{key = "x", en = "guessed", nl = "gokte"}]
""",
    "mark_words": """
text = {en = "A [1] and [2].", nl = "Een [2] en [1]."}
options = [
  {key = "a", correct = true, en = "fact", nl = "feit"},
  {key = "b", correct = false, en = "guess", nl = "gok"},
]
""",
    "scale": """
purpose = "opinion"
steps = [
  {key = "a", en = "No", nl = "Nee"},
  {key = "b", en = "Maybe", nl = "Misschien"},
  {key = "c", en = "Yes", nl = "Ja"},
]
""",
    "open_answer": """
least = 5
most = 50
[[rubric]]
key = "a"
en = "It asks"
nl = "Het vraagt"
points = 2
full = {en = "An open question.", nl = "Een open vraag."}
[[rubric]]
key = "b"
en = "It is short"
nl = "Het is kort"
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
    "single_choice": [
        ("weight = 40", "weight = 100", "options[b].weight: must be between 0 and 99"),
        ('en = "Ask"', 'weight = 1, en = "Ask"', "options[a].weight: is for an option "
         "that is not the right one"),
    ],
    "multiple_choice": [
        ('"minus"', '"plus"', "scoring: “plus” is none of each, minus"),
    ],
    "ordering": [
        ('"places"', '"most"', "credit: “most” is none of all, neighbours, places"),
        ('{key = "c", en = "Last", nl = "Laatst"},', "", "steps: has 2 rows: 3 to 10 "
         "are needed"),
    ],
    "numeric": [
        ('value = "2"', 'value = "two"', "numbers[b].value: “two” is no number"),
        ('"relative"', '"most"', "numbers[a].measure: “most” is none of absolute, "
         "relative"),
        ('measure = "relative"', "credit = 60", "numbers: none is worth 100"),
        ('factor = "60"', 'factor = "0"', "units[m].factor: must be more than 0"),
        ('nl = "uur"', 'nl = "uur"\nfactor = "2"', "units[h].factor: is 1 for the first "
         "unit"),
        ('value = "1.5"', "", "numbers[a].value: is missing"),
    ],
    "short_text": [
        ('"observ*"', '"*"', "accepted[b].en: accepts whatever is written"),
        ("case = true", "case = 1", "case: must be of type bool"),
        ("credit = 50", "credit = 0", "accepted[b].credit: must be between 1 and 100"),
    ],
    "gaps": [
        ("You [1] and [2].", "You [1] and [3].", [
            "text.en: [2] is missing", "text.en: there is no row for [3]",
        ]),
        ("Je [2] en [1].", "Je [2] en [1] [1].", "text.nl: [1] stands there more than "
         "once"),
    ],
    "mark_words": [
        ("correct = true", "correct = false", "options: no option is right"),
        ("A [1] and [2].", "A [1].", "text.en: [2] is missing"),
    ],
    "scale": [
        ('"opinion"', '"mood"', "purpose: “mood” is none of confidence, opinion"),
        ('{key = "b", en = "Maybe", nl = "Misschien"},', "", "steps: has 2 rows: 3 to 7 "
         "are needed"),
    ],
    "open_answer": [
        ("most = 50", "most = 4", "most: is less than the words at least"),
        ("points = 2", "points = 11", "rubric[a].points: must be between 1 and 10"),
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


def test_a_bank_takes_no_kind_that_a_quiz_may_not_ask():
    problems = Problems()
    table = Table(
        tomllib.loads(HEAD % "decision_tree" + FILES["decision_tree"]),
        path=Path("m1.toml"),
        where="",
        languages=("en", "nl"),
        problems=problems,
    )

    read_exercise(table, kinds=ASKED)

    assert [one.message for one in problems.found] == [
        f"“decision_tree” is none of {', '.join(sorted(ASKED))}"
    ]


def test_a_kind_that_is_not_there_is_named_beside_those_that_are():
    _exercise, problems = read(HEAD % "riddle")

    assert problems == [f"kind: “riddle” is none of {', '.join(sorted(KINDS))}"]


HOTSPOT = """
picture = "hall"
[[areas]]
key = "a"
correct = true
area = "0 0 50 50"
en = "Left"
nl = "Links"
[[areas]]
key = "b"
correct = false
form = "circle"
area = "75 25 10"
en = "Right"
nl = "Rechts"
"""


def test_areas_come_with_the_picture_that_they_are_given():
    exercise, problems = read(HEAD % "hotspot" + HOTSPOT)
    picture = {"image": 7, "alt_text": "Een hal", "decorative": False}

    block = block_of(exercise, "nl", "exercise", "x1", picture=picture)

    assert problems == []
    assert exercise.picture == "hall"
    assert block["value"]["image"] == picture
    values = [row["value"] for row in block["value"]["options"]]
    assert [(one["text"], one["form"], one["area"]) for one in values] == [
        ("Links", "rect", "0 0 50 50"),
        ("Rechts", "circle", "75 25 10"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('picture = "hall"', "", "picture: is missing"),
        ("correct = true", "correct = false", "areas: no area is right"),
        ('"75 25 10"', '"75 25"', "areas[b].area: has another number of numbers than "
         "its form"),
        ('"0 0 50 50"', '"60 0 50 50"', "areas[a].area: reaches beyond the picture"),
        ('form = "circle"', 'form = "oval"', "areas[b].form: “oval” is none of circle, "
         "polygon, rect"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_an_area_in_a_file_is_said(old, new, said):
    _exercise, problems = read(HEAD % "hotspot" + HOTSPOT.replace(old, new))

    assert problems == [said]
