"""A picture with areas, in a lesson and in a question: shown with its list, and only
with rights and a text that says what it shows."""

import pytest
from bs4 import BeautifulSoup

from courses.domain.manifest import NotReady, lesson_data
from lms.publishing import NotPublishableError, findings_of
from quizzes.models import Question
from tests.factories.courses import make_course
from tests.factories.exercises import question_body, stable
from tests.factories.media import RIGHTS, make_image
from tests.factories.parts import add_parts


@pytest.fixture
def small(beekstad):
    return make_course(beekstad, code="spot")


def hotspot(image, *, text="A hall"):
    """The block, as a function of the language."""

    def block(language: str) -> dict:
        (raw,) = question_body("spot", language, kind="hotspot")
        raw["value"]["image"] = {
            "image": image.pk,
            "alt_text": text,
            "decorative": False,
        }
        return raw

    return block


@pytest.fixture
def lesson(small, sign_in, bob, now):
    from django.urls import reverse

    from courses.domain.enrolment import enrol

    add_parts(small, hotspot(make_image(no_danger_cue=True, **RIGHTS)), slug="spot-one")
    enrol(bob, small.course, now=now)
    browser = sign_in(bob)
    key = small.key("spot-one")

    def get(name: str, *more, data=None):
        url = reverse(f"courses:{name}", args=["spot", key, *more])
        return browser.get(url) if data is None else browser.post(url, data)

    return get


def test_the_picture_stands_above_the_list_of_its_areas(lesson):
    page = BeautifulSoup(lesson("play").content, "html.parser")

    exercise = page.find(attrs={"data-kind": "hotspot"})
    assert exercise.img["alt"] == "A hall"
    assert exercise.svg["aria-hidden"] == "true"
    names = [label.text.strip() for label in exercise.select("label.choice")]
    assert sorted(names) == ["Right 0", "Right 1", "Right 2"]
    boxes = {box["value"] for box in exercise.select("input[name=choice]")}
    assert {area["data-area"] for area in exercise.select("path")} == boxes
    assert any("hotspot.js" in script.get("src", "") for script in page("script"))
    assert any("Image: The municipality" in one.text for one in exercise("figcaption"))


def test_an_answer_from_the_list_is_checked_and_shown_on_the_picture(lesson):
    right = stable("spot-area-1")

    page = lesson("check", stable("spot-block"), data={"choice": right})

    found = BeautifulSoup(page.content, "html.parser")
    assert "That is it." in found.text
    review = found.find(id=f"b-{stable('spot-block')}").select_one(".review").parent
    assert len(review.select("path.area--right")) == 1
    assert review.select("path.area--other") == []


@pytest.mark.parametrize(
    ("fields", "text", "said"),
    [
        ({"no_danger_cue": True}, "A hall", "Say who holds the rights"),
        ({"no_danger_cue": True, **RIGHTS}, "", "has no text that says what it shows"),
        (RIGHTS, "A hall", "shows no faith or origin as danger"),
    ],
)
def test_a_picture_nobody_answers_for_is_in_no_edition_and_no_bank(
    small, fields, text, said
):
    block = hotspot(make_image(**fields), text=text)

    page = small.lesson("spot-one")
    page.body = page._meta.get_field("body").to_python([block("en")])
    with pytest.raises(NotPublishableError, match=said):
        page.save()
    with pytest.raises(NotReady, match=said):
        lesson_data(page)
    question = Question.objects.filter(
        bank__course=small.course, locale__language_code="en"
    ).first()
    question.body = question._meta.get_field("body").to_python([block("en")])
    assert any(said in finding.message for finding in findings_of(question))
