"""Publish is offered as long as the draft needs no review first, also while one types."""

import pytest
from playwright.sync_api import expect

from tests.browser.editor import Editor, open_lesson, type_until_saved
from tests.browser.learner import sign_in

OWNER = "author@relay.example"


@pytest.fixture
def owner(new_person):
    """A programme owner at a published lesson of the demo."""
    person = new_person("owner", width=1280)
    sign_in(person, OWNER, "en")
    open_lesson(person)
    return person


def test_what_is_typed_takes_publish_away_and_taken_back_brings_it(owner):
    page = owner.page
    was = page.locator("[name=title]").input_value()
    publish = page.locator("footer [name=action-publish]")
    page.locator("footer .w-dropdown__toggle").click()
    expect(publish).to_be_visible()

    type_until_saved(page, f"{was}, put otherwise")
    expect(Editor(owner).checklist()).to_contain_text("it can be sent for review")
    expect(publish).to_have_count(1)
    expect(publish).to_have_attribute("hidden", "")

    page.locator("[name=title]").fill(was)
    expect(Editor(owner).checklist()).to_contain_text("Nothing stands in the way")
    page.locator("footer .w-dropdown__toggle").click()
    expect(publish).to_be_visible()
