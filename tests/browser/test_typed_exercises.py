"""What is typed, marked or put in order, also on a picture, in the course to practise
with: looked at, done with the keyboard alone, and done without a script."""

import pytest
from playwright.sync_api import expect

from tests.browser.exercises import (
    KIND,
    LOOKS,
    PRACTICE,
    TYPED,
    choose,
    fill,
    learner,
    move_up,
    open_lesson,
    part,
    right_names,
    signed_in,
    type_in,
)
from tests.browser.learner import say, tab_to

__all__ = ["learner", "signed_in"]
RIGHT = "That is it."


@pytest.mark.parametrize(("language", "scheme", "width"), LOOKS)
def test_every_typed_exercise_is_accessible_before_and_after_its_answer(
    learner, language, scheme, width
):
    person = learner(language, scheme=scheme, width=width)
    open_lesson(person, TYPED)
    person.look("typed")
    for kind in ("numeric", "short_text", "gaps"):
        exercise = part(person, kind, language)
        for box in exercise.get_by_role("textbox").all():
            box.fill("101")
    for kind in ("mark_words", "hotspot"):
        part(person, kind, language).get_by_role("checkbox").first.check()
    for form in person.page.locator("form.self-check").all():
        form.get_by_role("button", name=say("Check", language), exact=True).click()
        expect(form.locator(".self-check__result")).not_to_be_empty()
    person.look("typed-answered")
    open_lesson(person, PRACTICE)
    part(person, "scale", language).get_by_role("radio").last.check()
    open_ = part(person, "open_answer", language)
    open_.get_by_role("textbox").fill("Bel Robin op 0470 12 34 56")
    for form in (part(person, "scale", language), open_):
        form.get_by_role("button", name=say("Check", language), exact=True).click()
        expect(form.locator(".self-check__result")).not_to_be_empty()
    expect(open_.locator(".notice")).to_contain_text("0470 12 34 56")
    person.look("open-answered")


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_they_fit_the_narrowest_screen_in_either_direction_of_reading(
    learner, direction
):
    person = learner()
    person.page.set_viewport_size({"width": 320, "height": 700})
    for lesson in (TYPED, PRACTICE):
        open_lesson(person, lesson)
        person.page.evaluate("to => (document.documentElement.dir = to)", direction)
        person.look(f"narrow-{lesson}-{direction}")


def _check(exercise) -> None:
    tab_to(exercise.get_by_role("button", name="Check", exact=True))
    exercise.page.keyboard.press("Enter")
    expect(exercise.locator(".self-check__verdict")).to_have_text(RIGHT)


def test_every_typed_exercise_is_done_with_the_keyboard_alone(learner):
    person = learner(width=1280)
    open_lesson(person, TYPED)
    steps = part(person, "ordering")
    for number, step in enumerate(KIND["ordering"]["steps"]):
        move_up(steps, step["en"], number)
    _check(steps)
    for kind in ("numeric", "short_text", "gaps"):
        exercise = part(person, kind)
        fill(exercise, kind, write=type_in)
        _check(exercise)
    marked = part(person, "mark_words")
    for option in KIND["mark_words"]["options"]:
        if option["correct"]:
            choose(marked.get_by_role("checkbox", name=option["en"], exact=True))
    _check(marked)
    spots = part(person, "hotspot")
    choose(spots.get_by_role("checkbox", name=right_names("hotspot")[0], exact=True))
    expect(spots.locator(".area.is-chosen")).to_have_count(1)
    _check(spots)


@pytest.mark.parametrize("width", [390, 1280])
def test_a_place_in_the_picture_is_pressed_and_let_go(learner, width):
    person = learner(width=width)
    open_lesson(person, TYPED)
    spots = part(person, "hotspot")
    picture = spots.locator(".hotspot")
    picture.scroll_into_view_if_needed()
    box = picture.bounding_box()
    # Where the small room is, and the bench.
    room = {"x": box["width"] * 0.84, "y": box["height"] * 0.3}
    bench = {"x": box["width"] * 0.15, "y": box["height"] * 0.65}

    for place in (bench, room, bench):
        picture.click(position=place)

    expect(spots.get_by_role("checkbox", checked=True)).to_have_count(1)
    chosen = spots.get_by_role("checkbox", name=right_names("hotspot")[0], exact=True)
    expect(chosen).to_be_checked()
    picture.click(position={"x": 5, "y": 5})
    spots.get_by_role("button", name="Check", exact=True).click()
    expect(spots.locator(".self-check__verdict")).to_have_text(RIGHT)
    expect(spots.locator(".area--right")).to_have_count(1)
    person.look("hotspot")


def test_enter_in_a_field_checks_the_answer(learner):
    person = learner()
    open_lesson(person, TYPED)
    exercise = part(person, "short_text")
    type_in(exercise.get_by_role("textbox"), "112")

    person.page.keyboard.press("Enter")

    expect(exercise.locator(".self-check__verdict")).to_have_text(RIGHT)


def test_the_words_of_an_open_answer_are_counted_when_the_writer_pauses(learner):
    person = learner()
    open_lesson(person, PRACTICE)
    exercise = part(person, "open_answer")

    type_in(exercise.get_by_role("textbox"), "I would  ask first")

    expect(exercise.get_by_text("Words: 4", exact=True)).to_be_visible()


def _write(control, text: str) -> None:
    is_menu = control.evaluate("field => field.tagName") == "SELECT"
    if is_menu:
        control.select_option(label=text)
    else:
        control.fill(text)


@pytest.mark.parametrize("language", ["en", "nl"])
def test_every_typed_exercise_works_without_a_script(learner, language):
    person = learner(language, java_script_enabled=False)

    def checked(kind):
        exercise = part(person, kind, language)
        name = say("Check", language)
        exercise.get_by_role("button", name=name, exact=True).click()
        verdict = part(person, kind, language).locator(".self-check__verdict")
        expect(verdict).to_have_text(say(RIGHT, language))

    for kind in ("numeric", "short_text", "gaps"):
        open_lesson(person, TYPED)
        fill(part(person, kind, language), kind, language, write=_write)
        checked(kind)
    open_lesson(person, TYPED)
    for number, step in enumerate(KIND["ordering"]["steps"], start=1):
        box = part(person, "ordering", language).get_by_role(
            "combobox", name=step[language], exact=True
        )
        box.select_option(label=str(number))
    checked("ordering")
    open_lesson(person, TYPED)
    for option in KIND["mark_words"]["options"]:
        if option["correct"]:
            part(person, "mark_words", language).get_by_role(
                "checkbox", name=option[language], exact=True
            ).check(force=True)
    checked("mark_words")
    open_lesson(person, TYPED)
    spots = part(person, "hotspot", language)
    expect(spots.get_by_role("img").first).to_be_visible()
    spots.get_by_role(
        "checkbox", name=right_names("hotspot", language)[0], exact=True
    ).check()
    checked("hotspot")
