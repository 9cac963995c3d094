"""A trainer takes attendance in a room without network: the list opens on the phone as it
was kept, marks wait there, and are with everybody once there is a line."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Error, expect

from tests.browser.conftest import DESK, PHONE, SCREENSHOTS
from tests.browser.person import Person
from tests.browser.staff import attendance_world, run_there

__all__ = ["attendance_world"]
# What the browser says of a line that is cut.
NO_LINE = "ERR_INTERNET_DISCONNECTED"
A_MONTH = 30 * 24 * 3600


@pytest.fixture
def phone(browser, chromium_path, address, attendance_world, tmp_path):
    """Opens the browser of a phone that keeps what it has when it is closed; who holds it
    is signed in, or nobody is."""

    @contextmanager
    def opened(who, *, offline=False, width=390, language="en") -> Iterator[Person]:
        context = browser.browser_type.launch_persistent_context(
            tmp_path / "phone",
            executable_path=chromium_path,
            args=["--no-sandbox"],
            base_url=address,
            viewport=PHONE if width < 600 else DESK,
            locale=language,
            offline=offline,
            reduced_motion="reduce",
        )
        context.add_cookies(_cookies(attendance_world, who, address, language))
        person = Person(
            who or "nobody",
            context.pages[0],
            SCREENSHOTS,
            variant=f"{width}-{language}",
            scheme="light",
        )
        person.expected = NO_LINE
        try:
            yield person
        finally:
            context.close()

    return opened


def _cookies(world, who, address, language):
    named = {"django_language": language}
    if who:
        named["sessionid"] = world["people"][who]
    until = time.time() + A_MONTH
    return [
        {"name": name, "value": value, "url": address, "expires": until}
        for name, value in named.items()
    ]


@pytest.fixture
def desk(new_person, attendance_world, address):
    """Somebody with another device."""

    def make(who, *, language="en", **more):
        person = new_person(who, language=language, **more)
        person.page.context.add_cookies(
            _cookies(attendance_world, who, address, language)
        )
        return person

    return make


def row(person, name):
    return person.page.get_by_role("group", name=name, exact=True)


def mark(person, name, what):
    """Press a button of somebody's line, as a finger does."""
    row(person, name).locator("label", has_text=what).first.click()


def counts(person, text):
    expect(person.page.locator("[data-counts]")).to_have_text(text)


def sending(person):
    return person.page.locator("[data-sending-words]")


def is_kept(person):
    expect(person.page.locator("[data-kept]")).to_have_text(
        "This list is kept on this device: it opens without network."
    )


def test_a_list_is_taken_without_network_and_is_with_everybody_afterwards(
    phone, desk, attendance_world
):
    at = attendance_world["at"]
    names = at["names"]
    with phone("lead") as lieve:
        lieve.go(at["list"])
        counts(lieve, "0 of 25 present, 25 not marked")
        is_kept(lieve)
        lieve.look("attendance-kept")

    with phone("lead", offline=True) as lieve:
        lieve.go(at["list"])
        counts(lieve, "0 of 25 present, 25 not marked")
        mark(lieve, names[0], "Absent")
        mark(lieve, names[1], "For a part")
        row(lieve, names[1]).get_by_label("Minutes present").fill("45")
        row(lieve, names[1]).get_by_label("Minutes present").press("Tab")
        counts(lieve, "1 of 25 present, 23 not marked")
        for name in names[2:12]:
            mark(lieve, name, "Present")
        counts(lieve, "11 of 25 present, 13 not marked")
        # All others, by mistake and taken back, then once more.
        lieve.press("All others present")
        counts(lieve, "24 of 25 present, 0 not marked")
        lieve.look("all-others-present")
        lieve.press("Undo")
        counts(lieve, "11 of 25 present, 13 not marked")
        lieve.press("All others present")
        walk_in(lieve, "Yusuf Öztürk", at["town"])
        mark(lieve, "Yusuf Öztürk", "Present")
        counts(lieve, "25 of 26 present, 0 not marked")
        expect(sending(lieve)).to_contain_text("Waits on this device: 27.")
        lieve.look("waits-on-this-device")

    # Another day: the phone is opened again, still without network, and has it all.
    with phone("lead", offline=True) as lieve:
        lieve.go(at["list"])
        counts(lieve, "25 of 26 present, 0 not marked")
        second = desk("second", width=1280)
        second.go(at["list"])
        counts(second, "0 of 25 present, 25 not marked")
        lieve.page.context.set_offline(False)
        expect(sending(lieve)).to_have_text("Everything is sent.")
        counts(lieve, "25 of 26 present, 0 not marked")
        code = row(lieve, "Yusuf Öztürk").locator("[data-part=code-letters]")
        expect(code).not_to_be_empty()
        lieve.look("everything-is-sent")
        shown_code = code.inner_text()

    second.page.reload()
    counts(second, "25 of 26 present, 0 not marked")
    one = row(second, names[1])
    expect(one.get_by_role("radio", name="For a part")).to_be_checked()
    expect(one.get_by_label("Minutes present")).to_have_value("45")
    expect(one).to_contain_text("By Lieve Peeters")
    expect(row(second, "Yusuf Öztürk")).to_contain_text(shown_code)
    second.look("what-the-other-marked")
    # A mark can be changed: the last counts.
    mark(second, names[0], "Present")
    expect(row(second, names[0])).to_contain_text("By Otto Maes")
    counts(second, "26 of 26 present, 0 not marked")
    # The other block is empty yet.
    second.page.locator("[data-blocks] a").nth(1).click()
    counts(second, "0 of 26 present, 26 not marked")
    second.sees("What is marked for this block is kept from:")

    # Where no script runs the page is a form.
    plain = desk("owner", java_script_enabled=False, language="nl")
    plain.go(at["list"])
    row(plain, names[0]).locator("[type=radio][value=away]").check(force=True)
    plain.look("without-a-script")
    plain.page.locator("[data-without-script] button").click()
    expect(row(plain, names[0]).locator("[type=radio][value=away]")).to_be_checked()
    expect(row(plain, names[0])).to_contain_text("Olga Claes")
    dutch = desk("owner", language="nl", width=1280, scheme="dark")
    dutch.go(at["list"])
    expect(row(dutch, names[0]).locator("[type=radio][value=away]")).to_be_checked()
    dutch.look("in-dutch")


def _cookie(person):
    found = person.page.context.cookies()
    return next(one for one in found if one["name"] == "relay-attendance")


def _no_cookie(person, _address):
    person.page.context.clear_cookies(name="relay-attendance")


def _cookie_until_tomorrow(person, address):
    cookie = {"name": "relay-attendance", "value": "1", "url": address}
    person.page.context.add_cookies([cookie | {"expires": time.time() + 24 * 3600}])


def test_nothing_is_lost_when_somebody_else_signs_in_on_the_phone(
    phone, attendance_world, address
):
    at = attendance_world["at"]
    names, here = at["names"], at["other list"]
    with phone("lead who leaves") as lieve:
        lieve.go(here)
        is_kept(lieve)
        # The line goes while she marks; she signs out all the same.
        lieve.expected = "ERR_FAILED"
        lieve.page.context.route("**/attendance/marks/", lambda route: route.abort())
        mark(lieve, names[0], "Present")
        mark(lieve, names[1], "Absent")
        expect(sending(lieve)).to_contain_text("Waits on this device: 2.")
        lieve.go("/trainers/sessions/")
        expect(lieve.page.locator("[data-waiting-marks] a")).to_have_text(
            "Talking early, other list"
        )
        lieve.look("marks-wait-on-this-device")
        # A browser that cuts what scripts say: it is said anew wherever it is seen, and by
        # the server for a year.
        for forgets in (_no_cookie, _cookie_until_tomorrow):
            forgets(lieve, address)
            lieve.go("/trainers/sessions/")
            expect(lieve.page.locator("[data-waiting-marks] a")).to_be_visible()
            lieve.go("/sign-out/")
            assert _cookie(lieve)["expires"] > time.time() + 10 * A_MONTH
        lieve.go("/sign-out/")
        lieve.page.locator("main").get_by_role("button", name="Sign out").click()
        lieve.sees("Something was not sent yet")
        lieve.look("signed-out-while-marks-wait")

    # Three weeks later nobody is signed in, and the list still opens without network.
    with phone(None, offline=True) as nobody:
        nobody.go(here)
        counts(nobody, "1 of 25 present, 23 not marked")
        nobody.page.context.set_offline(False)
        link = nobody.page.get_by_role("link", name="Sign in to send it")
        expect(link).to_be_visible()
        expect(sending(nobody)).to_have_text("Waits on this device: 2.")
        nobody.look("sign-in-to-send")
        link.click()
        nobody.sees("E-mail address")

    # The other trainer has the phone: what waits is sent.
    with phone("second who leaves") as otto:
        otto.go(here)
        expect(sending(otto)).to_have_text("Everything is sent.")
        counts(otto, "1 of 25 present, 23 not marked")
        # With the keyboard alone.
        radio = row(otto, names[2]).get_by_role("radio", name="Present")
        radio.press("Space")
        counts(otto, "2 of 25 present, 22 not marked")
        walk_in(otto, "Nele Goossens", other="Nowhere")
        refused = otto.page.locator("[data-refused]")
        expect(refused).to_contain_text("No organisation has the name or code")
        otto.look("refused-with-a-sentence")
        refused.get_by_role("button", name="Correct").click()
        walk_in(otto, "Nele Goossens", other="Buurgemeente-Oost")
        expect(refused).to_be_hidden()
        expect(row(otto, "Nele Goossens")).to_contain_text("Buurgemeente-Oost")
        expect(sending(otto)).to_have_text("Everything is sent.")
        search = otto.page.get_by_label("Search a name")
        search.fill("aicha")
        expect(otto.page.locator("[data-line]:visible")).to_have_count(1)
        search.fill("")
        otto.page.get_by_label("Not marked yet").check()
        expect(otto.page.locator("[data-line]:visible")).to_have_count(23)
        # Nothing waits any more: the list with its names goes when he signs out.
        otto.go("/sign-out/")
        otto.page.locator("main").get_by_role("button", name="Sign out").click()
        otto.sees("You are signed out")
        otto.does_not_see("Something was not sent yet")

    with phone(None, offline=True) as nobody, pytest.raises(Error, match=NO_LINE):
        nobody.go(here)


def test_a_block_that_is_taken_out_stops_nothing(
    phone, attendance_world, address, data_folder
):
    at = attendance_world["at"]
    names, here = at["names"], at["list of a block that goes"]
    with phone("lead") as lieve:
        lieve.go(here)
        is_kept(lieve)
        tabs = lieve.page.locator("[data-blocks] a")
        expect(tabs).to_have_count(2)
        first = tabs.nth(0).inner_text()
        lieve.page.context.set_offline(True)
        mark(lieve, names[0], "Present")
        tabs.nth(1).click()
        counts(lieve, "0 of 25 present, 25 not marked")
        mark(lieve, names[1], "Present")
        mark(lieve, names[2], "Absent")
        expect(sending(lieve)).to_contain_text("Waits on this device: 3.")
        run_there("tests.browser.attendance_world", address, data_folder, here)
        lieve.page.context.set_offline(False)
        # What was about it is said, the others are sent, and the next block is shown.
        refused = lieve.page.locator("[data-refused] li")
        expect(refused).to_have_count(2)
        expect(refused.first).to_contain_text(names[1])
        expect(refused.first).to_contain_text(
            "This session has no such block any more."
        )
        expect(sending(lieve)).to_have_text("Everything is sent.")
        lieve.sees("The block that you had open was taken out of this session.")
        counts(lieve, "1 of 25 present, 24 not marked")
        expect(tabs).to_have_text([first])
        lieve.look("a-block-was-taken-out")
        # And it goes on.
        mark(lieve, names[3], "Present")
        expect(row(lieve, names[3])).to_contain_text("By Lieve Peeters")
        counts(lieve, "2 of 25 present, 23 not marked")
        for _one in range(2):
            refused.first.get_by_role("button", name="Dismiss").click()
        expect(lieve.page.locator("[data-refused]")).to_be_hidden()
        assert lieve.problems == []


def walk_in(person, name, employer="", *, other=""):
    form = person.page.locator("[data-walk-in]")
    form.get_by_label("Or the name").fill(name)
    if employer:
        form.get_by_label("Employer", exact=True).select_option(label=employer)
    form.get_by_label("Another employer").fill(other)
    form.get_by_role("button", name="Put on the list").click()
