"""The paths a person is on, and the practice they are offered, on their home."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.domain import boosters
from courses.models import BoosterOffer, SectorTitle
from tests.factories import tracking as factories
from tests.factories.courses import make_course
from tests.factories.equivalents import bare_course, make_equivalents
from tests.factories.programmes import make_path
from tracking.domain.home import home_of

HOME = reverse("tracking:home")


@pytest.fixture
def course(small_course):
    return small_course.course


@pytest.fixture
def second(beekstad, course):
    return bare_course(
        beekstad, "second", is_open=True, current_edition_id=course.current_edition_id
    )


@pytest.fixture
def yesterday():
    return timezone.localdate() - timedelta(days=1)


def home(user):
    return home_of(user, now=timezone.now(), language="en")


def test_a_path_is_at_home_from_its_first_course_until_the_last(
    beekstad, bob, alice, course, second, yesterday
):
    make_path(beekstad, course, second)
    assert home(bob).paths == []

    factories.make_completion(bob, course, yesterday)
    (journey,) = home(bob).paths
    assert (journey.title, journey.done_count) == ("The way", 1)
    assert journey.next_step.favoured.course == second
    assert home(alice).paths == []

    factories.make_completion(bob, second, yesterday)
    assert home(bob).paths == []


def test_what_counts_for_a_step_is_read_from_the_same_record(
    beekstad, bob, course, second, yesterday
):
    workshop = bare_course(
        beekstad, "workshop", current_edition_id=course.current_edition_id
    )
    make_path(beekstad, course, second)
    make_equivalents(course, workshop)
    factories.make_enrolment(bob, course, yesterday)
    factories.make_completion(bob, workshop, yesterday)

    assert home(bob).paths[0].done_count == 1


def test_seen_from_a_day_before_a_course_was_completed_its_step_is_still_ahead(
    beekstad, bob, course, second, yesterday
):
    make_path(beekstad, course, second)
    factories.make_enrolment(bob, course, yesterday)
    factories.make_completion(bob, course, yesterday)

    assert home(bob).paths[0].done_count == 1
    before = home_of(bob, now=timezone.now() - timedelta(days=3), language="en")
    assert before.paths[0].done_count == 0


def test_the_page_shows_path_and_practice_within_the_budget(
    client, beekstad, bob, course, second, yesterday, django_assert_max_num_queries
):
    completion = factories.make_completion(bob, course, yesterday)
    make_path(beekstad, course, second)
    BoosterOffer.objects.create(
        completion=completion,
        enrolment=completion.enrolment,
        cycle=1,
        practice=second,
        offered_at=timezone.now(),
    )
    client.force_login(bob)
    client.cookies["django_language"] = "en"
    client.get(HOME)

    with django_assert_max_num_queries(12):
        page = client.get(HOME).text

    assert "Your learning paths" in page
    assert reverse("courses:path", args=["way"]) in page
    assert "If you like: practise for a moment" in page
    boosters.decline(bob, now=timezone.now())
    assert "practise for a moment" not in client.get(HOME).text


def test_a_teacher_reads_the_neutral_title_at_home(beekstad, bob, yesterday):
    made = make_course(beekstad, code="named")
    SectorTitle.objects.create(
        course=made.course, sector_id="EDU", titles={"en": "Dialogue", "nl": "Dialoog"}
    )
    made.release()
    bob.sector_id = "EDU"
    bob.save()
    factories.make_enrolment(bob, made.course, yesterday, sector="EDU")

    assert home(bob).first.title == "Dialogue"
