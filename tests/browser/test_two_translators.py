"""Two translators at the same sentence, each in a browser of their own: the second sees
both texts, and nothing is lost whatever they choose."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.learner import sign_in

TITLE = "Vijf woorden die door elkaar lopen"
WRITER, AUTHOR = "writer@relay.example", "author@relay.example"


@pytest.fixture
def translator(new_person):
    """Makes somebody who has the sentences of a starter lesson open."""

    def make(name: str, email: str, address: str = ""):
        person = new_person(name, width=1280)
        sign_in(person, email, "en")
        if not address:
            person.go("/cms/courses/1/languages/?language=nl")
            row = person.page.locator("tr", has_text="Five words that get mixed up")
            row.locator("td").last.get_by_role("link").click()
        else:
            person.go(address)
        expect(
            person.page.locator(
                ".js-translation-editor textarea, .js-translation-editor button"
            ).first
        ).to_be_visible()
        return person

    return make


def write(person, words: str) -> None:
    """In the place of the first sentence, the title."""
    editor = person.page.locator(".js-translation-editor")
    edit = editor.get_by_role("button", name=re.compile("^(Edit|Translate)$"))
    edit.first.click()
    editor.locator("textarea").first.fill(words)
    editor.get_by_role("button", name="Save", exact=True).first.click()


def told(person, words: str):
    """Where the editor shows these words."""
    return person.page.locator(".js-translation-editor").get_by_text(words)


def test_the_second_to_save_sees_both_texts_and_chooses(translator):
    one = translator("translator-one", WRITER)
    # As it stands there, whatever an earlier run that broke off left.
    write(one, TITLE)
    expect(told(one, TITLE)).to_be_visible()
    other = translator("translator-two", AUTHOR, one.page.url)
    dialog = other.page.locator("dialog.both")

    write(one, "Titel van de eerste")
    expect(told(one, "Titel van de eerste")).to_be_visible()
    write(other, "Titel van de tweede")

    expect(dialog).to_be_visible()
    expect(dialog.get_by_text("Titel van de eerste")).to_be_visible()
    expect(dialog.get_by_text("Titel van de tweede")).to_be_visible()
    # Closed without a choice, nothing is saved and what was typed is still there.
    other.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(told(other, "Titel van de tweede")).to_be_visible()
    one.page.reload()
    expect(told(one, "Titel van de eerste")).to_be_visible()

    write(other, "Titel van de tweede")
    dialog.get_by_role("button", name="Put mine in its place").click()
    expect(dialog).to_have_count(0)
    write(one, TITLE)
    one.page.locator("dialog.both").get_by_role("button", name="Keep this one").click()

    # Whoever keeps the other's goes on from there, and has seen it.
    expect(told(one, "Titel van de tweede")).to_be_visible()
    write(one, TITLE)
    expect(told(one, TITLE)).to_be_visible()
    expect(one.page.locator("dialog.both")).to_have_count(0)
