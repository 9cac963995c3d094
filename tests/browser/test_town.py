"""What a coordinator does with the people of a town: brings a list of them, gives one
more time, reminds those who are late, and announces something. A colleague from the
neighbouring town sees none of it."""

import re
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.learner import say
from tests.browser.staff import town_world, townspeople

__all__ = ["town_world", "townspeople"]
TOWN = "/organisation/town/"
LIST = """e-mail;naam;sector;functie
officer1@town.example;;POL;Wijkinspecteur
nieuw.iemand@town.example;Žofia Nováková-Vandenberghe;POL;Jeugdconsulent
geen adres;Niemand;POL;
"""


def test_a_list_is_looked_at_carried_out_and_taken_back(townspeople, tmp_path):
    coordinator = townspeople("coordinator", language="nl", width=1280)
    page = coordinator.page
    file = tmp_path / "personeel.csv"
    file.write_text(LIST, encoding="utf-8")
    coordinator.go(f"{TOWN}staff/")
    coordinator.look("staff-lists")
    page.locator("input[type=file]").set_input_files(file)
    coordinator.press(say("Show what would change", "nl"))
    # The list is looked at in the background; the page follows by itself.
    decide = page.get_by_role("button", name=say("Carry it out", "nl"))
    expect(decide).to_be_visible(timeout=60_000)
    coordinator.look("staff-list-looked-at")
    coordinator.sees("Žofia Nováková-Vandenberghe")
    decide.click()
    expect(
        page.locator("summary", has_text=say("Take this list back", "nl"))
    ).to_be_visible(timeout=60_000)
    coordinator.look("staff-list-done")
    coordinator.go(f"{TOWN}people/?q=Vandenberghe")
    coordinator.sees("Žofia Nováková-Vandenberghe")

    page.go_back()
    page.locator("summary", has_text=say("Take this list back", "nl")).click()
    coordinator.press(say("Yes, take it back", "nl"))
    coordinator.sees(say("What was taken back", "nl"))
    coordinator.look("staff-list-taken-back")


def test_a_list_with_a_mistake_is_mended_and_coverage_changes(townspeople, tmp_path):
    coordinator = townspeople("coordinator", language="en", width=1280)
    page = coordinator.page
    coordinator.go(TOWN)
    before = everybody(page)

    bring(coordinator, tmp_path, "new.officer@town.example;Ivo Đurić;DRIVER;Officer")
    # Nothing but the mistake: it says what to do, and there is nothing to carry out.
    coordinator.sees("This list changes nothing")
    coordinator.sees("sector")
    coordinator.look("staff-list-with-a-mistake")
    bring(coordinator, tmp_path, "new.officer@town.example;Ivo Đurić;POL;Officer")
    page.get_by_role("button", name="Carry it out").click()
    taken_back = page.locator("summary", has_text="Take this list back")
    expect(taken_back).to_be_visible(timeout=60_000)

    coordinator.go(TOWN)
    assert everybody(page) == before + 1
    coordinator.go(f"{TOWN}?q=Đurić")
    coordinator.sees("Ivo Đurić")
    coordinator.look("coverage-with-somebody-new")
    # So that whatever comes after finds the town as it was.
    coordinator.go(f"{TOWN}staff/")
    page.locator("tbody th a").first.click()
    taken_back.click()
    coordinator.press("Yes, take it back")
    coordinator.sees("What was taken back")


def test_something_is_asked_after_a_look_and_asked_no_longer(townspeople):
    coordinator = townspeople("coordinator", language="en")
    page = coordinator.page
    coordinator.go(f"{TOWN}requirements/")
    page.locator("select[name=course]").select_option("frontline-prevention-basic")
    # Not by its name: in the demo's database stand courses of other worlds, named alike.
    page.locator("[name=accepted][value=town]").check()
    page.locator("[name=accepted_months]").fill("24")
    page.locator("select[name=sector]").select_option("POL")
    page.locator("[name=due_days]").fill("40")
    coordinator.press("Show what will happen")
    coordinator.sees("Mails about it in the next 90 days, if nobody does anything")
    coordinator.look("what-asking-would-do")
    coordinator.press("Ask it")
    coordinator.sees("Due after 40 days.")
    coordinator.sees("Enough as well, for 24 months: “Course en”")
    coordinator.look("asked")

    page.locator("summary", has_text="Ask it no longer").first.click()
    page.get_by_role("button", name=re.compile("^Yes, end it")).first.click()
    coordinator.sees("This is not asked any longer.")


def everybody(page) -> int:
    """How many are asked, as the page of who is covered says."""
    tab = page.get_by_role("link", name=re.compile(r"^Everybody \("))
    return int(re.search(r"\((\d+)\)", tab.inner_text())[1])


def bring(coordinator, tmp_path, line: str) -> None:
    """A list of one line, until it was looked at."""
    file = tmp_path / "staff.csv"
    file.write_text(f"e-mail;name;sector;function\n{line}\n", encoding="utf-8")
    coordinator.go(f"{TOWN}staff/")
    coordinator.page.locator("input[type=file]").set_input_files(file)
    coordinator.press("Show what would change")
    expect(coordinator.page.locator("#decide")).to_be_visible(timeout=60_000)


def test_one_person_gets_more_time(townspeople, town_world):
    coordinator = townspeople("coordinator", language="nl")
    page = coordinator.page
    coordinator.go(f"{TOWN}standing/{town_world['at']['late']}/")
    coordinator.look("person-late")
    coordinator.page.locator("a[href$='/extend/']").click()
    day = timezone.localdate() + timedelta(days=60)
    page.locator("input[type=date]").fill(day.isoformat())
    page.locator("select").select_option(index=1)
    coordinator.press(say("Show what will happen", "nl"))
    coordinator.look("more-time-effect")
    page.locator("[name=confirm]").click()
    coordinator.does_not_see(say("Overdue", "nl"))
    coordinator.look("person-with-more-time")
    page.locator("summary", has_text=say("Withdraw it", "nl")).click()
    coordinator.press(re.compile("^" + say("Yes, withdraw it", "nl", "waiver")))
    expect(page.locator(".chip--danger")).to_be_visible()


def test_those_who_are_late_are_reminded_once(townspeople):
    coordinator = townspeople("coordinator", language="en", width=1280)
    page = coordinator.page
    for path, name in (
        ("", "schedule"),
        ("preview/", "what-comes"),
        ("sent/", "nothing-sent"),
        ("unreachable/", "all-reached"),
    ):
        coordinator.go(f"{TOWN}reminders/{path}")
        coordinator.look(f"reminders-{name}")
    coordinator.go(f"{TOWN}?course=town&standing=overdue")
    coordinator.follow("Remind these people")
    coordinator.look("remind-now")
    page.get_by_role("button", name=re.compile("^Remind all")).click()
    coordinator.look("reminded")
    coordinator.go(f"{TOWN}reminders/sent/")
    expect(page.locator("tbody tr").first).to_be_visible()
    coordinator.look("reminders-sent")


def test_what_is_announced_stands_at_the_top_until_it_is_read(townspeople):
    words = "Maandag 30 november is het opleidingslokaal in de Hoogstraat gesloten."
    coordinator = townspeople("coordinator", language="nl", width=1280)
    page = coordinator.page
    coordinator.go(f"{TOWN}announcements/")
    coordinator.look("nothing-announced")
    page.locator("textarea[name$=nl]").fill(words)
    coordinator.press(say("Look at it first", "nl"))
    # The last day was forgotten.
    expect(page.locator(".error-summary")).to_be_visible()
    coordinator.look("announcement-without-last-day")
    day = timezone.localdate() + timedelta(days=3)
    page.locator("[name=ends_on]").fill(day.isoformat())
    coordinator.press(say("Look at it first", "nl"))
    coordinator.look("announcement-looked-at")
    page.locator("[name=publish]").click()
    coordinator.sees(words)
    coordinator.look("announced")

    holder = townspeople("holder", language="nl")
    # The product remembers for up to a minute what is announced.
    for _attempt in range(80):
        holder.go("/my/")
        if holder.page.get_by_text(words).count():
            break
        holder.page.wait_for_timeout(1000)
    holder.sees(words)
    holder.look("today-announced")
    holder.press(say("I have read it", "nl"), exact=False)
    holder.does_not_see(words)

    neighbour = townspeople("neighbour", language="nl")
    neighbour.go("/my/")
    neighbour.does_not_see(words)


def test_a_colleague_of_the_neighbouring_town_sees_none_of_it(townspeople, town_world):
    neighbour = townspeople("neighbour", language="nl")
    neighbour.go("/organisation/next-town/")
    neighbour.does_not_see("Sint-Katelijne-Waver-Scherpenheuvel")
    late = town_world["at"]["late"]
    for path in (
        "",
        "exports/",
        "exports/new/",
        "people/",
        f"people/{late}/",
        f"standing/{late}/",
        "requirements/",
        "staff/",
        "invitations/",
        "announcements/",
        "reminders/",
        "reminders/now/",
        "reminders/sent/",
        "figures/",
        "figures/trained/",
        "attestation/",
        "exempt/",
        "letters/",
        "old-completions/",
        "access/",
        "flags/",
        "look/",
    ):
        answer = neighbour.page.goto(f"{TOWN}{path}")
        assert answer.status == 404, path


def test_nor_does_a_program_of_the_neighbouring_town(townspeople, town_world):
    neighbour = townspeople("neighbour", language="en")
    key = {"Authorization": f"Bearer {town_world['at']['key of the neighbour']}"}
    late = town_world["at"]["late"]

    def told(path: str, **how):
        return neighbour.page.request.get(f"/api/v1/{path}", **how)

    people = told("people", headers=key)
    assert people.status == 200
    assert late not in people.text()
    for path in (
        "people?organisation=town",
        "memberships?organisation=town",
        "standings?organisation=town&course=town",
        "coverage?organisation=town",
        "certificates?organisation=town",
    ):
        assert told(path, headers=key).status == 404, path
        assert told(path).status == 401
