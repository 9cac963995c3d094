"""How those who write, review and release do it in the content admin's own editor."""

import re
from contextlib import suppress

from playwright.sync_api import Locator, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from tests.browser.learner import say
from tests.browser.person import Person


class Editor:
    """The editor as it stands open before a person."""

    def __init__(self, person: Person, language: str = "en") -> None:
        self.person = person
        self.page = person.page
        self.language = language

    # --- pages and cases -----------------------------------------------------

    def open_draft(self, title: str) -> int:
        """By way of the list of drafts of the own organisation. The page's id."""
        self.page.goto("/cms/drafts/?whose=everybody")
        self.page.get_by_role("link", name=title, exact=False).first.click()
        expect(self.page.locator("[name=title]")).to_be_visible()
        return int(re.search(r"/(\d+)/edit/", self.page.url).group(1))

    def add_page(self, kind: str, parent: int, title: str) -> None:
        self.page.goto(f"/cms/pages/add/courses/{kind}/{parent}/")
        # Typed, not pasted: the editor makes the address of what is typed.
        self.page.locator("[name=title]").press_sequentially(title)
        expect(self.page.locator("[name=slug]")).not_to_have_value("")

    def save(self) -> int:
        """Keep a draft; the id of the page or thing."""
        self.page.locator("footer button.action-save").click()
        self._confirm()
        expect(self.page.locator(".messages .success")).to_be_visible()
        return int(re.search(r"/(\d+)/(?:edit/)?$", self.page.url).group(1))

    def act(self, name: str) -> None:
        """One of the actions behind the arrow beside “Save draft”."""
        footer = self.page.locator("footer")
        label = say(name, self.language)
        button = footer.get_by_role("button", name=label, exact=True)
        if not button.is_visible():
            footer.locator(".w-dropdown__toggle").click()
        button.click()
        self._confirm()

    def _confirm(self) -> None:
        """Where the editor's own saving was under way, it asks which version is meant."""
        question = self.page.get_by_role(
            "dialog", name="You saved a new version in another window"
        )
        expect(question.or_(self.page.locator(".messages li")).first).to_be_visible()
        if question.is_visible():
            question.get_by_role("button").nth(1).click()

    # --- blocks ----------------------------------------------------------------

    def add_block(self, label: str) -> str:
        """A block at the end; what the names of its fields begin with."""
        number = int(self.page.locator("[name=body-count]").input_value())
        self.page.locator(".c-sf-add-button").locator("visible=true").last.click()
        self.page.get_by_placeholder("Search options").fill(label)
        self.page.get_by_role("option", name=label, exact=True).first.click()
        expect(self.page.locator("[name=body-count]")).to_have_value(str(number + 1))
        return f"body-{number}-value"

    def choose(self, name: str, kind: str, title: str) -> None:
        """Something that exists already, from the window of the chooser."""
        section = self.field(name).locator("xpath=ancestor::section[1]")
        section.get_by_role("button", name=f"Choose {kind}").click()
        window = self.page.locator(".modal")
        window.locator("[name=q]").press_sequentially(title)
        link = window.get_by_role("link", name=title)
        expect(link).to_have_count(1)
        link.click()
        expect(section.get_by_text(title)).to_be_visible()

    def field(self, name: str) -> Locator:
        return self.page.locator(f"[name={name}]")

    def fill(self, name: str, text: str) -> None:
        self.field(name).fill(text)

    def write(self, name: str, text: str) -> None:
        """Into a rich text field."""
        words = self.field(name).locator(
            "xpath=following::*[@contenteditable='true'][1]"
        )
        words.click()
        words.press("Control+a")
        words.press("Backspace")
        words.press_sequentially(text)
        expect(words).to_have_text(text)
        # The form has it a moment after the screen.
        expect(self.field(name)).to_have_value(re.compile(re.escape(text)))

    def fill_rows(self, name: str, rows: list[dict | str]) -> None:
        """The rows of a list, as many as there are to fill."""
        for number, row in enumerate(rows):
            if number >= int(self.field(f"{name}-count").input_value()):
                self._add_row(name)
            place = f"{name}-{number}-value"
            if isinstance(row, str):
                self.fill(place, row)
                continue
            for key, value in row.items():
                field = self.field(f"{place}-{key}")
                if value is True:
                    field.check()
                else:
                    field.fill(value)

    def _add_row(self, name: str) -> None:
        count = self.field(f"{name}-count")
        before = count.input_value()
        within = count.locator("xpath=..")
        button = within.locator("button.c-sf-add-button").locator("visible=true").last
        # A block that has just been put in moves into its place: a press meanwhile may
        # meet nothing, and whoever sees no row presses again.
        for _attempt in range(4):
            button.click()
            with suppress(AssertionError):
                expect(count).not_to_have_value(before, timeout=5000)
                return
        expect(count).not_to_have_value(before)

    # --- the checklist ---------------------------------------------------------

    def checklist(self) -> Locator:
        """The side panel, open."""
        panel = self.page.locator("[data-checklist-src]")
        button = self.page.get_by_role("button", name="Checklist")
        # The editor opens the panel that was open last, and shuts it on a second press.
        for _attempt in range(5):
            with suppress(PlaywrightTimeoutError):
                panel.wait_for(state="visible", timeout=1000)
                return panel
            button.click()
        raise AssertionError("the checklist does not open")


def open_lesson(person) -> None:
    """A published lesson of the demo, in the editor."""
    listed = person.page.request.get("/cms/api/main/pages/?limit=20")
    _first, lesson, *_others = (
        page["id"]
        for page in listed.json()["items"]
        if page["meta"]["type"] == "courses.LessonPage"
    )
    person.go(f"/cms/pages/{lesson}/edit/")


def type_until_saved(page, title: str) -> None:
    """The editor looks for changes only some time after it was opened."""
    for number in range(20):
        with (
            suppress(PlaywrightTimeoutError),
            page.expect_response("**/cms/checklist/**", timeout=6000),
        ):
            page.locator("[name=title]").fill(title + "." * number)
            return
    raise AssertionError("the editor saves nothing by itself")
