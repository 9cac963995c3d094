import uuid

import pytest

from courses.domain.overlays.placing import (
    begin_overlay,
    courses_to_overlay,
    own_lessons,
    own_organisations,
    own_overlays,
    place_lesson,
    remove_placement,
    switch_module,
)
from courses.models import LocalLesson, ModulePage, Overlay, Placement
from courses.rules import can_overlay
from organisations.enums import Role
from tests.factories.courses import make_course
from tests.factories.facts import refused, writer
from tests.factories.organisations import OrganisationFactory
from tests.factories.overlays import add, make_local, trainer_of


@pytest.fixture
def trainer(beekstad):
    return trainer_of(beekstad)


@pytest.fixture
def overlay(small_course, beekstad, trainer):
    return begin_overlay(beekstad, small_course.course, actor=trainer)


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (Role.TRAINER, True),
        (Role.AUTHOR, True),
        (Role.REVIEWER, False),
        (Role.PROGRAMME_OWNER, False),
        (Role.COORDINATOR, False),
        (Role.LEARNER, False),
    ],
)
def test_trainers_and_authors_of_the_organisation_add_to_a_course(
    beekstad, valmont, now, role, may
):
    person = writer(beekstad, role, now=now)

    assert can_overlay(person, beekstad) is may
    assert not can_overlay(person, valmont)
    assert list(own_organisations(person)) == ([beekstad] if may else [])


def test_administrators_may_and_who_is_barred_may_not(
    beekstad, trainer, django_user_model
):
    administrator = django_user_model.objects.create_superuser("a@relay.example")
    trainer.is_active = False

    assert can_overlay(administrator, beekstad)
    assert list(own_organisations(administrator)) == [beekstad]
    assert not can_overlay(trainer, beekstad)


def test_beginning_twice_is_once(overlay, small_course, beekstad, trainer):
    assert begin_overlay(beekstad, small_course.course, actor=trainer) == overlay
    assert overlay.told_edition_id == small_course.course.current_edition_id


def test_nobody_begins_for_another_organisation(small_course, valmont, trainer):
    refused("role", begin_overlay, valmont, small_course.course, actor=trainer)
    assert not Overlay.objects.exists()


def test_a_closed_course_of_others_takes_nothing(valmont, beekstad, trainer):
    theirs = make_course(valmont, code="theirs", is_open=False, bank_size=1, draw=1)
    refused("", begin_overlay, beekstad, theirs.course, actor=trainer)
    theirs.release()

    refused("", begin_overlay, beekstad, theirs.course, actor=trainer)
    assert theirs.course not in courses_to_overlay(beekstad)
    below = OrganisationFactory(parent=valmont)
    assert theirs.course in courses_to_overlay(below)


def test_a_lesson_is_placed_and_moved(overlay, small_course, beekstad, trainer):
    lesson = make_local(beekstad)
    first = place_lesson(
        overlay,
        lesson.translation_key,
        anchor=small_course.key("small-one"),
        side="before",
        actor=trainer,
    )

    moved = place_lesson(
        overlay,
        lesson.translation_key,
        anchor=small_course.key("small-beat"),
        side="after",
        actor=trainer,
    )

    assert moved == first
    assert (str(moved.anchor), str(moved.module), moved.side) == (
        small_course.key("small-beat"),
        small_course.key("small-police"),
        "after",
    )
    assert moved.seen_edition == small_course.course.current_edition
    remove_placement(moved, actor=trainer)
    assert not Placement.objects.exists()
    assert LocalLesson.objects.count() == 1


def test_a_lesson_of_others_or_in_another_course_is_not_placed(
    overlay, small_course, beekstad, valmont, trainer
):
    anchor = small_course.key("small-one")
    theirs = make_local(valmont)
    other = make_course(beekstad, code="other", bank_size=1, draw=1)
    other.release()
    there = make_local(beekstad, "there")
    add(other, beekstad, there, beside="other-one", actor=trainer)

    for key in (theirs.translation_key, there.translation_key, uuid.uuid4()):
        refused(
            "", place_lesson, overlay, key, anchor=anchor, side="after", actor=trainer
        )
    assert list(own_lessons(overlay)) == []


def test_a_place_that_the_course_does_not_have_is_refused(overlay, beekstad, trainer):
    lesson = make_local(beekstad)

    refused(
        "",
        place_lesson,
        overlay,
        lesson.translation_key,
        anchor=uuid.uuid4(),
        side="after",
        actor=trainer,
    )


def test_nobody_else_changes_an_overlay(
    overlay, small_course, beekstad, valmont, trainer
):
    other = trainer_of(valmont)
    lesson = make_local(beekstad)
    anchor = small_course.key("small-one")
    place = {"anchor": anchor, "side": "after"}
    placement = place_lesson(overlay, lesson.translation_key, **place, actor=trainer)

    refused("role", place_lesson, overlay, lesson.translation_key, **place, actor=other)
    refused("role", remove_placement, placement, actor=other)
    refused("role", switch_module, overlay, uuid.uuid4(), is_on=None, actor=other)
    assert list(own_overlays(other)) == []
    assert list(own_overlays(trainer)) == [overlay]


def test_an_optional_module_is_switched_and_a_required_one_is_not(
    overlay, small_course, trainer
):
    module = small_course.key("small-police")
    refused("required", switch_module, overlay, module, is_on=False, actor=trainer)
    refused("required", switch_module, overlay, uuid.uuid4(), is_on=True, actor=trainer)
    ModulePage.objects.filter(slug="small-police").update(is_optional=True)
    small_course.release()
    overlay.course.refresh_from_db()

    assert switch_module(overlay, module, is_on=False, actor=trainer).is_on is False
    assert switch_module(overlay, module, is_on=True, actor=trainer).is_on is True
    assert overlay.switches.count() == 1
    assert switch_module(overlay, module, is_on=None, actor=trainer) is None
    assert overlay.switches.count() == 0
