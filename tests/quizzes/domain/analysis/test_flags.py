from dataclasses import replace

import pytest

from quizzes.domain.analysis.figures import Picked, Quartiles
from quizzes.domain.analysis.flags import Figures, flags_of

SOUND = Figures(
    attempts=100,
    compared=100,
    facility=0.7,
    discrimination=0.4,
    blank=0.01,
    quartiles=Quartiles(20, 30, 50),
    picked=[
        Picked("a", 0.7, top=0.9, bottom=0.4),
        Picked("b", 0.2, top=0.05, bottom=0.4),
        Picked("c", 0.1, top=0.05, bottom=0.2),
    ],
    distractors=("b", "c"),
    right=frozenset("a"),
    is_one=True,
)


def named(figures, *, usual=30):
    return [flag["name"] for flag in flags_of(figures, usual_seconds=usual)]


def test_a_sound_question_has_nothing_about_it():
    assert named(SOUND) == []


KEYED_WRONG = [Picked("a", 0.4, 0.3, 0.5), Picked("b", 0.5, 0.6, 0.3)]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"facility": 0.95}, ["easy"]),
        ({"facility": 0.3}, ["hard"]),
        ({"discrimination": -0.4}, ["reversed"]),
        ({"discrimination": -1.0}, ["reversed"]),
        # Not surely below 0 with a hundred.
        ({"discrimination": -0.1}, ["weak"]),
        ({"discrimination": 0.02}, ["weak"]),
        # May be by chance.
        ({"discrimination": 0.1}, []),
        ({"discrimination": 0.02, "facility": 0.97}, ["easy"]),
        ({"discrimination": 0.02, "compared": 29}, []),
        ({"discrimination": None}, []),
        ({"discrimination": 1.0}, []),
        ({"blank": 0.1}, ["blank"]),
        ({"quartiles": Quartiles(60, 91, 200)}, ["slow"]),
        ({"quartiles": Quartiles(60, 90, 200)}, []),
        ({"quartiles": None}, []),
        ({"picked": SOUND.picked[:2]}, ["unpicked"]),
        ({"picked": KEYED_WRONG, "distractors": ("b",)}, ["key"]),
        ({"picked": KEYED_WRONG, "distractors": ("b",), "is_one": False}, []),
        ({"harder": ("de", "fr")}, ["language", "language"]),
        # Few have met it.
        ({"facility": 0.1, "attempts": 29}, []),
    ],
)
def test_what_is_worth_a_look(changes, expected):
    assert named(replace(SOUND, **changes)) == expected


def test_slow_is_said_where_it_is_known_what_is_usual_and_takes_a_minute():
    slow = replace(SOUND, quartiles=Quartiles(60, 200, 300))
    assert named(slow, usual=None) == []
    quick = replace(SOUND, quartiles=Quartiles(10, 59, 60))
    assert named(quick, usual=2) == []


def test_a_flag_says_which_option_and_which_language_it_is_about():
    found = flags_of(
        replace(SOUND, picked=SOUND.picked[:2], harder=("fr",)), usual_seconds=None
    )
    assert found == [
        {"name": "language", "language": "fr"},
        {"name": "unpicked", "key": "c"},
    ]
