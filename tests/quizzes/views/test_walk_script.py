"""A dialogue within a quiz, in a real browser: each step is the answer, and is saved."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.quizzes.views.scripted import HOST, scripted
from tests.quizzes.views.test_besides import FRAGMENT, standing_course

__all__ = ["standing_course"]
pytestmark = pytest.mark.browser


@pytest.fixture
def opened(browser, address, item):
    """The question in a browser, with the steps that are taken from it."""
    position = item(kind="dialogue").position
    here = address("question", position)
    pages = {here: browser.get(here).text}
    for way in ("1", "1.2", "0"):
        step = address("walk", position, way)
        pages[step] = browser.get(step, **FRAGMENT).text
    with scripted(pages) as page:
        yield page


def take(page, number: int) -> None:
    page.locator(".walk__choices a").nth(number).click()


def test_each_step_is_saved_and_going_on_posts_the_way(opened):
    here = opened.url
    take(opened, 0)
    expect(opened.locator("[data-walk-now]")).to_contain_text("At the hall, Right")
    expect(opened.locator("[data-walk-here]")).to_be_focused()
    take(opened, 1)
    expect(opened.locator("[data-walk-now]")).to_contain_text("At the home, Right")
    expect(opened.locator("[data-saved-text]")).to_have_text("Saved 14:02")
    assert [sent["way"] for sent in opened.saves] == ["1", "1.2"]
    assert opened.url.endswith("/way/1.2/#b-q")

    opened.locator(".sticky-bar__next").click()

    expect(opened.get_by_role("heading")).to_have_text("Next")
    (form,) = opened.forms
    assert (form["way"], form["sequence"]) == ("1.2", "2")
    assert opened.url == here


def test_the_beginning_again_is_no_answer(opened):
    take(opened, 0)
    opened.get_by_role("link", name="Start again").click()

    expect(opened.locator("[data-walk-now]")).to_contain_text("At the door, Right")
    expect(opened.locator("[data-saved-text]")).to_have_text("Saved 14:02")
    assert [sent["way"] for sent in opened.saves] == ["1", "0"]


@pytest.mark.parametrize("width", [320, 1280])
def test_the_question_is_accessible_at_its_beginning_and_its_end(opened, width):
    opened.set_viewport_size({"width": width, "height": 900})
    for steps in ((), (0, 1)):
        for step in steps:
            take(opened, step)
            expect(opened.locator("[data-walk-here]")).to_be_focused()
        found = Axe().run(opened).response["violations"]
        assert [one["id"] for one in found] == []
        room = opened.evaluate("document.documentElement.scrollWidth")
        assert room <= width
    assert opened.url.startswith(HOST)


def test_a_step_that_was_not_sent_is_where_one_goes_on(opened):
    opened.replies += [None] * 50
    here = opened.url
    take(opened, 0)
    expect(opened.locator("[data-saved-text]")).to_have_text("On this device only")

    opened.goto("about:blank")
    opened.goto(here)

    expect(opened).to_have_url(re.compile(r"/way/1/$"))
