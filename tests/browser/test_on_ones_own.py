"""People who come without an invitation, stop in the middle, and come back."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.learner import (
    answer_right,
    say,
    sign_in,
    sign_up,
    to_the_first_question,
    wait_until_saved,
)

COURSE = "/courses/frontline-prevention-basic/"


@pytest.fixture
def newcomer(new_person):
    """Makes an account for a police officer on a phone, in English."""

    def make(organisation="", wish=""):
        person = new_person("newcomer")
        return person, sign_up(person, organisation=organisation, wish=wish)

    return make


def test_who_says_where_they_work_is_shown_to_its_coordinator(newcomer, new_person):
    person, email = newcomer(organisation="Beekstad")
    person.go("/my/")
    person.look("waits-for-confirmation")
    coordinator = new_person("coordinator", width=1280)
    sign_in(coordinator, "coordinator@beekstad.example", "en")
    coordinator.go("/organisation/beekstad/invitations/")
    coordinator.sees(email)
    coordinator.look("declared")


def test_who_works_elsewhere_can_enrol_in_an_open_course(newcomer):
    person, _email = newcomer(wish="Gemeente Nergenshuizen")
    person.go(COURSE)
    person.press("Start")
    expect(person.page).to_have_url(re.compile("/learn/"))
    person.go("/me/")
    person.look("account")
    expect(person.page.locator("[name=organisation_wish]")).to_have_value(
        "Gemeente Nergenshuizen"
    )


def test_leaving_in_the_middle_and_coming_back_elsewhere(newcomer, new_person):
    person, email = newcomer()
    page = person.page
    to_the_first_question(person, COURSE)
    for _question in range(3):
        expect(page).to_have_url(re.compile("/attempt/"))
        answer_right(person, "en")
        wait_until_saved(person)
        before = page.url
        page.locator(".sticky-bar__next").first.click()
        expect(page).not_to_have_url(before)
    fourth = page.locator(".exercise__prompt").first.inner_text()

    # Another device, and then another language.
    again = new_person("returning", width=1280, scheme="dark")
    sign_in(again, email, "en")
    again.go("/my/")
    again.look("continue")
    again.page.locator(".today__first a.button--primary").click()
    again.page.locator(".lesson .button--big").click()
    expect(again.page.locator(".exercise__prompt").first).to_have_text(fourth)
    expect(again.page.locator(".question-map__cell.is-answered")).to_have_count(3)
    again.page.locator("summary.menu__summary").first.click()
    again.page.locator("button[name=language][value=nl]").click()
    expect(again.page.locator("html")).to_have_attribute("lang", "nl")
    expect(again.page.locator(".question-map__cell.is-answered")).to_have_count(3)
    expect(again.page.locator(".exercise__prompt").first).not_to_have_text(fourth)
    again.look("same-question-in-dutch")
    assert say("Next question", "nl") in again.page.locator("main").inner_text()


def test_signing_out_leaves_nothing_behind(newcomer):
    person, _email = newcomer()
    person.go("/me/")
    person.page.locator("summary.menu__summary").last.click()
    person.page.get_by_role("banner").get_by_role("button", name="Sign out").click()
    expect(person.page).to_have_url(re.compile("/sign-out/"))
    person.look("signed-out")
    person.go("/me/")
    expect(person.page).to_have_url(re.compile("/account/login/"))
