"""A trained person plans on a phone and says how it goes in a minute; the owner of the
programme sees who needs help, and the employer reads days alone."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.staff import session_world, trainers

__all__ = ["session_world", "trainers"]


def test_a_plan_is_made_and_how_it_goes_is_said(trainers, session_world):
    at = session_world["at"]
    trained = trainers("trained")
    trained.go("/trainers/")
    trained.look("desk-with-a-follow-up")
    trained.go(at["way"])
    trained.follow("Write the plan")
    trained.look("plan-to-write")
    day = timezone.localdate() + timedelta(days=40)
    trained.page.locator("[name=first_on]").fill(day.isoformat())
    groups = trained.page.locator("[name=groups]")
    more = "One more: Groups or sessions in the first twelve months"
    for _group in range(3):
        trained.page.get_by_role("button", name=more).click()
    expect(groups).to_have_value("3")
    trained.page.locator("[name=hours]").fill("8")
    trained.page.get_by_label("School").check()
    trained.page.get_by_label("Somebody else who was trained").check()
    trained.page.locator("[name=note]").fill("Talk with Jan Peeters about his brother.")
    trained.press("Keep the plan")
    # Nothing that was typed is lost.
    trained.sees("This may point to a person.")
    expect(groups).to_have_value("3")
    trained.look("plan-with-a-name")
    trained.page.locator("[name=note]").fill("First the school.")
    trained.press("Keep the plan")
    trained.sees("0 of 3 led")
    trained.look("plan-kept")
    trained.follow("Say how it goes")
    trained.look("follow-up-to-answer")
    trained.page.get_by_label("It comes later than planned").check()
    trained.page.get_by_label("My employer does not free me for it").check()
    trained.page.get_by_label("Nobody to lead with").check()
    trained.page.get_by_label("That somebody talks with my employer").check()
    trained.press("Send")
    trained.sees("Thank you: it is kept")
    trained.look("follow-up-answered")

    owner = trainers("owner", width=1280)
    owner.go(at["follow-up"])
    owner.follow("Help asked (1)")
    owner.sees("Maximiliaan De Keersmaecker")
    owner.sees("That somebody talks with my employer")
    owner.look("follow-up-of-trainers")

    coordinator = trainers("coordinator")
    coordinator.go(at["way"])
    coordinator.sees("1 month after the training: answered on")
    coordinator.does_not_see("does not free me")
    coordinator.does_not_see("First the school")
    coordinator.look("plan-of-a-trainer-for-the-employer")
