"""A quiz has the languages of its edition, and says so where that is not the reader's."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from courses.domain.enrolment import enrol
from courses.models import CoursePage
from lms.remembered import forget
from quizzes.domain import attempts
from quizzes.models import QuestionVersion

LONG = (
    "Ce cours n’existe pas encore en français. Vous le lisez en anglais ; votre place "
    "reste la même quand vous changez de langue."
)


def main(response):
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser").main


def words(response) -> str:
    return " ".join(main(response).get_text(" ").split())


@pytest.fixture
def french(sign_in, bob, enrolment):
    return sign_in(bob, "fr")


@pytest.fixture
def dutch(sign_in, bob, enrolment):
    return sign_in(bob, "nl")


def test_the_front_says_so_and_marks_what_is_read(french, dutch, quiz_key):
    address = reverse("quizzes:front", args=["small", quiz_key])

    page = french.get(address)

    assert words(page).count(LONG) == 1
    assert main(page).select_one("h1 [lang]").attrs == {"lang": "en"}
    assert main(dutch.get(address)).select("h1 [lang], .notice") == []


def test_a_question_says_so_and_its_form_is_wholly_in_its_language(
    french, dutch, address, item
):
    url = address("question", item(kind="multiple_choice").position)

    page = french.get(url)

    assert words(page).count(LONG) == 1
    form = main(page).select_one("form > div[lang=en]")
    assert "Choose all that apply." in form.text
    assert "Question" in form.legend.text
    own = dutch.get(url)
    assert "Vraag" in main(own).select_one("form > div[lang=nl]").legend.text
    assert main(own).select(".notice") == []


def test_the_review_and_the_result_say_so(french, dutch, address, hand_in):
    review = french.get(address("review"))
    assert words(review).count(LONG) == 1
    prompts = main(review).select(".review-list__prompt [lang=en]")
    assert len(prompts) == 12

    hand_in(wrong=(1,))
    result = french.get(address("result"))

    assert words(result).count(LONG) == 1
    again = main(result).select_one(".look-again")
    assert again.select_one("h3 [lang]")["lang"] == "en"
    assert again.select_one("div[lang=en] .review") is not None
    assert main(dutch.get(address("result"))).select("h3 [lang], p.notice") == []


@pytest.fixture
def without_dutch(course):
    """The next edition is there in English only; its questions were written in both."""
    CoursePage.objects.get(locale__language_code="nl").unpublish()
    return course.release()


def test_a_question_of_another_language_is_not_asked_where_the_edition_lacks_it(
    sign_in, charlie, course, quiz_key, without_dutch, now
):
    """Half a course in Dutch would be no course in Dutch."""
    assert without_dutch.languages == ["en"]
    theirs = enrol(charlie, course.course, now=now)
    attempt = attempts.start_attempt(theirs, quiz_key, language="nl", now=now)

    page = sign_in(charlie, "nl").get(
        reverse("quizzes:question", args=[attempt.uuid, 1])
    )

    assert "sinds editie 2 niet meer in het Nederlands" in words(page)
    assert main(page).select_one("form > div[lang]")["lang"] == "en"


def test_a_frozen_question_that_lacks_a_language_says_so_alone(
    dutch, address, item, attempt
):
    """Such were frozen before a quiz had to be there in every language."""
    version = item(1).version
    del version.content["nl"]
    QuestionVersion.objects.filter(pk=version.pk).update(content=version.content)
    forget()

    first, second = (dutch.get(address("question", place)) for place in (1, 2))

    note = "Nog niet in het Nederlands; je leest het in het Engels."
    assert note in words(first)
    form = main(first).select_one("form > div[lang=en]")
    assert "Question" in form.select_one(".exercise__prompt").text
    assert note not in words(second)
    attempts.submit_attempt(attempt, language="nl", now=attempt.started_at)
    assert words(dutch.get(address("result"))).count(note) == 1
