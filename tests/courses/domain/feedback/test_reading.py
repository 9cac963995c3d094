import pytest

from courses.domain.feedback.handling import handle, moderate
from courses.domain.feedback.reading import (
    LEAST,
    lesson_rows,
    may_moderate,
    passed_texts,
    texts_of,
    visible_feedback,
)
from courses.models import Course, LessonFeedback
from lms.errors import DomainError
from lms.models import AuditEntry
from tests.factories.feedback import crowd


def rows(user, **asked):
    return lesson_rows(user, language="en", **asked)


def acts() -> list[str]:
    found = AuditEntry.objects.filter(action__startswith="courses.")
    return list(found.values_list("action", flat=True))


def test_figures_are_of_five_people_or_more(small_course, author):
    crowd(small_course, LEAST - 1)
    (row,) = rows(author)
    assert (row.answers, row.people) == (None, "fewer than 5")

    crowd(small_course, 1, first=10, useful="no", clear="", is_wrong=True)

    (row,) = rows(author)
    assert row.people == "5"
    assert row.answers == {
        "useful_yes": 4,
        "useful_partly": 0,
        "useful_no": 1,
        "clear_yes": 0,
        "clear_partly": 4,
        "clear_no": 0,
        "wrong": 1,
    }
    assert (row.title, row.course) == ("Lesson one en", small_course.course)


def test_what_has_most_to_do_comes_first_and_can_be_asked_for(small_course, author):
    crowd(small_course, 1)
    crowd(small_course, 1, slug="small-two", text="Said", text_state="waiting")
    crowd(small_course, 1, slug="small-beat", text="Said", text_state="passed")

    titles = [row.title for row in rows(author)]
    assert titles == ["Lesson two en", "Lesson beat en", "Lesson one en"]
    assert [row.title for row in rows(author, state="waiting")] == ["Lesson two en"]
    assert [row.title for row in rows(author, state="open")] == ["Lesson beat en"]
    assert len(rows(author, course_id=small_course.course.pk)) == 3
    assert rows(author, course_id=small_course.course.pk + 1) == []


def test_a_lesson_that_is_no_more_in_the_edition_is_still_there(small_course, author):
    crowd(small_course, 1)
    page = small_course.lesson("small-one")
    page.live = False
    page.save()
    small_course.release()

    (row,) = rows(author)

    assert row.title == "A lesson of an earlier edition"


def test_a_course_without_an_edition_does_not_break_the_list(small_course, author):
    crowd(small_course, 1)
    Course.objects.update(current_edition=None)

    assert [row.title for row in rows(author)] == ["A lesson of an earlier edition"]


def test_authors_of_another_body_and_learners_see_nothing(
    small_course, stranger, bob, author, admin_user
):
    crowd(small_course, 6, text="Said", text_state="passed")

    for outsider in (stranger, bob):
        assert rows(outsider) == []
        assert not visible_feedback(outsider).exists()
        assert not texts_of(outsider).exists()
        assert not may_moderate(outsider, small_course.course.pk)
    assert len(rows(author)) == len(rows(admin_user)) == 1


def test_a_text_is_the_reviewers_before_it_is_the_authors(
    small_course, author, reviewer, now
):
    (said,) = crowd(small_course, 1, text="Said", text_state="waiting")
    assert list(texts_of(author)) == []
    assert list(texts_of(reviewer)) == [said]
    assert not may_moderate(author, small_course.course.pk)
    assert may_moderate(reviewer, small_course.course.pk)

    for _again in range(2):
        moderate(said, passes=True, actor=reviewer, now=now)

    assert list(texts_of(author)) == [said]
    key = small_course.key("small-one")
    assert list(passed_texts(author, [key])) == [said]
    assert list(passed_texts(author, [small_course.key("small-two")])) == []
    assert acts() == ["courses.feedback_passed"]


def test_a_text_that_is_withheld_is_gone(small_course, author, reviewer, now):
    (said,) = crowd(small_course, 1, text="About somebody", text_state="waiting")

    moderate(said, passes=False, actor=reviewer, now=now)

    row = LessonFeedback.objects.get()
    assert (row.text, row.text_state, row.useful) == ("", "", "yes")
    assert list(texts_of(reviewer)) == []


def test_handling_says_who_when_and_what_was_changed(small_course, author, now):
    (said,) = crowd(small_course, 1, text="Said", text_state="passed")

    handle(said, what_changed=" The date is right now. ", actor=author, now=now)

    row = LessonFeedback.objects.get()
    assert (row.handled_by, row.handled_at) == (author, now)
    assert row.what_changed == "The date is right now."
    entry = AuditEntry.objects.latest("pk")
    assert (entry.actor, acts()) == (author, ["courses.feedback_handled"])
    assert "Said" not in str(entry.data)


@pytest.mark.parametrize(
    ("state", "words", "code"),
    [
        ("passed", " ", "empty"),
        ("waiting", "Done", "state"),
        ("passed", "Asked Kevin", "people"),
    ],
)
def test_what_is_not_to_be_handled_is_left(
    small_course, author, now, state, words, code
):
    (said,) = crowd(small_course, 1, text="Said", text_state=state)

    with pytest.raises(DomainError) as refused:
        handle(said, what_changed=words, actor=author, now=now)

    assert refused.value.code == code
    assert LessonFeedback.objects.get().handled_at is None


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_asks_as_often_for_thirty_as_for_one(
    small_course, author, count, django_assert_num_queries
):
    for slug in ("small-one", "small-two", "small-beat")[:count]:
        crowd(small_course, count, slug=slug)
    rows(author)

    with django_assert_num_queries(2):
        rows(author)
