"""What is different between two editions, in the content admin."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from courses.domain.editions.preparing import ask_for_preparation
from organisations.enums import Role
from quizzes.models import QuizPage
from tests.factories.facts import writer


@pytest.fixture
def author(client, beekstad):
    person = writer(beekstad, Role.AUTHOR, now=timezone.now())
    client.force_login(person)
    return person


@pytest.fixture
def difference(small_course):
    return reverse("course_difference", args=[small_course.course.pk])


def change(small, *, minutes=5) -> None:
    page = small.lesson("small-one")
    page.body[0].value = "Lead one for everybody"
    page.minutes = minutes
    page.save()


def text_of(response) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").main.text.split())


def test_with_one_edition_there_is_nothing_to_compare(client, author, difference):
    page = client.get(difference)

    assert "There is one edition." in text_of(page)
    assert not BeautifulSoup(page.content, "html.parser").main.select("select")


def test_an_author_reads_what_is_different_word_by_word(
    client, author, difference, small_course
):
    change(small_course, minutes=9)
    QuizPage.objects.update(pass_percent=90)
    small_course.release()

    page = client.get(difference)
    words = client.get(
        reverse(
            "course_difference_words",
            args=[small_course.course.pk, small_course.key("small-one")],
        )
    )

    told = text_of(page)
    assert "Lessons and quizzes: 0 new, 2 changed, 0 removed." in told
    assert "Minutes: 5 before, 9 now" in told
    assert "pass mark (%): before: 80 now: 90" in told
    shown = BeautifulSoup(words.content, "html.parser").main
    assert [one.text.split()[1:-1] for one in shown.select("ins")] == [
        ["for", "everybody"]
    ]
    assert [one.text.split()[1:-1] for one in shown.select("del")] == [["en"]]
    heads = [one.text.split() for one in shown.select(".edition-block__head")]
    assert heads == [["changed", "Opening"]]
    assert "Nothing is different in this language." in text_of(words)


def test_what_is_put_together_is_compared_with_the_last_edition(
    client, author, difference, small_course, alice
):
    change(small_course)
    ask_for_preparation(small_course.course, actor=alice, now=timezone.now())

    page = client.get(difference)

    assert "0 new, 1 changed, 0 removed" in text_of(page)
    words = reverse(
        "course_difference_words",
        args=[small_course.course.pk, small_course.key("small-one")],
    )
    assert "for everybody" in client.get(words).text
    assert "Nothing is different." in text_of(client.get(difference, {"new": "1"}))


@pytest.mark.parametrize("asked", [{"old": "9"}, {"new": "9"}, {"new": "draft"}])
def test_an_edition_that_is_not_there_is_not_compared(
    client, author, difference, small_course, asked
):
    change(small_course)
    small_course.release()

    assert client.get(difference, asked).status_code == 404


def test_an_activity_of_another_course_has_no_words(client, author, small_course):
    change(small_course)
    small_course.release()
    words = reverse(
        "course_difference_words",
        args=[small_course.course.pk, "00000000-0000-0000-0000-000000000001"],
    )

    assert client.get(words).status_code == 404


def test_authors_of_other_bodies_see_nothing_of_it(
    client, valmont, difference, small_course
):
    client.force_login(writer(valmont, Role.AUTHOR, now=timezone.now()))

    assert client.get(difference).status_code == 404
