"""The editor saves by itself. Who presses “Save draft” while it does so, on a slow line,
has the page once, with all that was written; and so has who types on meanwhile."""

import uuid

from playwright.sync_api import expect

from tests.browser.editor import Editor, type_until_saved
from tests.browser.learner import sign_in

AUTHOR = "author@relay.example"
WORDS = "Written while the editor was saving."


def new_course(author, title: str) -> tuple[Editor, int]:
    """The editor of a course of their own, and its page."""
    page = author.page
    sign_in(author, AUTHOR, "en")
    page.goto("/cms/courses_course/new/")
    page.locator("[name=title]").fill(title)
    page.locator("[name=code]").fill(title.replace(" ", "-").lower())
    page.get_by_role("button", name="Create").click()
    expect(page.locator(".messages .success")).to_be_visible()
    editor = Editor(author)
    return editor, editor.open_draft(title)


def test_pressing_save_while_the_editor_saves_makes_one_page(new_person):
    author = new_person("author", language="en", width=1280)
    page = author.page
    title = f"Made once {uuid.uuid4().hex[:6]}"
    editor, course = new_course(author, title)

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


def test_what_is_typed_just_before_a_save_ends_is_saved_too(new_person):
    author = new_person("author", language="en", width=1280)
    page = author.page
    was = f"Typed on {uuid.uuid4().hex[:6]}"
    editor, course = new_course(author, was)
    editor.add_page("modulepage", course, f"Module of {was}")
    editor.fill("summary", WORDS)
    page.locator("footer button.action-save").click()
    expect(page.locator(".messages .success")).to_be_visible()
    title = page.locator("[name=title]")
    # The answer has come, and the editor has not taken it up yet: somebody types on.
    page.evaluate(
        """late => {
          const ask = window.fetch;
          window.fetch = async (...all) => {
            const answer = await ask(...all);
            if (all[1]?.body instanceof FormData && all[1].body.has("title")) {
              window.fetch = ask;
              document.querySelector("[name=title]").value = late;
              document.querySelector("[name=is_optional]").checked = true;
            }
            return answer;
          };
        }""",
        f"{was}, late",
    )
    with page.expect_response(
        lambda one: f"{was}, late" in (one.request.post_data or ""), timeout=60_000
    ):
        type_until_saved(page, f"{was}, early")
    page.reload()
    expect(title).to_have_value(f"{was}, late")
    expect(page.locator("[name=is_optional]")).to_be_checked()
