"""A training session from the plan to the waiting list, between two towns; and an evening
that parents come to without an account."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.learner import link_in, newest_mail, say
from tests.browser.staff import session_world, trainers

__all__ = ["session_world", "trainers"]
GUEST = "mia.wauters@home.example"


def plan(person, at, *, title, days, places="1", lead=True, is_open=False):
    """Fill in the form, as somebody does who plans, and save it."""
    page = person.page
    person.go(at["plan"])
    page.locator("[name=title]").fill(title)
    for number, ahead in enumerate(days):
        day = timezone.localdate() + timedelta(days=ahead)
        page.locator(f"[name=blocks-{number}-day]").fill(day.isoformat())
        page.locator(f"[name=blocks-{number}-begins]").fill("09:00")
        page.locator(f"[name=blocks-{number}-ends]").fill("12:30")
    page.locator("[name=place]").fill("Town hall")
    page.locator("[name=capacity]").fill(places)
    if lead:
        page.locator("[name=lead]").select_option(label="Lieve Peeters-Vandenbroucke")
    if is_open:
        page.locator("[name=audience][value=open]").check()
    else:
        for number, town in enumerate((at["town"], at["next town"])):
            page.locator(f"[name=places-{number}-organisation]").fill(town)


def test_a_session_of_two_towns_fills_up_and_a_free_place_goes_on(
    trainers, session_world
):
    at = session_world["at"]
    owner = trainers("owner", width=1280)
    plan(owner, at, title="Talking early", days=(30, 31), lead=False)
    owner.look("session-planned")
    owner.press("Save")
    # Nobody leads it yet: it says so, and cannot be published.
    owner.sees("Choose who leads it.")
    owner.look("session-without-a-lead")
    owner.follow("Change")
    owner.page.locator("[name=lead]").select_option(label="Lieve Peeters-Vandenbroucke")
    owner.press("Save")
    owner.press("Publish")
    owner.sees("Published. It can be signed up for now.")
    session = owner.page.url.split("/", 3)[3]

    officer = trainers("officer", language="nl")
    officer.go("/trainers/sessions/?part=open")
    officer.look("sessions-to-sign-up-for")
    officer.follow("Talking early")
    officer.press(say("Sign me up", "nl"))
    officer.sees(say("Has a place", "nl", "registration"))
    officer.look("has-a-place")

    neighbour = trainers("neighbour", language="fr")
    neighbour.go(f"/{session}")
    neighbour.press(say("Put me on the waiting list", "fr"))
    neighbour.sees(say("On the waiting list", "fr", "registration"))
    # Each town sees its own people, and whoever plans it all of them.
    coordinator = trainers("coordinator", language="de", width=1280)
    coordinator.go(f"/{session}")
    coordinator.sees("Bob De Smet")
    coordinator.does_not_see("Nele Goossens")
    coordinator.look("who-comes-of-my-town")
    choose = say("Sign up people of my organisation", "de")
    coordinator.page.locator("summary", has_text=choose).click()
    coordinator.page.get_by_label("Олександра Шевченко-Ковальчук").check()
    coordinator.press(say("Sign up", "de"))
    owner.go(f"/{session}")
    owner.sees("Nele Goossens")
    owner.sees("Олександра Шевченко-Ковальчук")
    owner.look("who-comes")

    officer.press(say("I cannot come", "nl"))
    officer.sees(say("Put me on the waiting list", "nl"))
    neighbour.go(f"/{session}")
    neighbour.sees(say("Has a place", "fr", "registration"))
    told = newest_mail(owner, "nele@session-next.example")
    assert "Talking early" in told


def test_a_parent_comes_to_an_evening_without_an_account(
    trainers, session_world, new_person
):
    owner = trainers("owner", width=1280)
    plan(
        owner,
        session_world["at"],
        title="An evening for parents",
        days=(40,),
        places="20",
        is_open=True,
    )
    owner.press("Save")
    owner.press("Publish")
    parent = new_person("parent", language="en")
    parent.go("/trainers/open/")
    parent.look("open-sessions")
    parent.follow("An evening for parents")
    parent.look("open-session")
    parent.press("Send me the link")
    expect(parent.page.locator(".error-summary")).to_be_visible()
    parent.fill("Your name", "Mia Wauters")
    parent.fill("Your e-mail address", GUEST)
    parent.press("Send me the link")
    parent.sees("Look in your mail")
    parent.look("link-on-its-way")
    parent.go(link_in(newest_mail(parent, GUEST), "/trainers/open/by-link/"))
    parent.look("to-confirm")
    parent.press("Yes, sign me up")
    parent.sees("You have a place")
    parent.look("guest-has-a-place")
    with parent.page.expect_download() as file:
        parent.follow("File for my calendar")
    assert "An evening for parents" in file.value.path().read_text(encoding="utf-8")
    parent.press("I cannot come")
    parent.sees("You are not signed up")
