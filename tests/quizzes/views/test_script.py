"""What the page's script does with an answer when the line, the session or the attempt
is gone. The page is the real one; the server's replies are scripted."""

import shutil
from email import message_from_bytes

import pytest
from django.contrib.staticfiles import finders
from playwright.sync_api import expect, sync_playwright

pytestmark = pytest.mark.browser

HOST = "http://localhost:9"
NAMES = ("chromium", "chromium-browser", "google-chrome")
TYPES = {"js": "text/javascript", "css": "text/css", "svg": "image/svg+xml"}
SAVED = {"status": 200, "json": {"saved": "Saved 14:02"}}


@pytest.fixture
def html(browser, address, item) -> tuple[str, str]:
    """(address, page) of a question with radio buttons."""
    here = address("question", item(kind="single_choice").position)
    return here, browser.get(here).content.decode()


@pytest.fixture
def opened(html):
    """The page in a browser; `replies` is what the server says to saves, in turn."""
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    if path is None:
        pytest.skip("Chromium is not installed")
    here, text = html
    replies, saves, forms = [], [], []

    def answer(route):
        request = route.request
        place = request.url.removeprefix(HOST)
        if request.method == "POST" and place.endswith("/save/"):
            saves.append(_fields(request))
            reply = replies.pop(0) if replies else SAVED
            if reply is None:
                route.abort()
            else:
                route.fulfill(**reply)
        elif request.method == "POST":
            forms.append(_fields(request))
            route.fulfill(status=200, content_type="text/html", body="<h1>Next</h1>")
        elif place.startswith("/static/"):
            file = finders.find(place.removeprefix("/static/").partition("?")[0])
            kind = TYPES.get(place.rpartition(".")[2], "application/octet-stream")
            route.fulfill(path=file, content_type=kind)
        elif place == here:
            route.fulfill(status=200, content_type="text/html", body=text)
        else:
            route.fulfill(
                status=200, content_type="text/html", body=f"<h1>{place}</h1>"
            )

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox"]
        )
        page = chromium.new_page()
        page.route("**/*", answer)
        page.goto(HOST + here)
        page.replies, page.saves, page.forms = replies, saves, forms
        yield page
        chromium.close()


def _fields(request) -> dict[str, str]:
    """The fields of a posted form, from a script or from the browser itself."""
    from django.http import QueryDict

    kind = request.headers["content-type"]
    body = request.post_data_buffer or b""
    if kind.startswith("application/x-www-form-urlencoded"):
        return QueryDict(body).dict()
    parts = message_from_bytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + body)
    return {
        part.get_param("name", header="content-disposition"): part.get_payload()
        for part in parts.get_payload()
    }


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


def test_a_lost_line_is_tried_again_with_the_same_number(opened):
    opened.replies += [None, {"status": 500, "body": "oops"}]

    choose(opened, 0)

    expect(state(opened)).to_have_text("Saved 14:02", timeout=20_000)
    assert [sent["sequence"] for sent in opened.saves] == ["1", "1", "1"]
    assert len({sent["client"] for sent in opened.saves}) == 1


def test_signed_out_the_answer_waits_and_is_sent_after_coming_back(opened):
    opened.replies.append({"status": 401, "json": {"error": "You are signed out."}})
    value = choose(opened, 1)
    expect(state(opened)).to_contain_text("sign in again")

    opened.locator("[data-again]").click()

    expect(state(opened)).to_have_text("Saved 14:02")
    assert opened.saves[-1]["choice"] == value
    assert opened.locator(f"input[value='{value}']").is_checked()
    assert opened.saves[-1]["client"] != opened.saves[0]["client"]


def test_a_refused_answer_is_not_sent_for_ever(opened):
    opened.replies.append({"status": 403, "body": "<h1>Forbidden</h1>"})

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
