"""Every kind of question in a quiz: before it, in each question, in the review, and when
it is handed in; with the keyboard alone, and by hand without a script."""

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.exercises import (
    EXERCISES,
    KIND,
    cards,
    choose,
    fill,
    learner,
    move_up,
    right_names,
    role_of,
    signed_in,
    to_the_end,
    type_in,
)
from tests.browser.learner import say, tab_to, wait_until_saved

__all__ = ["learner", "signed_in"]
ASKED = set(KIND) - {"rewrite", "decision_tree"}
COUNTING = ASKED - {"scale", "dialogue"}
# Twenty words at least, as the question asks.
WRITTEN = (
    "I would say what I saw on Monday and on Tuesday, without a name for it, and then "
    "ask how it has been going since."
)
IN_ORDER = {"timeline": "events", "ordering": "steps"}


def _begin(person, language: str) -> None:
    """From the course to the first question."""
    person.go("/courses/showcase/continue/")
    link = person.page.locator(".outline__list").last.locator("a").last
    person.go(link.get_attribute("href"))
    person.check("quiz-front")
    labels = (
        "Start the quiz",
        "Try again, with other questions",
        "Try again",
        "Go on with your attempt",
    )
    name = re.compile("|".join(say(label, language) for label in labels))
    button = person.page.get_by_role("button", name=name)
    tab_to(button)
    person.page.keyboard.press("Enter")
    expect(person.page).to_have_url(re.compile("/attempt/"))


def _kind_on(page, language: str) -> str:
    prompt = page.locator(".exercise__prompt").first.inner_text().strip()
    by_prompt = {row["prompt"][language]: row for row in EXERCISES.values()}
    return by_prompt[prompt]["kind"]


def _through(person, language: str, answer: Callable, go: Callable) -> set[str]:
    """Every question of the attempt, to its review; which kinds were asked."""
    page, seen = person.page, set()
    while "/review/" not in page.url:
        kind, here = _kind_on(page, language), page.url
        seen.add(kind)
        answer(kind)
        person.check(kind)
        go()
        expect(page).not_to_have_url(here)
    return seen


def _by_keyboard(page, kind: str) -> None:
    """What is right, with the keys alone."""
    form = page.locator("form.quiz")
    if kind == "dialogue":
        walk = page.locator(".walk")
        to_the_end(walk, press=lambda link: (tab_to(link), link.press("Enter")))
    elif kind == "matching":
        for pair in KIND[kind]["pairs"]:
            type_in(
                form.get_by_label(pair["left"]["en"], exact=True),
                pair["right"]["en"][:16],
            )
    elif kind == "card_sort":
        for card, place in cards():
            group = form.get_by_role("group", name=card, exact=True)
            choose(group.get_by_role("radio", name=place, exact=True))
    elif kind in IN_ORDER:
        for number, row in enumerate(KIND[kind][IN_ORDER[kind]]):
            move_up(form, row["en"], number)
    elif kind == "scale":
        choose(form.get_by_role("radio").last)
    elif kind in ("numeric", "short_text", "gaps"):
        fill(form, kind, write=type_in)
    elif kind == "open_answer":
        type_in(form.get_by_role("textbox"), WRITTEN)
    else:
        for name in right_names(kind):
            choose(form.get_by_role(role_of(kind), name=name, exact=True))


def test_a_quiz_of_every_kind_is_passed_with_the_keyboard_alone(learner):
    person = learner(width=1280)
    page = person.page
    _begin(person, "en")

    def on() -> None:
        if page.locator("[data-autosave]").count():
            wait_until_saved(person)
        tab_to(page.locator(".sticky-bar__next"))
        page.keyboard.press("Enter")

    def answer(kind: str) -> None:
        _by_keyboard(page, kind)
        button = page.get_by_role("button", name="Check my answer")
        if kind not in COUNTING - {"open_answer"}:
            expect(button).to_have_count(0)
            return
        person.check(f"{kind}-answered")
        wait_until_saved(person)
        tab_to(button)
        page.keyboard.press("Enter")
        expect(page.locator("#checked h2")).to_have_text("That is it.")

    seen = _through(person, "en", answer, on)

    assert seen == ASKED
    expect(page.locator(".review-list .chip--ok")).to_have_count(len(ASKED))
    person.look("every-kind-review")
    on()
    # All that a program can grade; the open answer waits for a person, and does not
    # decide any more.
    expect(page.locator(".score__number")).to_have_text(str(len(COUNTING) - 1))
    expect(page.locator(".chip--ok").first).to_contain_text("Passed")
    person.sees("1 answer is not in this score yet")
    person.look("every-kind-passed")


def _wrong(page, kind: str) -> None:
    """What is not right, with forms alone."""
    form = page.locator("form.quiz")
    if kind == "dialogue":
        to_the_end(page.locator(".walk"))
    elif kind in ("matching", *IN_ORDER):
        # Each where the next one belongs: however they were shuffled, none is right.
        for left, right in _next_ones(kind):
            form.get_by_role("combobox", name=left, exact=True).select_option(
                label=right
            )
    elif kind == "card_sort":
        for group in form.locator("fieldset").all():
            group.get_by_role("radio").first.check()
    elif kind == "scale":
        form.get_by_role("radio").first.check()
    elif kind in ("numeric", "short_text", "gaps", "open_answer"):
        for box in form.get_by_role("textbox").all():
            box.fill(WRITTEN if kind == "open_answer" else "7")
        for box in form.get_by_role("combobox").all():
            box.select_option(index=1)
    else:
        right = {name.strip() for name in right_names(kind, "nl")}
        for box in form.get_by_role(role_of(kind)).all():
            if _name_of(box) not in right:
                box.check()
                return


def _next_ones(kind: str) -> list[tuple[str, str]]:
    """(what is placed, the place of the one after it)."""
    if kind == "matching":
        pairs = KIND[kind]["pairs"]
        lefts = [pair["left"]["nl"] for pair in pairs]
        places = [pair["right"]["nl"] for pair in pairs]
    else:
        lefts = [row["nl"] for row in KIND[kind][IN_ORDER[kind]]]
        places = [str(number) for number in range(1, len(lefts) + 1)]
    return list(zip(lefts, places[1:] + places[:1], strict=True))


def _name_of(box) -> str:
    return box.evaluate("box => box.labels[0].innerText").strip()


def test_a_quiz_of_every_kind_is_done_without_a_script_on_the_narrowest_screen(learner):
    person = learner("nl", java_script_enabled=False)
    page = person.page
    page.set_viewport_size({"width": 320, "height": 700})
    _begin(person, "nl")

    def on() -> None:
        page.locator(".sticky-bar__next").click()

    def answer(kind: str) -> None:
        _wrong(page, kind)
        button = page.get_by_role("button", name=say("Check my answer", "nl"))
        if button.count():
            button.click()
            expect(page.locator("#checked .review")).to_be_visible()

    seen = _through(person, "nl", answer, on)

    assert seen == ASKED
    expect(page.locator(".review-list .chip--ok")).to_have_count(len(ASKED))
    page.locator(".sticky-bar__next").click()
    expect(page.locator(".look-again")).not_to_have_count(0)
    # What a person with scripts sees of the same result is read by axe.
    result = page.url
    for scheme, direction in (("dark", "ltr"), ("light", "rtl")):
        other = learner("nl", scheme=scheme)
        other.page.set_viewport_size({"width": 320, "height": 700})
        other.go(result)
        other.page.evaluate("to => (document.documentElement.dir = to)", direction)
        other.look(f"every-kind-not-yet-{direction}")
        expect(other.page.locator(".look-again")).to_have_count(len(COUNTING))
