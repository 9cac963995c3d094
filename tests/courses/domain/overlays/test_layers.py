"""Who reads what an organisation adds."""

from datetime import date

import pytest

from courses.domain.enrolment import enrol
from courses.domain.overlays.layers import layers_at, layers_of
from courses.domain.player import content_of_place, place_of
from courses.domain.progress import way_through
from organisations.enums import Level, Role
from organisations.models import Membership
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.overlays import add, make_local


@pytest.fixture
def local(small_course, beekstad):
    """A local lesson of Beekstad in Dutch, after lesson one."""
    lesson = make_local(beekstad)
    add(small_course, beekstad, lesson)
    return lesson


def titles(user, small, now, language="en"):
    enrolment = enrol(user, small.course, now=now)
    way = way_through(enrolment, language=language)
    return [way.title_of(activity) for activity in way.activities]


COURSE = ["Lesson one en", "Lesson two en", "Quiz en", "Lesson beat en"]


def test_learners_of_the_municipality_read_it_in_its_place(
    small_course, local, bob, now
):
    assert titles(bob, small_course, now) == [
        COURSE[0],
        "local beekstad nl",
        *COURSE[1:],
    ]


def test_nobody_of_another_municipality_does(small_course, local, charlie, now):
    assert titles(charlie, small_course, now) == COURSE
    enrolment = enrol(charlie, small_course.course, now=now)
    assert place_of(enrolment, local.translation_key, language="nl") is None


def test_who_leaves_reads_it_no_more(small_course, local, bob, now):
    Membership.objects.filter(user=bob).update(ends_on=date(2026, 2, 1))

    assert titles(bob, small_course, now) == COURSE


def test_departments_read_their_own_first_and_what_is_above_them_too(
    small_course, local, beekstad, valmont, bob, now
):
    desks = OrganisationFactory(level=Level.DEPARTMENT, parent=beekstad, code="desks")
    other = OrganisationFactory(level=Level.DEPARTMENT, parent=beekstad, code="other")
    add(small_course, desks, make_local(desks))
    add(small_course, other, make_local(other))
    add(small_course, valmont, make_local(valmont))
    MembershipFactory(user=bob, organisation=desks)

    assert titles(bob, small_course, now)[:4] == [
        COURSE[0],
        "local desks nl",
        "local beekstad nl",
        COURSE[1],
    ]
    there = [
        item["title"]["nl"]
        for la in layers_at(desks, small_course.course.pk)
        for item in la.items
    ]
    assert there == ["local desks nl", "local beekstad nl"]


def test_a_place_of_the_same_number_is_not_below(small_course, valmont, bob, now):
    """Paths are prefixes of each other only where the tree says so."""
    add(small_course, valmont, make_local(valmont))
    valmont.path = f"/{Membership.objects.get(user=bob).organisation_id}9/"
    valmont.save(update_fields=["path"])

    assert titles(bob, small_course, now) == COURSE


def test_two_roles_at_one_place_show_it_once(small_course, local, beekstad, bob, now):
    MembershipFactory(user=bob, organisation=beekstad, role=Role.COORDINATOR)

    assert titles(bob, small_course, now).count("local beekstad nl") == 1


def test_one_query_once_the_editions_are_remembered(
    small_course, local, bob, now, django_assert_num_queries
):
    course = small_course.course.pk
    layers_of(bob.pk, course)

    with django_assert_num_queries(1):
        (layer,) = layers_of(bob.pk, course)
    assert len(layer.items) == 1


@pytest.mark.parametrize(
    ("wanted", "read"), [("nl", "nl"), ("fr", "fr"), ("en", "nl"), ("de", "nl")]
)
def test_a_local_lesson_is_read_in_the_nearest_language_it_has(
    small_course, beekstad, bob, now, wanted, read
):
    lesson = make_local(beekstad, languages=("fr", "nl"))
    add(small_course, beekstad, lesson)
    enrolment = enrol(bob, small_course.course, now=now)

    place = place_of(enrolment, lesson.translation_key, language=wanted)

    assert (place.language, place.title) == (read, f"local beekstad {read}")
    assert place.added_by == "Beekstad"
    assert f"Words of local {read}" in content_of_place(place)["plain"]
