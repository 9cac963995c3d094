from datetime import date

from courses.domain.checklist import checklist_of
from courses.domain.checklist.recognition import RULE, warn_of_recognition
from courses.models import CoursePage
from tests.factories.programmes import make_provider

PAST = (date(2020, 1, 1), date(2021, 6, 30))


def warned(page) -> list[str]:
    return [one.message for one in warn_of_recognition(page)]


def test_a_course_that_names_a_lapsed_recognition_is_a_warning(small_course, beekstad):
    course, page = small_course.course, small_course.pages["en"]
    assert warned(page) == []

    course.provider = make_provider(beekstad, PAST)
    course.save()
    page = CoursePage.objects.get(pk=page.pk)

    assert warned(page) == [
        "The school is no longer recognised: Authority A, until 30 June 2021."
    ]
    lines = [line for line in checklist_of(page) if line.rule == RULE]
    assert [line.is_warning for line in lines] == [True]


def test_one_that_was_renewed_is_none(small_course, beekstad):
    course, page = small_course.course, small_course.pages["en"]
    course.provider = make_provider(beekstad, PAST, (date(2022, 1, 1), None))
    course.save()

    assert warned(CoursePage.objects.get(pk=page.pk)) == []


def test_a_copy_that_belongs_to_no_course_is_left_alone(small_course):
    assert warned(CoursePage(title="A copy")) == []
