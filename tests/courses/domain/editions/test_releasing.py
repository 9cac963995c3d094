import pytest

from courses.domain.editions import releasing
from courses.domain.editions.preparing import ask_for_preparation, carry_out
from courses.domain.editions.releasing import release_edition, release_prepared
from courses.domain.enrolment import enrol
from courses.domain.player import content_of_place, place_of
from courses.enums import PreparationState
from courses.models import (
    ContentBlob,
    Edition,
    Fact,
    LessonPage,
    Preparation,
)
from lms.errors import DomainError
from lms.remembered import forget
from quizzes.models import Question
from tests.factories.courses import make_course
from tests.factories.exercises import stable
from tests.factories.reviewing import reviewed


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
    reviewed(two).save_revision().publish()
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


# --- What was prepared --------------------------------------------------------------


@pytest.fixture
def prepared(draft_course, alice, now) -> Preparation:
    asked = ask_for_preparation(draft_course.course, actor=alice, now=now)
    return Preparation.objects.get(pk=asked.pk)


def release(preparation, now, actor=None, **more) -> Edition:
    asked = {"significance": "minor", "notes": {}, "actor": actor} | more
    return release_prepared(preparation, now=now, **asked)


def contents(edition: Edition) -> list[tuple]:
    rows = edition.contents.values_list("activity_id", "language", "blob_id")
    return sorted((str(key), *rest) for key, *rest in rows)


@pytest.mark.parametrize("chunk", [3, 200])
def test_what_was_prepared_is_released_as_in_one_breath(
    prepared, beekstad, now, monkeypatch, chunk
):
    monkeypatch.setattr(releasing, "CHUNK", chunk)
    edition = release(prepared, now, notes={"en": "First", "nl": ""})

    assert edition.notes == {"en": "First"}
    assert prepared.course.current_edition_id is None
    prepared.refresh_from_db()
    assert (prepared.state, prepared.edition) == (PreparationState.RELEASED, edition)
    assert not prepared.contents.exists()
    hashes = {row[2] for row in contents(edition)}
    assert set(ContentBlob.objects.values_list("pk", flat=True)) == hashes
    with pytest.raises(DomainError, match="Nothing has changed since edition 1"):
        release_edition(
            prepared.course, significance="minor", notes={}, actor=None, now=now
        )


def test_two_releases_at_once_one_wins_and_the_other_is_told(prepared, alice, now):
    other = Preparation.objects.get(pk=prepared.pk)
    release(prepared, now, actor=alice)

    with pytest.raises(
        DomainError, match="released meanwhile, as edition 1, by Alice Aerts"
    ):
        release(other, now)
    assert Edition.objects.count() == 1


def test_a_release_by_a_program_names_no_person(prepared, now):
    release(prepared, now)

    with pytest.raises(DomainError, match="by a program"):
        release(prepared, now)


def test_what_somebody_had_put_together_afresh_is_not_released_unseen(
    prepared, alice, now
):
    other = Preparation.objects.get(pk=prepared.pk)
    ask_for_preparation(prepared.course, actor=alice, now=now)

    with pytest.raises(DomainError) as refused:
        release(other, now)
    assert refused.value.code == "stale"


def test_what_is_not_ready_is_not_released(prepared, now):
    Preparation.objects.update(state=PreparationState.UNDER_WAY)

    with pytest.raises(DomainError) as refused:
        release(prepared, now)
    assert refused.value.code == "not_ready"


@pytest.mark.parametrize("what", ["page", "fact", "question", "withdrawn"])
def test_what_was_published_since_is_not_left_out_unseen(prepared, now, what):
    if what == "page":
        LessonPage.objects.first().save_revision().publish()
    elif what == "withdrawn":
        LessonPage.objects.last().unpublish()
    elif what == "fact":
        Fact.objects.first().save_revision().publish()
    else:
        Question.objects.first().save_revision().publish()

    with pytest.raises(DomainError) as refused:
        release(prepared, now)
    assert refused.value.code == "stale"


def test_a_draft_that_somebody_saves_does_not_hold_up_a_release(prepared, now):
    LessonPage.objects.first().save_revision()

    assert release(prepared, now).number == 1


def test_the_same_once_more_is_refused(prepared, alice, now):
    release(prepared, now)
    again = ask_for_preparation(prepared.course, actor=alice, now=now)
    carry_out(again.pk, clock=lambda: now)

    with pytest.raises(DomainError) as refused:
        release(Preparation.objects.get(pk=again.pk), now)
    assert refused.value.code == "same"


def test_contents_of_a_language_that_does_not_join_stay_outside(beekstad, alice, now):
    small = make_course(beekstad, bank_size=2)
    # Drafted after others of its language were.
    small.lesson("small-beat", "nl").unpublish()
    asked = ask_for_preparation(small.course, actor=alice, now=now)

    edition = release(Preparation.objects.get(pk=asked.pk), now)

    assert edition.languages == ["en"]
    assert {language for _key, language, _hash in contents(edition)} == {"en"}
