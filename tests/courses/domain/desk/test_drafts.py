"""Drafts a person may go on with."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import GroupApprovalTask, Page, Revision, Workflow, WorkflowTask

from courses.domain.desk.drafts import draft_rows, drafts_of, kinds_of_drafts
from courses.enums import DraftsOf, DraftState
from courses.models import Fact, LessonPage
from organisations.enums import Role
from quizzes.models import Question
from tests.factories.facts import english_fact, writer


@pytest.fixture
def small(draft_course):
    return draft_course


@pytest.fixture
def author(small, beekstad, now):
    return writer(beekstad, Role.AUTHOR, now=now)


@pytest.fixture
def colleague(small, beekstad, now):
    return writer(beekstad, Role.AUTHOR, now=now)


def changed(thing, user, at, **values):
    """The thing with a draft that `user` left at a time."""
    for name, value in values.items():
        setattr(thing, name, value)
    revision = thing.save_revision(user=user, clean=False)
    Revision.objects.filter(pk=revision.pk).update(created_at=at)
    return thing


def titles(user, **choice) -> list[str]:
    return [row.title for row in draft_rows(drafts_of(user, **choice))]


@pytest.fixture
def desk(small, author, colleague, beekstad, now):
    """A lesson, a fact and a question with drafts, the lesson changed last."""
    changed(
        Question.objects.get(key="small-q0", locale__language_code="nl"),
        author,
        now - timedelta(hours=3),
        topic="other",
    )
    changed(
        english_fact(beekstad, live=False, text="A fact to be"),
        colleague,
        now - timedelta(hours=2),
    )
    changed(
        small.lesson("small-one", "nl"),
        author,
        now - timedelta(hours=1),
        title="A new title",
    )


def test_drafts_of_every_kind_stand_in_one_list_the_last_changed_first(desk, author):
    assert titles(author) == ["A new title", "A fact to be", "small-q0"]


def test_one_s_own_are_those_one_changed_last(desk, author, colleague):
    assert titles(author, whose=DraftsOf.MINE) == ["A new title", "small-q0"]
    assert titles(colleague, whose=DraftsOf.MINE) == ["A fact to be"]


def test_they_are_narrowed_by_kind_and_language(desk, author):
    assert titles(author, kind="courses.fact") == ["A fact to be"]
    assert titles(author, kind="wagtailcore.page") == ["A new title"]
    assert titles(author, kind="nonsense") == titles(author)
    assert titles(author, language="nl") == ["A new title", "small-q0"]
    assert titles(author, language="en") == ["A fact to be"]


def test_what_has_no_language_counts_in_every_one(author, beekstad, now):
    from media.models import Recording

    changed(
        Recording.objects.create(owner=beekstad, title="Sound", live=False), author, now
    )

    assert titles(author, language="fr") == ["Sound"]


def test_what_is_published_as_it_stands_is_no_draft(small, author, beekstad):
    english_fact(beekstad)
    assert drafts_of(author) == []


def test_what_others_write_is_not_in_it(desk, valmont, now):
    stranger = writer(valmont, Role.AUTHOR, now=now)
    changed(english_fact(valmont, live=False, text="Of Valmont"), stranger, now)

    assert titles(stranger) == ["Of Valmont"]


def test_learners_and_coordinators_have_no_drafts(desk, alice, bob):
    assert drafts_of(alice) == drafts_of(bob) == []


def test_a_row_says_what_it_is_how_it_stands_and_who_changed_it(
    desk, author, colleague, now
):
    lesson, fact, question = draft_rows(drafts_of(author))

    assert (lesson.kind, lesson.language, lesson.state) == (
        "lesson",
        "nl",
        DraftState.CHANGED,
    )
    page = LessonPage.objects.get(slug="small-one", locale__language_code="nl")
    assert lesson.url == f"/cms/pages/{page.pk}/edit/"
    assert lesson.changed_at == now - timedelta(hours=1)
    assert lesson.changed_by == author.get_full_name()
    row = Fact.objects.get(text="A fact to be")
    assert (fact.kind, fact.language, fact.state, fact.url) == (
        "fact",
        "en",
        DraftState.NEVER_PUBLISHED,
        f"/cms/snippets/courses/fact/edit/{row.pk}/",
    )
    assert fact.changed_by == colleague.get_full_name()
    assert question.kind == "question"


def test_a_draft_that_a_program_wrote_has_no_author(author, beekstad, now):
    changed(english_fact(beekstad, live=False), None, now)

    (row,) = draft_rows(drafts_of(author))
    assert row.changed_by == ""


def test_a_draft_under_review_says_so(desk, author, colleague):
    workflow = Workflow.objects.create(name="Review")
    task = GroupApprovalTask.objects.create(name="Reviewer")
    WorkflowTask.objects.create(workflow=workflow, task=task.task_ptr)
    page = Page.objects.get(slug="small-one", locale__language_code="nl")
    workflow.start(page.specific.get_latest_revision_as_object(), author)

    states = [row.state for row in draft_rows(drafts_of(author))]
    assert states == [
        DraftState.UNDER_REVIEW,
        DraftState.NEVER_PUBLISHED,
        DraftState.CHANGED,
    ]


def test_what_is_gone_by_the_time_it_is_shown_is_left_out(desk, author):
    keys = drafts_of(author)
    Fact.objects.get(text="A fact to be").delete()

    assert [row.title for row in draft_rows(keys)] == ["A new title", "small-q0"]


def test_everything_with_drafts_and_an_owner_is_a_kind():
    assert set(kinds_of_drafts()) >= {
        "wagtailcore.page",
        "courses.fact",
        "courses.vignette",
        "media.recording",
        "quizzes.question",
    }
    # It has no drafts.
    assert "quizzes.bank" not in kinds_of_drafts()


def test_the_number_of_queries_is_the_same_for_1_and_30(small, author, beekstad, now):
    changed(small.lesson("small-one"), author, now, title="One")
    changed(english_fact(beekstad, live=False), author, now)

    def count():
        user = type(author).objects.get(pk=author.pk)
        with CaptureQueriesContext(connection) as queries:
            rows = draft_rows(drafts_of(user))
        return len(rows), len(queries)

    few = count()
    for number in range(29):
        changed(english_fact(beekstad, live=False, key=f"fact-{number}"), author, now)
    assert few[0] == 2
    assert count() == (31, few[1])
