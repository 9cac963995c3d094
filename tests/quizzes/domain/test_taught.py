"""Where an answer is taught: a lesson, or a block of one."""

from uuid import UUID

from quizzes.domain.taught import joined, parted, places_taught
from quizzes.models import Bank
from tests.factories.courses import locale


def test_a_place_reads_as_it_is_written():
    lesson = UUID(int=7)

    for place in ((None, ""), (lesson, ""), (lesson, "b1")):
        assert parted(joined(*place)) == place


def test_lessons_are_offered_in_their_order_each_with_its_blocks(small_course):
    bank = Bank.objects.get(course=small_course.course)

    found = places_taught(bank, locale_id=locale("nl").pk)

    lesson = small_course.lesson("small-one", "nl")
    title, places = found[0]
    assert title == lesson.title
    assert [place.value for place in places] == [
        str(lesson.translation_key),
        *(f"{lesson.translation_key}#{child.id}" for child in lesson.body),
    ]
    assert places[0].label == "The whole lesson"
    # By its kind, and by its first words where it has any of its own.
    assert any(": " in place.label for place in places[1:])


def test_a_language_that_the_course_lacks_has_none(small_course):
    bank = Bank.objects.get(course=small_course.course)

    assert places_taught(bank, locale_id=locale("fr").pk) == []
