"""From an invitation to a certificate that a stranger checks, as people walk it."""

import re
import uuid

import pytest
from playwright.sync_api import expect

from tests.browser.learner import (
    answer_right,
    link_in,
    newest_mail,
    say,
    sign_in,
    tab_to,
    wait_until_saved,
)

COORDINATOR = "coordinator@beekstad.example"
NAME = "Źaneta Đurić-Øvergård"
VARIANTS = [
    pytest.param("nl", "light", 390, False, id="dutch-phone-light"),
    pytest.param("en", "dark", 390, False, id="english-phone-dark"),
    pytest.param("en", "light", 1280, True, id="english-desk-light-keyboard"),
    pytest.param("nl", "dark", 1280, False, id="dutch-desk-dark"),
]


@pytest.mark.parametrize(("language", "scheme", "width", "keyboard"), VARIANTS)
def test_from_an_invitation_to_a_verified_certificate(
    new_person, address, language, scheme, width, keyboard
):
    look = {"language": language, "scheme": scheme, "width": width}
    email = f"zaneta.{uuid.uuid4().hex[:8]}@beekstad.example"

    coordinator = new_person("coordinator", **look)
    coordinator.go("/")
    coordinator.look("home")
    sign_in(coordinator, COORDINATOR, language)
    _set_language(coordinator, language)
    coordinator.go("/organisation/beekstad/")
    coordinator.look("coverage-before")
    _invite(coordinator, email, language)

    learner = new_person("learner", **look)
    _accept(learner, email, language)
    _learn(learner, language, keyboard=keyboard)
    number, pdf = _certificate(learner, email, language)
    learner.go("/my/")
    learner.look("today-after")

    stranger = new_person("stranger", **look)
    _verify(stranger, number, language)
    _show_the_file(stranger, pdf, language)

    coordinator.go("/organisation/beekstad/")
    coordinator.look("coverage-after")
    row = coordinator.page.get_by_role("row", name=re.compile(NAME))
    expect(row.first).to_be_visible()
    assert "%" not in row.first.inner_text()


def _set_language(person, language):
    """The coordinator's account is Dutch; the switch in the header changes that."""
    if person.page.locator("html").get_attribute("lang") != language:
        person.page.locator("summary.menu__summary").first.click()
        person.page.locator(f"button[name=language][value={language}]").click()
        expect(person.page.locator("html")).to_have_attribute("lang", language)


def _invite(coordinator, email, language):
    coordinator.go("/organisation/beekstad/invitations/")
    page = coordinator.page
    page.locator("input[name=email]").fill(email)
    page.locator("input[name=printed_name]").fill(NAME)
    page.locator("select[name=sector], input[name=sector][value=POL]").first.wait_for()
    _pick(page, "sector", "POL")
    _pick(page, "language", language)
    coordinator.look("invite")
    coordinator.press(say("Send the invitation", language))
    coordinator.sees(email)
    coordinator.look("invited")


def _pick(page, name, value):
    """From a menu or from a list of radio buttons, whichever the page has."""
    if page.locator(f"select[name={name}]").count():
        page.locator(f"select[name={name}]").select_option(value)
    else:
        page.locator(f"input[name={name}][value={value}]").check()


def _accept(learner, email, language):
    text = newest_mail(learner, email)
    learner.check("mail")
    # First tap: the link of the mail.
    learner.page.goto(link_in(text, "/welcome/"))
    learner.look("welcome")
    expect(learner.page.locator("input[name=printed_name]")).to_have_value(NAME)
    # Second tap: that is right, begin.
    learner.press(say("That is right, begin", language))
    expect(learner.page).to_have_url(re.compile("/courses/frontline-prevention-basic/"))
    learner.look("required-course")
    # Third tap: the first lesson.
    _begin(learner)
    expect(learner.page).to_have_url(re.compile("/learn/frontline-prevention-basic/"))


def _begin(person):
    person.page.locator(
        "main form .button--primary, main a.button--primary"
    ).first.click()


def _learn(learner, language, *, keyboard):
    """Every lesson and every quiz to the end of the course."""
    page = learner.page
    seen = 0
    for _step in range(400):
        if "/learn/" in page.url:
            seen += 1
            (learner.look if seen in (1, 2) else learner.check)(f"lesson-{seen}")
            _press(page, ".sticky-bar__next .button--primary", keyboard)
        elif re.search(r"/quiz/", page.url):
            learner.look(f"quiz-front-{seen}")
            _press(page, ".lesson .button--big", keyboard)
        elif re.search(r"/attempt/[^/]+/\d+/", page.url):
            answer_right(learner, language, keyboard=keyboard)
            wait_until_saved(learner)
            if page.url.endswith("/1/"):
                learner.look(f"question-{seen}")
            else:
                learner.check("question")
            _press(page, ".sticky-bar__next", keyboard)
        elif "/review/" in page.url:
            learner.look(f"review-{seen}")
            _press(page, ".sticky-bar__next", keyboard)
        elif "/result/" in page.url:
            learner.look(f"result-{seen}")
            learner.sees(say("Passed", language))
            link = page.locator(".next-step .button--primary")
            if "/certificates/" in link.get_attribute("href"):
                link.click()
                expect(page).to_have_url(re.compile("/certificates/"))
                return
            _press(page, ".next-step .button--primary", keyboard)
        else:
            raise AssertionError(f"lost at {page.url}")
    raise AssertionError("the course does not end")


def _press(page, selector, keyboard):
    before = page.url
    control = page.locator(selector).first
    if keyboard:
        tab_to(control)
        page.keyboard.press("Enter")
    else:
        control.click()
    expect(page).not_to_have_url(before)


def _certificate(learner, email, language):
    page = learner.page
    learner.sees(NAME)
    learner.look("certificate")
    number = re.search(
        r"[A-Z0-9-]+-POL-[0-9A-Z]{4}-[0-9A-Z]{4}", page.locator("main").inner_text()
    ).group()
    pdf = page.request.get(
        page.locator("a[href$='certificate.pdf']").first.get_attribute("href")
    )
    assert pdf.ok
    assert pdf.body().startswith(b"%PDF-")
    assert "/certificates/" in newest_mail(learner, email, known=1)
    return number, pdf.body()


def _show_the_file(stranger, pdf, language):
    """The PDF as it was downloaded, and with one letter of it changed."""
    for content, said, name in (
        (pdf, "This file is genuine", "file-is-genuine"),
        (
            pdf.replace(b"ReportLab", b"ReportLaw", 1),
            "This file was changed",
            "changed",
        ),
    ):
        stranger.go("/verify/")
        stranger.page.locator("input[name=file]").set_input_files(
            {"name": "a.pdf", "mimeType": "application/pdf", "buffer": content}
        )
        stranger.press(say("Check the file", language))
        stranger.sees(say(said, language))
        stranger.look(name)
        assert NAME not in stranger.page.content()


def _verify(stranger, number, language):
    stranger.go("/verify/")
    stranger.look("verify-form")
    stranger.page.locator("input[name=number]").fill(number.lower().replace("-", " "))
    stranger.page.locator("main form button[type=submit]").first.click()
    stranger.sees(number)
    stranger.look("verified")
    assert NAME not in stranger.page.content()
    assert "Đurić" not in stranger.page.content()
    stranger.go("/verify/CPL-POL-0000-0000/")
    stranger.look("verify-unknown")
