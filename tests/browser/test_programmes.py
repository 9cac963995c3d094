"""Programmes, paths and who gives a course: read by anybody, checked by axe, walked with
the keyboard alone, and printed."""

import re
import uuid

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser.learner import sign_in, tab_to
from tests.browser.person import violations

PAGES = {
    "family": ("/programmes/bounce/", ("BOUNCEyoung", "BOUNCEalong", "BOUNCEup")),
    "programme": ("/programmes/frontline-prevention/", ()),
    "path": ("/paths/first-steps/", ()),
    "provider": (
        "/courses/frontline-prevention-basic/",
        ("Relay editorial team", "Example Training Council"),
    ),
}


@pytest.mark.parametrize(("language", "width"), [("nl", 390), ("en", 1280)])
def test_they_are_read_by_everybody(new_person, language, width):
    person = new_person("anybody", language=language, width=width)

    for name, (place, words) in PAGES.items():
        person.go(place)
        expect(person.page.locator("html")).to_have_attribute("lang", language)
        for one in words:
            person.sees(one)
        person.look(f"{name}-{language}")


def test_they_fit_a_narrow_phone(new_person):
    person = new_person("narrow", language="de")
    person.page.set_viewport_size({"width": 320, "height": 640})

    for name, (place, _words) in PAGES.items():
        person.go(place)
        person.check(name)


def test_the_keyboard_leads_from_a_programme_into_a_course_and_from_a_path(new_person):
    person = new_person("typist", width=1280)
    page = person.page

    person.go(PAGES["programme"][0])
    tab_to(page.locator(".course-card__title a").first)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/courses/frontline-prevention-basic/$"))

    person.go(PAGES["path"][0])
    tab_to(page.locator("main .button--primary").first)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/account/login/\?next="))


@pytest.mark.parametrize("name", PAGES)
def test_they_print(new_person, tmp_path, name):
    person = new_person("printer", width=1280)
    place, words = PAGES[name]
    person.go(place)
    titles = person.page.locator("main h1, main h2, main h3").all_inner_texts()

    file = tmp_path / "page.pdf"
    person.page.pdf(path=file, format="A4")

    printed = "".join(page.extract_text() for page in PdfReader(file).pages)
    tight = "".join(printed.split())
    assert titles
    assert [one for one in (*titles, *words) if "".join(one.split()) not in tight] == []


# --- In the content admin --------------------------------------------------------------

# The standard itself: what else axe likes is Wagtail's own to follow.
STANDARD = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    }
}
ADMIN = (
    "/cms/courses_programmes/",
    "/cms/courses_equivalents/",
    "/cms/courses_equivalents/new/",
    "/cms/courses_providers/new/",
    "/cms/overlays/",
)


@pytest.fixture(scope="module")
def signed_in():
    """What the browser keeps of the programme owner, who signs in once."""
    return {}


@pytest.fixture
def keeper(new_person, signed_in):
    person = new_person("keeper", width=1280, storage_state=signed_in.get("state"))
    if not signed_in:
        sign_in(person, "author@relay.example", "en")
        signed_in["state"] = person.page.context.storage_state()
    return person


def test_the_pages_of_the_content_admin_keep_the_standard(keeper):
    found = {}
    for place in ADMIN:
        keeper.go(place)
        found[place] = [one["id"] for one in violations(keeper.page, STANDARD)]

    assert found == {place: [] for place in ADMIN}


def test_a_provider_is_written_with_the_keyboard_alone(keeper):
    page = keeper.page
    name = f"School {uuid.uuid4().hex[:8]}"
    keeper.go("/cms/courses_providers/new/")

    tab_to(page.locator("input[name=name]"))
    page.keyboard.type(name)
    owner = page.locator("select[name=owner]")
    tab_to(owner)
    page.keyboard.press("ArrowDown")
    tab_to(page.locator("footer button[type=submit]"), any_of=True)
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(r"/cms/courses_providers/$"))
    expect(page.get_by_role("link", name=name).first).to_be_visible()
