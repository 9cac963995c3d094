"""How questions do, in the content admin: seen by those who write for the body that
owns the course, and by nobody else."""

import uuid

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from organisations.enums import Role
from quizzes.domain.analysis.counting import ask_for_analysis
from quizzes.domain.retiring import retire_question
from quizzes.models import BankAnalysis, Retirement
from tests.factories.attempts import take_quiz, versions_of
from tests.factories.facts import writer

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(beekstad):
    """Alice, who writes for the body that owns the course."""
    return writer(beekstad, Role.AUTHOR, now=timezone.now())


@pytest.fixture
def bank(course):
    return course.course.banks.get()


@pytest.fixture
def versions(bank):
    return versions_of(bank)


@pytest.fixture
def url(bank):
    return reverse("bank_analysis", args=[bank.pk])


@pytest.fixture
def counted(course, bank, versions):
    """Forty people: the first question is answered rightly by those who do less well
    in the others, and nobody chooses its third option."""
    first, *others = versions
    a, b, _c = (option["id"] for option in first.content["en"]["options"])
    rows = [
        {first: a if n < 20 else b} | dict.fromkeys(others[:6], n >= 20)
        for n in range(40)
    ]
    take_quiz(course, rows, now=timezone.now())
    ask_for_analysis(bank, now=timezone.now())
    return first


def words_of(response) -> str:
    main = BeautifulSoup(response.content, "html.parser").find("main")
    return " ".join(main.get_text(" ").split())


def test_before_anybody_answered_it_says_what_will_stand_here(sign_in, author, url):
    page = sign_in(author).get(url)
    assert "Not counted yet." in words_of(page)
    assert "once 8 people have handed in" in words_of(page)


def test_what_is_worth_a_look_is_said_in_the_table_and_drawn(
    sign_in, author, url, counted
):
    page = sign_in(author).get(url)
    soup = BeautifulSoup(page.content, "html.parser")
    row = next(r for r in soup.select("tbody tr") if counted.key in r.get_text())
    words = " ".join(row.get_text(" ").split())
    assert "Look at the key" in words
    assert "The wrong way round" in words
    assert "50 %" in words
    drawn = soup.select_one("svg[role=img]")
    assert drawn.find("title", id="plot-title")
    assert drawn.find("desc")
    points = drawn.select("circle, .plot__flagged")
    assert len(points) == len(soup.select("tbody tr")) == 7
    assert "5 more questions have too few answers" in words_of(page)


def test_the_table_is_ordered_and_narrowed(sign_in, author, url, counted):
    browser = sign_in(author)

    def keys(query):
        soup = BeautifulSoup(browser.get(url + query).content, "html.parser")
        return [one.a.get_text() for one in soup.select("tbody th")]

    assert keys("?order=-key") == sorted(keys("?order=key"), reverse=True)
    assert keys("?order=nonsense") == keys("")
    assert keys("")[0] == counted.key
    assert keys("?order=discrimination")[0] == counted.key
    assert counted.key in keys("?flagged")
    assert keys("?order=time&p=99") == keys("?order=time")


def test_a_question_shows_what_was_chosen_and_by_whom_it_is_missed(
    sign_in, author, bank, counted
):
    address = reverse("bank_question_analysis", args=[bank.pk, counted.question_key])
    page = sign_in(author).get(address)
    words = words_of(page)
    assert "Those who do well overall get it wrong more often." in words
    assert "more chose “Wrong b” than the right answer" in words
    assert "“Wrong c”" in words
    rows = BeautifulSoup(page.content, "html.parser").select("tbody tr")
    cells = [" ".join(row.get_text(" ").split()) for row in rows[:3]]
    assert cells == [
        "1 Right a right 50 % 0 % 100 %",
        "2 Wrong b 50 % 100 % 0 %",
        "3 Wrong c 0 % 0 % 0 %",
    ]


def test_in_dutch_too(sign_in, author, bank, url, counted):
    browser = sign_in(author, "nl")
    author.language = "nl"
    author.save()
    address = reverse("bank_question_analysis", args=[bank.pk, counted.question_key])
    for page in (browser.get(url), browser.get(address)):
        assert page.status_code == 200


def test_each_kind_of_question_can_be_shown(sign_in, author, course, bank, versions):
    rows = [dict.fromkeys(versions, n % 3 > 0) for n in range(12)]
    take_quiz(course, rows, now=timezone.now(), language="nl")
    ask_for_analysis(bank, now=timezone.now())
    browser = sign_in(author)
    for version in versions:
        address = reverse(
            "bank_question_analysis", args=[bank.pk, version.question_key]
        )
        assert "67 %" in words_of(browser.get(address)), version.kind


def test_a_question_is_retired_and_brought_back(sign_in, author, bank, counted):
    browser = sign_in(author)
    place = [bank.pk, counted.question_key]
    address = reverse("bank_question_retire", args=place)
    page = browser.post(address, follow=True)
    assert "Retired." in words_of(page)
    held = Retirement.objects.get()
    assert (held.question_key, held.retired_by) == (counted.question_key, author)

    page = browser.post(address, {"again": "1"}, follow=True)
    assert "asked again" in page.text
    assert not Retirement.objects.exists()


def test_counting_is_asked_for_and_followed(sign_in, author, bank, url, now):
    browser = sign_in(author)
    browser.post(reverse("bank_analysis_start", args=[bank.pk]))
    work = BankAnalysis.objects.get()
    assert not work.is_under_way

    far = reverse("bank_analysis_progress", args=[bank.pk])
    assert browser.get(far).json()["isUnderWay"] is False
    work.is_under_way, work.done, work.total = True, 5, 10
    work.heard_at = timezone.now()
    work.save()
    assert browser.get(far).json() == {
        "isUnderWay": True,
        "done": 5,
        "total": 10,
        "words": "5 of 10 attempts read",
    }
    assert "5 of 10 attempts read" in words_of(browser.get(url))


def test_nobody_else_sees_or_does_anything(
    sign_in, bank, bob, charlie, valmont, counted, url
):
    stranger = writer(valmont, Role.AUTHOR, now=timezone.now())
    place = [bank.pk, counted.question_key]
    for person in (bob, charlie, stranger):
        browser = sign_in(person)
        for name, args in (
            ("bank_analysis", [bank.pk]),
            ("bank_analysis_progress", [bank.pk]),
            ("bank_question_analysis", place),
        ):
            assert browser.get(reverse(name, args=args)).status_code == 404
        for name, args in (
            ("bank_analysis_start", [bank.pk]),
            ("bank_question_retire", place),
        ):
            assert browser.post(reverse(name, args=args)).status_code == 404
    assert not Retirement.objects.exists()


def test_a_question_of_another_bank_is_not_there(sign_in, author, bank):
    place = [bank.pk, uuid.uuid4()]
    browser = sign_in(author)
    page = browser.get(reverse("bank_question_analysis", args=place))
    assert page.status_code == 404
    act = browser.post(reverse("bank_question_retire", args=place))
    assert act.status_code == 404


def test_a_bank_costs_the_same_queries_with_one_question_and_with_many(
    sign_in, author, course, bank, versions, url
):
    browser = sign_in(author)

    def queries():
        browser.get(url)
        with CaptureQueriesContext(connection) as asked:
            browser.get(url)
        return len(asked)

    take_quiz(course, [{versions[0]: True}] * 8, now=timezone.now())
    ask_for_analysis(bank, now=timezone.now())
    few = queries()
    take_quiz(course, [dict.fromkeys(versions, True)] * 8, now=timezone.now())
    retire_question(bank, versions[1].question_key, actor=None, now=timezone.now())
    ask_for_analysis(bank, now=timezone.now())
    assert queries() == few


def test_banks_and_questions_lead_there(sign_in, author, bank, url):
    browser = sign_in(author)
    banks = browser.get(reverse("wagtailsnippets_quizzes_bank:list"))
    assert url in banks.text
    questions = browser.get(reverse("wagtailsnippets_quizzes_question:list"))
    key = bank.questions.first().translation_key
    assert reverse("bank_question_analysis", args=[bank.pk, key]) in questions.text
