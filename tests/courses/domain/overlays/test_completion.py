"""What organisations add changes nothing of what completing a course means."""

import pytest

from courses.domain.enrolment import enrol
from courses.domain.manifest import outline_of
from courses.domain.overlays.placing import switch_module
from courses.domain.overlays.publishing import publish_overlay
from courses.domain.progress import complete_activity, way_through
from courses.models import ActivityProgress, Completion, ModulePage, Overlay
from tests.factories.courses import NOW
from tests.factories.overlays import add, make_local, trainer_of

REQUIRED = ("small-one", "small-two", "small-quiz")


@pytest.fixture
def trainer(beekstad):
    return trainer_of(beekstad)


def make_police_optional(small):
    ModulePage.objects.filter(slug="small-police").update(is_optional=True)
    small.release()


def complete(enrolment, *keys):
    for key in keys:
        complete_activity(enrolment, key, language="en", now=NOW)


def test_a_local_lesson_is_kept_and_completes_nothing(
    small_course, beekstad, bob, trainer
):
    lesson = make_local(beekstad)
    add(small_course, beekstad, lesson, actor=trainer)
    enrolment = enrol(bob, small_course.course, now=NOW)
    before = way_through(enrolment, language="en")

    complete(enrolment, lesson.translation_key)

    way = way_through(enrolment, language="en")
    assert str(lesson.translation_key) in way.done
    assert ActivityProgress.objects.count() == 1
    assert (way.done_count, way.total_count, way.minutes_left) == (
        0,
        before.total_count,
        before.minutes_left,
    )
    assert (before.total_count, before.minutes_total) == (4, 22)
    assert not Completion.objects.exists()


def test_a_course_is_completed_without_it_and_as_long_as_elsewhere(
    small_course, beekstad, bob, trainer
):
    lesson = make_local(beekstad)
    add(small_course, beekstad, lesson, actor=trainer)
    enrolment = enrol(bob, small_course.course, now=NOW)

    complete(enrolment, *(small_course.key(s) for s in (*REQUIRED, "small-beat")))

    completion = Completion.objects.get()
    assert completion.minutes == 22
    way = way_through(enrolment, language="en")
    assert (way.is_complete, way.current) == (True, None)
    assert way.modules_done == way.modules_total == 2


def test_one_goes_on_with_a_local_lesson_in_its_turn(
    small_course, beekstad, bob, trainer
):
    lesson = make_local(beekstad)
    add(small_course, beekstad, lesson, actor=trainer)
    enrolment = enrol(bob, small_course.course, now=NOW)

    complete(enrolment, small_course.key("small-one"))

    module, activity = way_through(enrolment, language="en").current
    assert activity["key"] == str(lesson.translation_key)
    assert module["key"] == small_course.key("small-core")


def test_an_optional_module_is_offered_and_never_needed(small_course, bob):
    make_police_optional(small_course)
    outline = outline_of(small_course.course.current_edition_id)
    assert [m["key"] for m in outline.modules_for(["POL"])] == [
        small_course.key("small-core"),
        small_course.key("small-police"),
    ]
    assert outline.minutes_for(["POL"]) == 18
    enrolment = enrol(bob, small_course.course, now=NOW)

    complete(enrolment, *(small_course.key(s) for s in REQUIRED))

    way = way_through(enrolment, language="en")
    assert Completion.objects.get().minutes == 18
    assert (way.is_complete, way.total_count, way.modules_total) == (True, 3, 1)
    assert [m["key"] for m in way.modules][-1] == small_course.key("small-police")


def test_one_is_never_led_into_an_optional_module(small_course, bob):
    ModulePage.objects.filter(slug="small-core").update(is_optional=True)
    small_course.release()
    enrolment = enrol(bob, small_course.course, now=NOW)

    way = way_through(enrolment, language="en")

    assert way.next_key == small_course.key("small-beat")


def test_what_a_municipality_leaves_out_changes_no_completion(
    small_course, beekstad, bob, charlie, trainer
):
    make_police_optional(small_course)
    add(small_course, beekstad, actor=trainer)
    overlay = Overlay.objects.select_related("course").get()
    police = small_course.key("small-police")
    switch_module(overlay, police, is_on=False, actor=trainer)
    publish_overlay(overlay, actor=trainer, now=NOW)
    mine = enrol(bob, small_course.course, now=NOW)
    theirs = enrol(charlie, small_course.course, now=NOW)

    for enrolment, shown in ((mine, False), (theirs, True)):
        way = way_through(enrolment, language="en")
        assert (police in {m["key"] for m in way.modules}) is shown
        assert way.total_count == 3
        complete(enrolment, *(small_course.key(s) for s in REQUIRED))
    assert {c.minutes for c in Completion.objects.all()} == {18}
    assert Completion.objects.count() == 2
