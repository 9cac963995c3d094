from datetime import date

import pytest

from courses.domain.checklist.subjects import course_of
from courses.domain.enrolment import enrol
from courses.domain.manifest import NotReady
from courses.domain.overlays.layers import layers_of
from courses.domain.overlays.publishing import (
    draft_overlay,
    is_up_to_date,
    publish_overlay,
)
from courses.domain.player import content_of_place, place_of
from courses.models import Activity, ContentBlob, LocalLesson, OverlayEdition
from lms.errors import DomainError
from lms.models import AuditEntry
from lms.publishing import NotPublishableError, findings_of
from tests.factories.courses import NOW
from tests.factories.exercises import stable
from tests.factories.facts import make_fact
from tests.factories.overlays import add, make_local, trainer_of


@pytest.fixture
def trainer(beekstad):
    return trainer_of(beekstad)


@pytest.fixture
def local(beekstad):
    return make_local(beekstad)


def text(user, small, lesson) -> str:
    enrolment = enrol(user, small.course, now=NOW)
    place = place_of(enrolment, lesson.translation_key, language="nl")
    return content_of_place(place)["plain"]


def test_learners_read_what_was_published_whatever_is_edited(
    small_course, beekstad, local, trainer, bob
):
    overlay = add(small_course, beekstad, local, actor=trainer)
    assert text(bob, small_course, local) == "Words of local nl"

    local.body = [("lead", "New words")]
    local.save()
    assert text(bob, small_course, local) == "Words of local nl"

    second = publish_overlay(overlay, actor=trainer, now=NOW)
    assert text(bob, small_course, local) == "New words"
    assert second.number == 2
    first = overlay.editions.get(number=1)
    with pytest.raises(DomainError):
        first.save()


def test_publishing_says_who_did_it(small_course, beekstad, local, trainer):
    overlay = add(small_course, beekstad, local, actor=trainer)

    edition = overlay.current_edition
    assert (edition.released_by, edition.released_at) == (trainer, NOW)
    entry = AuditEntry.objects.get(action="overlay_published")
    assert entry.data == {"number": 1}


def test_publishing_the_same_again_is_refused(small_course, beekstad, local, trainer):
    overlay = add(small_course, beekstad, local, actor=trainer)
    assert is_up_to_date(overlay, draft_overlay(overlay))

    with pytest.raises(DomainError):
        publish_overlay(overlay, actor=trainer, now=NOW)
    assert OverlayEdition.objects.count() == 1


def test_a_lesson_that_is_nowhere_live_is_left_out(
    small_course, beekstad, trainer, bob
):
    draft = make_local(beekstad, "draft", live=False)
    add(small_course, beekstad, draft, actor=trainer)

    (layer,) = layers_of(bob.pk, small_course.course.pk)
    assert list(layer.items) == []


def test_only_languages_that_are_live_join_those_of_the_organisation_first(
    small_course, beekstad, trainer
):
    lesson = make_local(beekstad, languages=("de", "en", "nl"))
    type(lesson).objects.filter(locale__language_code="de").update(live=False)

    overlay = add(small_course, beekstad, lesson, actor=trainer)

    (item,) = overlay.current_edition.outline["items"]
    assert item["languages"] == ["nl", "en"]
    assert item["title"] == {"nl": "local beekstad nl", "en": "local beekstad en"}


def test_a_lesson_that_shows_a_fact_in_another_language_publishes_nothing(
    small_course, beekstad, trainer
):
    english = make_fact(beekstad)["en"]
    body = [{"type": "fact", "value": english.pk, "id": stable("fact")}]
    lesson = make_local(beekstad, body=body, live=False)
    # Behind the back of the checklist, which would not let it go live.
    LocalLesson.objects.update(live=True)

    with pytest.raises(NotReady):
        add(small_course, beekstad, lesson, actor=trainer)
    assert not OverlayEdition.objects.exists()
    assert not Activity.objects.filter(key=lesson.translation_key).exists()


def test_equal_content_is_stored_once(small_course, beekstad, valmont, local):
    before = ContentBlob.objects.count()
    add(small_course, beekstad, local)
    add(small_course, valmont, make_local(valmont))

    assert ContentBlob.objects.count() == before + 1


def test_a_national_edition_leaves_it_where_it_is(
    small_course, beekstad, local, trainer, bob
):
    add(small_course, beekstad, local, actor=trainer)
    page = small_course.lesson("small-two")
    page.title = "Renamed"
    page.save()

    small_course.release()

    assert text(bob, small_course, local) == "Words of local nl"


def test_the_checklist_of_lessons_is_asked_of_local_ones(
    small_course, beekstad, trainer
):
    english = make_fact(
        beekstad, review_by=date(2020, 1, 1), valid_from=date(2019, 1, 1)
    )
    body = [{"type": "fact", "value": english["en"].pk, "id": stable("fact")}]

    with pytest.raises(NotPublishableError) as refused:
        make_local(beekstad, body=body)

    draft = make_local(beekstad, body=body, live=False)
    found = findings_of(draft)
    assert {"facts", "languages"} <= {finding.rule for finding in found}
    assert len(refused.value.messages) == len(found)


def test_a_local_lesson_is_judged_for_the_audience_of_its_course(
    small_course, beekstad, trainer
):
    lesson = make_local(beekstad)
    assert course_of(lesson) is None
    add(small_course, beekstad, lesson, actor=trainer)

    assert course_of(lesson) == small_course.course
