"""Who marks, answers, grades again, reads files in, tags and retires; and what a learner
sees of it."""

import re

from playwright.sync_api import expect

from tests.browser.learner import say, tab_to
from tests.browser.staff import look, quiz_world, staff

__all__ = ["quiz_world", "staff"]
GIFT = "::Seen at the door::What was seen?{=A bag ~A bomb}\n\nNothing asked."
WORDS = "Clear and calm: you say what you saw."


def _banks(world: dict, name: str, path: str) -> str:
    return f"/cms/banks/{world['at'][name]}/{path}/"


def test_an_answer_is_marked_with_the_keyboard_alone_and_its_writer_reads_it(
    staff, quiz_world
):
    marker, learner = staff("marker3", width=1280), staff("learner", language="nl")
    reference, result = (quiz_world["at"][one] for one in ("marking", "written"))
    learner.go(f"/attempt/{result}/result/")
    learner.sees(say("Waiting to be marked", "nl"))

    page = marker.page
    marker.go("/marking/")
    marker.look("answers-to-mark")
    take = page.get_by_role("button", name=f"Mark {reference}")
    tab_to(take)
    page.keyboard.press("Enter")
    expect(page.locator("blockquote")).to_contain_text("what I saw on Monday")
    marker.look("mark-an-answer")
    for name in dict.fromkeys(
        one.get_attribute("name") for one in page.locator("[type=radio]").all()
    ):
        points = page.locator(f"[name='{name}']")
        tab_to(points, any_of=True)
        # Where none is chosen the arrows begin at the first, which has all of them.
        page.keyboard.press("Space")
        expect(points.first).to_be_checked()
    words = page.get_by_role("textbox")
    tab_to(words)
    page.keyboard.type(WORDS)
    tab_to(page.get_by_role("button", name="Keep the mark and go on"))
    page.keyboard.press("Enter")
    marker.sees("The mark is kept.")

    learner.page.reload()
    learner.sees(say("Passed", "nl"))
    learner.does_not_see(say("Waiting to be marked", "nl"))
    learner.look("result-is-marked")


def test_a_marker_with_nothing_to_do_reads_why(staff):
    person = staff("stranger", language="nl")
    person.go("/marking/")
    person.sees(say("Nothing waits to be marked", "nl"))
    look(person, "nothing-to-mark")


def test_a_contested_question_is_graded_again_and_the_learner_has_passed(
    staff, quiz_world
):
    learner, author = staff("learner"), staff("author", width=1280)
    result = f"/attempt/{quiz_world['at']['result']}/result/"
    learner.go(result)
    learner.sees("Not yet passed")
    learner.follow("I do not agree with question 1")
    learner.look("contest-a-question")
    learner.fill("What is not right?", "Both of the first two are right.")
    learner.press("Send")
    learner.sees("Being answered")

    author.go("/cms/contests/")
    look(author, "contested-results")
    row = author.page.locator("tr", has_text="Both of the first two are right.")
    row.get_by_role("link").click()
    look(author, "a-contested-result")
    author.page.get_by_label("The question is put right, and graded again").check()
    author.fill("Why? The learner reads it.", "You are right: two options fit.")
    author.press("Send the answer")
    author.sees("Sent. The learner reads it beside the result.")
    look(author, "ask-for-a-regrade")
    author.page.get_by_label("Everybody gets full marks for it").check()
    author.fill("Why? Learners read it beside their result.", "Two options fit.")
    author.press("Show who would change")
    # It is looked at in the background; the page goes on by itself.
    author.sees("What would change")
    author.sees("A reviewer or the programme owner decides on it.")
    look(author, "what-a-regrade-would-change")

    reviewer = staff("reviewer", width=1280)
    reviewer.go(author.page.url)
    reviewer.press("Grade again")
    reviewer.sees("What changed")

    learner.go(result)
    expect(learner.page.locator(".chip--ok").first).to_contain_text("Passed")
    learner.sees("Graded again")
    learner.sees("You are right: two options fit.")
    learner.look("passed-by-a-regrade")


def test_a_file_is_looked_at_taken_in_and_taken_away_again(staff, quiz_world, tmp_path):
    person = staff("author", language="nl")
    page, file = person.page, tmp_path / "questions.gift"
    file.write_text(GIFT)
    person.go(_banks(quiz_world, "empty", "files"))
    look(person, "no-file-yet")
    page.locator("[name=file]").set_input_files(file)
    person.press(say("Show what it would make", "nl"))
    person.sees(say("What this file would make", "nl"))
    look(person, "what-a-file-would-make")
    page.locator("button[name=confirmed]").click()
    expect(page.locator(".messages .success")).to_be_visible()
    look(person, "taken-in")
    page.locator("form[action$='/undo/'] button").click()
    expect(page.locator(".messages .success")).to_be_visible()
    expect(page.get_by_text(say("Undone", "nl"), exact=True)).to_be_visible()


def test_questions_are_narrowed_and_tagged_together(staff, quiz_world):
    person = staff("author", width=1280)
    page = person.page
    bank = quiz_world["at"]["bank"]
    person.go(f"/cms/snippets/quizzes/question/?bank={bank}&tag=signs&flagged=true")
    look(person, "questions-narrowed")
    boxes = page.locator("#listing-results [data-bulk-action-checkbox]")
    # Each question has a row for each of its two languages.
    boxes.nth(0).check()
    boxes.nth(2).check()
    page.get_by_role("link", name="Tag the selected questions").click()
    look(person, "tag-questions")
    person.fill("Tags to add", "asked-first")
    person.press("Save the tags")
    expect(page.locator(".messages .success")).to_contain_text("2 questions")
    person.go("/cms/snippets/quizzes/question/?tag=asked-first&locale=")
    expect(page.locator("#listing-results tbody tr")).not_to_have_count(0)


def test_a_question_that_is_worth_a_look_is_retired_and_asked_again(staff, quiz_world):
    person = staff("author", language="nl", scheme="dark")
    page = person.page
    person.go(_banks(quiz_world, "bank", "analysis"))
    look(person, "how-questions-do")
    page.locator(f"tbody a[href*='{quiz_world['at']['analysed']}']").click()
    look(person, "how-a-question-does")
    person.press(say("Retire", "nl"))
    expect(page.locator(".messages .success")).to_be_visible()
    person.sees(say("Retired.", "nl"))
    person.press(say("Ask it again", "nl"))
    expect(page.get_by_role("button", name=say("Retire", "nl"))).to_be_visible()


def test_two_that_ask_the_same_are_put_aside_and_brought_back(staff, quiz_world):
    person = staff("author", language="nl")
    page, told = person.page, ".messages .success"
    person.go(_banks(quiz_world, "empty", "duplicates"))
    expect(page.locator(".pair")).to_have_count(0)
    look(person, "no-near-duplicates")

    person.go(_banks(quiz_world, "bank", "duplicates"))
    pair = page.locator(".pair").first
    keys = pair.locator(".pair__key").all_inner_texts()
    look(person, "near-duplicates")
    tab_to(pair.get_by_role("button", name=say("Not a duplicate", "nl")))
    page.keyboard.press("Enter")
    for key in keys:
        expect(page.locator(told)).to_contain_text(key)

    person.follow(say("Put aside", "nl"), exact=True)
    row = page.locator("tbody tr", has_text=keys[0]).filter(has_text=keys[1])
    look(person, "put-aside")
    tab_to(row.get_by_role("button", name=say("Bring back", "nl")))
    page.keyboard.press("Enter")
    expect(page.locator(told)).to_contain_text(keys[0])
    expect(row).to_have_count(0)


def test_what_else_there_is_of_a_bank_fits_on_a_phone(staff, quiz_world):
    person = staff("author", language="nl")
    at = quiz_world["at"]
    for bank, path in (
        ("bank", "regrades"),
        ("bank", "versions"),
        ("pair_bank", "before-and-after"),
        ("empty", "scales"),
        ("kinds_bank", "export/gift"),
    ):
        person.go(_banks(quiz_world, bank, path))
        # The way to the others, and which of them this is.
        expect(person.page.locator(".cms-tabs [aria-current]")).to_be_visible()
        look(person, path.replace("/", "-"))
    person.go(f"/cms/questions/{at['kinds']['matching']}/try/")
    look(person, "try-a-question")
    person.go(f"/cms/quizzes/{at['quiz']}/try/?seed=1")
    person.press(say("See the result", "nl"))
    expect(person.page).to_have_url(re.compile(r"seed=1"))
    look(person, "a-quiz-that-was-tried")
