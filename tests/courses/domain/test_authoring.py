import pytest

from courses.domain.authoring import add_course_page
from courses.models import Course, CoursePage
from lms.errors import DomainError
from tests.factories.courses import locale


def test_a_language_without_a_catalogue_takes_no_course_page(beekstad, alice):
    course = Course.objects.create(code="new", owner=beekstad)

    with pytest.raises(DomainError, match="no catalogue in this language") as refused:
        add_course_page(course, title="New", locale=locale("fr"), actor=alice)

    assert refused.value.code == "no_catalogue"
    assert not CoursePage.objects.filter(translation_key=course.page_key).exists()
