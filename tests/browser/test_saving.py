"""The editor saves by itself. Who presses “Save draft” while it does so, on a slow line,
has the page once, with all that was written."""

import uuid

from playwright.sync_api import expect

from tests.browser.editor import Editor
from tests.browser.learner import sign_in

AUTHOR = "author@relay.example"
WORDS = "Written while the editor was saving."


def test_pressing_save_while_the_editor_saves_makes_one_page(new_person):
    author = new_person("author", language="en", width=1280)
    page = author.page
    sign_in(author, AUTHOR, "en")
    title = f"Made once {uuid.uuid4().hex[:6]}"
    page.goto("/cms/courses_course/new/")
    page.locator("[name=title]").fill(title)
    page.locator("[name=code]").fill(title.replace(" ", "-").lower())
    page.get_by_role("button", name="Create").click()
    expect(page.locator(".messages .success")).to_be_visible()
    editor = Editor(author)
    course = editor.open_draft(title)

    held = []

    def hold(route):
        """What the editor saves by itself is kept, and its answer waits."""
        is_by_itself = route.request.headers.get("accept") == "application/json"
        if held or not is_by_itself:
            route.continue_()
            return
        held.append((route, route.fetch()))

    editor.add_page("modulepage", course, f"Module of {title}")
    page.route("**/cms/pages/add/**", hold)
    with page.expect_request(lambda one: one.method == "POST"):
        # As people type: what stands there at once is no change to the editor.
        editor.field("summary").press_sequentially("What a rumour does.", delay=150)
    while not held:
        page.wait_for_timeout(100)
    editor.fill("summary", WORDS)
    page.locator("footer button.action-save").click()
    route, answer = held[0]
    route.fulfill(response=answer)
    expect(page.locator(".messages .success")).to_be_visible()
    expect(editor.field("summary")).to_have_value(WORDS)
    page.goto("/cms/drafts/?whose=everybody")
    expect(page.get_by_role("link", name=f"Module of {title}")).to_have_count(1)
