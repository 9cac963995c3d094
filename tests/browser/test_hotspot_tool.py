"""Areas are drawn on the picture of a hotspot: with a mouse, a finger, the keyboard."""

import itertools
import json
import re
import uuid

import pytest
from playwright.sync_api import expect

from courses.exercises.hotspot.areas import Form, trouble_of
from tests.browser.editor import Editor
from tests.browser.learner import sign_in
from tests.browser.person import RULES, violations

AUTHOR = "author@relay.example"
PICTURE = "Practice: a drawn entrance hall"
NAME = "body-0-value"
LESSON = "Typed, marked and put in order"


@pytest.fixture
def author(new_person, kept):
    def make(**more):
        person = new_person("drawing", storage_state=kept.get(AUTHOR), **more)
        if AUTHOR not in kept:
            sign_in(person, AUTHOR, "en")
            kept[AUTHOR] = person.page.context.storage_state()
        return person

    return make


class Tool:
    """The tool of a hotspot on the page."""

    def __init__(self, page, name: str = NAME) -> None:
        self.page = page
        self.name = name
        self.element = page.locator(f".areas:has(#{name}-areas-title)")
        self.stage = self.element.locator(".areas__stage")
        self.areas = self.element.locator(".areas__area")

    def press(self, label: str) -> None:
        self.element.get_by_role("button", name=label, exact=True).click()

    def at(self, x: float, y: float) -> tuple[float, float]:
        """A place of the picture in percent, in the window."""
        self.stage.evaluate("one => one.scrollIntoView({block: 'center'})")
        box = self.stage.bounding_box()
        return box["x"] + box["width"] * x / 100, box["y"] + box["height"] * y / 100

    def drag(self, start, *ways) -> None:
        """With the mouse, in percent of the picture."""
        mouse = self.page.mouse
        mouse.move(*self.at(*start))
        mouse.down()
        for way in ways:
            mouse.move(*self.at(*way), steps=4)
        mouse.up()

    def field(self, row: int, key: str = "area"):
        return self.page.locator(f"[name={self.name}-options-{row}-value-{key}]")

    def numbers(self, row: int) -> list[float]:
        return [float(one) for one in self.field(row).input_value().split()]

    def says(self, text) -> None:
        expect(self.element.get_by_role("status")).to_contain_text(text)


def choose_picture(page, title: str = PICTURE) -> None:
    page.get_by_role("button", name="Choose an image").locator("visible=true").click()
    page.locator(".modal").get_by_role("link", name=re.compile(title)).first.click()
    expect(page.locator(".modal")).to_have_count(0)


def new_question(person) -> Tool:
    """A question with a hotspot that has its picture and no areas yet."""
    page = person.page
    person.go("/cms/snippets/quizzes/question/add/?locale=en")
    page.get_by_role("button", name="Choose question bank").click()
    page.locator(".modal .listing a").first.click()
    expect(page.locator("[name=bank]")).not_to_have_value("")
    # A window that is closing takes the next one with it.
    expect(page.locator(".modal")).to_have_count(0)
    page.locator("[name=key]").fill(f"drawn-{uuid.uuid4().hex[:8]}")
    editor = Editor(person)
    if page.locator("[name=body-count]").input_value() == "0":
        editor.add_block("Hotspot")
    tool = Tool(page)
    tool.says("Choose a picture")
    choose_picture(page)
    expect(tool.stage.locator("img")).to_be_visible()
    page.wait_for_function(
        "one => one.complete && one.naturalWidth > 500",
        arg=tool.stage.locator("img").element_handle(),
    )
    page.locator(f"[name={NAME}-prompt]").fill("Where?")
    return tool


def near(found: list[float], wanted: list[float], by: float = 0.6) -> bool:
    return len(found) == len(wanted) and all(
        abs(one - other) <= by for one, other in zip(found, wanted, strict=True)
    )


def test_areas_are_drawn_moved_and_saved_and_the_numbers_say_so(author):
    person = author(width=1280)
    page = person.page
    tool = new_question(person)

    tool.press("Draw a rectangle")
    tool.drag((10, 20), (30, 50), (40, 60))
    tool.says("Drawn")
    assert near(tool.numbers(0), [10, 20, 30, 40])
    tool.press("Draw a circle")
    tool.drag((70, 40), (80, 40))
    assert near(tool.numbers(1), [70, 40, 10])
    expect(tool.field(1, "form")).to_have_value("circle")
    tool.press("Draw a polygon")
    for place in ((50, 70), (60, 90), (40, 90), (50, 70)):
        page.mouse.click(*tool.at(*place))
    assert near(tool.numbers(2), [50, 70, 60, 90, 40, 90])
    # The two rows there were at first, and one more.
    expect(page.locator(f"[name={NAME}-options-count]")).to_have_value("3")
    for number, text in enumerate(("Bench", "Board", "Corner")):
        tool.field(number, "text").fill(text)
    expect(tool.element.locator(".areas__label")).to_have_text(
        ["1. Bench", "2. Board", "3. Corner"]
    )

    # A number moves the area, a drag or a key the number.
    tool.field(0).fill("5 10 30 40")
    bench = tool.areas.nth(0)
    expect(bench.locator("path").first).to_have_attribute(
        "d", "M 5 10 L 35 10 L 35 50 L 5 50 Z"
    )
    tool.drag((20, 30), (25, 35))
    assert near(tool.numbers(0), [10, 15, 30, 40])
    tool.field(0).fill("10 20 30 40")
    bench.focus()
    for key in ("ArrowRight", "Shift+ArrowDown", "Control+ArrowLeft"):
        page.keyboard.press(key)
    expect(tool.field(0)).to_have_value("10.9 20 30 41")
    tool.says("1. Bench: rectangle, left 10.9 %, top 20 %, width 30 %, height 41 %")
    handle = tool.element.locator("[data-handle=se]").bounding_box()
    assert min(handle["width"], handle["height"]) >= 24
    page.mouse.move(handle["x"] + 12, handle["y"] + 12)
    page.mouse.down()
    page.mouse.move(*tool.at(60, 80), steps=4)
    page.keyboard.press("Escape")
    page.mouse.up()
    expect(tool.field(0)).to_have_value("10.9 20 30 41")

    tool.field(1, "correct").check()
    pk = Editor(person).save()
    tool = Tool(page)
    expect(tool.field(0)).to_have_value("10.9 20 30 41")
    kept_rows = [tool.field(row).input_value() for row in range(3)]
    expect(tool.areas).to_have_count(3)
    expect(tool.areas.nth(1)).to_have_class(re.compile("area--right"))
    person.go(f"/cms/questions/{pk}/try/")
    path = page.locator("path[data-area]").first.get_attribute("d")
    width, height = (
        float(one)
        for one in page.locator(".hotspot__areas").get_attribute("viewBox").split()[2:]
    )
    left, top = (float(one) for one in path.split()[1:3])
    assert near([left / width * 100, top / height * 100], [10.9, 20], by=0.1)
    assert all(
        trouble_of(form, area) is None
        for form, area in zip(Form, kept_rows, strict=True)
    )


def test_the_keyboard_alone_draws_removes_and_takes_back(author):
    person = author(width=1280)
    page = person.page
    tool = new_question(person)
    tool.element.get_by_role("button", name="Draw a rectangle").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    before = tool.field(0).input_value()
    assert trouble_of("rect", before) is None
    expect(tool.areas.nth(0)).to_be_focused()
    tool.field(0, "text").fill("Bench")
    tool.areas.nth(0).focus()
    page.keyboard.press("Delete")
    tool.says("Removed: 1. Bench")
    expect(tool.areas).to_have_count(0)
    page.keyboard.press("Enter")  # Undo has the focus.
    expect(tool.areas).to_have_count(1)
    expect(tool.areas.nth(0)).to_be_focused()
    assert "Bench" in tool.areas.nth(0).get_attribute("aria-label")
    for _step in range(120):
        page.keyboard.press("ArrowLeft")
    tool.says("It goes no further.")
    page.keyboard.press("Control+z")
    back = tool.element.locator(".areas__over").first.get_attribute("d")
    assert back.startswith(f"M {before.split()[0]} ")
    page.keyboard.press("Escape")
    expect(tool.element.get_by_role("button", name="Draw a rectangle")).to_be_focused()

    tool.press("Draw a polygon")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")  # To its corners.
    corners = tool.element.locator("button[data-handle]")
    expect(corners).to_have_count(4)
    expect(corners.first).to_be_focused()
    page.keyboard.press("+")
    expect(corners).to_have_count(5)
    expect(corners.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Delete")
    expect(corners).to_have_count(4)
    page.keyboard.press("Escape")
    expect(tool.areas.nth(1)).to_be_focused()


def test_rows_come_go_and_change_places_and_each_hotspot_has_its_own(author):
    person = author(width=1280)
    page = person.page
    first = open_showcase_lesson(person)
    with_areas = page.locator(".areas")
    expect(with_areas).to_have_count(1)
    name = first.name
    expect(first.areas).to_have_count(4)
    editor = Editor(person)
    second = Tool(page, editor.add_block("Hotspot"))
    expect(with_areas).to_have_count(2)
    second.says("Choose a picture")
    expect(second.areas).to_have_count(0)

    labels = first.element.locator(".areas__label")
    before = labels.all_inner_texts()
    row = page.locator(f"[name={name}-options-1-value-area]").locator(
        "xpath=ancestor::*[@data-streamfield-child][1]"
    )
    row.locator("[data-streamfield-action=MOVE_UP]").first.click()
    expect(labels.nth(0)).to_have_text(re.compile(before[1].split(". ", 1)[1]))
    row.locator("[data-streamfield-action=DELETE]").first.click()
    expect(first.areas).to_have_count(3)
    row = page.locator(f"[name={name}-options-2-value-area]").locator(
        "xpath=ancestor::*[@data-streamfield-child][1]"
    )
    row.locator("[data-streamfield-action=DUPLICATE]").first.click()
    expect(first.areas).to_have_count(4)
    expect(first.element.locator(".areas__overlap")).not_to_have_count(0)
    page.locator(f"[name={name}-options-0-value-area]").fill("80 0 30 10")
    expect(first.element.locator(".areas__trouble")).to_have_text(
        "This reaches beyond the picture."
    )
    expect(second.areas).to_have_count(0)


def open_showcase_lesson(person) -> Tool:
    """The lesson of the course to practise with that has a hotspot, in its editor.

    Nothing is saved: it is everybody's, and the editor would save what is tried by itself.
    """
    page = person.page
    page.route(
        "**/cms/pages/*/edit/",
        lambda route: (
            route.abort() if route.request.method == "POST" else route.continue_()
        ),
    )
    person.go("/cms/pages/search/?q=" + LESSON.replace(" ", "+"))
    page.get_by_role("link", name=LESSON).first.click()
    title = page.locator(".areas [id$='-areas-title']").first
    expect(title).to_be_attached()
    return Tool(page, title.get_attribute("id").removesuffix("-areas-title"))


def test_a_finger_draws_and_moves(author):
    person = author(width=390, has_touch=True, is_mobile=True)
    page = person.page
    tool = new_question(person)
    finger = page.context.new_cdp_session(page)

    def touch(kind, *place):
        points = [dict(zip("xy", place, strict=True))] if place else []
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    def swipe(*places):
        place, *others = (tool.at(*one) for one in places)
        touch("touchStart", *place)
        for other in others:
            touch("touchMove", *other)
        touch("touchEnd")

    tool.press("Draw a rectangle")
    swipe((20, 20), (30, 30), (50, 60))
    assert near(tool.numbers(0), [20, 20, 30, 40], by=1)
    here = page.evaluate("scrollY")
    swipe((30, 40), (35, 42), (40, 45))
    assert near(tool.numbers(0), [30, 25, 30, 40], by=1)
    assert page.evaluate("scrollY") == here
    # A press alone puts one there.
    tool.press("Draw a circle")
    page.touchscreen.tap(*tool.at(80, 80))
    assert near(tool.numbers(1), [80, 80, 10], by=1)
    tool.press("Draw a polygon")
    swipe((5, 5), (15, 5), (15, 18), (5, 18))
    assert trouble_of("polygon", tool.field(2).input_value()) is None
    handle = tool.element.locator("[data-handle='0']").bounding_box()
    assert min(handle["width"], handle["height"]) >= 24
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.screenshot(path=person._folders["light"] / "drawing-phone.png")


@pytest.mark.parametrize(
    ("scheme", "width", "direction", "forced"),
    [
        ("light", 1280, "ltr", "none"),
        ("dark", 1280, "rtl", "none"),
        ("dark", 390, "ltr", "none"),
        ("light", 390, "rtl", "active"),
    ],
)
def test_the_tool_is_accessible_whatever_the_screen(
    author, scheme, width, direction, forced
):
    person = author(width=width, scheme=scheme, forced_colors=forced)
    page = person.page
    tool = open_showcase_lesson(person)
    page.evaluate("to => (document.documentElement.dir = to)", direction)
    expect(tool.areas).to_have_count(4)
    for number, name in ((0, "rect"), (1, "polygon")):
        tool.areas.nth(number).focus()
        page.keyboard.press("Alt+ArrowUp")
        page.keyboard.press("Alt+ArrowDown")
        tool.stage.evaluate("one => one.scrollIntoView({block: 'center'})")
        page.screenshot(
            path=person._folders[scheme] / f"drawing-{name}-{direction}-{forced}.png"
        )
        found = violations(page, RULES, ".areas")
        said = [
            f"{one['id']}: {node['target']} {node['failureSummary']}"
            for one in found
            for node in one["nodes"]
            # Where the corners of a polygon are is what it is; numbers say it as well.
            if not (one["id"] == "target-size" and "data-handle" in str(node["target"]))
        ]
        assert said == []
    picture = tool.stage.locator("img").bounding_box()
    area = tool.areas.nth(0).bounding_box()
    # Left is left in every direction of reading.
    assert near([100 * (area["x"] - picture["x"]) / picture["width"]], [5], by=1.5)


def test_the_script_judges_areas_as_the_domain_does(author):
    person = author(width=1280)
    new_question(person)
    texts = [
        "10 20 30 40", "0 0 100 100", "10.5, 20.25; 30 40", "80 0 30 10", "10 20 0 40",
        "10 20 30", "50 50 10", "50 50 0", "101 50 10", "0 0 100 0 50 50", "1 2",
        "0 0 50 50 100 100", " ".join(["1 1"] * 25), "", "10 20 30 -40", "ten 20",
        "1e2 20 30 40", "58.3 10 41.7 10", "33.333 0 66.667 1", "999.999 1 1",
        "  10\t20\n30 40 ", "10,20,30,40,", ".5 1 2 3", "10. 20 30 40",
    ]  # fmt: skip
    cases = list(itertools.product([form.value for form in Form], texts))
    ours = [trouble_of(form, text) for form, text in cases]
    theirs = person.page.evaluate(
        "cases => cases.map(([form, text]) => relayAreas.troubleOf(form, text))",
        json.loads(json.dumps(cases)),
    )
    assert theirs == [None if one is None else one.value for one in ours]
