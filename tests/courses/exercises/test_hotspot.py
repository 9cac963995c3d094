"""Areas of a picture: what an author may write, how they are drawn, what they are worth."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.exercises import KINDS
from courses.exercises.hotspot.areas import (
    Form,
    Rule,
    numbers_of,
    path_of,
    trouble_of,
)
from tests.courses.exercises.asking import content

HOTSPOT = KINDS["hotspot"]
PICTURE = {
    "src": "/media/hall.webp",
    "width": 200,
    "height": 100,
    "alt": "A hall",
    "holder": "Relay",
    "licence": "CC BY 4.0",
}


@pytest.mark.parametrize(
    ("form", "text", "trouble"),
    [
        ("rect", "10 20 30 40", None),
        ("rect", "0 0 100 100", None),
        ("rect", "10.5, 20.25; 30 40", None),
        ("rect", "80 0 30 10", Rule.OUTSIDE),
        ("rect", "10 20 0 40", Rule.EMPTY),
        ("rect", "10 20 30", Rule.COUNT),
        ("circle", "50 50 10", None),
        ("circle", "50 50 0", Rule.EMPTY),
        ("circle", "101 50 10", Rule.OUTSIDE),
        ("circle", "50 50", Rule.COUNT),
        ("polygon", "0 0 100 0 50 50", None),
        ("polygon", "0 0 100 0 50", Rule.COUNT),
        ("polygon", "0 0 100 0", Rule.COUNT),
        ("polygon", "0 0 50 50 100 100", Rule.EMPTY),
        ("polygon", " ".join(["1 1"] * 25), Rule.COUNT),
        ("rect", "", Rule.UNREADABLE),
        ("rect", None, Rule.UNREADABLE),
        ("rect", "10 20 30 -40", Rule.UNREADABLE),
        ("rect", "ten 20 30 40", Rule.UNREADABLE),
        ("rect", "1e2 20 30 40", Rule.UNREADABLE),
    ],
)
def test_what_is_wrong_with_an_area_is_told(form, text, trouble):
    assert trouble_of(form, text) == trouble


@given(st.sampled_from(Form), st.text(alphabet="0123456789 .,;-x", max_size=40))
def test_any_numbers_are_drawn_or_told_and_never_an_error(form, text):
    if trouble_of(form, text) is None:
        path = path_of(form, numbers_of(text), width=640, height=480)
        assert path.startswith("M ")
        assert path.endswith(" Z")
        assert re.fullmatch(r"[MLAZ0-9. ]+|[MLAZ0-9. -]+", path)


def test_areas_are_drawn_in_the_size_of_the_picture():
    size = {"width": 200, "height": 100}

    assert path_of("rect", [10, 20, 30, 40], **size) == (
        "M 20 20 L 80 20 L 80 60 L 20 60 Z"
    )
    assert path_of("polygon", [0, 0, 50, 0, 25, 12.5], **size) == (
        "M 0 0 L 100 0 L 50 12.5 Z"
    )
    # Round, whatever the form of the picture.
    assert path_of("circle", [50, 50, 10], **size) == (
        "M 80 50 A 20 20 0 1 0 120 50 A 20 20 0 1 0 80 50 Z"
    )


def test_the_page_shows_every_area_and_says_of_none_that_it_is_right():
    asked = content("hotspot") | {"picture": PICTURE}
    ids = [option["id"] for option in asked["options"]]

    view = HOTSPOT.view(asked, order=ids[::-1], answer={"choices": ids[:1]})

    assert [area["id"] for area in view["areas"]] == ids
    assert [row["id"] for row in view["options"]] == ids[::-1]
    assert [row["chosen"] for row in view["options"]] == [False, False, True]
    assert all(set(area) == {"id", "path", "x", "y"} for area in view["areas"])


def test_the_review_numbers_what_was_chosen_and_what_was_right():
    asked = content("hotspot") | {"picture": PICTURE}
    square, circle, _triangle = (option["id"] for option in asked["options"])
    order = [square, circle]

    review = HOTSPOT.review(asked, order=order, answer={"choices": [square]})

    assert [row["id"] for row in review["options"]] == [square, circle]
    assert [
        (area["id"], area["number"], area["correct"]) for area in review["areas"]
    ] == [(square, 1, False), (circle, 2, True)]


def test_a_wrong_area_takes_a_right_one_away():
    asked = content("hotspot")
    square, circle, triangle = (option["id"] for option in asked["options"])

    def points(*chosen):
        return HOTSPOT.grade(asked, {"choices": list(chosen)}).correctness

    assert points(circle) == 1
    assert points(circle, triangle) == points(square) == 0


def test_an_area_is_where_it_is_in_every_language():
    asked = content("hotspot")
    moved = content("hotspot")
    moved["options"][0]["area"] = [1, 1, 50, 50]

    assert HOTSPOT.structure(moved) != HOTSPOT.structure(asked)


def test_a_draft_without_a_picture_or_with_an_area_that_cannot_be_drawn_is_shown():
    asked = content("hotspot")
    assert asked["picture"] is None
    assert HOTSPOT.view(asked, order=[], answer=None)["areas"] == []

    asked["picture"] = PICTURE
    asked["options"][0]["area"] = []
    assert len(HOTSPOT.view(asked, order=[], answer=None)["areas"]) == 2
