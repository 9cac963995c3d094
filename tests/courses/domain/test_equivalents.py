from datetime import UTC, date, datetime, timedelta

import pytest

from courses import registries
from courses.domain.enrolment import enrol, missing_prerequisites
from courses.domain.equivalents import (
    Counting,
    check_member,
    counting_for,
    counts_for,
    held_by,
    others_of,
)
from courses.models import Completion, Equivalent
from lms.errors import DomainError
from tests.factories import tracking as factories
from tests.factories.equivalents import bare_course, make_equivalents
from tests.factories.organisations import OrganisationFactory

DAY = date(2026, 11, 21)


def alike(course_id, *, day):
    """The other courses that count for one on a day."""
    others = counting_for([course_id]).get(course_id, ())
    return {one.course_id for one in others if one.holds(day)}


def on(day: int) -> date:
    return DAY + timedelta(days=day)


@pytest.fixture
def lesson(small_course):
    """The e-learning."""
    return small_course.course


@pytest.fixture
def workshop(more_course):
    """A workshop that teaches the same."""
    more_course.course.is_open = True
    more_course.course.save()
    return more_course.course


@pytest.fixture
def following(beekstad, lesson):
    """What comes after the e-learning."""
    course = bare_course(
        beekstad,
        "following",
        is_open=True,
        current_edition_id=lesson.current_edition_id,
    )
    course.prerequisites.add(lesson)
    return course


def test_without_a_group_nothing_counts_for_another(lesson, workshop):
    assert counting_for([lesson.pk]) == {}
    assert others_of([lesson.pk], day=DAY) == {}
    assert alike(lesson.pk, day=DAY) == set()


def test_courses_of_a_group_count_both_ways_while_both_are_in_it(lesson, workshop):
    group = make_equivalents(lesson, starts_on=on(0), ends_on=on(20))
    Equivalent.objects.create(group=group, course=workshop, starts_on=on(10))

    both = counting_for([lesson.pk, workshop.pk])

    assert both == {
        lesson.pk: [Counting(workshop.pk, on(10), on(20))],
        workshop.pk: [Counting(lesson.pk, on(10), on(20))],
    }
    days = [on(9), on(10), on(19), on(20)]
    assert [alike(lesson.pk, day=day) for day in days] == [
        set(),
        {workshop.pk},
        {workshop.pk},
        set(),
    ]


def test_two_that_were_never_in_the_group_together_do_not_count(lesson, workshop):
    group = make_equivalents(lesson, starts_on=on(0), ends_on=on(10))
    Equivalent.objects.create(group=group, course=workshop, starts_on=on(10))

    assert counting_for([lesson.pk]) == {}


def test_only_released_courses_are_named_as_others(beekstad, lesson, workshop):
    draft = bare_course(beekstad, "draft")
    make_equivalents(lesson, workshop, draft)

    assert others_of([lesson.pk], day=DAY) == {lesson.pk: [workshop]}


def test_an_equivalent_satisfies_a_prerequisite(bob, lesson, workshop, following, now):
    make_equivalents(lesson, workshop)
    assert missing_prerequisites(bob, following, now=now) == [lesson]

    factories.make_completion(bob, workshop, on(-1))

    assert missing_prerequisites(bob, following, now=now) == []
    assert enrol(bob, following, now=now).user == bob


def test_somebody_elses_equivalent_does_not(
    bob, alice, lesson, workshop, following, now
):
    make_equivalents(lesson, workshop)
    factories.make_completion(alice, workshop, on(-1))

    assert missing_prerequisites(bob, following, now=now) == [lesson]


@pytest.mark.parametrize(
    ("completed", "counts"), [(-11, False), (-10, True), (-6, True), (-5, False)]
)
def test_what_counts_is_decided_on_the_day_it_was_earned(
    completed, counts, bob, lesson, workshop, now
):
    """An end takes nothing away from those before it, and gives nothing after."""
    make_equivalents(lesson, workshop, starts_on=on(-10), ends_on=on(-5))
    factories.make_completion(bob, workshop, on(completed))

    expected = {workshop.pk, lesson.pk} if counts else {workshop.pk}
    assert held_by(bob, now=now) == expected


def test_the_day_is_that_of_brussels(bob, lesson, workshop, now):
    """Half past eleven in the evening there was still the day before in London."""
    make_equivalents(lesson, workshop, starts_on=on(-5))
    late = datetime(2026, 11, 15, 23, 30, tzinfo=UTC)
    completion = factories.make_completion(bob, workshop, on(-9))
    Completion.objects.filter(pk=completion.pk).update(completed_at=late)

    assert held_by(bob, now=now) == {lesson.pk, workshop.pk}


def test_a_certificate_in_force_is_a_prerequisite_met(
    bob, lesson, following, now, monkeypatch
):
    asked = []

    def certified(user, day):
        asked.append((user, day))
        return [(lesson.pk, on(-3))]

    monkeypatch.setattr(registries, "certificate_grounds", [certified])

    assert missing_prerequisites(bob, following, now=now) == []
    assert asked == [(bob, DAY)]


def test_the_register_is_asked(bob, lesson, now):
    factories.make_certificate(bob, lesson, on(-30), valid_until=on(30))
    Completion.objects.update(completed_at=now + timedelta(days=1))

    assert held_by(bob, now=now) == {lesson.pk}
    assert held_by(bob, now=now + timedelta(days=31)) == {lesson.pk}
    # The completion alone, from the day it was written for.
    Completion.objects.update(completed_at=now + timedelta(days=60))
    assert held_by(bob, now=now + timedelta(days=31)) == set()


def test_rows_that_count_are_found_in_one_query(
    bob, lesson, workshop, django_assert_num_queries
):
    make_equivalents(lesson, workshop, starts_on=on(-10), ends_on=on(-5))
    early = factories.make_completion(bob, workshop, on(-8))
    factories.make_completion(bob, workshop, on(-3))

    with django_assert_num_queries(1):
        found = list(
            Completion.objects.filter(
                counts_for(
                    lesson.pk, course="enrolment__course", on="completed_at__date"
                )
            )
        )

    assert found == [early]


# --- Who may say so, and from when ------------------------------------------------------


@pytest.fixture
def member(lesson, workshop):
    """The workshop's row in a group that has counted for a month."""
    group = make_equivalents(lesson, workshop, starts_on=on(-30))
    return group.members.get(course=workshop)


def changed(member: Equivalent, **fields) -> Equivalent:
    again = Equivalent.objects.get(pk=member.pk)
    for name, value in fields.items():
        setattr(again, name, value)
    return again


def test_the_owner_of_a_group_is_the_courses_or_stands_above_it(beekstad, workshop):
    department = factories.make_department(beekstad, "prevention", "Prevention")
    below = bare_course(department, "below")
    theirs = bare_course(OrganisationFactory(), "theirs")
    for course in (workshop, below):
        check_member(None, Equivalent(course=course), owner=beekstad, day=DAY)

    with pytest.raises(DomainError) as refused:
        check_member(None, Equivalent(course=theirs), owner=beekstad, day=DAY)
    assert refused.value.code == "not_below"
    with pytest.raises(DomainError, match="Prevention decides about its own"):
        check_member(None, Equivalent(course=workshop), owner=department, day=DAY)


@pytest.mark.parametrize(
    "change",
    [
        {"starts_on": on(-20)},
        {"ends_on": on(-1)},
        {"course": "lesson"},
    ],
)
def test_what_counted_until_today_cannot_be_taken_back(
    change, member, lesson, beekstad
):
    if "course" in change:
        change = {"course": lesson}

    with pytest.raises(DomainError) as refused:
        check_member(member, changed(member, **change), owner=beekstad, day=DAY)

    assert refused.value.code == "retroactive"


def test_a_row_that_counted_cannot_be_taken_out(member, beekstad):
    with pytest.raises(DomainError) as refused:
        check_member(member, None, owner=beekstad, day=DAY)
    assert refused.value.code == "retroactive"

    member.starts_on = DAY
    check_member(member, None, owner=beekstad, day=DAY)


@pytest.mark.parametrize(
    "change", [{}, {"ends_on": on(0)}, {"ends_on": on(9)}, {"starts_on": on(-40)}]
)
def test_it_may_end_from_today_on_and_begin_earlier(change, member, beekstad):
    check_member(member, changed(member, **change), owner=beekstad, day=DAY)


def test_what_has_ended_stays_ended(member, beekstad):
    Equivalent.objects.filter(pk=member.pk).update(ends_on=on(-5))
    ended = changed(member)

    check_member(ended, changed(member), owner=beekstad, day=DAY)
    with pytest.raises(DomainError, match="goes on counting"):
        check_member(ended, changed(member, ends_on=None), owner=beekstad, day=DAY)
