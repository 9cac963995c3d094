"""The list of questions: found by what an author asks of it, at one price."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from organisations.enums import Role
from quizzes.domain.analysis.counting import ask_for_analysis
from quizzes.domain.retiring import retire_question
from quizzes.models import Question
from tests.factories.attempts import take_quiz, versions_of
from tests.factories.facts import writer

pytestmark = pytest.mark.django_db
LIST = "wagtailsnippets_quizzes_question:list"


@pytest.fixture
def author(beekstad):
    """Alice, who writes for the body that owns the course."""
    return writer(beekstad, Role.AUTHOR, now=timezone.now())


@pytest.fixture
def bank(course):
    return course.course.banks.get()


@pytest.fixture
def listed(sign_in, author):
    browser = sign_in(author)

    def keys(**asked) -> set[str]:
        page = browser.get(reverse(LIST), {"locale": "", **asked})
        return {one.key for one in page.context["object_list"]}

    return keys


def test_questions_are_found_by_kind_use_language_and_what_is_worth_a_look(
    course, bank, listed
):
    assert listed(kind="matching") == {"small-q3"}
    retire_question(
        bank,
        bank.questions.filter(key="small-q1").first().translation_key,
        actor=None,
        now=timezone.now(),
    )
    assert listed(use="retired") == {"small-q1"}
    assert "small-q1" not in listed(use="in_use")
    bank.questions.get(key="small-q2", locale__language_code="nl").delete()
    assert listed(translation="nl-missing") == {"small-q2"}
    assert "small-q2" not in listed(translation="nl-done")

    first, *others = versions_of(bank)
    rows = [{first: n < 20} | dict.fromkeys(others[:4], n >= 20) for n in range(40)]
    take_quiz(course, rows, now=timezone.now())
    ask_for_analysis(bank, now=timezone.now())
    assert first.key in listed(flagged="true")
    assert first.key not in listed(flagged="false")


def test_a_language_with_a_hyphen_in_its_code_is_narrowed_by_too(listed, settings):
    settings.RELAY_LANGUAGE_NAMES = {
        **settings.RELAY_LANGUAGE_NAMES,
        "pt-br": "Português (Brasil)",
    }
    assert "small-q1" in listed(translation="pt-br-missing")
    assert listed(translation="pt-br-done") == set()


def test_a_row_says_its_kind_its_languages_and_what_is_worth_a_look(
    sign_in, author, course, bank
):
    first, second = versions_of(bank)[:2]
    rows = [{first: n < 20, second: n >= 20} for n in range(40)]
    take_quiz(course, rows, now=timezone.now())
    ask_for_analysis(bank, now=timezone.now())
    page = sign_in(author).get(reverse(LIST))
    table = BeautifulSoup(page.content, "html.parser").select("tbody tr")
    row = next(r for r in table if first.key in r.get_text().split())
    words = " ".join(row.get_text(" ").split())
    assert "Single choice" in words
    assert "NL ✓ Approved" in words
    assert "FR – Missing" in words
    assert "The wrong way round" in words


def test_many_rows_cost_no_more_queries_than_few(sign_in, author, bank):
    browser = sign_in(author)

    def queries(**asked):
        browser.get(reverse(LIST), asked)
        with CaptureQueriesContext(connection) as held:
            page = browser.get(reverse(LIST), asked)
        return len(page.context["object_list"]), len(held)

    # The same page, of which a filter leaves two rows.
    (few, cost), (many, same) = queries(q="small-q3"), queries(q="small-q")
    assert (few, many) == (2, 20)
    assert cost == same


def test_ticked_questions_are_tagged(sign_in, author, bank):
    browser = sign_in(author)
    two = list(bank.questions.filter(locale__language_code="en")[:2])
    address = reverse("wagtail_bulk_action", args=["quizzes", "question", "tag"])
    back = reverse(LIST)
    asked = f"{address}?id={two[0].pk}&id={two[1].pk}&next={back}"
    form = browser.get(asked)
    assert two[0].key in form.text
    assert "Write a tag" in browser.post(asked, {"add": "", "remove": ""}).text

    many = " ".join(f"number-{number}" for number in range(20))
    for tags in (many, many.replace("number", "other")):
        last = browser.post(asked, {"add": tags, "remove": ""})
    assert "too many tags" in last.text

    done = browser.post(asked, {"add": "ask-first", "remove": many}, follow=True)
    assert "2 questions have other tags now" in done.text
    tagged = Question.objects.tagged("ask-first")
    assert {one.key for one in tagged} == {two[0].key, two[1].key}


def test_nobody_tags_what_others_have(sign_in, bank, valmont):
    stranger = writer(valmont, Role.AUTHOR, now=timezone.now())
    address = reverse("wagtail_bulk_action", args=["quizzes", "question", "tag"])
    question = bank.questions.first()
    answer = sign_in(stranger).post(f"{address}?id={question.pk}", {"add": "mine"})
    assert answer.status_code == 404
    assert not Question.objects.tagged("mine").exists()
