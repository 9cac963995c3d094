"""The exercises of the course to practise with, and somebody who does them."""

import re
import tomllib
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.learner import say, sign_in, tab_to

LEARNER = "learner@beekstad.example"
FILE = "courses/seed/showcase/exercises/exercises.toml"
ROOT = Path(__file__).resolve().parents[2]
EXERCISES = {
    row["key"].removeprefix("showcase-"): row
    for row in tomllib.loads((ROOT / FILE).read_text())["exercise"]
}
KIND = {row["kind"]: row for row in EXERCISES.values()}
CHECKS, PRACTICE, TYPED = 0, 1, 2
LOOKS = [
    pytest.param("nl", "light", 390, id="dutch-phone-light"),
    pytest.param("en", "dark", 390, id="english-phone-dark"),
    pytest.param("en", "light", 1280, id="english-desk-light"),
    pytest.param("nl", "dark", 1280, id="dutch-desk-dark"),
]


@pytest.fixture(scope="module")
def signed_in(browser, address) -> dict[str, object]:
    """What a browser keeps of somebody who is in the course, by language; filled as
    it is needed."""
    return {}


@pytest.fixture
def learner(new_person, signed_in, kept, address):
    """Makes somebody who is in the course, with a browser of their own."""

    def make(language="en", **more):
        if language not in signed_in:
            first = new_person(
                "first", language=language, storage_state=kept.get(LEARNER)
            )
            if LEARNER not in kept:
                sign_in(first, LEARNER, language)
                kept[LEARNER] = first.page.context.storage_state()
            cookie = {"name": "django_language", "value": language, "url": address}
            first.page.context.add_cookies([cookie])
            first.go("/courses/showcase/")
            begin = first.page.locator("main form .button--primary")
            if begin.count():
                begin.first.click()
                expect(first.page).to_have_url(re.compile("/learn/showcase/"))
            signed_in[language] = first.page.context.storage_state()
        state = signed_in[language]
        return new_person("exercises", language=language, storage_state=state, **more)

    return make


def open_lesson(person, number: int) -> None:
    """The lesson of this number in the module of exercises, the last of the course."""
    person.go("/courses/showcase/continue/")
    lists = person.page.locator(".outline__list")
    link = lists.last.locator("a").nth(number)
    person.go(link.get_attribute("href"))


def part(person, kind: str, language: str = "en"):
    """The exercise of a kind on the page."""
    prompt = KIND[kind]["prompt"][language]
    return person.page.locator(".self-check", has_text=prompt).first


def choose(control) -> None:
    """With Tab into its group and the arrows to it; a box of its own with Space."""
    page = control.page
    if control.is_checked():
        return
    if control.get_attribute("type") == "checkbox":
        tab_to(control)
        page.keyboard.press("Space")
    else:
        name = control.get_attribute("name")
        group = control.locator("xpath=ancestor::fieldset[1]").locator(
            f"input[name='{name}']"
        )
        tab_to(group, any_of=True)
        page.keyboard.press("Space")
        for _one in range(group.count()):
            if not control.is_checked():
                page.keyboard.press("ArrowDown")
    expect(control).to_be_checked()


def move_up(exercise, text: str, place: int) -> None:
    texts = exercise.locator(".event__text").all_inner_texts()
    button = exercise.get_by_role("button", name=f"Move up {text}", exact=True)
    tab_to(button)
    for _one in range(texts.index(text) - place):
        exercise.page.keyboard.press("Enter")
    assert exercise.locator(".event__text").nth(place).inner_text() == text
    if texts.index(text) > place:
        expect(exercise.get_by_role("status")).to_have_text(
            f"Now in place {place + 1} of {len(texts)}."
        )


def right_names(kind: str, language: str = "en") -> list[str]:
    """What is right of what one chooses from."""
    row = KIND[kind]
    if kind == "true_false":
        return [say("True" if row["answer"] else "Not true", language)]
    kinds = {"hotspot": "areas"}
    return [one[language] for one in row[kinds.get(kind, "options")] if one["correct"]]


def role_of(kind: str) -> str:
    several = ("multiple_choice", "mark_words", "hotspot")
    return "checkbox" if kind in several else "radio"


def cards(language: str = "en") -> list[tuple[str, str]]:
    """Each card and where it belongs."""
    row = KIND["card_sort"]
    names = {one["key"]: one[language] for one in row["categories"]}
    return [(card[language], names[card["category"]]) for card in row["cards"]]


def gap_values(language: str) -> list[str]:
    """The first accepted answer of each gap."""
    return [gap[language].split()[0] for gap in KIND["gaps"]["gaps"]]


def fill(exercise, kind: str, language: str = "en", *, write) -> None:
    """Give what is right; `write(control, text)` fills in one field."""
    if kind == "numeric":
        write(exercise.get_by_role("textbox"), "60")
        write(exercise.get_by_role("combobox"), KIND[kind]["units"][1][language])
    elif kind == "short_text":
        write(exercise.get_by_role("textbox"), " 112 ")
    elif kind == "gaps":
        total = len(KIND[kind]["gaps"])
        for number, text in enumerate(gap_values(language), start=1):
            name = say("Gap %(number)s of %(total)s", language)
            name = name % {"number": number, "total": total}
            write(exercise.get_by_label(name, exact=True), text)


def type_in(control, text: str) -> None:
    tab_to(control)
    control.page.keyboard.type(text)


def to_the_end(walk, *, press=None) -> int:
    """Take the first choice as long as there is one; how many were taken."""
    for taken in range(20):
        here = walk.get_attribute("data-way")
        choice = walk.locator(".walk__choices").locator("a, button").first
        if not choice.count():
            return taken
        if press:
            press(choice)
        else:
            choice.click()
        expect(walk).not_to_have_attribute("data-way", here)
    raise AssertionError("the way does not end")
