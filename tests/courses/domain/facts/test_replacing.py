from datetime import timedelta
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Workflow

from courses import signals
from courses.domain.facts.replacing import (
    candidates,
    plan_replacement,
    replace_fact,
    successor_of,
)
from courses.enums import ReplacementStep
from courses.models import Fact, LessonPage
from lms.models import AuditEntry
from organisations.enums import Role
from quizzes.models import Question
from tests.factories.courses import make_course
from tests.factories.exercises import stable
from tests.factories.facts import (
    make_fact,
    refused,
    shown,
    small_fact,
    update,
    writer,
)
from tests.factories.reviewing import reviewed
from tests.factories.threads import at_once

Step = ReplacementStep


def test_replace_fact_supersedes_and_exchanges_in_every_language(
    small, new, owner, now, django_capture_on_commit_callbacks
):
    heard = []

    def hear(sender, **kwargs):
        heard.append((kwargs["old_key"], kwargs["new_key"]))

    signals.fact_replaced.connect(hear)
    with django_capture_on_commit_callbacks(execute=True):
        done = replace_fact(small_fact(), new["en"], actor=owner, now=now)

    assert done.is_published
    assert done.count(Step.PUBLISH) == len(done.lessons) == 4
    for language in ("en", "nl"):
        assert small_fact(language).superseded_by == new[language]
        for slug in ("small-one", "small-two"):
            page = small.lesson(slug, language)
            assert shown(slug, language) == [new[language].pk]
            assert (page.live, page.has_unpublished_changes) == (True, False)
            assert page.live_revision.user == owner
    # Learners' bookmarks name the block.
    assert small.lesson("small-one").body[1].id == stable("small-one-fact")
    assert heard == [
        (str(small_fact().translation_key), str(new["en"].translation_key))
    ]
    entry = AuditEntry.objects.get(action="courses.fact_replaced")
    assert (entry.actor, entry.data["new"]) == (owner, new["en"].pk)
    assert set(entry.data["lessons"].values()) == {"publish"}


def test_replacing_changes_no_edition_and_the_next_one_carries_it(
    small, new, owner, now
):
    edition = small.release()
    before = dict(edition.contents.values_list("pk", "blob_id"))

    replace_fact(small_fact(), new["en"], actor=owner, now=now)

    assert dict(edition.contents.values_list("pk", "blob_id")) == before
    assert small.release().number == 2


def test_what_a_person_may_not_publish_becomes_a_draft(small, new, author, now):
    done = replace_fact(small_fact(), new["en"], actor=author, now=now)

    assert not done.is_published
    assert done.count(Step.DRAFT) == len(done.lessons) == 4
    assert small_fact().superseded_by is None
    assert successor_of(small_fact()) == new["en"]
    assert shown("small-one") == [small_fact().pk]
    assert shown("small-one", draft=True) == [new["en"].pk]


def test_a_publisher_completes_what_an_author_prepared(small, new, author, owner, now):
    replace_fact(small_fact(), new["en"], actor=author, now=now)

    done = replace_fact(small_fact(), new["en"], actor=owner, now=now)

    assert {change.step for change in done.lessons} == {Step.GONE}
    assert small_fact().superseded_by == new["en"]
    # What waits in the lessons is for a person to look at.
    assert shown("small-one") == [small_fact().pk]


def test_somebody_elses_draft_is_not_published_along(small, new, author, owner, now):
    page = small.lesson("small-one")
    page.body[0] = ("lead", "Half a thought")
    page.save_revision(user=author)

    done = replace_fact(small_fact(), new["en"], actor=owner, now=now)

    assert done.count(Step.BESIDE) == 1
    assert done.count(Step.PUBLISH) == 3
    page = small.lesson("small-one")
    assert page.body[0].value == "Lead one en"
    assert shown("small-one") == [small_fact().pk]
    draft = page.get_latest_revision_as_object()
    assert draft.body[0].value == "Half a thought"
    assert shown("small-one", draft=True) == [new["en"].pk]


@pytest.mark.parametrize("has_revision", [True, False])
def test_a_lesson_that_is_not_published_stays_unpublished(
    has_revision, small, new, owner, now
):
    page = small.lesson("small-one")
    if has_revision:
        page.save_revision()
    page.unpublish()

    done = replace_fact(small_fact(), new["en"], actor=owner, now=now)

    assert done.count(Step.BESIDE) == 1
    assert small.lesson("small-one").live is False
    assert shown("small-one", draft=True) == [new["en"].pk]


def test_a_draft_that_let_the_fact_go_is_left_alone(small, new, owner, now):
    page = small.lesson("small-one")
    page.body = [("lead", "Without")]
    page.save_revision()

    done = replace_fact(small_fact(), new["en"], actor=owner, now=now)

    assert done.count(Step.GONE) == 1
    assert page.revisions.count() == 1


def test_a_locked_lesson_is_left_and_can_be_done_later(small, new, owner, author, now):
    lock = LessonPage.objects.filter(pk=small.lesson("small-one").pk)
    lock.update(locked=True, locked_by=author, locked_at=now)

    done = replace_fact(small_fact(), new["en"], actor=owner, now=now)

    assert (done.count(Step.LOCKED), done.count(Step.PUBLISH)) == (1, 3)
    assert shown("small-one") == [small_fact().pk]
    refused("done", replace_fact, small_fact(), new["en"], actor=owner, now=now)
    lock.update(locked=False)
    later = replace_fact(small_fact(), new["en"], actor=owner, now=now)
    assert later.count(Step.PUBLISH) == 1
    assert shown("small-one") == [new["en"].pk]


def test_what_is_being_approved_is_left_to_those_who_approve(small, new, author, now):
    page = small.lesson("small-one")
    page.save_revision()
    Workflow.objects.first().start(page, author)

    done = replace_fact(small_fact(), new["en"], actor=author, now=now)

    assert (done.count(Step.LOCKED), done.count(Step.DRAFT)) == (1, 3)
    assert page.revisions.count() == 1


def test_a_lesson_that_is_planned_to_be_published_is_left(small, new, owner, now):
    page = small.lesson("small-one")
    page.save_revision(approved_go_live_at=now + timedelta(days=2))

    done = replace_fact(small_fact(), new["en"], actor=owner, now=now)

    assert (done.count(Step.LOCKED), done.count(Step.PUBLISH)) == (1, 3)
    assert page.revisions.count() == 1


def test_a_language_without_the_new_fact_keeps_the_old_and_follows_later(
    small, beekstad, owner, now
):
    new = make_fact(beekstad, languages=("en",))

    done = replace_fact(small_fact(), new["en"], actor=owner, now=now)

    assert done.missing == ["nl"]
    assert done.count(Step.NO_COUNTERPART) == 2
    assert shown("small-one", "nl") == [small_fact("nl").pk]
    dutch = make_fact(
        beekstad, languages=("nl",), translation_key=new["en"].translation_key
    )
    later = replace_fact(small_fact("nl"), dutch["nl"], actor=owner, now=now)
    assert later.missing == []
    assert small_fact("nl").superseded_by == dutch["nl"]
    assert shown("small-one", "nl") == [dutch["nl"].pk]


def test_a_language_in_which_the_old_fact_was_withdrawn_is_marked_in_a_draft(
    small, new, owner, now
):
    small_fact("nl").unpublish()

    replace_fact(small_fact(), new["en"], actor=owner, now=now)

    dutch = small_fact("nl")
    assert (dutch.live, dutch.superseded_by) == (False, None)
    assert successor_of(dutch) == new["nl"]
    assert shown("small-one", "nl") == [new["nl"].pk]


def test_other_facts_of_a_lesson_stay(small, new, beekstad, owner, now):
    other = make_fact(beekstad, "other")
    page = small.lesson("small-one")
    page.body.append(("fact", other["en"]))
    reviewed(page).save_revision().publish()

    replace_fact(small_fact(), new["en"], actor=owner, now=now)

    assert shown("small-one") == [new["en"].pk, other["en"].pk]


def test_questions_are_told_and_left_alone(small, new, owner, now):
    question = Question.objects.get(key="small-q0", locale__language_code="en")
    question.fact = small_fact()
    question.save()

    done = replace_fact(small_fact(), new["en"], actor=owner, now=now)

    assert [use.title for use in done.others] == ["small-q0"]
    question.refresh_from_db()
    assert question.fact == small_fact()


def test_lessons_of_others_are_counted_and_left_alone(small, new, valmont, owner, now):
    make_course(valmont, code="theirs", bank_size=1)
    page = LessonPage.objects.get(slug="theirs-one", locale__language_code="en")
    page.body = [("fact", small_fact())]
    page.save()

    done = replace_fact(small_fact(), new["en"], actor=owner, now=now)

    assert done.unnamed == 1
    assert {change.use.title for change in done.lessons} == {
        f"Lesson {word} {language}"
        for word in ("one", "two")
        for language in ("en", "nl")
    }
    assert shown("theirs-one") == [small_fact().pk]


def test_replacing_twice_is_refused_and_changes_nothing(small, new, owner, now):
    replace_fact(small_fact(), new["en"], actor=owner, now=now)
    revisions = small.lesson("small-one").revisions.count()

    refused("done", replace_fact, small_fact(), new["en"], actor=owner, now=now)

    assert small.lesson("small-one").revisions.count() == revisions
    assert AuditEntry.objects.filter(action="courses.fact_replaced").count() == 1


def test_what_cannot_replace_is_refused(
    small, new, beekstad, valmont, owner, stranger, now
):
    old = small_fact()
    theirs = make_fact(valmont, "theirs")
    french = make_fact(beekstad, "french", languages=("fr",))
    draft = make_fact(beekstad, "draft", live=False)

    def attempt(code, first, second, actor=owner):
        refused(code, replace_fact, first, second, actor=actor, now=now)

    attempt("self", old, small_fact("nl"))
    attempt("owner", old, theirs["en"])
    attempt("role", old, new["en"], stranger)
    attempt("not_live", old, draft["en"])
    attempt("not_live", draft["en"], new["en"])
    attempt("language", old, french["fr"])
    assert successor_of(old) is None
    assert not AuditEntry.objects.filter(action="courses.fact_replaced").exists()


def test_facts_never_replace_each_other_in_a_circle(
    small, new, beekstad, owner, author, now
):
    third = make_fact(beekstad, "third")
    replace_fact(small_fact(), new["en"], actor=owner, now=now)
    refused("cycle", replace_fact, new["en"], small_fact(), actor=owner, now=now)
    refused("replaced", replace_fact, small_fact(), third["en"], actor=owner, now=now)
    replace_fact(new["en"], third["en"], actor=author, now=now)

    # Also by way of others, and of a draft.
    refused("cycle", replace_fact, third["en"], small_fact(), actor=owner, now=now)
    fourth = make_fact(beekstad, "fourth")
    refused("outdated", replace_fact, fourth["en"], new["en"], actor=owner, now=now)


def test_nothing_is_half_done(small, new, owner, now):
    LessonPage.objects.filter(pk=small.lesson("small-two").pk).update(minutes=0)

    refused("invalid", replace_fact, small_fact(), new["en"], actor=owner, now=now)

    assert small_fact().superseded_by is None
    assert shown("small-one") == [small_fact().pk]
    assert not AuditEntry.objects.filter(action="courses.fact_replaced").exists()


def test_a_deleted_successor_leads_to_nothing(small, new, owner, now):
    gone = make_fact(small.course.owner, "gone", languages=("en",))
    draft = new["en"]
    draft.superseded_by = gone["en"]
    draft.save_revision()
    gone["en"].delete()

    assert plan_replacement(small_fact(), new["en"], actor=owner).pairs


def test_the_plan_asks_the_same_number_of_queries_whatever_the_lessons(
    small, new, beekstad, owner
):
    def count():
        user = type(owner).objects.get(pk=owner.pk)
        old, other = small_fact(), Fact.objects.get(pk=new["en"].pk)
        with CaptureQueriesContext(connection) as queries:
            plan = plan_replacement(old, other, actor=user)
        return len(plan.lessons), len(queries)

    small.lesson("small-one").save_revision()
    first = count()
    make_course(beekstad, code="many", more_lessons=15)
    for page in LessonPage.objects.filter(slug__startswith="many-more"):
        page.body.append(("fact", small_fact(page.locale.language_code)))
        page.save()
        page.save_revision()

    assert first[0] == 4
    assert count() == (34, first[1])


def test_candidates_are_ones_own_published_facts_in_the_language(
    small, new, beekstad, valmont, author
):
    make_fact(valmont, "theirs")
    make_fact(beekstad, "draft", live=False)
    replaced = make_fact(beekstad, "replaced")
    update(replaced["en"], superseded_by=new["en"])

    assert list(candidates(small_fact(), user=author)) == [new["en"]]


@pytest.mark.only_on("postgresql")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_two_people_who_replace_a_fact_at_once_one_is_told_the_other_was_first(
    small, beekstad, owner, now
):
    other = writer(beekstad, Role.PROGRAMME_OWNER, now=now)
    news = {
        owner: make_fact(beekstad, "one")["en"],
        other: make_fact(beekstad, "two")["en"],
    }
    old = small_fact()

    errors = at_once(
        *(
            partial(replace_fact, old, new, actor=person, now=now)
            for person, new in news.items()
        )
    )

    assert [error.code for error in errors] == ["replaced"]
    winner = small_fact().superseded_by
    assert winner in news.values()
    assert shown("small-one") == shown("small-two") == [winner.pk]
    assert AuditEntry.objects.filter(action="courses.fact_replaced").count() == 1
