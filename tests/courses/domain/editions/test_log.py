"""What changed, from edition to edition, as learners read it."""

from datetime import timedelta

import pytest

from courses.domain.editions import log
from courses.domain.editions.log import change_log
from courses.domain.enrolment import enrol
from quizzes.models import QuizPage
from tests.factories.reviewing import reviewed

DAY = timedelta(days=1)


def change(small, slug, language="en") -> None:
    page = small.lesson(slug, language)
    page.body[0] = ("lead", f"{page.body[0].value} again")
    page.save()


def test_the_first_edition_stands_alone(small_course, now):
    (entry,) = change_log(small_course.course, language="en")

    assert (entry.number, entry.is_first, entry.is_empty) == (1, True, True)
    assert (entry.note, entry.note_language) == ("", "")


def test_each_edition_says_what_is_new_changed_and_gone(small_course, now):
    change(small_course, "small-one")
    for language in ("en", "nl"):
        small_course.lesson("small-two", language).unpublish()
    small_course.release(significance="material", note="Read this", now=now + DAY)
    for language in ("en", "nl"):
        lesson = reviewed(small_course.lesson("small-two", language))
        lesson.save_revision().publish()
    small_course.release(now=now + 2 * DAY)

    third, second, _first = change_log(small_course.course, language="en")

    assert (second.changed, second.removed) == (["Lesson one en"], ["Lesson two en"])
    assert (second.is_material, second.note, second.note_language) == (
        True,
        "Read this",
        "en",
    )
    assert (third.added, third.is_material) == (["Lesson two en"], False)
    assert third.released_at == now + 2 * DAY


def test_a_note_that_is_not_in_ones_language_says_which_it_is_in(small_course):
    change(small_course, "small-one")
    small_course.release(note="Read this")

    entry, _first = change_log(small_course.course, language="nl")

    assert (entry.note, entry.note_language) == ("Read this", "en")


def test_what_changed_in_another_language_is_no_change_for_the_reader(small_course):
    change(small_course, "small-one", "nl")
    small_course.release()

    entry, _first = change_log(small_course.course, language="en")
    spoken, _first = change_log(small_course.course, language="nl")

    assert (entry.changed, entry.is_empty) == ([], True)
    assert spoken.changed == ["Lesson one nl"]


def test_other_rules_of_a_quiz_are_a_change(small_course):
    QuizPage.objects.update(pass_percent=90)
    small_course.release()

    assert change_log(small_course.course, language="en")[0].changed == ["Quiz en"]


def test_another_title_or_place_and_languages_are_said(small_course):
    page = small_course.lesson("small-one")
    page.title = "Renamed"
    page.save()
    small_course.lesson("small-two", "nl").unpublish()
    small_course.release()
    small_course.lesson("small-two", "nl").save_revision().publish()
    small_course.release()

    third, second, _first = change_log(small_course.course, language="en")

    assert (second.is_rearranged, second.languages_removed) == (True, ("nl",))
    assert (third.languages_added, third.is_empty) == (("nl",), False)


def test_what_other_sectors_learn_is_left_out_for_a_learner(small_course):
    change(small_course, "small-beat")
    small_course.release()

    def told(sectors):
        return change_log(small_course.course, language="en", sectors=sectors)[0]

    assert told(None).changed == ["Lesson beat en"]
    assert told(["POL"]).changed == ["Lesson beat en"]
    assert told(["EDU"]).changed == []


def test_it_marks_what_came_since_one_began_and_what_one_follows(
    small_course, bob, now
):
    enrolment = enrol(bob, small_course.course, now=now + DAY)
    change(small_course, "small-one")
    small_course.release(now=now + 2 * DAY)

    second, first = change_log(small_course.course, language="en", enrolment=enrolment)

    assert (second.is_since, second.is_followed) == (True, False)
    assert (first.is_since, first.is_followed) == (False, True)


@pytest.mark.parametrize("page", [1, 2])
def test_long_logs_have_pages_and_a_bounded_number_of_queries(
    small_course, monkeypatch, page, django_assert_num_queries
):
    monkeypatch.setattr(log, "PER_PAGE", 2)
    for _number in range(3):
        change(small_course, "small-one")
        small_course.release()
    from lms.remembered import forget

    forget()
    with django_assert_num_queries(3):
        entries = change_log(small_course.course, language="en", page=page)
    assert [e.number for e in entries] == ([4, 3] if page == 1 else [2, 1])
    assert next(e.changed for e in entries) == ["Lesson one en"]
    with django_assert_num_queries(1):
        change_log(small_course.course, language="en", page=page)
