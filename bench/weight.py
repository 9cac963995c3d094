"""What a page makes a browser fetch: requests and bytes on the wire, cold and warm."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from playwright import sync_api

from bench.browser import Browser

CHROMIUM = Path("/usr/bin/chromium")
OPTIONS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
]
WEIGHED = ("document", "stylesheet", "script", "font", "image", "other")
IN_CSS = re.compile(r"""url\(\s*["']?([^"')]+)["']?\s*\)""")


@dataclass
class Weight:
    """Bytes of each response, headers included, by kind; `foreign` counts requests to
    other origins. What came from the browser's own cache is not here."""

    fetched: list[tuple[str, str, int]] = field(default_factory=list)
    foreign: int = 0

    @property
    def requests(self) -> int:
        return len(self.fetched)

    def bytes(self, *, only: str = "", without: str = "") -> int:
        return sum(
            size
            for _url, kind, size in self.fetched
            if (not only or kind == only) and kind != without
        )


def weigh(
    port: int, signed_in: Browser, pages: dict[str, str]
) -> tuple[dict[str, tuple[Weight, Weight]], str]:
    """({page: (cold, warm)}, how it was measured), as the signed-in person sees them.

    Cold is an empty cache; warm is the next visit, with what was kept. A real Chromium
    where there is one; otherwise the addresses in HTML and CSS are followed, which
    knows nothing of caches: then everything but the page itself counts as kept.
    """
    if CHROMIUM.exists():
        return _in_chromium(port, signed_in, pages), "Chromium"
    found = {page: _by_reading(signed_in, path) for page, path in pages.items()}
    return found, "the addresses in HTML and CSS; there is no Chromium here"


def _in_chromium(port, signed_in, pages) -> dict[str, tuple[Weight, Weight]]:
    found = {}
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        try:
            for page, path in pages.items():
                context = chromium.new_context(
                    extra_http_headers={
                        "X-Forwarded-Proto": "https",
                        "X-Forwarded-For": "10.255.0.1",
                    }
                )
                origin = f"http://localhost:{port}"
                context.add_cookies(
                    [
                        {"name": name, "value": value, "url": origin}
                        for name, value in signed_in.cookies.items()
                    ]
                )
                found[page] = (
                    _visit(context, origin, path),
                    _visit(context, origin, path),
                )
                context.close()
        finally:
            chromium.close()
    return found


def _visit(context: sync_api.BrowserContext, origin: str, path: str) -> Weight:
    tab = context.new_page()
    wire = context.new_cdp_session(tab)
    wire.send("Network.enable")
    weight, kinds = Weight(), {}
    kept = set()

    def on_request(event: dict) -> None:
        url = event["request"]["url"]
        if url.startswith("http") and not url.startswith(origin):
            weight.foreign += 1

    def on_response(event: dict) -> None:
        response = event["response"]
        kinds[event["requestId"]] = (response["url"], event["type"].lower())
        if response.get("fromDiskCache") or response.get("fromPrefetchCache"):
            kept.add(event["requestId"])

    def on_finished(event: dict) -> None:
        url, kind = kinds.get(event["requestId"], ("", ""))
        if url.startswith("http") and event["requestId"] not in kept:
            kind = kind if kind in WEIGHED else "other"
            weight.fetched.append((url, kind, int(event["encodedDataLength"])))

    wire.on("Network.requestWillBeSent", on_request)
    wire.on(
        "Network.requestServedFromCache", lambda event: kept.add(event["requestId"])
    )
    wire.on("Network.responseReceived", on_response)
    wire.on("Network.loadingFinished", on_finished)
    tab.goto(origin + path, wait_until="networkidle")
    with suppress(sync_api.TimeoutError):
        tab.wait_for_load_state("networkidle", timeout=5000)
    tab.close()
    return weight


def _by_reading(browser: Browser, path: str) -> tuple[Weight, Weight]:
    cold, warm = Weight(), Weight()
    page = browser.get(path)
    for weight in (cold, warm):
        weight.fetched.append((path, "document", len(page.body)))
    queue = list(addresses(page.text))
    seen = set()
    while queue:
        kind, address = queue.pop()
        address = urljoin(path, address)
        if urlsplit(address).netloc:
            cold.foreign += 1
        elif address not in seen and not address.startswith("data:"):
            seen.add(address)
            reply = browser.get(address)
            cold.fetched.append((address, kind, len(reply.body)))
            if kind == "stylesheet":
                text = reply.text
                queue += [
                    (
                        "font" if one.endswith("woff2") else "image",
                        urljoin(address, one),
                    )
                    for one in IN_CSS.findall(text)
                ]
    return cold, warm


class _Addresses(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list) -> None:
        given = dict(attrs)
        if tag == "link" and given.get("rel") in ("stylesheet", "preload", "icon"):
            kinds = {"stylesheet": "stylesheet", "preload": given.get("as") or "other"}
            self.found.append((kinds.get(given["rel"], "other"), given["href"]))
        elif tag == "script" and given.get("src"):
            self.found.append(("script", given["src"]))
        elif tag == "img" and given.get("src"):
            self.found.append(("image", given["src"]))
        elif tag == "use" and not (given.get("href") or "#").startswith("#"):
            self.found.append(("image", given["href"]))


def addresses(text: str) -> Iterator[tuple[str, str]]:
    """(kind, address without fragment) of everything a page makes a browser fetch."""
    reader = _Addresses()
    reader.feed(text)
    for kind, address in reader.found:
        yield kind, address.partition("#")[0]
