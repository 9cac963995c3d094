"""How much work of each kind waits for an author."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import GroupApprovalTask, Workflow, WorkflowTask

from courses import registries
from courses.domain.desk import tiles
from courses.domain.desk.tiles import tiles_for
from courses.domain.languages.board import translations_to_do
from courses.enums import FeedbackText
from courses.models import LessonFeedback, TranslationAct
from courses.registries import DeskTile
from organisations.enums import Role
from tests.factories.courses import approve_translations, make_course
from tests.factories.facts import english_fact, make_fact, writer


@pytest.fixture
def now():
    """The real moment: roles are held from it on."""
    return timezone.now()


@pytest.fixture
def author(beekstad, now):
    return writer(beekstad, Role.AUTHOR, now=now)


@pytest.fixture
def reviewer(beekstad, now):
    return writer(beekstad, Role.REVIEWER, now=now)


@pytest.fixture(autouse=True)
def _own_tiles(monkeypatch):
    monkeypatch.setattr(registries, "desk_tiles", [])


def counts(user, now) -> dict[str, int]:
    return {tile.label: tile.count for tile in tiles_for(user, now=now)}


def test_an_empty_desk_says_that_nothing_waits(author, now):
    assert counts(author, now) == {
        "My drafts": 0,
        "Waiting for your review": 0,
        "Facts and signs to review": 0,
        "Translations to do": 0,
        "What learners say of lessons": 0,
    }


def test_drafts_are_counted_of_oneself_and_of_everybody(
    author, reviewer, beekstad, now
):
    english_fact(beekstad, live=False).save_revision(user=author)
    english_fact(beekstad, key="other", live=False).save_revision(user=reviewer)

    (drafts, *_more) = tiles_for(author, now=now)
    assert (drafts.count, drafts.note, drafts.url) == (
        1,
        "2 of everybody in your organisation",
        "/cms/drafts/",
    )


def test_facts_are_counted_and_the_late_ones_named(author, beekstad, valmont, now):
    today = timezone.localdate(now)
    for key, days in (("late", -1), ("later", -9), ("soon", 3), ("far", 300)):
        make_fact(beekstad, key, review_by=today + timedelta(days=days))
    make_fact(valmont, "theirs", review_by=today - timedelta(days=1))

    facts = tiles_for(author, now=now)[2]
    assert (facts.count, facts.note) == (3, "2 are past their review date")


def test_what_waits_for_one_s_review_is_counted(author, reviewer, beekstad, now):
    lesson = make_course(beekstad, bank_size=2).lesson("small-one")
    lesson.save_revision(user=author)
    workflow = Workflow.objects.create(name="Review")
    task = GroupApprovalTask.objects.create(name="Reviewer")
    task.groups.set(reviewer.groups.filter(name="Reviewers"))
    WorkflowTask.objects.create(workflow=workflow, task=task.task_ptr)
    workflow.start(lesson, author)

    assert counts(reviewer, now)["Waiting for your review"] == 1
    assert counts(author, now)["Waiting for your review"] == 0


def test_texts_of_a_language_that_has_begun_are_to_do(author, beekstad, now):
    small = make_course(beekstad, bank_size=2)
    assert counts(author, now)["Translations to do"] == 0
    small.lesson("small-two", "nl").unpublish()

    tile = tiles_for(author, now=now)[3]
    assert (tile.count, tile.note) == (1, "in 1 course and language")


def test_what_is_to_do_is_counted_again_when_something_was_done_or_a_minute_has_passed(
    author, reviewer, beekstad, now, monkeypatch
):
    small = make_course(beekstad, bank_size=1)
    TranslationAct.objects.all().delete()
    asked = []

    def counted(user):
        asked.append(user)
        return translations_to_do(user)

    monkeypatch.setattr(tiles, "translations_to_do", counted)
    before = counts(author, now)["Translations to do"]
    assert (before > 0, counts(author, now)["Translations to do"]) == (True, before)
    assert asked == [author]
    assert counts(reviewer, now)["Translations to do"] == before

    approve_translations(small.course, now=now)
    assert counts(author, now)["Translations to do"] == 0
    small.lesson("small-one", "nl").save_revision(user=author)
    counts(author, now)
    counts(author, now + timedelta(seconds=61))
    assert asked == [author, reviewer, author, author, author]


def test_what_learners_wrote_counts_until_somebody_handled_it(
    author, beekstad, valmont, now
):
    for owner, code in ((beekstad, "small"), (valmont, "theirs")):
        small = make_course(owner, code=code, bank_size=2)
        edition = small.release()
        for number, handled_at in enumerate((None, None, now)):
            LessonFeedback.objects.create(
                activity=small.course.activities.first(),
                edition=edition,
                language="en",
                writer=f"writer-{number}",
                month=now.date().replace(day=1),
                text="The second picture is missing.",
                text_state=FeedbackText.PASSED,
                handled_at=handled_at,
                what_changed="It is back." if handled_at else "",
            )

    assert counts(author, now)["What learners say of lessons"] == 2


def test_other_apps_add_their_own_tiles(author, now, monkeypatch):
    extra = DeskTile("Translations", 4, "In two languages", "/cms/t/")
    monkeypatch.setattr(
        registries, "desk_tiles", [lambda user, at: None, lambda user, at: extra]
    )

    assert tiles_for(author, now=now)[5:] == [extra]


def test_the_desk_asks_the_same_number_of_queries_for_1_and_30(author, beekstad, now):
    def count():
        user = type(author).objects.get(pk=author.pk)
        with CaptureQueriesContext(connection) as queries:
            tiles_for(user, now=now)
        return len(queries)

    english_fact(beekstad, live=False).save_revision(user=author)
    first = count()
    for number in range(29):
        english_fact(beekstad, key=f"f{number}", live=False).save_revision(user=author)
    assert count() == first
