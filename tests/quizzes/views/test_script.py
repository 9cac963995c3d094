"""What the page's script does with an answer when the line, the session or the attempt
is gone. The page is the real one; the server's replies are scripted."""

import pytest
from playwright.sync_api import expect

from tests.quizzes.views.scripted import HOST, SILENCE, scripted

pytestmark = pytest.mark.browser


@pytest.fixture
def html(request, browser, address, item) -> tuple[str, str]:
    """(address, page) of a question: with radio buttons, or of the kind asked for."""
    kind = getattr(request, "param", "single_choice")
    here = address("question", item(kind=kind).position)
    return here, browser.get(here).content.decode()


@pytest.fixture
def opened(html):
    """The page in a browser."""
    here, text = html
    with scripted({here: text}) as page:
        yield page


def choose(page, number: int) -> str:
    """Choose an option; its value."""
    option = page.locator("input[name=choice]").nth(number)
    # Read before: the answer to a save may lead away from the page.
    value = option.get_attribute("value")
    option.check(force=True)
    return value


def state(page):
    return page.locator("[data-saved-text]")


def test_an_answer_is_saved_when_it_is_given(opened):
    value = choose(opened, 0)

    expect(state(opened)).to_have_text("Saved 14:02")
    (sent,) = opened.saves
    assert (sent["choice"], sent["sequence"]) == (value, "1")


@pytest.mark.parametrize("html", ["short_text"], indirect=True)
def test_what_is_typed_is_saved_while_the_field_has_the_focus(opened):
    field = opened.locator("input[name=text]")

    field.press_sequentially("112")

    expect(state(opened)).to_have_text("Saved 14:02")
    expect(field).to_be_focused()
    assert [sent["text"] for sent in opened.saves] == ["112"]


@pytest.mark.parametrize("html", ["short_text"], indirect=True)
def test_enter_in_a_field_goes_on_and_marks_nothing(opened, html):
    field = opened.locator("input[name=text]")
    field.fill("112")

    field.press("Enter")

    expect(opened.get_by_role("heading")).to_have_text("Next")
    (form,) = opened.forms
    position = int(html[0].strip("/").rpartition("/")[2])
    assert (form["text"], form["go"]) == (
        "112",
        "review" if position == 12 else str(position + 1),
    )


def test_a_lost_line_is_tried_again_with_the_same_number(opened):
    opened.replies += [None, {"status": 500, "body": "oops"}]

    choose(opened, 0)

    expect(state(opened)).to_have_text("Saved 14:02", timeout=20_000)
    assert [sent["sequence"] for sent in opened.saves] == ["1", "1", "1"]
    assert len({sent["client"] for sent in opened.saves}) == 1


def test_a_server_that_is_back_has_the_answer_soon_however_long_it_was_away(opened):
    opened.replies += [None] * 5

    choose(opened, 0)

    # Pauses that went on doubling would come to half a minute.
    expect(state(opened)).to_have_text("Saved 14:02", timeout=12_000)
    assert len(opened.saves) == 6


def test_a_request_that_nobody_answers_is_given_up_and_sent_anew(opened):
    opened.clock.install()
    opened.replies.append(SILENCE)
    with opened.expect_request("**/save/"):
        choose(opened, 0)

    opened.clock.fast_forward(8000)

    expect(state(opened)).to_have_text("Saved 14:02")
    assert [sent["sequence"] for sent in opened.saves] == ["1", "1"]


def test_signed_out_the_answer_waits_and_is_sent_after_coming_back(opened):
    opened.replies.append({"status": 401, "json": {"error": "You are signed out."}})
    value = choose(opened, 1)
    expect(state(opened)).to_contain_text("sign in again")

    opened.locator("[data-again]").click()

    expect(state(opened)).to_have_text("Saved 14:02")
    assert opened.saves[-1]["choice"] == value
    assert opened.locator(f"input[value='{value}']").is_checked()
    # The same answer, and not a second one.
    assert is_sent_again(opened.saves[-1], opened.saves[0])


def test_a_refused_answer_is_not_sent_for_ever(opened):
    opened.replies.append({"status": 400, "body": "{}"})

    choose(opened, 1)

    expect(state(opened)).to_have_text("Not saved. Load the page again.")
    expect(opened.locator("[data-again]")).to_be_visible()
    assert len(opened.saves) == 1


def test_an_attempt_handed_in_elsewhere_leads_to_its_result(opened):
    opened.replies.append({"status": 409, "json": {"error": "x", "next": "/result/"}})

    choose(opened, 0)

    expect(opened.locator("h1")).to_have_text("/result/")


def test_the_form_carries_the_number_of_its_last_change(opened):
    choose(opened, 0)
    value = choose(opened, 1)
    expect(state(opened)).to_have_text("Saved 14:02")

    opened.locator(".sticky-bar__next").click()

    expect(opened.locator("h1")).to_have_text("Next")
    (form,) = opened.forms
    assert (form["choice"], form["sequence"]) == (value, "2")
    assert form["client"] == opened.saves[-1]["client"]


def test_a_form_nobody_changed_names_no_sender(opened):
    opened.locator(".sticky-bar__next").click()

    expect(opened.locator("h1")).to_have_text("Next")
    (form,) = opened.forms
    assert (form["client"], form["sequence"], form["shown"]) == ("", "", "")


# --- The journal --------------------------------------------------------------------


def is_sent_again(sent: dict, before: dict) -> bool:
    """Whether it is the same answer under the same number, which waited meanwhile."""
    longer = int(sent["ago"]) >= int(before["ago"])
    return longer and sent | {"ago": ""} == before | {"ago": ""}


def unsent(page) -> list[str]:
    """Numbers of the questions that the map marks as on this device only."""
    return page.locator(".question-map__cell.is-unsent").evaluate_all(
        "cells => cells.map(cell => cell.value)"
    )


def test_what_was_not_acknowledged_is_sent_by_the_next_page(opened, html):
    opened.replies += [None] * 50
    value = choose(opened, 0)
    expect(state(opened)).to_have_text("On this device only")
    tried = opened.saves[0]
    assert unsent(opened) == [html[0].strip("/").rpartition("/")[2]]

    del opened.replies[:]
    opened.goto("about:blank")
    opened.goto(HOST + html[0])

    expect(state(opened)).to_have_text("Saved 14:02")
    assert opened.locator(f"input[value='{value}']").is_checked()
    assert is_sent_again(opened.saves[-1], tried)
    expect(opened.locator(".is-unsent")).to_have_count(0)


def test_acknowledged_it_is_on_the_device_no_more(opened, html):
    choose(opened, 0)
    expect(state(opened)).to_have_text("Saved 14:02")
    sent = len(opened.saves)

    opened.goto("about:blank")
    opened.goto(HOST + html[0])
    expect(opened.locator(".quiz")).to_be_visible()
    opened.wait_for_load_state("networkidle")

    assert len(opened.saves) == sent


def test_only_the_last_of_several_that_wait_is_sent(opened):
    opened.replies += [None] * 50
    choose(opened, 0)
    expect(state(opened)).to_have_text("On this device only")
    value = choose(opened, 1)
    del opened.replies[:]

    expect(state(opened)).to_have_text("Saved 14:02")
    assert (opened.saves[-1]["choice"], opened.saves[-1]["sequence"]) == (value, "2")


def test_without_a_line_one_stays_and_goes_on_when_it_is_back(opened):
    opened.replies += [None] * 50
    value = choose(opened, 0)
    expect(state(opened)).to_have_text("On this device only")

    opened.locator(".sticky-bar__next").click()

    expect(state(opened)).to_contain_text("the quiz goes on")
    assert opened.forms == []
    del opened.replies[:]
    expect(opened.locator("h1")).to_have_text("Next")
    (form,) = opened.forms
    assert form["choice"] == value


def test_after_signing_in_elsewhere_it_goes_with_the_new_token(opened):
    opened.replies.append({"status": 403, "body": "<h1>Forbidden</h1>"})

    choose(opened, 1)

    expect(state(opened)).to_have_text("Saved 14:02")
    assert len(opened.saves) == 2


def test_where_the_browser_keeps_nothing_it_is_sent_all_the_same(opened, html):
    opened.add_init_script("delete window.indexedDB; window.indexedDB = undefined;")
    opened.goto(HOST + html[0])
    opened.replies += [None, None]

    choose(opened, 0)

    expect(state(opened)).to_have_text("Saved 14:02", timeout=20_000)
    assert [sent["sequence"] for sent in opened.saves] == ["1", "1", "1"]
