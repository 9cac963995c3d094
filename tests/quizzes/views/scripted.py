"""The pages of a quiz in a real browser; the server's replies are scripted."""

from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes

import pytest
from django.contrib.staticfiles import finders
from django.http import QueryDict
from playwright.sync_api import Page, sync_playwright

from tests.chromium import chromium_path

HOST = "http://localhost:9"
TYPES = {"js": "text/javascript", "css": "text/css", "svg": "image/svg+xml"}
# A line on which neither a reply nor an error ever comes.
SILENCE = "silence"
SAVED = {"status": 200, "json": {"saved": "Saved 14:02"}}


@contextmanager
def scripted(pages: dict[str, str]) -> Iterator[Page]:
    """The first of `pages` ({address: html}) in a browser, which finds the others where
    it looks for them. `page.replies` is what the server says to saves, in turn;
    `page.saves` and `page.forms` are what it was sent."""
    path = chromium_path()
    if path is None:
        pytest.skip("Chromium is not installed")
    replies, saves, forms = [], [], []

    def answer(route):
        request = route.request
        place = request.url.removeprefix(HOST)
        if request.method == "POST" and place.endswith("/save/"):
            saves.append(_fields(request))
            reply = replies.pop(0) if replies else SAVED
            if reply is SILENCE:
                return
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
        elif place in pages:
            route.fulfill(
                status=200,
                content_type="text/html",
                body=pages[place],
                headers={"X-Relay-Fragment": "1"},
            )
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
        page.goto(HOST + next(iter(pages)))
        page.replies, page.saves, page.forms = replies, saves, forms
        yield page
        chromium.close()


def _fields(request) -> dict[str, str]:
    """The fields of a posted form, from a script or from the browser itself."""
    kind = request.headers["content-type"]
    body = request.post_data_buffer or b""
    if kind.startswith("application/x-www-form-urlencoded"):
        return QueryDict(body).dict()
    parts = message_from_bytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + body)
    return {
        part.get_param("name", header="content-disposition"): part.get_payload()
        for part in parts.get_payload()
    }
