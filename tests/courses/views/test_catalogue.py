from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from courses.models import Course, Edition
from lms.remembered import forget
from organisations.models import Sector
from tests.factories.certificates import make_rule

CATALOGUE = reverse("courses:catalogue")


def titles(response) -> list[str]:
    return [card["title"] for card in response.context["cards"]]


@pytest.fixture
def closed(small_course):
    small_course.course.is_open = False
    small_course.course.save()
    return small_course.course


def test_anybody_sees_an_open_course_with_minutes_and_languages(client, small_course):
    response = client.get(CATALOGUE)

    assert titles(response) == ["Course en"]
    assert response.context["cards"][0]["minutes"] == 18
    assert "EN NL" in response.content.decode()


def test_a_course_without_an_edition_is_not_shown(client, small_course):
    Course.objects.update(current_edition=None)

    response = client.get(CATALOGUE)

    assert titles(response) == []
    assert "No course is open for this sector yet" in response.content.decode()


def test_a_closed_course_is_shown_to_those_in_it_only(
    enrolment, closed, sign_in, client, alice, bob, charlie
):
    assert titles(sign_in(bob).get(CATALOGUE)) == ["Course en"]
    assert titles(sign_in(alice).get(CATALOGUE)) == []
    assert titles(sign_in(charlie).get(CATALOGUE)) == []
    assert titles(client.get(CATALOGUE)) == []


def test_an_open_course_is_shown_once_however_many_are_in_it(
    enrolment, sign_in, bob, charlie, small_course, now
):
    from courses.domain.enrolment import enrol

    enrol(charlie, small_course.course, now=now)

    assert titles(sign_in(bob).get(CATALOGUE)) == ["Course en"]


def test_the_title_is_in_the_language_of_the_reader(sign_in, alice, small_course):
    dutch = sign_in(alice, "nl").get(CATALOGUE)
    french = sign_in(alice, "fr").get(CATALOGUE)

    assert titles(dutch) == ["Course nl"]
    assert titles(french) == ["Course en"]


def test_a_sector_shows_its_own_courses_and_minutes(client, small_course):
    small_course.course.sectors.add(Sector.objects.get(pk="POL"))

    police = client.get(CATALOGUE, {"sector": "POL"})

    assert titles(police) == ["Course en"]
    assert police.context["cards"][0]["minutes"] == 22
    assert titles(client.get(CATALOGUE, {"sector": "EDU"})) == []


def test_a_course_for_every_sector_is_shown_for_each(client, small_course):
    assert titles(client.get(CATALOGUE, {"sector": "EDU"})) == ["Course en"]


@pytest.mark.parametrize("sector", ["XXX", "\x00", "POL' OR 1=1"])
def test_a_sector_that_does_not_exist_shows_everything(client, small_course, sector):
    assert titles(client.get(CATALOGUE, {"sector": sector})) == ["Course en"]


def says_certificate(page) -> bool:
    chips = BeautifulSoup(page.content, "html.parser").select(".course-card .chip")
    return any("Certificate" in chip.text for chip in chips)


def test_a_card_says_certificate_where_the_course_gives_one(client, small_course):
    assert not says_certificate(client.get(CATALOGUE))
    make_rule(small_course.course, sector=Sector.objects.get(pk="POL"))

    assert says_certificate(client.get(CATALOGUE))
    assert says_certificate(client.get(CATALOGUE, {"sector": "POL"}))
    assert not says_certificate(client.get(CATALOGUE, {"sector": "EDU"}))


def test_head_answers_and_post_does_not(client, small_course):
    assert client.head(CATALOGUE).status_code == 200
    assert client.post(CATALOGUE).status_code == 405


def test_thirty_courses_take_as_many_queries_as_one(
    sign_in, alice, small_course, django_assert_max_num_queries
):
    browser = sign_in(alice)
    browser.get(CATALOGUE)
    forget()
    with django_assert_max_num_queries(12) as one:
        browser.get(CATALOGUE)
    for number in range(29):
        _another(small_course.course.current_edition, number)
    forget()
    with django_assert_max_num_queries(len(one)):
        response = browser.get(CATALOGUE)
    assert len(titles(response)) == 30


def _another(edition: Edition, number: int) -> None:
    course = Course.objects.create(
        code=f"another-{number}", owner=edition.course.owner, is_open=True
    )
    course.current_edition = Edition.objects.create(
        course=course,
        number=1,
        significance="minor",
        languages=edition.languages,
        outline=edition.outline,
        released_at=timezone.now() - timedelta(days=number),
    )
    course.save()
