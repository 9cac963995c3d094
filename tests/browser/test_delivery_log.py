"""A trainer keeps the log of a group on a phone, with a script and without; and a
municipality reads its numbers."""

from playwright.sync_api import expect

from tests.browser.staff import session_world, trainers

__all__ = ["session_world", "trainers"]


def begin(person, at, *, meetings: int) -> str:
    """Begin a group, and say where its page is."""
    person.go(at["group"])
    person.page.locator("[name=municipality]").fill(at["town"])
    person.page.locator("[name=meetings]").fill(str(meetings))
    person.page.locator("[name=age_from]").fill("12")
    person.page.locator("[name=age_to]").fill("15")
    person.page.locator("[name=lead]").select_option(
        label="Lieve Peeters-Vandenbroucke"
    )
    person.look("group-to-begin")
    person.press("Begin the log")
    person.sees("The log is begun.")
    return person.page.url.split("/", 3)[3]


def test_a_group_is_logged_on_a_phone_and_read_as_numbers(trainers, session_world):
    lead = trainers("lead")
    lead.go("/trainers/delivery/")
    lead.look("no-groups-yet")
    group = begin(lead, session_world["at"], meetings=1)
    lead.look("group-without-meetings")
    lead.follow("Write a meeting down")
    heads = lead.page.locator("[name=head_count]")
    more = lead.page.get_by_role("button", name="One more: How many came")
    for _person in range(9):
        more.click()
    lead.page.get_by_role("button", name="One less: How many came").click()
    expect(heads).to_have_value("8")
    lead.page.locator("[name=good]").fill("8")
    lead.page.locator("[name=note]").fill("Kevin Peeters was quiet.")
    lead.look("meeting-to-write-down")
    lead.press("Save")
    # A name is never kept; everything else that was typed is still there.
    lead.sees("This may point to a person: Kevin Peeters.")
    expect(heads).to_have_value("8")
    lead.look("meeting-with-a-name")
    lead.page.locator("[name=note]").fill("The second exercise took longer.")
    lead.page.get_by_label("Outdoors").check()
    lead.press("Save")
    lead.sees("8 of 8")
    lead.look("group-with-a-meeting")
    lead.follow("Finish the group")
    lead.look("group-to-finish")
    lead.press("Finish the group")
    lead.sees("This group can count for you")
    lead.look("group-finished")
    lead.follow("Record to print")
    lead.look("group-record")

    coordinator = trainers("coordinator", width=1280)
    coordinator.go("/trainers/delivery/")
    coordinator.does_not_see("Lieve")
    coordinator.look("groups-of-a-municipality")
    coordinator.go(f"/{group}")
    coordinator.does_not_see("Lieve")
    coordinator.does_not_see("took longer")
    coordinator.look("group-in-numbers")


def test_without_a_script_the_numbers_are_typed(trainers, session_world):
    lead = trainers("lead", java_script_enabled=False)
    begin(lead, session_world["at"], meetings=3)
    lead.follow("Write a meeting down")
    lead.page.locator("[name=head_count]").fill("4000")
    lead.press("Save")
    expect(lead.page.locator(".error-summary")).to_be_visible()
    lead.page.locator("[name=head_count]").fill("9")
    lead.press("Save")
    lead.sees("1 of 3")
    lead.follow("It does not go on")
    lead.look("group-to-stop")
    lead.page.get_by_label("Too few came").check()
    lead.press("Stop the group")
    lead.follow("Take the end back")
    lead.press("Go on with the group")
    lead.follow("Put right")
    lead.follow("It was entered by mistake: take it out")
    lead.look("meeting-to-take-out")
    lead.press("Take it out")
    lead.sees("No meeting is written down yet")
