"""A holder does not agree that a certificate was suspended; somebody else decides."""

import re

from playwright.sync_api import expect

from tests.browser.learner import say
from tests.browser.staff import look, town_world, townspeople

__all__ = ["town_world", "townspeople"]
WORDS = "Ik volgde de hele cursus en legde de toets zelf af."


def test_a_holder_appeals_and_another_owner_restores_the_certificate(
    townspeople, town_world
):
    number = town_world["at"]["number"]
    page = f"/certificates/{town_world['at']['certificate']}/"
    holder = townspeople("holder", language="nl")
    holder.go(page)
    holder.sees(say("Why it does not count", "nl"))
    holder.look("suspended")
    holder.follow(say("Appeal", "nl"), exact=True)
    holder.look("appeal")
    holder.page.locator("#statement").fill(WORDS)
    holder.press(say("Send the appeal", "nl"))
    holder.sees(WORDS)
    holder.look("appealed")

    # Who suspended it sees the appeal, and that it is for somebody else.
    issuer = townspeople("issuer", width=1280)
    issuer.go("/cms/certificates_register/appeals/")
    look(issuer, "appeals")
    issuer.follow(number)
    issuer.sees("Somebody else has to decide")
    expect(issuer.page.get_by_role("button", name="Send the decision")).to_have_count(0)

    second = townspeople("second", width=1280)
    second.go("/cms/certificates_register/appeals/")
    second.follow(number)
    look(second, "an-appeal")
    second.page.locator("[name=decision][value=granted]").check()
    second.page.locator("#answer").fill("Je hebt gelijk: alles is in orde.")
    second.press("Send the decision")
    second.sees(re.compile("Closed"))
    look(second, "appeal-decided")

    holder.go(page)
    holder.does_not_see(say("Why it does not count", "nl"))
    holder.sees("Je hebt gelijk: alles is in orde.")
    holder.look("restored")
    stranger = townspeople("holder", language="en", width=1280)
    stranger.go(f"/verify/{number}/")
    stranger.sees(re.compile("valid", re.IGNORECASE))
