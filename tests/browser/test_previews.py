"""The preview beside the editor of a question: each kind as learners meet it, in the
language it is written in, and what they read after it."""

import re

import pytest
from playwright.sync_api import expect

from courses.exercises import ASKED, KINDS
from tests.browser.exercises import KIND
from tests.browser.learner import say, sign_in
from tests.browser.person import RULES, violations

AUTHOR = "author@relay.example"
# Whose form a script makes easier before anything is done with it.
EASED = {"card_sort", "timeline", "ordering", "hotspot"}


@pytest.fixture
def author(new_person, kept, address):
    person = new_person("previews", width=1280, storage_state=kept.get(AUTHOR))
    if AUTHOR not in kept:
        sign_in(person, AUTHOR, "en")
        kept[AUTHOR] = person.page.context.storage_state()
    # Who works in Dutch looks at questions that are written in English.
    cookie = {"name": "django_language", "value": "nl", "url": address}
    person.page.context.add_cookies([cookie])
    return person


def open_question(person, kind: str, language: str) -> None:
    """The seeded question of a kind in the course to practise with, in its editor."""
    listed = person.page.request.get(
        f"/cms/snippets/quizzes/question/?kind={kind}&topic=practice"
    ).text()
    wanted = KIND[kind]["prompt"][language]
    for path in dict.fromkeys(re.findall(r"/cms/snippets/\S+/edit/\d+/", listed)):
        person.go(path)
        prompt = person.page.locator("[name=body-0-value-prompt]")
        # A translation is edited sentence by sentence, without a preview beside it.
        if prompt.count() and prompt.input_value() == wanted:
            return
    raise AssertionError(f"no question of the kind {kind} in {language}")


def preview_of(person):
    """The frame with the preview, once it has come."""
    page = person.page
    panel = page.locator(".w-preview")
    if not panel.is_visible():
        page.locator("[data-side-panel-toggle=preview]").click()
    frame = panel.locator("iframe").first
    expect(frame).to_be_visible()
    expect(frame.content_frame.locator(".exercise-preview").first).to_be_visible()
    return frame.element_handle().content_frame()


def walked(person, shown):
    """The preview after its first choice: another scene, and a way back."""
    scene = shown.locator(".walk__text").first
    before = scene.inner_text()
    expect(shown.locator(".script")).to_be_hidden()
    shown.locator(".walk__choices a").first.click()
    frame = person.page.locator(".w-preview iframe").first
    expect(frame.content_frame.locator(".walk__back a").first).to_be_visible()
    expect(frame.content_frame.locator(".walk__text").first).not_to_have_text(before)
    return frame.element_handle().content_frame()


@pytest.mark.parametrize("kind", sorted(ASKED))
def test_a_question_is_previewed_as_learners_meet_it(author, kind):
    language = "en"
    open_question(author, kind, language)

    shown = preview_of(author)

    assert author.page.locator("html").get_attribute("lang") == "nl"
    assert shown.locator("html").get_attribute("lang") == language
    walks = KINDS[kind].walks
    exercise = shown.locator(".walk__now" if walks else f"[data-kind={kind}]")
    expect(exercise).to_be_visible()
    expect(exercise).to_contain_text(KIND[kind]["prompt"][language])
    # With the styles of the page it stands on: no browser draws this by itself.
    card = shown.locator(".exercise-preview").first
    assert card.evaluate("one => getComputedStyle(one).borderRadius") != "0px"
    if kind in EASED:
        expect(shown.locator(".exercise.is-eased")).to_have_count(1)
    if kind == "hotspot":
        picture = shown.locator(".hotspot--asks img")
        assert picture.evaluate("one => one.naturalWidth") > 500
        areas = len(KIND[kind]["areas"])
        expect(shown.locator(".hotspot--asks path[data-area]")).to_have_count(areas)
        expect(shown.locator(".area__number")).to_have_count(areas)
    if walks:
        shown = walked(author, shown)
    else:
        after = shown.locator(".exercise-preview__after")
        expect(after.locator("summary")).to_have_text(
            say("What a learner reads afterwards", language)
        )
        expect(after.locator(".review, .review__option").first).to_be_visible()
        expect(after).not_to_contain_text(say("You left this one open.", language))
        if explanation := KIND[kind].get("feedback", {}).get(language):
            expect(after).to_contain_text(explanation)
    folder = author._folders["light"]
    author.page.screenshot(path=folder / f"preview-{kind}-{language}.png")
    found = violations(shown, RULES)
    said = [
        f"{one['id']}: {node['target']} {node['failureSummary']}"
        for one in found
        for node in one["nodes"]
    ]
    assert said + author.problems == []
