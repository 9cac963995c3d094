"""The practice course: every block to read, seen, heard, opened and printed."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from courses.seeding.keys import lesson_key
from tests.browser.learner import sign_in

LEARNER = "learner@beekstad.example"
COURSE = "/courses/showcase/"
LESSON = f"/learn/showcase/{lesson_key('showcase', 'reading', '01-every-block')}/"
TITLES = {"en": "Every block to read", "nl": "Elk blok om te lezen"}
BLOCKS = (
    "lead",
    "prose",
    "callout",
    "fact",
    "case",
    "accordion",
    "compare",
    "ticklist",
    "figure",
    "recording",
    "embed",
    "symbol",
    "testimony",
    "download",
)
# Words of each block that folds something away, and of those that do not.
EN = (
    "This lesson shows every kind of block",
    "This is a callout.",
    "Recorded video with sound needs captions.",
    "Night work, a holiday",
    "What is closed is easily passed by.",
    "Robin is no longer motivated",
    "I know whom I can ask for advice",
    "At the end a lantern shows the way",
    "https://www.youtube.com/watch?v=3f31oufqFSM",
    "in a noisy café",
    "A bus line, a house number, a size.",
    "I wondered when you would.",
    "https://www.w3.org/TR/WCAG22/",
)
NL = (
    "Deze les toont elk soort blok",
    "Nachtwerk, vakantie",
    "Wat dicht is, sla je makkelijk over.",
    "Op het einde wijst een lantaarn de weg",
    "in een lawaaierig café",
    "Een buslijn, een huisnummer, een maat.",
    "Ik vroeg me al af wanneer je dat zou doen.",
)


@pytest.fixture
def reader(new_person, kept, address):
    """Makes a learner in a language, at the lesson that has every block."""

    def make(name, *, language="en", **more):
        person = new_person(name, storage_state=kept.get(LEARNER), **more)
        if LEARNER not in kept:
            sign_in(person, LEARNER, "en")
            kept[LEARNER] = person.page.context.storage_state()
        cookie = {"name": "django_language", "value": language, "url": address}
        person.page.context.add_cookies([cookie])
        person.go(COURSE)
        start = person.page.locator("form[action$='/enrol/'] button")
        if start.count():
            start.first.click()
            expect(person.page).to_have_url(re.compile("/learn/showcase/"))
        person.go(LESSON)
        expect(person.page.locator("h1")).to_have_text(TITLES[language])
        return person

    return make


@pytest.mark.parametrize(("language", "width"), [("en", 390), ("nl", 1280)])
def test_every_block_is_read_by_everybody(reader, language, width):
    person = reader("reader", language=language, width=width)

    for block in BLOCKS:
        assert person.page.locator(f".lesson .{block}").count(), block
    person.look(f"every-block-{language}")
    for folded in person.page.locator(".lesson summary").all():
        folded.click()
    person.look(f"every-block-open-{language}")


def test_every_block_fits_a_narrow_phone(reader):
    person = reader("narrow", language="nl")
    person.page.set_viewport_size({"width": 320, "height": 640})

    person.look("every-block-narrow")


def test_nothing_is_asked_for_elsewhere_before_the_click(reader, address):
    person = reader("careful")
    elsewhere = []
    ours = urlsplit(address).netloc

    def answer(route):
        elsewhere.append(urlsplit(route.request.url).netloc)
        route.fulfill(body="<title>A film</title>", content_type="text/html")

    person.page.route(lambda url: urlsplit(url).netloc != ours, answer)
    person.page.reload()
    person.page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    person.page.wait_for_load_state("networkidle")
    assert elsewhere == []

    person.press("Show the video here")

    frame = person.page.locator("iframe.embed__frame")
    expect(frame).to_have_attribute("title", "Ten ways in which accessibility helps")
    expect(frame.content_frame.locator("body")).to_be_attached()
    assert set(elsewhere) == {"www.youtube-nocookie.com"}


def test_without_script_everything_is_there(reader):
    page = reader("plain", java_script_enabled=False).page

    expect(page.get_by_role("link", name="Watch at YouTube")).to_have_attribute(
        "href", "https://www.youtube.com/watch?v=3f31oufqFSM"
    )
    assert page.get_by_role("button", name="Show the video here").count() == 0
    page.get_by_text("When do I use one?").click()
    expect(page.get_by_text("For parts that not everybody needs")).to_be_visible()
    page.get_by_role("link", name="Enlarge this image").click()
    expect(page).to_have_url(re.compile(r"/uploads/images/.+\.webp$"))


def test_everything_is_opened_with_the_keyboard_alone(reader):
    page = reader("typist").page

    for words in ("When do I use one?", "Read what is said", "What you see"):
        folded = page.locator("summary", has_text=words).first
        folded.focus()
        page.keyboard.press("Enter")
        assert folded.evaluate("(one) => one.parentElement.open"), words
    button = page.get_by_role("button", name="Show the video here")
    button.focus()
    page.route("https://www.youtube-nocookie.com/**", lambda route: route.abort())
    page.keyboard.press("Enter")
    expect(page.locator("iframe.embed__frame")).to_be_focused()


def test_the_recording_plays_with_captions_in_the_readers_language(reader):
    video = reader("listener", language="nl").page.locator("video")

    told = video.evaluate(
        """async (video) => {
            video.muted = true;
            await video.play();
            const track = [...video.textTracks].find((one) => one.mode === "showing");
            for (let tries = 0; tries < 100 && !track?.cues?.length; tries++) {
              await new Promise((done) => setTimeout(done, 50));
            }
            return [track.language, track.cues[0].text];
        }"""
    )

    assert told == ["nl", "[Een zachte toon] Twee oevers, en water ertussen."]


@pytest.mark.parametrize(("language", "words"), [("en", EN), ("nl", NL)])
def test_a_printed_lesson_holds_every_word(reader, tmp_path, language, words):
    person = reader("printer", language=language, width=1280)

    pdf = tmp_path / "lesson.pdf"
    person.page.pdf(path=pdf, format="A4")

    printed = "".join(page.extract_text() for page in PdfReader(pdf).pages)
    # Where a line ends in the middle of an address, there is no space.
    tight = "".join(printed.split())
    assert [one for one in words if "".join(one.split()) not in tight] == []
