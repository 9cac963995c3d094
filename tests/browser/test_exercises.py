"""Every kind of exercise, in the course to practise with: looked at, done with the
keyboard alone, done without a script, dragged, and printed."""

import re
import shutil
import subprocess
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
CHECKS, PRACTICE = 0, 1
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
def learner(new_person, signed_in):
    """Makes somebody who is in the course, with a browser of their own."""

    def make(language="en", **more):
        if language not in signed_in:
            first = new_person("first", language=language)
            sign_in(first, LEARNER, language)
            _in_language(first, language)
            first.go("/courses/showcase/")
            begin = first.page.locator("main form .button--primary")
            if begin.count():
                begin.first.click()
                expect(first.page).to_have_url(re.compile("/learn/showcase/"))
            signed_in[language] = first.page.context.storage_state()
        state = signed_in[language]
        return new_person("exercises", language=language, storage_state=state, **more)

    return make


def _in_language(person, language: str) -> None:
    person.go("/my/")
    if person.page.locator("html").get_attribute("lang") != language:
        person.page.locator("summary.menu__summary").first.click()
        person.page.locator(f"button[name=language][value={language}]").click()
        expect(person.page.locator("html")).to_have_attribute("lang", language)


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


@pytest.mark.parametrize(("language", "scheme", "width"), LOOKS)
def test_every_exercise_is_accessible_before_and_after_its_answer(
    learner, language, scheme, width
):
    person = learner(language, scheme=scheme, width=width)
    open_lesson(person, CHECKS)
    person.look("checks")
    for kind in ("single_choice", "multiple_choice"):
        part(person, kind, language).locator(".choice__input").first.check()
    for form in person.page.locator("form.self-check").all():
        form.get_by_role("button", name=say("Check", language), exact=True).click()
        expect(form.locator(".self-check__result")).not_to_be_empty()
    person.look("checks-answered")
    open_lesson(person, PRACTICE)
    person.look("practice")
    rewrite = part(person, "rewrite", language)
    rewrite.locator("textarea").fill("Robin 0470 12 34 56, weer agressief, again")
    rewrite.get_by_role("button", name=say("Check", language), exact=True).click()
    expect(rewrite.locator(".notice")).to_contain_text("0470 12 34 56")
    for kind in ("dialogue", "decision_tree"):
        _to_the_end(part(person, kind, language))
        part(person, kind, language).locator("summary").click()
    person.look("practice-done")


def _to_the_end(walk, *, press=None) -> int:
    """Take the first choice as long as there is one; how many were taken."""
    for taken in range(20):
        here = walk.get_attribute("data-way")
        choice = walk.locator(".walk__choices a").first
        if not choice.count():
            return taken
        if press:
            press(choice)
        else:
            choice.click()
        expect(walk).not_to_have_attribute("data-way", here)
    raise AssertionError("the way does not end")


def test_every_exercise_is_done_with_the_keyboard_alone(learner):
    person = learner(width=1280)
    page = person.page
    open_lesson(person, CHECKS)

    for kind in ("single_choice", "multiple_choice", "true_false"):
        for name in _right(kind):
            _choose(part(person, kind).get_by_role(_role(kind), name=name, exact=True))
    for pair in KIND["matching"]["pairs"]:
        box = part(person, "matching").get_by_label(pair["left"]["en"], exact=True)
        tab_to(box)
        page.keyboard.type(pair["right"]["en"][:16])
    for card, place in _cards():
        group = part(person, "card_sort").get_by_role("group", name=card, exact=True)
        _choose(group.get_by_role("radio", name=place, exact=True))
    for number, event in enumerate(KIND["timeline"]["events"]):
        _move_up(part(person, "timeline"), event["en"], number)
    for form in page.locator("form.self-check").all():
        tab_to(form.get_by_role("button", name="Check", exact=True))
        page.keyboard.press("Enter")
        expect(form.locator(".self-check__verdict")).to_have_text("That is it.")


def _right(kind: str) -> list[str]:
    row = KIND[kind]
    if kind == "true_false":
        return ["True" if row["answer"] else "Not true"]
    return [one["en"] for one in row["options"] if one["correct"]]


def _role(kind: str) -> str:
    return "checkbox" if kind == "multiple_choice" else "radio"


def _cards() -> list[tuple[str, str]]:
    row = KIND["card_sort"]
    names = {one["key"]: one["en"] for one in row["categories"]}
    return [(card["en"], names[card["category"]]) for card in row["cards"]]


def _choose(control) -> None:
    """With Tab into its group and the arrows to it; a box of its own with Space."""
    page = control.page
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


def _move_up(exercise, text: str, place: int) -> None:
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


def test_a_dialogue_is_walked_back_and_forth_with_the_keyboard_alone(learner):
    person = learner()
    page = person.page
    open_lesson(person, PRACTICE)
    start = page.url
    walk = part(person, "dialogue")
    now = walk.locator("[data-walk-now]")

    def press(link):
        tab_to(link)
        page.keyboard.press("Enter")

    assert _to_the_end(walk, press=press) == 4
    expect(walk.locator("[data-walk-here]")).to_be_focused()
    expect(now).to_contain_text("A good way")
    expect(walk.locator(".walk__steps > li")).to_have_count(4)
    end = page.url
    assert "/way/" in end

    page.reload()
    expect(now).to_contain_text("A good way")
    press(walk.get_by_role("link", name="One step back"))
    expect(now).not_to_contain_text("A good way")
    page.go_back()
    expect(page).to_have_url(end)
    expect(now).to_contain_text("A good way")
    press(walk.get_by_role("link", name="Start again"))
    expect(walk.locator(".walk__back")).to_have_count(0)
    expect(now).to_contain_text("Scene 1: Sam")
    assert start != page.url
    person.check("dialogue-again")


def test_a_tree_is_walked_with_the_keyboard_and_says_whom_to_consult(learner):
    person = learner(width=1280)
    open_lesson(person, PRACTICE)
    tree = part(person, "decision_tree")
    for answer in ("No", "Yes", "I doubt it"):
        link = tree.locator(".walk__choices").get_by_role("link", name=answer)
        tab_to(link)
        person.page.keyboard.press("Enter")
        expect(tree.locator(".walk__steps")).to_contain_text(answer)
    expect(tree.locator(".walk__outcome")).to_contain_text("Whom to consult")
    expect(tree.locator("[data-walk-here]")).to_be_focused()


def test_a_sentence_is_written_again_with_the_keyboard_and_compared(learner):
    person = learner()
    open_lesson(person, PRACTICE)
    form = part(person, "rewrite")
    tab_to(form.get_by_label("Your sentence"))
    person.page.keyboard.type("He was rude.")
    tab_to(form.get_by_role("button", name="Check", exact=True))
    person.page.keyboard.press("Enter")
    expect(form.locator(".rewrite__model")).to_have_count(2)
    expect(form).to_contain_text("“rude” What did he do or say?")


def test_every_exercise_works_without_a_script(learner):
    person = learner(java_script_enabled=False)
    page = person.page
    for kind in ("single_choice", "multiple_choice", "true_false"):
        open_lesson(person, CHECKS)
        for name in _right(kind):
            part(person, kind).get_by_role(_role(kind), name=name, exact=True).check()
        _checked_right(person, kind)
    open_lesson(person, CHECKS)
    for pair in KIND["matching"]["pairs"]:
        box = part(person, "matching").get_by_label(pair["left"]["en"], exact=True)
        box.select_option(label=pair["right"]["en"])
    _checked_right(person, "matching")
    open_lesson(person, CHECKS)
    for card, place in _cards():
        group = part(person, "card_sort").get_by_role("group", name=card, exact=True)
        group.get_by_role("radio", name=place, exact=True).check()
    _checked_right(person, "card_sort")
    open_lesson(person, CHECKS)
    for number, event in enumerate(KIND["timeline"]["events"], start=1):
        box = part(person, "timeline").get_by_role(
            "combobox", name=event["en"], exact=True
        )
        box.select_option(label=str(number))
    _checked_right(person, "timeline")
    # What was answered stands there still.
    assert part(person, "timeline").locator("option[selected]").count() == 5

    open_lesson(person, PRACTICE)
    form = part(person, "rewrite")
    form.get_by_label("Your sentence").fill("He was rude.")
    form.get_by_role("button", name="Check", exact=True).click()
    expect(part(person, "rewrite")).to_contain_text("This is how others wrote it")
    walk = part(person, "dialogue")
    assert _to_the_end(walk) == 4
    expect(walk.locator(".walk__steps > li")).to_have_count(4)
    end = page.url
    page.go_back()
    expect(walk.locator(".walk__steps")).to_have_count(0)
    page.goto(end)
    walk.get_by_role("link", name="Choose something else here").first.click()
    expect(walk).to_contain_text("Scene 1: Sam")
    tree = part(person, "decision_tree")
    assert _to_the_end(tree) == 1
    expect(tree).to_contain_text("Call for help")


def _checked_right(person, kind: str) -> None:
    part(person, kind).get_by_role("button", name="Check", exact=True).click()
    expect(part(person, kind).locator(".self-check__verdict")).to_have_text(
        "That is it."
    )


def test_cards_and_events_can_be_dragged(learner):
    person = learner(width=1280)
    page = person.page
    open_lesson(person, CHECKS)
    exercise = part(person, "card_sort")
    for card, place in _cards():
        group = exercise.get_by_role("group", name=card, exact=True)
        bin_ = exercise.locator(".bin", has_text=place)
        _drag(page, group.locator("[data-grip]"), bin_)
        expect(group.get_by_role("radio", name=place, exact=True)).to_be_checked()
    line = part(person, "timeline")
    order = [event["en"] for event in KIND["timeline"]["events"]]
    for number, text in enumerate(order):
        row = line.locator("[data-event]", has_text=text)
        first = line.locator("[data-event]").nth(number)
        _drag(page, row.locator("[data-grip]"), first, above=True)
    assert line.locator(".event__text").all_inner_texts() == order
    for form in (exercise, line):
        form.get_by_role("button", name="Check", exact=True).click()
        expect(form.locator(".self-check__verdict")).to_have_text("That is it.")


def _drag(page, grip, target, *, above: bool = False) -> None:
    grip.scroll_into_view_if_needed()
    box = grip.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 3, y + 3)
    there = target.bounding_box()
    down = 4 if above else there["height"] / 2
    page.mouse.move(
        x if above else there["x"] + there["width"] / 2, there["y"] + down, steps=12
    )
    page.mouse.up()


def test_a_drag_that_is_broken_off_changes_nothing(learner):
    person = learner(width=1280)
    page = person.page
    open_lesson(person, CHECKS)
    line = part(person, "timeline")
    before = line.locator(".event__text").all_inner_texts()
    grip = line.locator("[data-grip]").first
    grip.scroll_into_view_if_needed()
    box = grip.bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + 20, box["y"] + 160, steps=8)
    page.keyboard.press("Escape")
    page.mouse.up()

    assert line.locator(".event__text").all_inner_texts() == before
    line.get_by_role("button", name="Check", exact=True).click()
    expect(line).to_contain_text("Choose something first.")


@pytest.mark.parametrize("language", ["en", "nl"])
def test_every_exercise_prints_with_what_it_needs_on_paper(learner, language):
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler-utils) is not installed")
    person = learner(language)

    open_lesson(person, CHECKS)
    checks = _printed(person)
    open_lesson(person, PRACTICE)
    practice = _printed(person)

    solutions = say("Solutions", language)
    asked, _mark, solved = checks.partition(solutions)
    for kind in ("matching", "card_sort", "timeline"):
        assert KIND[kind]["prompt"][language] in asked
        assert KIND[kind]["feedback"][language] in solved
        assert KIND[kind]["feedback"][language] not in asked
    for pair in KIND["matching"]["pairs"]:
        assert pair["right"][language] in asked
    for text in [one[language] for one in KIND["timeline"]["events"]]:
        assert text in solved
    for scene in KIND["dialogue"]["scenes"]:
        assert scene[language] in practice
    assert f"→ {'go to' if language == 'en' else 'ga naar'} 2" in practice
    for outcome in KIND["decision_tree"]["outcomes"]:
        assert outcome["consult"][language] in practice
    for model in KIND["rewrite"]["models"]:
        assert model[language] in practice.partition(solutions)[2]
    for word in (say("Check", language), say("Read all of it", language)):
        assert word not in checks + practice


def _printed(person) -> str:
    """The words of the page as it is printed, in one line."""
    pdf = person.page.pdf()
    text = subprocess.run(
        ["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True
    ).stdout.decode()
    return " ".join(text.split())
