"""A national edition arrives underneath."""

from datetime import timedelta

import pytest
from wagtail.models import Page

from courses.domain.enrolment import enrol
from courses.domain.overlays import changes
from courses.domain.overlays.changes import (
    keep,
    remove,
    sweep,
    tell_owners,
    touches_of,
    with_what_they_hold,
)
from courses.domain.overlays.desk import desk_of, overlay_rows, touch_rows
from courses.domain.overlays.placing import place_lesson, switch_module
from courses.domain.progress import way_through
from courses.enums import Touched
from courses.models import ModulePage, Overlay
from lms.models import OutgoingMail
from tests.factories.courses import NOW
from tests.factories.facts import refused
from tests.factories.overlays import add, make_local, trainer_of


@pytest.fixture
def trainer(beekstad):
    return trainer_of(beekstad)


@pytest.fixture
def lesson(beekstad):
    return make_local(beekstad)


@pytest.fixture
def overlay(small_course, beekstad, lesson, trainer):
    return add(small_course, beekstad, lesson, beside="small-two", actor=trainer)


def pages(slug):
    key = Page.objects.get(slug=slug, locale__language_code="en").translation_key
    return Page.objects.filter(translation_key=key)


def take_away(small, *slugs):
    for slug in slugs:
        pages(slug).update(live=False)
    return small.release(significance="material", note="Shorter")


def move_lesson(small, slug, target):
    for page in pages(slug):
        to = pages(target).get(locale=page.locale)
        Page.objects.get(pk=page.pk).move(to, pos="first-child")
    return small.release()


def reword(small, slug, **values):
    page = small.lesson(slug)
    for name, value in values.items():
        setattr(page, name, value)
    page.save()
    return small.release()


def touches(overlay):
    return touches_of(with_what_they_hold().filter(pk=overlay.pk))


def kinds(overlay):
    return [touch.kind for touch in touches(overlay)]


def shown_to(user, small):
    way = way_through(enrol(user, small.course, now=NOW), language="en")
    return [(m["key"], [way.title_of(a) for a in m["activities"]]) for m in way.modules]


def test_nothing_is_said_while_nothing_changed(overlay, small_course):
    assert kinds(overlay) == []
    reword(small_course, "small-one", title="Another part")
    assert kinds(overlay) == []


@pytest.mark.parametrize(
    "values", [{"title": "New title"}, {"body": [("lead", "New words")]}]
)
def test_a_part_that_changed_is_said_until_its_owner_keeps_it(
    overlay, small_course, trainer, values
):
    reword(small_course, "small-two", **values)

    (touch,) = touches(overlay)
    assert touch.kind == Touched.CHANGED
    (row,) = touch_rows(overlay, [touch], language="nl")
    assert (row.title, row.how) == ("local beekstad nl", Touched.CHANGED.label)
    keep(touch, actor=trainer)
    assert kinds(overlay) == []


def test_a_part_that_is_gone_loses_no_lesson(
    overlay, small_course, beekstad, trainer, bob
):
    take_away(small_course, "small-two")

    (touch,) = touches(overlay)
    assert touch.kind == Touched.GONE
    core = ["Lesson one en", "Quiz en", "local beekstad nl"]
    assert shown_to(bob, small_course)[0] == (small_course.key("small-core"), core)
    keep(touch, actor=trainer)
    assert kinds(overlay) == []
    assert shown_to(bob, small_course)[0][1] == core
    modules, at_the_end = desk_of(overlay, language="en")
    assert [placed.title for placed in modules[0].adrift] == ["local beekstad nl"]
    assert at_the_end == []


def test_a_module_that_is_gone_puts_it_at_the_end_of_the_course(
    small_course, beekstad, lesson, trainer, bob
):
    overlay = add(small_course, beekstad, lesson, beside="small-beat", actor=trainer)
    take_away(small_course, "small-police", "small-beat")

    assert kinds(overlay) == [Touched.GONE]
    assert shown_to(bob, small_course)[-1][1][-1] == "local beekstad nl"
    modules, at_the_end = desk_of(overlay, language="en")
    assert [placed.title for placed in at_the_end] == ["local beekstad nl"]
    assert all(not module.adrift for module in modules)


def test_a_part_that_moved_takes_the_lesson_along(overlay, small_course, trainer, bob):
    move_lesson(small_course, "small-two", "small-police")

    (touch,) = touches(overlay)
    assert touch.kind == Touched.MOVED
    assert shown_to(bob, small_course)[1][1][:2] == [
        "Lesson two en",
        "local beekstad nl",
    ]
    keep(touch, actor=trainer)
    assert kinds(overlay) == []
    placement = overlay.placements.get()
    assert str(placement.module) == small_course.key("small-police")


def test_a_part_that_came_back_is_looked_at_again(overlay, small_course, trainer):
    take_away(small_course, "small-two")
    (touch,) = touches(overlay)
    keep(touch, actor=trainer)
    pages("small-two").update(live=True)
    small_course.release()

    assert kinds(overlay) == [Touched.CHANGED]


def test_its_owner_moves_it_or_takes_it_out(overlay, small_course, lesson, trainer):
    take_away(small_course, "small-two")
    overlay.course.refresh_from_db()

    place_lesson(
        overlay,
        lesson.translation_key,
        anchor=small_course.key("small-one"),
        side="before",
        actor=trainer,
    )
    assert kinds(overlay) == []
    assert str(overlay.placements.get().anchor) == small_course.key("small-one")

    reword(small_course, "small-one", title="New")
    (touch,) = touches(overlay)
    remove(touch, actor=trainer)
    assert not overlay.placements.exists()
    lesson.refresh_from_db()
    assert lesson.live


def test_nobody_else_decides(overlay, small_course, valmont):
    take_away(small_course, "small-two")
    (touch,) = touches(overlay)
    other = trainer_of(valmont)

    refused("role", keep, touch, actor=other)
    refused("role", remove, touch, actor=other)
    assert kinds(overlay) == [Touched.GONE]


@pytest.mark.parametrize("act", [keep, remove])
def test_a_switch_on_a_module_that_is_not_optional_any_more_is_said(
    overlay, small_course, trainer, act
):
    police = ModulePage.objects.filter(slug="small-police")
    police.update(is_optional=True)
    small_course.release()
    overlay.course.refresh_from_db()
    switch_module(overlay, small_course.key("small-police"), is_on=False, actor=trainer)
    assert kinds(overlay) == []

    police.update(is_optional=False)
    small_course.release()
    (touch,) = touches(overlay)
    assert touch.kind == Touched.NOT_OPTIONAL
    (row,) = touch_rows(overlay, [touch], language="en")
    assert row.title == "Police en"
    act(touch, actor=trainer)
    assert kinds(overlay) == []
    assert not overlay.switches.exists()


def test_a_switch_on_a_module_that_is_gone_is_said(overlay, small_course, trainer):
    ModulePage.objects.filter(slug="small-police").update(is_optional=True)
    small_course.release()
    overlay.course.refresh_from_db()
    switch_module(overlay, small_course.key("small-police"), is_on=False, actor=trainer)
    take_away(small_course, "small-police", "small-beat")

    assert kinds(overlay) == [Touched.MODULE_GONE]


# --- Telling ---------------------------------------------------------------------------


def told() -> list[str]:
    found = OutgoingMail.objects.filter(template="courses/mail/overlay_touched")
    return [mail.to[0] for mail in found]


def test_those_who_write_it_are_told_once(
    overlay, small_course, trainer, valmont, alice, django_capture_on_commit_callbacks
):
    trainer_of(valmont)
    with django_capture_on_commit_callbacks(execute=True):
        edition = take_away(small_course, "small-two")

    assert told() == [trainer.email]
    overlay.refresh_from_db()
    assert overlay.told_edition == edition
    assert tell_owners(edition.pk, now=NOW) == 0
    assert sweep(NOW) == 0
    assert told() == [trainer.email]


def test_nobody_is_told_of_an_edition_that_touches_nothing(
    overlay, small_course, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        edition = reword(small_course, "small-one", title="Another part")

    assert told() == []
    overlay.refresh_from_db()
    assert overlay.told_edition == edition


def test_a_sweep_tells_what_a_lost_event_left_untold(overlay, small_course, trainer):
    take_away(small_course, "small-two")
    assert told() == []

    assert sweep(NOW + timedelta(hours=1)) == 1

    assert told() == [trainer.email]


def test_two_at_once_tell_once(overlay, small_course, trainer):
    edition = take_away(small_course, "small-two")
    assert changes._tell(overlay.pk, edition, NOW) is True
    assert changes._tell(overlay.pk, edition, NOW) is False

    assert told() == [trainer.email]


# --- The list ---------------------------------------------------------------------------


def test_a_person_sees_their_overlays_and_what_is_touched(
    overlay, small_course, trainer, valmont
):
    other = trainer_of(valmont)
    take_away(small_course, "small-two")

    (row,) = overlay_rows(trainer, language="nl")
    assert (row.overlay, row.title, row.lessons, row.touched) == (
        overlay,
        "Course nl",
        1,
        1,
    )
    assert overlay_rows(other, language="nl") == []


def test_a_lesson_that_is_deleted_still_has_a_line(overlay, lesson):
    lesson.delete()

    modules, _at_the_end = desk_of(
        Overlay.objects.select_related("course", "organisation").get(pk=overlay.pk),
        language="en",
    )
    (placed,) = modules[0].parts[1].after
    assert (placed.title, placed.is_live, placed.languages) == (
        "Removed",
        False,
        [],
    )


def test_a_lesson_stands_before_its_part_where_it_was_placed(
    small_course, beekstad, lesson, trainer
):
    overlay = add(small_course, beekstad, lesson, side="before", actor=trainer)

    modules, _at_the_end = desk_of(overlay, language="en")
    (placed,) = modules[0].parts[0].before
    assert (placed.title, placed.is_live, placed.languages) == (
        "local beekstad nl",
        True,
        ["nl"],
    )
