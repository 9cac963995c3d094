"""What an author is told of the areas of a picture."""

import pytest

from courses.exercises import content_of
from tests.courses.blocks.faults import bound, errors, raw, strings
from tests.factories.exercises import because
from tests.factories.media import RIGHTS, make_image

pytestmark = pytest.mark.django_db


@pytest.fixture
def image():
    return make_image(no_danger_cue=True, **RIGHTS)


@pytest.fixture
def block(image):
    found = raw("hotspot")
    found["value"]["image"] = {
        "image": image.pk,
        "alt_text": "A hall",
        "decorative": False,
    }
    return found


def test_an_area_is_told_of_beside_its_numbers(block):
    first, second, third = (row["value"] for row in block["value"]["options"])
    first["area"], second["area"], third["area"] = "0 0 200 10", "1 2", "10 10 20"

    assert errors(block) == {
        ("options", 0, "area"): ["This reaches beyond the picture."],
        ("options", 1, "area"): [
            "A rectangle has 4 numbers, a circle 3, a polygon 2 for each corner."
        ],
        ("options", 2, "area"): [
            "A rectangle has 4 numbers, a circle 3, a polygon 2 for each corner."
        ],
    }


def test_one_area_at_least_is_right(block):
    block["value"]["options"][1]["value"]["correct"] = False

    assert errors(block) == {
        ("options", 0, "correct"): ["Mark at least one option right."]
    }


def test_a_picture_is_needed_to_publish_and_not_for_a_draft(block):
    block["value"]["image"] = raw("hotspot")["value"]["image"]
    assert list(errors(block)) == [("image", "image")]

    child = bound(block)
    kept = child.block.clean_deferred(child.value)

    assert child.block.render(kept)


def test_the_preview_shows_where_the_areas_are(block, image):
    html = bound(block).render()

    # As learners meet it, and with all areas and their numbers as they read it after.
    assert html.count("data-area=") == 3
    assert html.count("<path ") == 6
    assert html.count("<text ") == 3
    assert 'alt="A hall"' in html
    assert image.get_rendition("max-1200x1200|format-webp").url in html


def test_content_holds_what_is_shown_of_the_picture_and_its_rights(block, image):
    child = bound(block)

    content = content_of("hotspot", child.block.clean(child.value))

    picture = content["picture"]
    rendition = image.get_rendition("max-1200x1200|format-webp")
    assert picture == {
        "src": rendition.url,
        "width": rendition.width,
        "height": rendition.height,
        "alt": "A hall",
        "holder": RIGHTS["rights_holder"],
        "licence": RIGHTS["licence"],
    }
    assert [option["area"] for option in content["options"]] == [
        [0, 0, 50, 50],
        [75, 25, 10],
        [50, 50, 100, 50, 75, 100],
    ]


def test_translators_meet_the_names_of_the_areas_and_no_numbers(block):
    assert {one for one in strings("hotspot", block) if one} == {
        "Question k?",
        "A hall",
        because("k"),
        "Right 0",
        "Right 1",
        "Right 2",
    }
