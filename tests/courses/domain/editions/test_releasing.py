import pytest

from courses.domain.enrolment import enrol
from courses.domain.player import content_of_place, place_of
from courses.models import ContentBlob, Edition, Fact, LessonPage
from lms.errors import DomainError
from lms.remembered import forget
from tests.factories.courses import stable


def test_release_edition_holds_every_live_activity_in_both_languages(small_course):
    edition = small_course.course.current_edition
    assert edition.languages == ["en", "nl"]
    slugs = ["small-one", "small-two", "small-quiz", "small-beat"]
    keys = {stable(f"small-{slug}") for slug in slugs}
    held = {(str(row.activity_id), row.language) for row in edition.contents.all()}
    assert held == {(key, lang) for key in keys for lang in ("en", "nl")}


def test_release_edition_twice_without_a_change_is_refused(small_course):
    with pytest.raises(DomainError):
        small_course.release()
    assert Edition.objects.count() == 1


def test_equal_content_is_stored_once_across_editions(small_course):
    before = set(ContentBlob.objects.values_list("hash", flat=True))
    page = small_course.lesson("small-one")
    page.body[0] = ("lead", "Another lead")
    page.save()
    small_course.release()
    fresh = set(ContentBlob.objects.values_list("hash", flat=True)) - before
    assert len(fresh) == 1


def test_a_released_edition_cannot_be_changed_or_deleted(small_course):
    edition = small_course.course.current_edition
    edition.number = 9
    with pytest.raises(DomainError):
        edition.save()
    with pytest.raises(DomainError):
        edition.delete()


def test_copying_a_course_page_makes_no_second_owner(small_course):
    page = small_course.pages["en"]
    copy = page.copy(update_attrs={"slug": "a-copy", "title": "A copy"})
    assert page.course == small_course.course
    assert copy.specific.course is None


@pytest.fixture
def standing(small_course, bob, now):
    """What a learner sees at lesson two, in a language, as plain data."""
    enrolment = enrol(bob, small_course.course, now=now)

    def look(language):
        place = place_of(enrolment, small_course.key("small-two"), language=language)
        return (
            [m["title"] for m in place.way.modules],
            [a["key"] for a in place.way.activities],
            content_of_place(place),
        )

    return look


def test_learners_keep_their_text_whatever_happens_in_the_cms(
    small_course, standing, now
):
    from django.core.management import call_command

    before = {language: standing(language) for language in ("en", "nl")}

    fact = Fact.objects.get(key="small-fact", locale__language_code="en")
    fact.text = "Quite another fact"
    fact.save()
    two = small_course.lesson("small-two")
    two.body[0] = ("lead", "Edited while somebody reads")
    two.save_revision().publish()
    for language in ("en", "nl"):
        one = small_course.lesson("small-one", language)
        LessonPage.objects.get(pk=one.pk).delete()
        parent = two.get_parent() if language == "en" else None
        if parent:
            parent.specific.add_child(
                instance=LessonPage(title="New", slug="new", minutes=3)
            )
        moved = small_course.lesson("small-two", language)
        police = moved.get_parent().get_siblings().get(slug="small-police")
        moved.move(police, pos="last-child")
    small_course.release(significance="material", note="All of it")
    call_command("purge_revisions")
    forget()

    assert small_course.course.current_edition.number == 2
    assert {language: standing(language) for language in ("en", "nl")} == before
