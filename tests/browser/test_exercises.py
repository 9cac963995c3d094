"""Every kind of exercise, in the course to practise with: looked at, done with the
keyboard alone, done without a script, dragged, and printed."""

import shutil
import subprocess

import pytest
from playwright.sync_api import expect

from tests.browser.exercises import (
    CHECKS,
    KIND,
    LOOKS,
    PRACTICE,
    cards,
    choose,
    learner,
    move_up,
    open_lesson,
    part,
    right_names,
    role_of,
    signed_in,
    to_the_end,
)
from tests.browser.learner import say, tab_to

__all__ = ["learner", "signed_in"]


@pytest.mark.parametrize(("language", "scheme", "width"), LOOKS)
def test_every_exercise_is_accessible_before_and_after_its_answer(
    learner, language, scheme, width
):
    person = learner(language, scheme=scheme, width=width)
    open_lesson(person, CHECKS)
    person.look("checks")
    for kind in ("single_choice", "multiple_choice"):
        part(person, kind, language).locator(".choice__input").first.check()
    for form in person.page.locator("form.self-check").all():
        form.get_by_role("button", name=say("Check", language), exact=True).click()
        expect(form.locator(".self-check__result")).not_to_be_empty()
    person.look("checks-answered")
    open_lesson(person, PRACTICE)
    person.look("practice")
    rewrite = part(person, "rewrite", language)
    rewrite.locator("textarea").fill("Robin 0470 12 34 56, weer agressief, again")
    rewrite.get_by_role("button", name=say("Check", language), exact=True).click()
    expect(rewrite.locator(".notice")).to_contain_text("0470 12 34 56")
    for kind in ("dialogue", "decision_tree"):
        to_the_end(part(person, kind, language))
        part(person, kind, language).locator("summary").click()
    person.look("practice-done")


def test_every_exercise_is_done_with_the_keyboard_alone(learner):
    person = learner(width=1280)
    page = person.page
    open_lesson(person, CHECKS)

    for kind in ("single_choice", "multiple_choice", "true_false"):
        for name in right_names(kind):
            choose(part(person, kind).get_by_role(role_of(kind), name=name, exact=True))
    for pair in KIND["matching"]["pairs"]:
        box = part(person, "matching").get_by_label(pair["left"]["en"], exact=True)
        tab_to(box)
        page.keyboard.type(pair["right"]["en"][:16])
    for card, place in cards():
        group = part(person, "card_sort").get_by_role("group", name=card, exact=True)
        choose(group.get_by_role("radio", name=place, exact=True))
    for number, event in enumerate(KIND["timeline"]["events"]):
        move_up(part(person, "timeline"), event["en"], number)
    for form in page.locator("form.self-check").all():
        tab_to(form.get_by_role("button", name="Check", exact=True))
        page.keyboard.press("Enter")
        expect(form.locator(".self-check__verdict")).to_have_text("That is it.")


def test_a_dialogue_is_walked_back_and_forth_with_the_keyboard_alone(learner):
    person = learner()
    page = person.page
    open_lesson(person, PRACTICE)
    start = page.url
    walk = part(person, "dialogue")
    now = walk.locator("[data-walk-now]")

    def press(link):
        tab_to(link)
        page.keyboard.press("Enter")

    assert to_the_end(walk, press=press) == 4
    expect(walk.locator("[data-walk-here]")).to_be_focused()
    expect(now).to_contain_text("A good way")
    expect(walk.locator(".walk__steps > li")).to_have_count(4)
    end = page.url
    assert "/way/" in end

    page.reload()
    expect(now).to_contain_text("A good way")
    press(walk.get_by_role("link", name="One step back"))
    expect(now).not_to_contain_text("A good way")
    page.go_back()
    expect(page).to_have_url(end)
    expect(now).to_contain_text("A good way")
    press(walk.get_by_role("link", name="Start again"))
    expect(walk.locator(".walk__back")).to_have_count(0)
    expect(now).to_contain_text("Scene 1: Sam")
    assert start != page.url
    person.check("dialogue-again")


def test_a_tree_is_walked_with_the_keyboard_and_says_whom_to_consult(learner):
    person = learner(width=1280)
    open_lesson(person, PRACTICE)
    tree = part(person, "decision_tree")
    for answer in ("No", "Yes", "I doubt it"):
        link = tree.locator(".walk__choices").get_by_role("link", name=answer)
        tab_to(link)
        person.page.keyboard.press("Enter")
        expect(tree.locator(".walk__steps")).to_contain_text(answer)
    expect(tree.locator(".walk__outcome")).to_contain_text("Whom to consult")
    expect(tree.locator("[data-walk-here]")).to_be_focused()


def test_a_sentence_is_written_again_with_the_keyboard_and_compared(learner):
    person = learner()
    open_lesson(person, PRACTICE)
    form = part(person, "rewrite")
    tab_to(form.get_by_label("Your sentence"))
    person.page.keyboard.type("He was rude.")
    tab_to(form.get_by_role("button", name="Check", exact=True))
    person.page.keyboard.press("Enter")
    expect(form.locator(".rewrite__model")).to_have_count(2)
    expect(form).to_contain_text("“rude” What did he do or say?")


def test_every_exercise_works_without_a_script(learner):
    person = learner(java_script_enabled=False)
    page = person.page
    for kind in ("single_choice", "multiple_choice", "true_false"):
        open_lesson(person, CHECKS)
        for name in right_names(kind):
            part(person, kind).get_by_role(role_of(kind), name=name, exact=True).check()
        _checked_right(person, kind)
    open_lesson(person, CHECKS)
    for pair in KIND["matching"]["pairs"]:
        box = part(person, "matching").get_by_label(pair["left"]["en"], exact=True)
        box.select_option(label=pair["right"]["en"])
    _checked_right(person, "matching")
    open_lesson(person, CHECKS)
    for card, place in cards():
        group = part(person, "card_sort").get_by_role("group", name=card, exact=True)
        group.get_by_role("radio", name=place, exact=True).check()
    _checked_right(person, "card_sort")
    open_lesson(person, CHECKS)
    for number, event in enumerate(KIND["timeline"]["events"], start=1):
        box = part(person, "timeline").get_by_role(
            "combobox", name=event["en"], exact=True
        )
        box.select_option(label=str(number))
    _checked_right(person, "timeline")
    # What was answered stands there still.
    assert part(person, "timeline").locator("option[selected]").count() == 5

    open_lesson(person, PRACTICE)
    form = part(person, "rewrite")
    form.get_by_label("Your sentence").fill("He was rude.")
    form.get_by_role("button", name="Check", exact=True).click()
    expect(part(person, "rewrite")).to_contain_text("This is how others wrote it")
    walk = part(person, "dialogue")
    assert to_the_end(walk) == 4
    expect(walk.locator(".walk__steps > li")).to_have_count(4)
    end = page.url
    page.go_back()
    expect(walk.locator(".walk__steps")).to_have_count(0)
    page.goto(end)
    walk.get_by_role("link", name="Choose something else here").first.click()
    expect(walk).to_contain_text("Scene 1: Sam")
    tree = part(person, "decision_tree")
    assert to_the_end(tree) == 1
    expect(tree).to_contain_text("Call for help")


def _checked_right(person, kind: str) -> None:
    part(person, kind).get_by_role("button", name="Check", exact=True).click()
    expect(part(person, kind).locator(".self-check__verdict")).to_have_text(
        "That is it."
    )


def test_cards_and_events_can_be_dragged(learner):
    person = learner(width=1280)
    page = person.page
    open_lesson(person, CHECKS)
    exercise = part(person, "card_sort")
    for card, place in cards():
        group = exercise.get_by_role("group", name=card, exact=True)
        bin_ = exercise.locator(".bin", has_text=place)
        _drag(page, group.locator("[data-grip]"), bin_)
        expect(group.get_by_role("radio", name=place, exact=True)).to_be_checked()
    line = part(person, "timeline")
    order = [event["en"] for event in KIND["timeline"]["events"]]
    for number, text in enumerate(order):
        row = line.locator("[data-event]", has_text=text)
        first = line.locator("[data-event]").nth(number)
        _drag(page, row.locator("[data-grip]"), first, above=True)
    assert line.locator(".event__text").all_inner_texts() == order
    for form in (exercise, line):
        form.get_by_role("button", name="Check", exact=True).click()
        expect(form.locator(".self-check__verdict")).to_have_text("That is it.")


def _drag(page, grip, target, *, above: bool = False, pointer=None) -> None:
    """With the mouse, or with what else points."""
    pointer = pointer or page.mouse
    grip.scroll_into_view_if_needed()
    box = grip.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    pointer.move(x, y)
    pointer.down()
    pointer.move(x + 3, y + 3)
    there = target.bounding_box()
    down = 4 if above else there["height"] / 2
    pointer.move(
        x if above else there["x"] + there["width"] / 2, there["y"] + down, steps=12
    )
    pointer.up()


def test_cards_and_events_can_be_dragged_by_finger_on_a_phone(learner):
    person = learner(width=390, has_touch=True, is_mobile=True)
    page = person.page
    open_lesson(person, CHECKS)
    exercise = part(person, "card_sort")
    for card, place in cards():
        group = exercise.get_by_role("group", name=card, exact=True)
        bin_ = exercise.locator(".bin", has_text=place)
        _drag(page, group.locator("[data-grip]"), bin_, pointer=Finger(page))
        expect(group.get_by_role("radio", name=place, exact=True)).to_be_checked()
    line = part(person, "timeline")
    order = [event["en"] for event in KIND["timeline"]["events"]]
    for number, text in enumerate(order):
        row = line.locator("[data-event]", has_text=text)
        first = line.locator("[data-event]").nth(number)
        _drag(page, row.locator("[data-grip]"), first, above=True, pointer=Finger(page))
    assert line.locator(".event__text").all_inner_texts() == order
    for form in (exercise, line):
        form.get_by_role("button", name="Check", exact=True).click()
        expect(form.locator(".self-check__verdict")).to_have_text("That is it.")


def test_a_finger_beside_the_grip_scrolls_the_page_and_moves_nothing(learner):
    person = learner(width=390, has_touch=True, is_mobile=True)
    page = person.page
    open_lesson(person, CHECKS)
    line = part(person, "timeline")
    before = line.locator(".event__text").all_inner_texts()
    words = line.locator(".event__text").last
    words.scroll_into_view_if_needed()
    box, top = words.bounding_box(), page.evaluate("scrollY")

    finger = Finger(page)
    finger.move(box["x"] + 20, box["y"] + 10)
    finger.down()
    finger.move(box["x"] + 20, box["y"] + 210, steps=12)
    finger.up()

    page.wait_for_function("before => scrollY < before", arg=top)
    assert line.locator(".event__text").all_inner_texts() == before


class Finger:
    """Moves on a touch screen as Playwright's mouse does on another."""

    def __init__(self, page) -> None:
        self._screen = page.context.new_cdp_session(page)
        self._at = (0.0, 0.0)
        self._is_down = False

    def move(self, x: float, y: float, *, steps: int = 1) -> None:
        from_x, from_y = self._at
        for step in range(1, steps + 1):
            part_done = step / steps
            self._at = (
                from_x + (x - from_x) * part_done,
                from_y + (y - from_y) * part_done,
            )
            if self._is_down:
                self._send("touchMove")

    def down(self) -> None:
        self._is_down = True
        self._send("touchStart")

    def up(self) -> None:
        self._is_down = False
        self._send("touchEnd")

    def _send(self, kind: str) -> None:
        x, y = self._at
        points = [{"x": x, "y": y}] if self._is_down else []
        self._screen.send(
            "Input.dispatchTouchEvent", {"type": kind, "touchPoints": points}
        )


def test_a_drag_that_is_broken_off_changes_nothing(learner):
    person = learner(width=1280)
    page = person.page
    open_lesson(person, CHECKS)
    line = part(person, "timeline")
    before = line.locator(".event__text").all_inner_texts()
    grip = line.locator("[data-grip]").first
    grip.scroll_into_view_if_needed()
    box = grip.bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + 20, box["y"] + 160, steps=8)
    page.keyboard.press("Escape")
    page.mouse.up()

    assert line.locator(".event__text").all_inner_texts() == before
    line.get_by_role("button", name="Check", exact=True).click()
    expect(line).to_contain_text("Choose something first.")


@pytest.mark.parametrize("language", ["en", "nl"])
def test_every_exercise_prints_with_what_it_needs_on_paper(learner, language):
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler-utils) is not installed")
    person = learner(language)

    open_lesson(person, CHECKS)
    checks = _printed(person)
    open_lesson(person, PRACTICE)
    practice = _printed(person)

    solutions = say("Solutions", language)
    asked, _mark, solved = checks.partition(solutions)
    for kind in ("matching", "card_sort", "timeline"):
        assert KIND[kind]["prompt"][language] in asked
        assert KIND[kind]["feedback"][language] in solved
        assert KIND[kind]["feedback"][language] not in asked
    for pair in KIND["matching"]["pairs"]:
        assert pair["right"][language] in asked
    for text in [one[language] for one in KIND["timeline"]["events"]]:
        assert text in solved
    for scene in KIND["dialogue"]["scenes"]:
        assert scene[language] in practice
    assert f"→ {'go to' if language == 'en' else 'ga naar'} 2" in practice
    for outcome in KIND["decision_tree"]["outcomes"]:
        assert outcome["consult"][language] in practice
    for model in KIND["rewrite"]["models"]:
        assert model[language] in practice.partition(solutions)[2]
    for word in (say("Check", language), say("Read all of it", language)):
        assert word not in checks + practice


def _printed(person) -> str:
    """The words of the page as it is printed, in one line."""
    pdf = person.page.pdf()
    text = subprocess.run(
        ["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True
    ).stdout.decode()
    return " ".join(text.split())
