"""Why a course is read in another language than the one that was asked for."""

from courses.domain.fallback import Fallback, fallback_of
from courses.domain.manifest import outline_of
from courses.models import Edition


def another(first: Edition, number: int, languages: list[str]) -> Edition:
    return Edition.objects.create(
        course=first.course,
        number=number,
        significance="minor",
        languages=languages,
        outline=first.outline,
        released_at=first.released_at,
    )


def test_who_reads_what_they_asked_for_reads_no_fallback(small_course):
    outline = outline_of(small_course.course.current_edition_id)

    assert fallback_of(outline, wanted="nl", spoken="nl") is None


def test_a_language_that_never_was_there_left_with_no_edition(small_course):
    outline = outline_of(small_course.course.current_edition_id)

    assert fallback_of(outline, wanted="fr", spoken="en") == Fallback("fr", "en", None)


def test_a_language_left_with_the_edition_after_the_last_that_had_it(small_course):
    first = Edition.objects.get()
    another(first, 2, ["en"])
    another(first, 3, ["en", "nl"])
    fourth = another(first, 4, ["en"])
    fifth = another(first, 5, ["en"])
    another(first, 6, ["en", "nl"])

    for edition in (fourth, fifth):
        found = fallback_of(outline_of(edition.pk), wanted="nl", spoken="en")
        assert found == Fallback("nl", "en", left_with=4)


def test_a_local_lesson_that_lacks_what_the_edition_has_left_with_none(small_course):
    """The course is there in Dutch; what an organisation added to it is not."""
    another(Edition.objects.get(), 2, ["en"])
    third = another(Edition.objects.get(number=1), 3, ["en", "nl"])

    found = fallback_of(outline_of(third.pk), wanted="nl", spoken="en")

    assert found == Fallback("nl", "en", None)


def test_what_was_asked_once_is_not_asked_again(
    small_course, django_assert_num_queries
):
    outline = outline_of(small_course.course.current_edition_id)
    fallback_of(outline, wanted="fr", spoken="en")

    with django_assert_num_queries(0):
        fallback_of(outline, wanted="de", spoken="en")
