"""The parts of a lesson that are the reader's own: with the keyboard alone, without a
script, in both schemes of colours, on a phone and on a desk, and on paper."""

import io
import re

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from courses.seeding.keys import key_of, lesson_key
from tests.browser.learner import say, sign_in

PLACE = ("showcase", "own-part", "01-what-is-yours")
LESSON = f"/learn/showcase/{lesson_key(*PLACE)}/"


def part(kind: str, name: str = "") -> str:
    """Where a part of the lesson is; named as the starter files name it."""
    return f"#b-{key_of('course', *PLACE, kind, name, '1')}"


def tab_to(page, selector: str) -> None:
    for _step in range(200):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
    raise AssertionError(f"the keyboard does not reach {selector}")


def press(page, selector: str, key: str = "Enter") -> None:
    tab_to(page, selector)
    page.keyboard.press(key)


@pytest.fixture
def learner(new_person, kept, address):
    """Makes somebody who is in the practice course, at its lesson of own parts, in
    Dutch."""

    def make(who: str, **more):
        email = f"{who}@beekstad.example"
        person = new_person(who, language="nl", storage_state=kept.get(email), **more)
        if email not in kept:
            sign_in(person, email, "nl")
            kept[email] = person.page.context.storage_state()
        page = person.page
        cookie = {"name": "django_language", "value": "nl", "url": address}
        page.context.add_cookies([cookie])
        person.go("/courses/showcase/")
        start = page.locator("form[action$='/enrol/'] button")
        if start.count():
            start.click()
        person.go(LESSON)
        return person

    return make


@pytest.mark.parametrize(("who", "width"), [("coordinator", 390), ("learner", 1280)])
def test_a_lesson_keeps_what_is_ones_own_by_the_keyboard_alone(learner, who, width):
    person = learner(who, width=width)
    page = person.page
    person.look("own-parts-empty")

    reflection = part("reflection")
    tab_to(page, f"{reflection} textarea")
    page.keyboard.press("Control+A")
    page.keyboard.type("I asked too late.")
    press(page, f"{reflection} button[name=keep]")
    # What is told has the focus, so that a screen reader says it.
    expect(page.locator(f"{reflection} .part__state")).to_be_focused()
    tab_to(page, f"{reflection} a")
    page.keyboard.press("Shift+Tab")

    poll = part("poll")
    tab_to(page, f"{poll} input[type=radio]")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    press(page, f"{poll} button")
    expect(page.locator(f"{poll} .part__state")).to_be_focused()

    checklist = part("checklist")
    press(page, f"{checklist} input[type=checkbox]:not(:checked)", "Space")
    box = page.locator(f"{checklist} input:checked").first
    expect(page.locator(f"{checklist} .part__state")).to_be_visible()
    expect(box).to_be_focused()
    expect(page.locator(f"{checklist} button")).to_be_hidden()

    statement = part("statement", "showcase-s1")
    press(page, f"{statement} button")
    expect(page.locator(f"{statement} .part__state")).to_be_focused()

    person.go(LESSON)
    expect(page.locator(f"{reflection} textarea")).to_have_value("I asked too late.")
    expect(page.locator(f"{poll} input:checked")).to_have_count(1)
    expect(page.locator(f"{statement} button")).to_have_count(0)
    person.look("own-parts-kept")


def test_what_may_point_to_a_person_is_asked_about_in_place(learner):
    person = learner("learner")
    page = person.page
    reflection = part("reflection")
    page.locator(f"{reflection} textarea").fill("I was too quick with Kevin.")
    press(page, f"{reflection} button[name=keep]")

    expect(page.locator(f"{reflection} [role=alert]")).to_be_focused()
    expect(page.locator(f"{reflection} .part__seen")).to_contain_text("Kevin")
    person.look("own-parts-asked")
    press(page, f"{reflection} button[name=confirm]")

    expect(page.locator(f"{reflection} .part__state")).to_be_focused()
    person.go("/courses/showcase/reflections/")
    person.sees("I was too quick with Kevin.")
    person.look("own-reflections")


def test_all_of_it_works_without_a_script(learner):
    person = learner("learner", java_script_enabled=False)
    page = person.page

    checklist = part("checklist")
    page.locator(f"{checklist} input[type=checkbox]").first.check()
    page.locator(f"{checklist} button").click()
    expect(page).to_have_url(re.compile(f"{re.escape(checklist)}$"))
    expect(page.locator(f"{checklist} input:checked")).to_have_count(1)

    poll = part("poll")
    page.locator(f"{poll} input[type=radio]").last.check()
    page.locator(f"{poll} button").click()
    person.sees(say("Your answer is kept", "nl"))

    feedback = page.locator("#feedback")
    feedback.locator("summary").click()
    feedback.locator("input[name=clear][value=yes]").check()
    feedback.get_by_role("button").click()
    person.sees(say("Thank you. The authors read it without your name.", "nl"))


def test_it_prints_with_what_was_written_and_without_buttons(learner):
    person = learner("coordinator", width=1280)
    page = person.page
    reflection = part("reflection")
    page.locator(f"{reflection} textarea").fill("For my own paper.")
    press(page, f"{reflection} button[name=keep]")
    expect(page.locator(f"{reflection} .part__state")).to_be_focused()

    paper = PdfReader(io.BytesIO(page.pdf(format="A4")))

    text = " ".join(" ".join(sheet.extract_text().split()) for sheet in paper.pages)
    for shown in (
        "Wanneer veranderde je voor het laatst van mening",
        "For my own paper.",
        "Hoe zeker weet je wie je om raad kunt vragen?",
        "Voor je om raad vraagt",
        "Wat ik verschuldigd ben aan wie ik help",
    ):
        assert shown in text
    for left_out in ("Keep the change", "Delete it", "Tell the authors"):
        assert say(left_out, "nl") not in text
