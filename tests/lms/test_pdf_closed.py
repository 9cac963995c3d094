"""A document opens no file and asks no address, whatever its words try."""

import shutil
import sys

import pytest
from PIL import Image

from lms import typesetting
from lms.pdf import PdfError
from tests.lms.test_pdf import letter, poppler

pytestmark = pytest.mark.usefixtures("templates")

# {png}, {css}, {font}, {page}: files beside the project that are what they say.
# {port}: of this machine.
ATTEMPTS = [
    '<img src="{png}">',
    '<img src="file://{png}">',
    '<img src="FILE://localhost{png}">',
    '<img src="http://127.0.0.1:{port}/x.png">',
    '<img src="https://127.0.0.1:{port}/x.png">',
    '<img src="//127.0.0.1:{port}/x.png">',
    '<img src="ftp://127.0.0.1:{port}/x.png">',
    '<img src="http://[::1]:{port}/x.png">',
    '<img src="gopher://127.0.0.1:{port}/x">',
    '<img src="data:text/plain;base64,cm9vdA==">',
    '<img src="../../../../../../../../../../../..{png}">',
    '<img src="..%2f..%2f..%2f..{png}">',
    '<link rel="stylesheet" href="{css}">',
    '<link rel="stylesheet" href="file://{css}">',
    '<link rel="stylesheet" href="http://127.0.0.1:{port}/x.css">',
    '<link rel="stylesheet" href="data:text/css,@import url({css})">',
    '<style>@import "{css}";</style>',
    "<style>@import url(file://{css});</style>",
    "<style>@import url(http://127.0.0.1:{port}/x.css);</style>",
    '<style>@font-face {{ font-family: x; src: url("{font}"); }} p {{ font-family: x; }}</style>',
    '<style>@font-face {{ font-family: x; src: url("file://{font}"); }} p {{ font-family: x; }}</style>',
    '<style>@font-face {{ font-family: x; src: url("http://127.0.0.1:{port}/x.ttf"); }} p {{ font-family: x; }}</style>',
    "<style>@page {{ background-image: url({page}); }}</style>",
    "<style>@page {{ background-image: url(http://127.0.0.1:{port}/x.pdf); }}</style>",
    "<div style=\"background-image: url('{png}')\">x</div>",
    "<div style=\"background: url('http://127.0.0.1:{port}/x.png')\">x</div>",
    "<div style=\"list-style-image: url('{png}')\">x</div>",
    '<table background="{png}"><tr><td background="{png}">x</td></tr></table>',
    '<pdf:insertpdf src="{page}">',
    '<pdf:font name="x" src="{font}">',
    '<iframe src="file://{page}"></iframe>',
    '<object data="{page}"></object>',
    '<embed src="http://127.0.0.1:{port}/x">',
    '<input type="image" src="{png}">',
    '<script src="http://127.0.0.1:{port}/x.js"></script>',
    '<base href="http://127.0.0.1:{port}/"><img src="x.png">',
    '<meta http-equiv="refresh" content="0; url=\'http://127.0.0.1:{port}/\'">',
    "<svg xmlns:xlink='http://www.w3.org/1999/xlink' width='9' height='9'>"
    "<image xlink:href='{png}' width='9' height='9'/></svg>",
    "<svg width='9' height='9'><image href='file://{png}' width='9' height='9'/></svg>",
    "<svg width='9' height='9'><use href='{png}#x'/></svg>",
    '<img width="9" src="data:image/svg+xml,%3Csvg xmlns=\'http://www.w3.org/2000/svg\' '
    "xmlns:xlink='http://www.w3.org/1999/xlink' width='9' height='9'%3E"
    "%3Cimage xlink:href='file://{png}' width='9' height='9'/%3E%3C/svg%3E\">",
    '<img width="9" src="data:image/svg+xml,%3C!DOCTYPE svg [%3C!ENTITY x SYSTEM '
    "'file://{css}'%3E]%3E%3Csvg xmlns='http://www.w3.org/2000/svg' width='90' height='9'%3E"
    "%3Ctext y='9'%3E&amp;x;%3C/text%3E%3C/svg%3E\">",
    '<img width="9" src="data:image/svg+xml,%3C?xml-stylesheet href=\'file://{css}\'?%3E'
    "%3Csvg xmlns='http://www.w3.org/2000/svg' width='9' height='9'%3E"
    '%3Cstyle%3E@import url(http://127.0.0.1:{port}/x.css)%3C/style%3E%3C/svg%3E">',
]

SECRET = "Nobodys business"


class Watch:
    """What Python is asked for while it is on: files by name, and addresses."""

    def __init__(self) -> None:
        self.is_on, self.files, self.addresses = False, [], []
        # For good: Python takes no such hook back.
        sys.addaudithook(self._heard)

    def _heard(self, event: str, arguments: tuple) -> None:
        if not self.is_on:
            return
        if event == "open":
            self.files.append(str(arguments[0]))
        elif event.startswith(("socket.connect", "socket.getaddrinfo", "urllib")):
            self.addresses.append(str(arguments[1:]))


@pytest.fixture(scope="module")
def watch():
    return Watch()


@pytest.fixture
def secrets(tmp_path):
    """Files that a document has no business with, and that it could use."""
    places = {
        "png": tmp_path / "secret.png",
        "css": tmp_path / "secret.css",
        "font": tmp_path / "secret.ttf",
        "page": tmp_path / "secret.pdf",
    }
    Image.new("RGB", (8, 8), "red").save(places["png"])
    places["css"].write_text(f"p:before {{ content: '{SECRET}' }}")
    shutil.copy(typesetting.FONTS / "Sans-Regular.ttf", places["font"])
    places["page"].write_bytes(letter(SECRET))
    return places


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_nothing_is_opened_and_nobody_is_asked(attempt, watch, secrets, tmp_path):
    # The discard port: nobody listens, and asking is what counts.
    extra = attempt.format(port=9, **secrets)
    letter()
    watch.files.clear()
    watch.is_on = True
    try:
        content = letter(context={"extra": extra})
    except PdfError:
        content = b""
    finally:
        watch.is_on = False

    assert watch.addresses == []
    assert [one for one in watch.files if str(tmp_path) in one] == []
    if content and shutil.which("pdftotext"):
        text = poppler("pdftotext", content, "-", "-")
        assert SECRET not in text
        assert b"/Subtype /Image" not in content


def test_the_watch_would_notice(watch, secrets):
    watch.files.clear()
    watch.is_on = True
    secrets["css"].read_text()
    watch.is_on = False
    assert str(secrets["css"]) in watch.files
