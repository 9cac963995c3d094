"""Whatever stands in a file, reading it gives an exercise or problems, never an error."""

import copy
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.exercises import KINDS
from courses.seeding.exercises import read_exercise
from courses.seeding.problems import Problems
from courses.seeding.tables import Table
from tests.courses.seeding.test_exercises import FILES, HEAD, HOTSPOT

ALL = FILES | {
    "hotspot": HOTSPOT,
    "true_false": "answer = true",
    "matching": """
[[pairs]]
key = "a"
left = {en = "Left", nl = "Links"}
right = {en = "Right", nl = "Rechts"}
[[pairs]]
key = "b"
left = {en = "Up", nl = "Op"}
right = {en = "Down", nl = "Neer"}
""",
    "card_sort": """
categories = [
  {key = "a", en = "Seen", nl = "Gezien"},
  {key = "b", en = "Judged", nl = "Oordeel"},
]
cards = [
  {key = "a", category = "a", en = "Late", nl = "Laat"},
  {key = "b", category = "b", en = "Rude", nl = "Grof"},
]
""",
}
SINGLE = ["", "x", "[1] [1]", "*", "1e999", -1, 0, 10**9, 1.5, True, [], {}, [1], [{}]]
# Each of its own: what is put in one place may be spoilt again.
JUNK = st.sampled_from(SINGLE).map(copy.deepcopy)


def places_in(value, place=()) -> list[tuple]:
    """Where something stands in a table, at any depth."""
    inner = ()
    if isinstance(value, dict):
        inner = value.items()
    elif isinstance(value, list):
        inner = enumerate(value)
    return [
        one
        for name, child in inner
        for one in ((*place, name), *places_in(child, (*place, name)))
    ]


def spoil(table: dict, place: tuple, junk) -> None:
    """Put `junk` there, or take away what is there where it is None."""
    here = table
    for name in place[:-1]:
        here = here[name]
    if junk is None:
        del here[place[-1]]
    else:
        here[place[-1]] = junk


@pytest.mark.parametrize("kind", sorted(ALL))
@given(data=st.data())
def test_a_spoilt_file_gives_problems_and_never_an_error(kind, data):
    table = copy.deepcopy(tomllib.loads(HEAD % kind + ALL[kind]))
    for _one in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.sampled_from(places_in(table)))
        spoil(table, place, data.draw(st.none() | JUNK))
    problems = Problems()

    read_exercise(
        Table(
            table,
            path=Path("m1/exercises.toml"),
            where="",
            languages=("en", "nl"),
            problems=problems,
        )
    )

    assert all(
        one.message and one.path.name == "exercises.toml" for one in problems.found
    )


def test_every_kind_is_spoilt():
    assert set(ALL) == set(KINDS)
