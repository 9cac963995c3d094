"""How the people of the journey do what takes more than one step."""

import re
import uuid

from django.utils import translation
from django.utils.translation import gettext, pgettext
from playwright.sync_api import expect

from tests.browser.answers import questions, right_choices
from tests.browser.person import Person

CODE = re.compile(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b")


def say(text: str, language: str, context: str = "") -> str:
    """A text of the interface, as that language has it."""
    with translation.override(language):
        return pgettext(context, text) if context else gettext(text)


def mails_to(person: Person, to: str) -> int:
    """How many messages to somebody the demonstration's mailbox shows."""
    person.go("/demo/mail/")
    return person.page.locator("li", has_text=to).count()


def newest_mail(person: Person, to: str, *, known: int = 0) -> str:
    """The text of the newest message to somebody, once there are more than `known`."""
    for _attempt in range(60):
        if mails_to(person, to) > known:
            person.page.locator("li", has_text=to).first.get_by_role("link").click()
            return person.page.locator(".prose").inner_text()
        # The worker sends it; a new look is what a person would do.
        person.page.wait_for_timeout(500)
    raise AssertionError(f"no new mail to {to}")


def link_in(text: str, path: str) -> str:
    return re.search(rf"https?://\S*{path}\S+", text).group()


def sign_in(person: Person, email: str, language: str) -> None:
    """With a code from the mail; no password."""
    known = mails_to(person, email)
    person.go("/account/login/")
    person.fill(say("E-mail address", language), email)
    person.look("sign-in")
    person.press(say("Go on", language))
    expect(person.page.locator("input[autocomplete=one-time-code]")).to_be_visible()
    person.look("sign-in-code")
    place = person.page.url
    found = newest_mail(person, email, known=known)
    code = CODE.search(found).group()
    person.go(place)
    person.page.locator("input[autocomplete=one-time-code]").fill(code)
    person.page.locator("main form button[type=submit]").first.click()
    expect(person.page).not_to_have_url(re.compile("/account/"))


def sign_up(person: Person, *, organisation: str = "", wish: str = "") -> str:
    """Make an account for a police officer, in English; the address."""
    email = f"new.{uuid.uuid4().hex[:8]}@elsewhere.example"
    page = person.page
    person.go("/courses/")
    person.look("catalogue")
    person.go("/account/signup/")
    page.locator("input[name=email]").fill(email)
    page.locator("input[name=printed_name]").fill("Οδυσσέας Ķēniņš-O’Neill")
    page.locator("select[name=sector]").select_option("POL")
    if organisation:
        page.locator("select[name=organisation]").select_option(label=organisation)
    if wish:
        page.locator("[name=organisation_wish]").fill(wish)
    person.look("sign-up")
    person.press("Make an account")
    expect(page.locator("input[autocomplete=one-time-code]")).to_be_visible()
    person.look("code")
    place = page.url
    code = CODE.search(newest_mail(person, email)).group()
    person.go(place)
    page.locator("input[autocomplete=one-time-code]").fill(code)
    person.press("Go on")
    expect(page).not_to_have_url(re.compile("/account/"))
    return email


def to_the_first_question(person: Person, course: str) -> None:
    """Begin a course in English, and go through its lessons to its first quiz."""
    page = person.page
    person.go(course)
    person.press("Start")
    while "/quiz/" not in page.url:
        before = page.url
        page.locator(".sticky-bar__next .button--primary").click()
        expect(page).not_to_have_url(before)
    page.locator(".lesson .button--big").click()
    expect(page).to_have_url(re.compile("/attempt/"))


def answer_right(person: Person, language: str, *, keyboard: bool = False) -> None:
    """Answer the question on the page as somebody who knows."""
    page = person.page
    prompt = page.locator(".exercise__prompt").first.inner_text().strip()
    question = questions(language)[prompt]
    kind = question["kind"]
    if kind == "matching":
        for pair in question["pairs"]:
            box = page.get_by_label(pair["left"][language], exact=True)
            text = pair["right"][language]
            if keyboard:
                _pick_by_keyboard(box, text)
            else:
                box.select_option(label=text)
    elif kind == "card_sort":
        places = {one["key"]: one[language] for one in question["categories"]}
        for card in question["cards"]:
            group = page.get_by_role("group", name=card[language], exact=True)
            _choose(
                group.get_by_role("radio", name=places[card["category"]], exact=True),
                keyboard,
            )
    elif kind == "true_false":
        # The two stand in the order true, false in every language.
        _choose(page.get_by_role("radio").nth(0 if question["answer"] else 1), keyboard)
    else:
        role = "checkbox" if kind == "multiple_choice" else "radio"
        for text in right_choices(question, language):
            _choose(page.get_by_role(role, name=text, exact=True), keyboard)


def _choose(control, keyboard: bool) -> None:
    if not keyboard:
        control.check()
        return
    if control.get_attribute("type") == "checkbox":
        tab_to(control)
        control.press("Space")
    else:
        _walk_to_radio(control)
    expect(control).to_be_checked()


def _walk_to_radio(control) -> None:
    """Into the group with Tab, to the right one with the arrows."""
    name = control.get_attribute("name")
    group = control.page.locator(f"input[type=radio][name='{name}']")
    tab_to(group, any_of=True)
    control.page.keyboard.press("Space")
    for _one in range(group.count()):
        if control.is_checked():
            return
        control.page.keyboard.press("ArrowDown")


def _pick_by_keyboard(box, text: str) -> None:
    tab_to(box)
    for _option in range(box.locator("option").count()):
        if box.evaluate("box => box.selectedOptions[0].text") == text:
            return
        box.press("ArrowDown")
    raise AssertionError(f"no option {text}")


def tab_to(control, *, any_of: bool = False) -> None:
    """Press Tab until the control has the focus, as a keyboard user does.

    `any_of`: one of several controls is enough.
    """
    here = "elements => elements.includes(document.activeElement)"
    wanted = control if any_of else control.first
    for _stop in range(250):
        if wanted.evaluate_all(here):
            return
        control.page.keyboard.press("Tab")
    raise AssertionError("the keyboard does not reach it")


def wait_until_saved(person: Person) -> None:
    expect(person.page.locator("[data-saved-text]")).to_have_text(
        re.compile(r"\d\d:\d\d")
    )
