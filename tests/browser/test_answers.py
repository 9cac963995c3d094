"""An answer through a lost line, an ended session and another device, on the product as
it runs."""

import re

from playwright.sync_api import expect

from tests.browser.learner import (
    answer_right,
    sign_in,
    sign_up,
    to_the_first_question,
    wait_until_saved,
)

COURSE = "/courses/frontline-prevention-basic/"
SCRIPT = re.compile(r"/answers(\.\w+)?\.js")
UNSENT = ".question-map__cell.is-unsent"


def saved_text(page):
    return page.locator("[data-saved-text]")


def next_question(person) -> None:
    before = person.page.url
    person.page.locator(".sticky-bar__next").last.click()
    expect(person.page).not_to_have_url(before)


def answered(page):
    return page.locator(".question-map__cell.is-answered")


def answer_of(page) -> list[list[str]]:
    """What the form would send of an answer, by name and value."""
    return page.locator("form.quiz").evaluate(
        """form => [...new FormData(form)].filter(
            ([name]) => form.elements[name].closest?.(".exercise") !== null)"""
    )


def answer_otherwise(page) -> list[list[str]]:
    """Choose one thing, whatever it is that is asked; what the form holds then."""
    before = answer_of(page)
    boxes = page.locator(".exercise select")
    if boxes.count():
        boxes.first.select_option(index=2)
    else:
        page.locator(".exercise input:not(:checked)").first.check()
    assert answer_of(page) != before
    return answer_of(page)


def test_half_a_minute_without_a_line_loses_no_answer(new_person):
    person = new_person("offline")
    page = person.page
    sign_up(person)
    to_the_first_question(person, COURSE)
    answer_right(person, "en")
    wait_until_saved(person)
    next_question(person)

    page.clock.install()
    person.expected = "ERR_INTERNET_DISCONNECTED"
    page.context.set_offline(True)
    answer_right(person, "en")
    expect(saved_text(page)).to_have_text("On this device only")
    expect(page.locator(UNSENT)).to_have_text(re.compile("^2"))
    # The line is away for half a minute, with all that the page tries meanwhile.
    page.clock.fast_forward(30_000)
    expect(saved_text(page)).to_have_text("On this device only")
    page.locator(".sticky-bar__next").last.click()
    expect(saved_text(page)).to_contain_text("No connection.")
    second = page.url
    page.context.set_offline(False)

    # It goes on by itself, to where one wanted to go.
    expect(page).not_to_have_url(second)
    expect(page.locator("h1")).to_have_text("Question 3")
    expect(answered(page)).to_have_count(2)
    expect(page.locator(UNSENT)).to_have_count(0)
    page.goto(second)
    expect(page.locator(".exercise input:checked, .exercise select")).not_to_have_count(
        0
    )


def test_an_answer_waits_on_the_device_until_somebody_is_signed_in_again(new_person):
    person = new_person("signed-out")
    page = person.page
    email = sign_up(person)
    to_the_first_question(person, COURSE)
    question = page.url
    session = page.context.cookies()
    page.context.clear_cookies(name="sessionid")

    answer_right(person, "en")

    expect(saved_text(page)).to_contain_text("sign in again")
    assert {one["name"] for one in session} > {
        one["name"] for one in page.context.cookies()
    }
    # In another tab, as one does; the first one notices when it is looked at.
    other = page.context.new_page()
    person.page = other
    sign_in(person, email, "en")
    other.close()
    person.page = page
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    wait_until_saved(person)
    page.goto(question)
    expect(answered(page)).to_have_count(1)


def test_the_laptop_is_closed_and_the_phone_goes_on_to_the_certificate(new_person):
    laptop = new_person("laptop", width=1280)
    email = sign_up(laptop)
    to_the_first_question(laptop, COURSE)
    for _question in range(4):
        answer_right(laptop, "en")
        wait_until_saved(laptop)
        next_question(laptop)
    laptop.page.context.close()

    phone = new_person("phone")
    sign_in(phone, email, "en")
    phone.go("/my/")
    phone.page.locator(".today__first a.button--primary").click()
    phone.page.locator(".lesson .button--big").click()
    expect(answered(phone.page)).to_have_count(4)
    while "/review/" not in phone.page.url:
        answer_right(phone, "en")
        wait_until_saved(phone)
        next_question(phone)
    phone.press("Hand in")
    expect(phone.page.locator(".score__number")).to_have_text("10")


def test_the_review_waits_for_what_is_still_on_the_device(new_person):
    person = new_person("reviewing")
    page = person.page
    sign_up(person)
    to_the_first_question(person, COURSE)
    saves = re.compile("/save/$")
    page.route(saves, lambda route: route.abort())
    person.expected = "ERR_FAILED"
    answer_right(person, "en")
    expect(saved_text(page)).to_have_text("On this device only")
    # Away from the page without its last word being heard.
    review = re.sub("/1/$", "/review/", page.url)
    page.goto(review)

    expect(page.locator("[data-unsent]")).to_contain_text("On this device only: 1.")
    expect(page.get_by_role("button", name="Hand in")).to_be_disabled()
    person.check("review-waits")
    page.unroute(saves)

    expect(page.locator("[data-unsent]")).to_be_hidden()
    expect(page.get_by_role("button", name="Hand in")).to_be_enabled()
    expect(page.locator(".review-list .chip--ok")).to_have_count(1)


def test_what_is_answered_before_the_page_has_all_its_scripts_is_saved_too(new_person):
    person = new_person("quick")
    page = person.page
    sign_up(person)
    to_the_first_question(person, COURSE)
    held = []
    page.route(SCRIPT, lambda route: held.append(route))
    # The same page again, on a line on which one answers before its script is there.
    page.goto(page.url, wait_until="commit")
    answer_right(person, "en")
    assert saved_text(page).inner_text() == ""
    for one in held:
        one.continue_()
    page.unroute(SCRIPT)

    wait_until_saved(person)
    # The server has it: the page as it comes now says so.
    page.goto(page.url)
    expect(answered(page)).to_have_count(1)


def test_what_is_answered_while_the_journal_opens_is_not_undone_by_it(new_person):
    """What an earlier page could not send is put back, but not over a newer answer."""
    person = new_person("quicker")
    page = person.page
    sign_up(person)
    to_the_first_question(person, COURSE)
    saves = re.compile("/save/$")
    page.route(saves, lambda route: route.abort())
    person.expected = "ERR_FAILED"
    answer_right(person, "en")
    expect(saved_text(page)).to_have_text("On this device only")

    held = []
    page.route(SCRIPT, lambda route: held.append(route))
    page.goto(page.url, wait_until="commit")
    chosen = answer_otherwise(page)
    page.unroute(saves)
    for one in held:
        one.continue_()
    page.unroute(SCRIPT)

    wait_until_saved(person)
    assert answer_of(page) == chosen
    page.goto(page.url)
    assert answer_of(page) == chosen


def test_what_waited_on_one_device_does_not_undo_a_newer_answer_of_another(new_person):
    laptop = new_person("laptop", width=1280)
    page = laptop.page
    sign_up(laptop)
    to_the_first_question(laptop, COURSE)
    while page.locator(".choice__input[type=radio]").count() < 3:
        next_question(laptop)
    phone = new_person("phone", storage_state=page.context.storage_state())
    page.clock.install()
    laptop.expected = "ERR_INTERNET_DISCONNECTED"
    page.context.set_offline(True)
    page.locator(".choice__input").nth(0).check()
    expect(saved_text(page)).to_have_text("On this device only")
    page.clock.fast_forward(5_000)

    phone.go(page.url)
    phone.page.locator(".choice__input").nth(1).check()
    wait_until_saved(phone)
    page.context.set_offline(False)

    expect(
        page.get_by_text("you gave a newer answer on another device")
    ).to_be_visible()
    expect(page.locator(".choice__input").nth(1)).to_be_checked()
    laptop.check("outdone")
    phone.page.reload()
    expect(phone.page.locator(".choice__input").nth(1)).to_be_checked()
