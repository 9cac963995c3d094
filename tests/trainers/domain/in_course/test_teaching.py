"""Which courses a training session may be part of."""

import pytest

from courses.models import CoursePage, LessonPage, ModulePage
from lms.errors import DomainError
from tests.factories.courses import make_course
from tests.factories.taught import make_taught
from tests.factories.trainers import make_session, plan
from trainers.domain.in_course.teaching import courses_to_teach
from trainers.domain.sessions.planning import (
    change_session,
    create_session,
    duplicate_session,
)
from trainers.domain.sessions.plans import plan_of
from trainers.forms.sessions import SessionForm
from trainers.models import TrainingSession

pytestmark = pytest.mark.django_db


def codes(programme, **changes) -> list[str]:
    return [one.course.code for one in courses_to_teach(programme, **changes)]


def create(world, now, **changes) -> TrainingSession:
    return create_session(
        world.programme,
        world.owner_body,
        plan(world, now=now, **changes),
        actor=world.olga,
        now=now,
    )


def test_base_courses_and_those_of_the_owner_that_are_taught_in_sessions(
    world, taught, now, beekstad
):
    make_taught(beekstad, code="of-another-owner", now=now)
    make_taught(world.owner_body, code="not-released", released=False)
    plain = make_course(world.owner_body, code="plain", bank_size=2, draw=2)
    plain.release()
    assert codes(world.programme) == ["workshop"]
    world.programme.base_courses.add(plain.course)
    assert codes(world.programme) == ["plain", "workshop"]
    found = {one.course.code: one.gives for one in courses_to_teach(world.programme)}
    assert found == {"plain": False, "workshop": False}


def test_a_course_whose_edition_has_no_such_part_any_more_is_none(world, now):
    series = make_taught(world.owner_body, code="series", modules=1, now=now)
    assert codes(world.programme) == ["series"]
    for language in ("en", "nl"):
        series.part(language=language).unpublish()
    for module in ModulePage.objects.filter(slug="series-module-0"):
        module.add_child(
            instance=LessonPage(
                title="Alone",
                slug="alone",
                locale=module.locale,
                translation_key="00000000-0000-4000-8000-000000000001",
                body=[("lead", "Read.")],
            )
        )
    series.release()
    assert codes(world.programme) == []
    # One that is part of it already stays so.
    assert codes(world.programme, kept=series.course) == ["series"]


def test_a_session_of_a_course_that_the_programme_does_not_teach_is_refused(
    world, taught, now, beekstad
):
    other = make_taught(beekstad, code="other", now=now)
    with pytest.raises(DomainError) as problem:
        create(world, now, course=other.course)
    assert problem.value.code == "course"
    with pytest.raises(DomainError) as problem:
        create(world, now, modules=(taught.module_key(),))
    assert problem.value.code == "course"
    assert create(world, now, course=taught.course).course == taught.course


def test_a_session_keeps_its_course_when_that_is_not_to_be_chosen_any_more(
    world, now, beekstad
):
    base = make_taught(beekstad, code="base", now=now)
    world.programme.base_courses.add(base.course)
    session = make_session(world, now=now, course=base.course)
    world.programme.base_courses.clear()
    changed = change_session(session, plan_of(session), actor=world.olga, now=now)
    assert changed.course == base.course
    copy = duplicate_session(session, first_day=now.date(), actor=world.olga, now=now)
    assert copy.course == base.course


def test_a_form_of_a_session_of_a_whole_course_ticks_all_its_modules(world, now):
    series = make_taught(world.owner_body, code="series", modules=2, now=now)
    session = make_session(world, now=now, course=series.course)
    form = SessionForm(
        programme=world.programme, trainers=_people(world), plan=plan_of(session)
    )
    assert form["modules"].value() == [
        f"series/{series.module_key(number)}" for number in (0, 1)
    ]


def _people(world):
    return type(world.bob).objects.filter(pk=world.lieve.pk)


def test_the_choice_takes_as_many_queries_for_many_courses_as_for_one(
    world, now, django_assert_num_queries
):
    make_taught(world.owner_body, code="first", now=now)
    with django_assert_num_queries(4):
        assert len(courses_to_teach(world.programme)) == 1
    for number in range(3):
        make_taught(world.owner_body, code=f"more-{number}", now=now)
    with django_assert_num_queries(4):
        assert len(courses_to_teach(world.programme)) == 4
    assert CoursePage.objects.count() == 8
