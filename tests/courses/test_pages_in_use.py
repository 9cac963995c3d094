"""Deleting, withdrawing or moving a page on which people learn."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from courses.domain.enrolment import enrol
from courses.domain.player import content_of_place, place_of
from organisations.enums import Role
from tests.factories.facts import writer
from tests.factories.organisations import UserFactory

KEPT = "Editions keep it as it was for them; the next edition will differ."


@pytest.fixture
def owner(client, beekstad):
    person = writer(beekstad, Role.PROGRAMME_OWNER, now=timezone.now())
    client.force_login(person)
    return person


def learners(small, count: int, now) -> list:
    people = UserFactory.create_batch(count, sector_id="POL")
    return [enrol(person, small.course, now=now) for person in people]


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (2, "A few people are learning with this page."),
        (6, "6 people are learning with this page."),
    ],
)
def test_before_a_page_goes_it_says_how_many_learn_with_it(
    client, owner, small_course, now, count, said
):
    learners(small_course, count, now)
    page = small_course.lesson("small-one")

    asked = client.get(reverse("wagtailadmin_pages:delete", args=[page.pk]))

    told = [str(message) for message in get_messages(asked.wsgi_request)]
    assert [one for one in told if KEPT in one] == [f"{said} {KEPT}"]


def test_a_page_that_nobody_learns_with_goes_without_a_word(
    client, owner, small_course
):
    page = small_course.lesson("small-one")

    asked = client.get(reverse("wagtailadmin_pages:delete", args=[page.pk]))

    assert list(get_messages(asked.wsgi_request)) == []


def test_nothing_is_lost_for_who_learns_when_a_page_is_deleted(small_course, now):
    (enrolment,) = learners(small_course, 1, now)
    key = small_course.key("small-one")
    before = content_of_place(place_of(enrolment, key, language="en"))
    for language in ("en", "nl"):
        small_course.lesson("small-one", language).delete()
    small_course.release()

    assert content_of_place(place_of(enrolment, key, language="en")) == before
