"""A trainer's whole way: written, stopped, mended, reviewed, released, translated."""

import re
import uuid
from dataclasses import dataclass

import polib
from playwright.sync_api import expect

from tests.browser import rumours
from tests.browser.editor import Editor
from tests.browser.learner import say, sign_in

WRITER = "writer@relay.example"
REVIEWER = "reviewer@relay.example"
OWNER = "author@relay.example"
LEARNER = "learner@beekstad.example"


@dataclass
class Written:
    """What the writer made: ids in the content admin, and what it is called."""

    tag: str
    course: int = 0
    page: int = 0
    module: int = 0
    lessons: tuple[int, ...] = ()
    case: int = 0

    @property
    def pages(self) -> tuple[int, ...]:
        """From the course down, as they are to be reviewed."""
        return (self.page, self.module, *self.lessons)

    @property
    def code(self) -> str:
        return f"rumours-{self.tag}"

    @property
    def title(self) -> str:
        return f"When a rumour reaches you ({self.tag})"

    @property
    def dutch_title(self) -> str:
        return f"Als een gerucht je bereikt ({self.tag})"

    @property
    def case_title(self) -> str:
        return f"The house with the closed curtains ({self.tag})"


def test_from_an_empty_page_to_a_material_edition(new_person, tmp_path):
    made = Written(uuid.uuid4().hex[:6])
    desk = {"language": "en", "scheme": "light", "width": 1280}
    owner, writer = (new_person(one, **desk) for one in ("owner", "writer"))
    reviewer = new_person("reviewer", **desk | {"language": "nl"})
    sign_in(owner, OWNER, "en")
    sign_in(writer, WRITER, "en")
    sign_in(reviewer, REVIEWER, "nl")
    open_course(owner, made)
    write(writer, made)
    is_stopped(writer, made)
    mend(writer, made)
    for path in (case_path(made), *(page_path(one) for one in made.pages)):
        review(writer, reviewer, owner, path)
    translate(writer, made, tmp_path)
    publish_and_approve(reviewer, owner, made)
    release(owner, made, "minor", {"en": "The first edition.", "nl": "De eerste."})

    learner = new_person("learner", language="nl", scheme="light", width=390)
    sign_in(learner, LEARNER, "nl")
    begin_in_dutch_and_go_on_in_english(learner, made)
    before = lesson_of(learner)

    change(writer, made)
    review(writer, reviewer, owner, page_path(made.lessons[1]))
    release(owner, made, "material", {"en": "What to answer is new."})
    is_untouched(learner, made, before)


def open_course(owner, made):
    page = owner.page
    page.goto("/cms/courses_course/new/")
    page.locator("[name=title]").fill(made.title)
    page.locator("[name=code]").fill(made.code)
    # About one thing only: the balance of a course on every form is not asked of it.
    page.locator("[name=is_focused]").check()
    page.locator("[name=is_open]").check()
    page.get_by_role("button", name="Create").click()
    expect(page.locator(".messages .success")).to_be_visible()
    page.get_by_role("link", name=made.code).first.click()
    made.course = int(re.search(r"/(\d+)/", page.url).group(1))


def write(writer, made):
    editor = Editor(writer)
    made.page = editor.open_draft(made.title)
    editor.fill("summary", "What a rumour does in a street, and what you can do.")
    editor.save()
    editor.add_page("modulepage", made.page, "Rumours at work")
    editor.fill("summary", "Hear what is meant before you answer.")
    made.module = editor.save()
    made.case = _write_case(editor, made)
    made.lessons = (_write_listening(editor, made), _write_answering(editor, made))


def _write_case(editor, made):
    page = editor.page
    page.goto("/cms/snippets/courses/vignette/add/?locale=en")
    editor.fill("key", made.code)
    editor.fill("title", made.case_title)
    page.locator("[name=form]").select_option(label="None: nothing is wrong here")
    page.locator("[name=sector]").select_option("YTH")
    page.locator("[name=is_fictional]").check()
    for name, text in rumours.CASE.items():
        # The writer forgets the ordinary explanations.
        if name != "explanations":
            editor.write(name, text)
    return editor.save()


def _write_listening(editor, made):
    editor.add_page("lessonpage", made.module, "Listening first")
    editor.fill(
        editor.add_block("Opening"),
        "A rumour often says more about worry than about facts.",
    )
    editor.write(editor.add_block("Text"), rumours.HEARD)
    editor.write(editor.add_block("Text"), rumours.HARMFUL)
    editor.choose(editor.add_block("Invented case"), "vignette", made.case_title)
    # And does not say which answer is right.
    name = editor.add_block("Single choice")
    editor.fill(f"{name}-prompt", rumours.QUESTION["prompt"])
    editor.fill_rows(f"{name}-options", rumours.QUESTION["options"])
    name = editor.add_block("True or not")
    editor.fill(f"{name}-prompt", rumours.STATEMENT["prompt"])
    editor.fill(f"{name}-feedback", rumours.STATEMENT["feedback"])
    editor.field(f"{name}-answer").select_option(label="Not true")
    name = editor.add_block("Matching")
    editor.fill(f"{name}-prompt", rumours.PAIRS["prompt"])
    editor.fill_rows(f"{name}-pairs", rumours.PAIRS["pairs"])
    return editor.save()


def _write_answering(editor, made):
    editor.add_page("lessonpage", made.module, "Answering")
    editor.fill(editor.add_block("Opening"), "What you answer travels on.")
    name = editor.add_block("Timeline")
    editor.fill(f"{name}-prompt", rumours.ORDER["prompt"])
    editor.fill_rows(f"{name}-events", rumours.ORDER["events"])
    name = editor.add_block("Reflection")
    editor.fill(f"{name}-prompt", rumours.REFLECTION)
    name = editor.add_block("Checklist")
    editor.fill(f"{name}-title", rumours.REMEMBER["title"])
    editor.fill_rows(f"{name}-items", rumours.REMEMBER["items"])
    return editor.save()


def page_path(pk):
    return f"/cms/pages/{pk}/edit/"


def case_path(made):
    return f"/cms/snippets/courses/vignette/edit/{made.case}/"


# What the checklist says of the lesson as the writer left it.
REASONS = (
    "“hotbed”: It accuses everybody who lives or goes there.",
    "Mark exactly one option right.",
    "is not published yet.",
)


def is_stopped(writer, made):
    """For three reasons, named at their places; and nobody is asked to look at it."""
    editor = Editor(writer)
    writer.go(page_path(made.lessons[0]))
    for reason in REASONS:
        expect(editor.checklist()).to_contain_text(reason)
    editor.act("Submit to Review")
    refusal = writer.page.locator(".messages .error")
    for reason in REASONS:
        expect(refusal).to_contain_text(reason)
    writer.go(case_path(made))
    editor.act("Submit to Review")
    expect(writer.page.locator(".messages .error")).to_be_visible()
    expect(editor.checklist()).to_contain_text(
        "Say which ordinary explanations there are for what one sees."
    )


def mend(writer, made):
    editor = Editor(writer)
    writer.go(case_path(made))
    editor.write("explanations", rumours.CASE["explanations"])
    editor.save()
    nothing = "Nothing is to be mended: it can be sent for review."
    expect(editor.checklist()).to_contain_text(nothing)
    writer.go(page_path(made.lessons[0]))
    editor.write("body-2-value", rumours.HARMLESS)
    editor.field("body-4-value-options-0-value-correct").check()
    editor.save()
    # What is left is the case, which goes through its review before.
    expect(editor.checklist()).to_contain_text("One thing is to be mended")


def review(writer, reviewer, owner, path):
    writer.go(path)
    Editor(writer).act("Submit to Review")
    expect(writer.page.locator(".messages .success")).to_be_visible()
    for person, language, act in (
        (reviewer, "nl", "Approve"),
        (owner, "en", "Approve and Publish"),
    ):
        person.go(path)
        Editor(person, language).act(act)
        expect(person.page.locator(".messages .success")).to_be_visible()


def board(person, made):
    """The languages of the course, and what can be done with Dutch there."""
    person.go(f"/cms/courses/{made.course}/languages/?language=nl")
    return person.page.locator("section[aria-labelledby=column-nl]")


def translate(writer, made, folder):
    """With a file that a translator could have worked on anywhere."""
    page = writer.page
    board(writer, made).locator("a[href$='/translate/']").click()
    page.get_by_role("button", name="Make the drafts").click()
    for _attempt in range(60):
        drafts = page.locator("td:last-child .languages-state--draft")
        if drafts.count() == len(made.pages) + 1:
            break
        # They appear one after the other; a person looks again.
        page.wait_for_timeout(500)
        page.reload()
    with page.expect_download() as download:
        board(writer, made).get_by_role("link", name="Download as PO").click()
    path = folder / "nl.po"
    download.value.save_as(path)
    dutch = rumours.DUTCH | {
        made.title: made.dutch_title,
        made.case_title: f"Het huis met de gordijnen dicht ({made.tag})",
    }
    catalogue = polib.pofile(str(path))
    for entry in catalogue:
        entry.msgstr = dutch[entry.msgid]
    catalogue.save()
    board(writer, made).get_by_role("link", name="Read a PO file in").click()
    page.locator("[name=file]").set_input_files(path)
    page.get_by_role("button", name="Show what it would change").click()
    page.get_by_role("button", name=f"Take over {len(catalogue)} sentences").click()
    expect(page.locator(".messages .success")).to_be_visible()


def publish_and_approve(reviewer, owner, made):
    """What it shows first, then the pages from the course down; then what they say."""
    board(owner, made)
    texts = owner.page.locator("table.languages-board td:last-child a")
    paths = [one.get_attribute("href") for one in texts.all()]
    for path in (paths[-1], *paths[:-1]):
        owner.go(path)
        owner.press("Publish in Dutch", exact=False)
        owner.sees("The translation is published.")
    for person, act in ((reviewer, "reviewed"), (owner, "approved")):
        board(person, made).locator(f"a[href$='/{act}/']").click()
        expect(person.page.locator("[name=text]").first).to_be_visible()
        native = person.page.locator("[name=native]")
        if native.count():
            native.check()
        person.page.locator("form:has([name=text]) button[type=submit]").click()
        expect(person.page.locator(".messages .success")).to_be_visible()
    joins = board(owner, made).get_by_text("It joins the next edition.")
    expect(joins).to_be_visible()


def begin_in_dutch_and_go_on_in_english(learner, made):
    page = learner.page
    learner.go(f"/courses/{made.code}/")
    expect(page.locator("h1")).to_have_text(made.dutch_title)
    learner.look("new-course")
    page.locator("main form .button--primary, main a.button--primary").first.click()
    expect(page).to_have_url(re.compile(f"/courses/{made.code}/|/learn/{made.code}/"))
    if "/courses/" in page.url:
        page.locator("main form .button--primary, main a.button--primary").first.click()
    expect(page.locator("h1")).to_have_text("Eerst luisteren")
    learner.sees(rumours.DUTCH[rumours.HARMLESS])
    learner.look("lesson-in-dutch")
    place = page.url
    page.get_by_label("Wat heb je zelf gezien?").check()
    learner.press(say("Check", "nl"))
    learner.sees("Zo weet je wat vaststaat.")
    switch(learner, "en")
    assert page.url.split("#")[0] == place.split("#")[0]
    expect(page.locator("h1")).to_have_text("Listening first")
    learner.look("lesson-in-english")
    page.locator(".sticky-bar__next .button--primary").click()
    expect(page.locator("h1")).to_have_text("Answering")
    learner.look("second-lesson")


def switch(person, language):
    person.page.locator("summary.menu__summary").first.click()
    person.page.locator(f"button[name=language][value={language}]").click()
    expect(person.page.locator("html")).to_have_attribute("lang", language)


def change(writer, made):
    editor = Editor(writer)
    writer.go(page_path(made.lessons[1]))
    editor.fill("body-0-value", rumours.MATERIAL)
    editor.save()


def lesson_of(learner):
    """What the lesson says, without what is offered above it."""
    return learner.page.locator("article.lesson > :not(.notice)").all_inner_texts()


def is_untouched(learner, made, before):
    """Somebody in the middle finishes what they began; the newer one is only offered."""
    page = learner.page
    page.reload()
    assert lesson_of(learner) == before
    learner.sees("Nothing changes for you unless you choose it.")
    learner.does_not_see(rumours.MATERIAL)
    learner.look("newer-edition-offered")
    learner.go(f"/courses/{made.code}/newer-edition/")
    learner.sees("You are in edition 1. Edition 2 is there.")
    learner.look("newer-edition")
    learner.go(f"/courses/{made.code}/changes/")
    learner.sees("What to answer is new.")
    learner.go(f"/courses/{made.code}/continue/")
    assert lesson_of(learner) == before
    page.locator(".sticky-bar__next .button--primary").click()
    expect(page).to_have_url(re.compile(f"/courses/{made.code}/"))
    learner.sees("You have completed this course. Well done.")
    learner.look("completed")


def release(owner, made, significance, notes):
    page = owner.page
    page.goto(f"/cms/courses/{made.course}/release/")
    page.get_by_role("button", name=re.compile("Put")).click()
    form = page.locator("form:has([name=significance])")
    # The page looks again by itself until it is there; who reloads it then meets its own
    # reload, and that is refused.
    expect(form).to_be_visible(timeout=120_000)
    form.locator(f"[name=significance][value={significance}]").check()
    for language, note in notes.items():
        form.locator(f"[name=note_{language}]").fill(note)
    form.get_by_role("button", name="Release edition").click()
    expect(page.locator(".messages .success")).to_be_visible()
