from django.utils import timezone
from wagtail.models import ReferenceIndex

from courses.domain.enrolment import enrol
from courses.domain.facts.uses import affected_courses, lesson_uses, uses_of
from courses.models import LessonPage
from organisations.enums import Role
from quizzes.models import Question
from tests.factories.courses import make_course
from tests.factories.facts import index_lessons, make_fact, small_fact, writer


def told(uses):
    """(title, language, in what is published, in a draft) of uses, in order."""
    return sorted((u.title, u.language, u.is_live, u.is_draft) for u in uses)


def facts():
    return [small_fact().pk, small_fact("nl").pk]


def test_lessons_are_told_in_every_language_with_their_course(small, author):
    uses = lesson_uses(facts(), user=author)

    assert told(uses) == [
        ("Lesson one en", "en", True, False),
        ("Lesson one nl", "nl", True, False),
        ("Lesson two en", "en", True, False),
        ("Lesson two nl", "nl", True, False),
    ]
    assert {use.course_id for use in uses} == {small.course.pk}
    assert len({use.key for use in uses}) == 2
    assert all(use.url for use in uses)


def test_only_the_row_that_is_asked_for_is_told(small, author):
    uses = lesson_uses([small_fact("nl").pk], user=author)

    assert {use.language for use in uses} == {"nl"}
    assert lesson_uses([], user=author) == []


def test_a_draft_counts_that_takes_a_fact_in_and_one_that_lets_it_go(small, author):
    beat, one = small.lesson("small-beat"), small.lesson("small-one")
    beat.body.append(("fact", small_fact()))
    beat.save_revision()
    one.body = [("lead", "Without"), ("fact", None)]
    one.save_revision(clean=False)

    assert told(lesson_uses([small_fact().pk], user=author)) == [
        ("Lesson beat en", "en", False, True),
        ("Lesson one en", "en", True, False),
        ("Lesson two en", "en", True, False),
    ]


def test_a_lesson_that_is_not_published_is_a_draft_only(small, author):
    one, two = small.lesson("small-one"), small.lesson("small-two")
    one.unpublish()
    two.save_revision()
    two.unpublish()

    assert told(lesson_uses([small_fact().pk], user=author)) == [
        ("Lesson one en", "en", False, True),
        ("Lesson two en", "en", False, True),
    ]
    two = small.lesson("small-two")
    two.body = [("lead", "Without")]
    two.save_revision()
    assert told(lesson_uses([small_fact().pk], user=author)) == [
        ("Lesson one en", "en", False, True)
    ]


def test_what_others_have_counts_without_a_name(small, valmont):
    stranger = writer(valmont, Role.AUTHOR, now=timezone.now())

    uses = lesson_uses(facts(), user=stranger)

    assert {(use.title, use.url, use.is_named) for use in uses} == {("", "", False)}
    assert len(uses) == 4


def test_a_copy_beside_all_courses_belongs_to_none(small, author, db):
    page = small.pages["en"]
    page.copy(recursive=True, update_attrs={"slug": "copy", "title": "Copy"})
    index_lessons()

    uses = lesson_uses([small_fact().pk], user=author)

    assert {use.course_id for use in uses} == {small.course.pk, None}


def test_what_the_index_remembers_of_a_deleted_lesson_is_left_out(small, author):
    index = ReferenceIndex.objects.all()
    kept = list(index.filter(object_id=str(small.lesson("small-two").pk)))
    LessonPage.objects.get(pk=small.lesson("small-two").pk).delete()
    index.bulk_create(kept)

    assert told(lesson_uses([small_fact().pk], user=author)) == [
        ("Lesson one en", "en", True, False)
    ]


def test_lessons_come_first_then_questions_and_the_unnamed_last(
    small, author, valmont, beekstad
):
    Question.objects.filter(key="small-q0", locale__language_code="en").update(
        fact=small_fact()
    )
    theirs = make_course(valmont, code="theirs", bank_size=1)
    page = theirs.lesson("theirs-one")
    page.body = [("fact", small_fact())]
    page.save()

    uses = uses_of([small_fact()], user=author)

    assert [(use.kind, use.title) for use in uses] == [
        ("lesson", "Lesson one en"),
        ("lesson", "Lesson two en"),
        ("lesson", ""),
        ("question", "small-q0"),
    ]


def test_the_number_of_queries_does_not_depend_on_facts_or_lessons(
    small, author, beekstad, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def count(ids):
        with CaptureQueriesContext(connection) as queries:
            user = type(author).objects.get(pk=author.pk)
            found = lesson_uses(ids, user=user)
        return len(found), len(queries)

    lessons, one = count([small_fact().pk])
    many = make_course(beekstad, code="many", more_lessons=30)
    new = make_fact(beekstad)
    for page in LessonPage.objects.filter(slug__startswith="many-"):
        page.body.append(("fact", new[page.locale.language_code]))
        page.save()
    index_lessons()

    more, several = count([small_fact().pk, *(fact.pk for fact in new.values())])

    assert (lessons, several) == (2, one)
    assert more > 60
    assert many


def test_affected_courses_say_which_editions_learners_follow(
    small, new, owner, author, stranger, bob, now
):
    small.release()
    enrol(bob, small.course, now=now)
    uses = uses_of([small_fact()], user=owner)

    (affected,) = affected_courses(uses, user=owner)

    assert (affected.course, affected.editions) == (small.course, [1])
    assert affected.may_release
    assert affected.uses == uses
    assert not affected_courses(uses, user=author)[0].may_release
    theirs = uses_of([small_fact()], user=stranger)
    assert (len(theirs), affected_courses(theirs, user=stranger)) == (2, [])
