"""Authors try questions and quizzes out; nothing of it is kept."""

import json

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from courses.exercises import kind_of
from organisations.enums import Role
from quizzes.domain.trying_out import try_quiz
from quizzes.models import Answer, Attempt, Question, QuizPage
from tests.factories.exercises import PRACTICE, answer_fields, question_body
from tests.factories.facts import writer

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(beekstad):
    """Alice, who writes for the body that owns the course."""
    return writer(beekstad, Role.AUTHOR, now=timezone.now())


@pytest.fixture
def quiz(course):
    return QuizPage.objects.get(slug="small-quiz", locale__language_code="en")


@pytest.fixture
def url(quiz):
    return reverse("quiz_try", args=[quiz.pk]) + "?seed=7"


def words_of(page) -> str:
    return " ".join(
        BeautifulSoup(page.content, "html.parser").main.get_text(" ").split()
    )


def held(page) -> dict:
    field = BeautifulSoup(page.content, "html.parser").find(
        "input", {"name": "answers"}
    )
    return json.loads(field["value"])


def test_each_kind_of_question_is_answered_and_reviewed(sign_in, author, quiz):
    browser = sign_in(author)
    for question in quiz.bank.questions.filter(locale=quiz.locale_id):
        address = reverse("question_try", args=[question.pk])
        assert browser.get(address).status_code == 200
        content = try_quiz(quiz, seed=1, with_drafts=False)
        one = next(t for t in content if t.question == question)
        right = browser.post(address, answer_fields(one.content, right=True))
        wrong = browser.post(address, answer_fields(one.content, right=False))
        assert "What a learner reads afterwards" in words_of(right)
        shown = BeautifulSoup(right.content, "html.parser").select_one("section .chip")
        assert shown.get_text(strip=True) == "Right", one.kind.name
        shown = BeautifulSoup(wrong.content, "html.parser").select_one("section .chip")
        assert shown.get_text(strip=True) != "Right", one.kind.name
    assert not Answer.objects.exists()


def test_the_page_says_its_language_and_its_name(sign_in, author, quiz, url):
    soup = BeautifulSoup(sign_in(author, "nl").get(url).content, "html.parser")
    assert soup.html["lang"] == "nl"
    assert soup.title.get_text() == f"Uitproberen: {quiz.title} · Relay"


@pytest.mark.parametrize("kind", [*PRACTICE, "hotspot"])
def test_kinds_that_are_practised_can_be_tried_too(sign_in, author, quiz, kind):
    question = quiz.bank.questions.filter(locale=quiz.locale_id).first()
    body = question_body("other", "en", kind=kind)
    question.body = Question._meta.get_field("body").to_python(body)
    question.save_revision(clean=False)
    address = reverse("question_try", args=[question.pk])
    browser = sign_in(author)
    assert browser.get(address).status_code == 200
    assert browser.post(address, {}).status_code == 200


def to_dialogue(question) -> None:
    """The draft of a question becomes a dialogue: a door, behind it a hall."""
    body = question_body("other", "en", kind="dialogue")
    question.body = Question._meta.get_field("body").to_python(body)
    question.save_revision(clean=False)


def choices_on(page) -> dict[str, str]:
    buttons = BeautifulSoup(page.content, "html.parser").select(".walk__choices button")
    return {button["value"]: button.get_text(strip=True) for button in buttons}


def here_on(page) -> str:
    here = BeautifulSoup(page.content, "html.parser").select_one("[data-walk-here]")
    return " ".join(here.get_text(" ").split())


def test_a_dialogue_is_walked_as_a_learner_walks_it(sign_in, author, quiz):
    question = quiz.bank.questions.filter(locale=quiz.locale_id).first()
    to_dialogue(question)
    address = reverse("question_try", args=[question.pk])
    browser = sign_in(author)

    first = browser.get(address)
    (way, _text), *_others = choices_on(first).items()
    step = browser.post(address, {"way": ["0", way]})

    assert way == "1"
    assert here_on(step) != here_on(first)
    assert all(one.startswith("1.") for one in choices_on(step))
    # Scenes one has not come to are not read beforehand.
    assert len(BeautifulSoup(step.content, "html.parser").select(".script")) == 0
    again = browser.post(address, {"way": ["1", "0"]})
    assert here_on(again) == here_on(first)
    assert "does not belong" in words_of(browser.post(address, {"way": "1.9.9"}))


def test_a_dialogue_without_an_end_is_read_as_far_as_it_is_written(
    sign_in, author, quiz
):
    question = quiz.bank.questions.filter(locale=quiz.locale_id).first()
    to_dialogue(question)
    question.body[0].value["scenes"][0]["choices"][0]["next"] = "attic"
    question.save_revision(clean=False)
    address = reverse("question_try", args=[question.pk])
    browser = sign_in(author)

    assert "1" in choices_on(browser.get(address))
    assert "does not belong" in words_of(browser.post(address, {"way": "1"}))


def test_in_a_quiz_a_way_is_carried_along(sign_in, author, quiz, url):
    question = quiz.bank.questions.filter(locale=quiz.locale_id).first()
    to_dialogue(question)
    address = f"{url}&drafts"
    place, _one = next(
        (place, one)
        for place, one in enumerate(try_quiz(quiz, seed=7, with_drafts=True), start=1)
        if one.kind.walks
    )
    browser = sign_in(author)
    state = {"answers": "{}", "at": str(place)}

    page = browser.post(address, state | {"way": ["0", "1"]})
    assert f"Question {place} /" in words_of(page)
    assert held(page) == {str(place): {"way": [1]}}
    # Going on keeps the way, and coming back shows it.
    on = browser.post(address, state | {"way": "1", "go": str(place - 1)})
    assert held(on) == {str(place): {"way": [1]}}
    back = browser.post(
        address, {"answers": json.dumps(held(on)), "at": "", "go": str(place)}
    )
    assert here_on(back) == here_on(page)


def test_an_answer_of_another_question_is_told(sign_in, author, quiz):
    question = quiz.bank.questions.get(key="small-q0", locale=quiz.locale_id)
    page = sign_in(author).post(
        reverse("question_try", args=[question.pk]), {"choice": "none"}
    )
    assert "does not belong to this question" in words_of(page)
    assert "What a learner reads" not in words_of(page)


def test_a_draft_that_asks_nothing_says_so(sign_in, author, quiz):
    empty = Question.objects.create(
        bank=quiz.bank, key="empty", locale=quiz.locale, live=False
    )
    page = sign_in(author).get(reverse("question_try", args=[empty.pk]))
    assert "It asks nothing yet." in words_of(page)


def test_a_whole_quiz_is_taken_back_and_forth_to_its_result(sign_in, author, quiz, url):
    browser = sign_in(author)
    tried = try_quiz(quiz, seed=7, with_drafts=False)
    page = browser.get(url)
    assert "Draw number 7" in words_of(page)
    assert "Question 1 / 12" in words_of(page)
    for place, one in enumerate(tried, start=1):
        fields = answer_fields(one.content, right=place != 1)
        go = "end" if place == len(tried) else str(place + 1)
        state = {"answers": json.dumps(held(page)), "at": str(place), "go": go}
        page = browser.post(url, fields | state)
    assert "of 12 right" in words_of(page)
    assert len(held(page)) == 12
    result = words_of(page)
    assert tried[3].content["prompt"] in result

    back = browser.post(url, {"answers": json.dumps(held(page)), "go": "1"})
    assert "Question 1 / 12" in words_of(back)
    assert len(held(back)) == 12
    assert (Attempt.objects.count(), Answer.objects.count()) == (0, 0)


def test_what_a_form_carries_is_checked(sign_in, author, quiz, url):
    browser = sign_in(author)
    for carried in ("{", "[]", '{"1": {"choice": "none"}, "99": {}}'):
        page = browser.post(url, {"answers": carried, "go": "2"})
        assert held(page) == {}
        assert "Question 2 / 12" in words_of(page)
    far = "9" * 5000
    page = browser.post(url, {"at": far, "go": far})
    assert "Question 1 / 12" in words_of(page)
    tried = try_quiz(quiz, seed=7, with_drafts=False)
    place = next(
        n
        for n, t in enumerate(tried, start=1)
        if t.kind is kind_of({"kind": "single_choice"})
    )
    page = browser.post(url, {"at": str(place), "go": "end", "choice": "none"})
    assert f"Question {place} / 12" in words_of(page)
    assert "does not belong" in words_of(page)


def test_without_a_seed_one_is_drawn_and_shown(sign_in, author, quiz):
    page = sign_in(author).get(reverse("quiz_try", args=[quiz.pk]) + "?drafts")
    assert page.status_code == 302
    assert "seed=" in page["Location"]
    assert "drafts" in page["Location"]


def test_a_bank_without_a_published_question_offers_drafts(sign_in, author, quiz, url):
    quiz.bank.questions.update(live=False)
    browser = sign_in(author)
    assert "There is nothing to ask yet" in words_of(browser.get(url))
    assert "Question 1 /" in words_of(browser.get(f"{url}&drafts"))


def test_nobody_else_tries_it(sign_in, bob, charlie, valmont, quiz, url):
    stranger = writer(valmont, Role.AUTHOR, now=timezone.now())
    question = quiz.bank.questions.first()
    for person in (bob, charlie, stranger):
        browser = sign_in(person)
        assert browser.get(url).status_code == 404
        address = reverse("question_try", args=[question.pk])
        assert browser.get(address).status_code == 404


def test_editors_lead_there(sign_in, author, quiz):
    browser = sign_in(author)
    editor = browser.get(reverse("wagtailadmin_pages:edit", args=[quiz.pk]))
    assert reverse("quiz_try", args=[quiz.pk]) in editor.text
    listed = browser.get(reverse("wagtailsnippets_quizzes_question:list"))
    question = listed.context["object_list"][0]
    assert reverse("question_try", args=[question.pk]) in listed.text
