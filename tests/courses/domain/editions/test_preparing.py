"""The next edition is put together in the background, and survives what happens."""

from datetime import timedelta

import pytest
from django_tasks_db.models import DBTaskResult

from courses import registries, tasks
from courses.domain.editions import preparing
from courses.domain.editions.preparing import (
    GIVEN_UP_AFTER,
    ask_for_preparation,
    carry_out,
    give_up,
    sweep,
)
from courses.domain.editions.releasing import release_prepared
from courses.enums import PreparationState
from courses.models import Course, Edition, Preparation, PreparedContent
from lms.signals import task_died
from tests.factories.exercises import stable
from tests.factories.reviewing import reviewed

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def small(draft_course):
    return draft_course


@pytest.fixture
def waiting(settings):
    """Tasks wait for a worker, as they do outside of tests."""
    settings.TASKS = TASKS


@pytest.fixture
def asked(small, waiting, alice, now) -> Preparation:
    return ask_for_preparation(small.course, actor=alice, now=now)


def state_of(preparation: Preparation) -> Preparation:
    return Preparation.objects.get(pk=preparation.pk)


def test_asking_leaves_a_task_and_a_page_to_come_back_to(asked, small, alice, now):
    task = DBTaskResult.objects.get()

    assert task.args_kwargs == {"args": [asked.pk], "kwargs": {}}
    assert (asked.state, asked.asked_by, asked.asked_at) == (
        PreparationState.UNDER_WAY,
        alice,
        now,
    )


def test_a_second_person_joins_what_is_under_way(asked, small, bob, now):
    assert ask_for_preparation(small.course, actor=bob, now=now) == asked
    assert DBTaskResult.objects.count() == 1


def test_it_is_ready_with_every_content_of_the_languages_that_join(asked, small, now):
    carry_out(asked.pk, clock=lambda: now)

    ready = state_of(asked)
    assert (ready.state, ready.finished_at) == (PreparationState.READY, now)
    assert (ready.done, ready.total) == (8, 8)
    assert (ready.languages, ready.problems) == (["en", "nl"], {})
    assert len(ready.outline["modules"]) == 2
    assert ready.contents.count() == 8
    assert not Edition.objects.exists()


def test_the_task_does_it(small, alice, now):
    preparation = ask_for_preparation(small.course, actor=alice, now=now)

    assert state_of(preparation).state == PreparationState.READY


def test_doing_it_twice_or_for_one_that_is_gone_changes_nothing(asked, now):
    carry_out(asked.pk, clock=lambda: now)
    carry_out(asked.pk, clock=lambda: now + timedelta(hours=1))
    carry_out(-1, clock=lambda: now)

    assert state_of(asked).finished_at == now
    assert PreparedContent.objects.count() == 8


def test_what_may_not_be_released_is_said_in_the_language_of_who_asked(
    asked, small, now
):
    Preparation.objects.update(language="nl")
    for page in small.pages["en"].get_descendants().specific():
        if not page.get_children():
            page.unpublish()

    carry_out(asked.pk, clock=lambda: now)

    refused = state_of(asked)
    assert refused.state == PreparationState.REFUSED
    assert refused.refusal == "Er is nog geen gepubliceerde les in deze cursus."


def test_a_core_course_out_of_balance_is_not_put_together(asked, small, now):
    Course.objects.filter(pk=small.course.pk).update(is_focused=False)

    carry_out(asked.pk, clock=lambda: now)

    refused = state_of(asked)
    assert refused.state == PreparationState.REFUSED
    assert refused.refusal == "The cases cover 0 forms; at least 3 are needed."
    assert not refused.contents.exists()


def test_why_a_language_does_not_join_is_kept(asked, small, now):
    small.lesson("small-two", "nl").unpublish()

    carry_out(asked.pk, clock=lambda: now)

    assert state_of(asked).problems["nl"][0] == "“Lesson two en” is missing."
    assert state_of(asked).languages == ["en"]


class Killed(BaseException):
    """The worker is gone in the middle."""


def test_a_killed_worker_leaves_what_it_has_and_the_next_goes_on(
    asked, now, monkeypatch
):
    monkeypatch.setattr(preparing, "CHUNK", 2)
    lesson = registries.manifest_sources["lesson"]
    drafted = []

    def data(page):
        if len(drafted) == 4:
            raise Killed
        drafted.append(page.slug)
        return lesson.data(page)

    monkeypatch.setitem(
        registries.manifest_sources,
        "lesson",
        registries.ManifestSource(data, lesson.rules),
    )
    with pytest.raises(Killed):
        carry_out(asked.pk, clock=lambda: now)
    left = state_of(asked)
    assert (left.state, left.done) == (PreparationState.UNDER_WAY, 4)
    assert left.contents.count() == 4

    monkeypatch.setitem(registries.manifest_sources, "lesson", lesson)
    again = []
    monkeypatch.setitem(
        registries.manifest_sources,
        "lesson",
        registries.ManifestSource(
            lambda page: again.append(page.slug) or lesson.data(page), lesson.rules
        ),
    )
    carry_out(asked.pk, clock=lambda: now)

    assert state_of(asked).state == PreparationState.READY
    assert state_of(asked).contents.count() == 8
    assert len(again) < 6


def test_what_was_drafted_of_an_older_state_is_not_gone_on_with(asked, small, now):
    PreparedContent.objects.create(
        preparation=asked,
        activity_key=stable("small-small-one"),
        kind="lesson",
        language="en",
        hash="0" * 64,
        data={},
    )

    carry_out(asked.pk, clock=lambda: now)

    assert not PreparedContent.objects.filter(hash="0" * 64).exists()


def test_what_is_published_while_it_is_read_is_read_again(
    asked, small, now, monkeypatch
):
    lesson = registries.manifest_sources["lesson"]
    published = []

    def data(page):
        if not published:
            published.append(page.slug)
            one = small.lesson("small-one")
            one.body[0] = ("lead", "Newer")
            reviewed(one).save_revision().publish()
        return lesson.data(page)

    monkeypatch.setitem(
        registries.manifest_sources,
        "lesson",
        registries.ManifestSource(data, lesson.rules),
    )
    carry_out(asked.pk, clock=lambda: now)

    assert state_of(asked).state == PreparationState.READY
    held = asked.contents.get(
        activity_key=stable("small-small-one"), language="en"
    ).data
    assert "Newer" in held["plain"]


def test_who_publishes_all_the_time_is_told_to_wait(asked, now, monkeypatch):
    stamps = iter(range(100))
    monkeypatch.setattr(preparing, "stamp_of", lambda course: str(next(stamps)))

    carry_out(asked.pk, clock=lambda: now)

    assert state_of(asked).refusal == (
        "Something is being published all the time. Try again in a moment."
    )


def test_when_it_broke_off_too_often_who_waits_is_told(asked, now):
    task_died.send(None, task_path=tasks.prepare_edition.module_path, args=[asked.pk])

    given_up = state_of(asked)
    assert given_up.state == PreparationState.REFUSED
    assert given_up.refusal.startswith("It broke off several times.")


def test_another_task_that_died_gives_up_no_preparation(asked):
    task_died.send(None, task_path="lms.background.tasks.send_mail", args=[asked.pk])

    assert state_of(asked).state == PreparationState.UNDER_WAY


def test_giving_up_one_that_is_ready_or_gone_changes_nothing(asked, now):
    carry_out(asked.pk, clock=lambda: now)
    give_up(asked.pk, now=now)
    give_up(-1, now=now)

    assert state_of(asked).state == PreparationState.READY


def test_the_sweep_gives_up_what_nobody_works_at(asked, now):
    assert sweep(now + GIVEN_UP_AFTER) == 0
    assert state_of(asked).state == PreparationState.UNDER_WAY
    assert sweep(now + GIVEN_UP_AFTER + timedelta(seconds=1)) == 1
    assert state_of(asked).state == PreparationState.REFUSED


@pytest.mark.parametrize("is_released", [True, False])
def test_asking_again_replaces_what_was_prepared_before(
    asked, small, alice, now, is_released
):
    carry_out(asked.pk, clock=lambda: now)
    if is_released:
        release_prepared(
            state_of(asked), significance="minor", notes={}, actor=alice, now=now
        )

    fresh = ask_for_preparation(small.course, actor=alice, now=now)

    assert fresh != asked
    assert list(Preparation.objects.all()) == [fresh]
    assert not PreparedContent.objects.exists()
