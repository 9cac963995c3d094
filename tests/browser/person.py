"""A person with a browser: goes, presses, reads, and has every page checked by axe."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Frame, Page, expect

# The standards the product promises (WCAG 2.2 AA and what axe calls good practice).
RULES = {
    "runOnly": {
        "type": "tag",
        "values": [
            "wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice",
        ],
    }
}  # fmt: skip
# What can differ between light and dark.
COLOURS = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
}
# In no message.
NOTHING = "\0"
OTHER = {"light": "dark", "dark": "light"}


# What moves or fades for ever is no reason to wait for it.
AT_REST = """() => Promise.allSettled(
    document.getAnimations()
        .filter(one => Number.isFinite(one.effect.getComputedTiming().endTime))
        .map(one => one.finished)
)"""


# Of what is as it should be axe tells a hundred times more than of what is not.
JUDGE = """([context, options]) =>
    axe.run(context ?? document, {...options, resultTypes: ["violations"]})
       .then(found => found.violations)"""


def violations(page: Page | Frame, options: dict, context=None) -> list[dict]:
    """What axe has against a page, or against the part of it that `context` names."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return page.evaluate(JUDGE, [context, options])


class Person:
    """Every page met is checked: no axe violation, no sideways scrolling, no error in
    the console; and kept as a screenshot under the name given to it. What is looked at
    is seen in the other scheme of colours as well."""

    def __init__(
        self,
        name: str,
        page: Page,
        folder: Path,
        *,
        variant: str,
        scheme: str,
        has_scripts: bool = True,
    ) -> None:
        self.name = name
        self.page = page
        self.problems: list[str] = []
        # What a test brings about itself, such as a line that is cut, as the browser
        # reports it.
        self.expected = NOTHING
        # Parts of a page that others make: axe leaves them out.
        self.not_ours: tuple[str, ...] = ()
        self._scheme = scheme
        self._has_scripts = has_scripts
        self._folders = {one: folder / f"{variant}-{one}" for one in OTHER}
        for one in self._folders.values():
            one.mkdir(parents=True, exist_ok=True)
        self._number = 0
        page.on("pageerror", lambda error: self.problems.append(f"script: {error}"))
        page.on("console", self._hear)

    def _hear(self, message) -> None:
        # A page that is rightly missing is reported by the browser too.
        known = ("status of 4", self.expected)
        if message.type == "error" and not any(one in message.text for one in known):
            self.problems.append(f"console: {message.text}")

    def go(self, path: str) -> None:
        self.page.goto(path)

    def look(self, name: str) -> None:
        """Check the page one stands on, and keep its picture, light and dark."""
        self._number += 1
        self.check(name, picture=f"{self.name}-{self._number:02d}-{name}.png")

    def check(self, name: str, *, picture: str = "") -> None:
        """Axe, width, one heading, a title; the picture where one is wanted."""
        self.page.wait_for_load_state("load")
        with self._unrolled():
            # Half faded in, a text has other colours than it will have.
            if self._has_scripts:
                self.page.evaluate(AT_REST)
            found = self._seen(self._scheme, RULES, picture)
            if picture:
                other = OTHER[self._scheme]
                self.page.emulate_media(color_scheme=other)
                found += self._seen(other, COLOURS, picture)
                self.page.emulate_media(color_scheme=self._scheme)
        lines = [f"{name}: {one}" for one in found]
        width, room = self.page.evaluate(
            "[document.documentElement.scrollWidth, window.innerWidth]"
        )
        if width > room:
            lines.append(f"{name}: {width} px wide in a window of {room} px")
        if self.page.locator("h1").count() != 1:
            lines.append(f"{name}: {self.page.locator('h1').count()} headings h1")
        if not re.search(r"\S.* [·-] Relay$", self.page.title()):
            lines.append(f"{name}: title {self.page.title()!r}")
        if found := lines + self.problems:
            raise AssertionError(f"{self.page.url}\n" + "\n".join(found))

    def _seen(self, scheme: str, rules: dict, picture: str) -> list[str]:
        """What axe has against the page in a scheme of colours."""
        if picture:
            self.page.screenshot(path=self._folders[scheme] / picture)
        if not self._has_scripts:
            # Axe waits for a timer, and none goes off where no script may run. The same
            # page is read by axe where they may.
            return []
        return [
            f"{scheme}: {one['id']} ({one['help']}): "
            + "; ".join(
                f"{node['target']} {node['failureSummary']}"[:300]
                for node in one["nodes"]
            )
            for one in violations(
                self.page, rules, {"exclude": [[one] for one in self.not_ours]}
            )
        ]

    @contextmanager
    def _unrolled(self) -> Iterator[None]:
        """A window as high as the page: what sticks to the foot covers nothing."""
        window = self.page.viewport_size
        height = self.page.evaluate("document.documentElement.scrollHeight")
        self.page.set_viewport_size({"width": window["width"], "height": height})
        yield
        self.page.set_viewport_size(window)

    def press(self, label, *, role: str = "button", exact: bool = True) -> None:
        """Press the button (or link) that says this, and wait for the next page."""
        self.page.get_by_role(role, name=label, exact=exact).first.click()

    def follow(self, label, *, exact: bool = False) -> None:
        self.press(label, role="link", exact=exact)

    def fill(self, label: str, value: str) -> None:
        self.page.get_by_label(label, exact=False).first.fill(value)

    def sees(self, text) -> None:
        expect(self.page.get_by_text(text).first).to_be_visible()

    def does_not_see(self, text) -> None:
        expect(self.page.get_by_text(text)).to_have_count(0)
