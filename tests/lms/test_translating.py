"""A draft of a translation is a revision, and what is published is complete."""

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, Translation, TranslationSource
from wagtail_localize.tasks import background

from courses.models import Fact, LessonPage
from lms.background.localize import TaskBackend
from lms.publishing import Finding
from lms.translating import (
    Change,
    changes_since,
    obstacles,
    publish_translation,
    save_draft,
)
from tests.factories.courses import locale

pytestmark = pytest.mark.django_db


@pytest.fixture
def small(unreleased_course):
    return unreleased_course


@pytest.fixture
def submit():
    """Submit a text for translation into a language, and translate its sentences."""

    def submit(row, language="nl", *, words=None, all_but=()):
        source, _created = TranslationSource.update_or_create_from_instance(row)
        translation = Translation.objects.create(
            source=source, target_locale=locale(language)
        )
        for segment in source.stringsegment_set.select_related("string", "context"):
            if words is None or segment.context.path in all_but:
                continue
            StringTranslation.objects.create(
                translation_of=segment.string,
                context=segment.context,
                locale=translation.target_locale,
                data=f"{words} {segment.string.data}",
            )
        return translation

    return submit


def lesson_in(language, slug="small-one"):
    return LessonPage.objects.get(slug=slug, locale__language_code=language)


def test_a_draft_never_touches_the_published_row(small, submit, alice):
    translation = submit(small.lesson("small-one"), words="Nieuw")
    before = Page.objects.filter(slug="small-one").values().get(locale=locale("nl").pk)
    translation.save_target(user=alice, publish=False)
    row = lesson_in("nl")
    assert (row.title, row.live) == ("Lesson one nl", True)
    assert row.body[0].value == "Lead one nl"
    assert row.live_revision_id == before["live_revision_id"]
    draft = row.get_latest_revision_as_object()
    assert draft.title == "Nieuw Lesson one en"
    assert draft.body[0].value == "Nieuw Lead one en"
    assert row.latest_revision.user == alice


def test_publishing_a_complete_translation_publishes_it(small, submit):
    translation = submit(small.lesson("small-one"), words="Nieuw")
    translation.save_target()
    row = lesson_in("nl")
    assert (row.title, row.live) == ("Nieuw Lesson one en", True)
    assert [str(b.id) for b in row.body] == [
        str(b.id) for b in small.lesson("small-one").body
    ]
    fact = next(block.value for block in row.body if block.block_type == "fact")
    assert fact.locale == locale("nl")


def test_a_sentence_that_is_not_translated_stops_the_publication(small, submit):
    translation = submit(small.lesson("small-one"), words="Nieuw", all_but=("title",))
    with pytest.raises(ValidationError) as caught:
        translation.save_target()
    assert caught.value.messages == [
        "1 sentence is not translated yet, or has a mistake in it."
    ]
    row = lesson_in("nl")
    assert row.title == "Lesson one nl"
    assert row.latest_revision is None


def test_a_fact_without_translation_is_named_and_nothing_is_half_made(small, submit):
    english = Fact.objects.get(locale__language_code="en")
    Fact.objects.filter(locale__language_code="nl").delete()
    translation = submit(small.lesson("small-one"), words="Nieuw")
    found = obstacles(translation)
    assert [(one.message, one.thing) for one in found] == [
        (f"“{english}” is not there in this language yet: translate it first.", english)
    ]
    with pytest.raises(ValidationError):
        publish_translation(translation, user=None)
    assert lesson_in("nl").title == "Lesson one nl"


def test_a_fact_that_is_no_more_than_a_draft_is_named(small, submit):
    dutch = Fact.objects.get(locale__language_code="nl")
    dutch.unpublish()
    translation = submit(small.lesson("small-one"), words="Nieuw")
    assert [one.thing for one in obstacles(translation)] == [dutch]


def test_what_the_checklist_has_against_it_keeps_nothing(small, submit, monkeypatch):
    translation = submit(small.lesson("small-one"), words="Nieuw")
    against = (LessonPage, lambda page: [Finding("rule", "Not like this.")])
    monkeypatch.setattr("lms.publishing._checks", [against])
    with pytest.raises(ValidationError) as caught:
        publish_translation(translation, user=None)
    assert caught.value.messages == ["Not like this."]
    row = lesson_in("nl")
    assert (row.title, row.latest_revision) == ("Lesson one nl", None)


def test_a_new_language_is_a_draft_below_its_own_pages(small, submit, beekstad):
    locale("fr")
    home = submit(small.pages["en"].get_parent().specific, "fr")
    save_draft(home, user=None)
    course = submit(small.pages["en"], "fr", words="Neuf")
    save_draft(course, user=None)
    page = Page.objects.get(
        translation_key=small.pages["en"].translation_key, locale=locale("fr")
    )
    assert (page.live, page.alias_of) == (False, None)
    assert page.get_latest_revision_as_object().title == "Neuf Course en"


def test_a_page_whose_parent_is_not_translated_is_told_which(small, submit):
    locale("fr")
    translation = submit(small.lesson("small-one"), "fr")
    with pytest.raises(ValidationError) as caught:
        save_draft(translation, user=None)
    assert caught.value.messages == [
        "“Core en” is not there in this language yet: translate it first."
    ]
    assert not Page.objects.filter(locale=locale("fr")).exists()


def test_a_new_fact_is_a_draft(small, submit):
    translation = submit(Fact.objects.get(locale__language_code="en"), "fr")
    save_draft(translation, user=None)
    fact = Fact.objects.get(locale=locale("fr"))
    assert fact.live is False


def test_a_page_that_repeats_its_source_becomes_a_draft_of_its_own(small, submit):
    lesson = small.lesson("small-beat")
    small.lesson("small-beat", "nl").delete()
    lesson.copy_for_translation(locale("nl"), alias=True)
    save_draft(submit(lesson, words="Nieuw"), user=None)
    row = lesson_in("nl", "small-beat")
    assert (row.alias_of, row.live) == (None, False)
    assert row.get_latest_revision_as_object().title == "Nieuw Lesson beat en"


def test_a_translation_whose_source_is_gone_is_told_and_kept(small, submit):
    translation = submit(small.lesson("small-one"), words="Nieuw")
    LessonPage.objects.filter(pk=small.lesson("small-one").pk).update(
        translation_key="5e6f0f5e-9d4c-4b0e-9b6d-0d6f3a4d1c11"
    )
    with pytest.raises(ValidationError) as caught:
        save_draft(translation, user=None)
    assert "is gone" in caught.value.messages[0]
    assert changes_since(translation) == []
    assert lesson_in("nl").title == "Lesson one nl"
    assert StringTranslation.objects.exists()


def test_what_changed_in_the_source_is_told_sentence_by_sentence(small, submit):
    translation = submit(small.lesson("small-one"), words="Nieuw")
    assert changes_since(translation) == []
    lesson = small.lesson("small-one")
    lesson.title = "Another title"
    lesson.body.append(("prose", "<p>One more.</p>"))
    lesson.save()
    assert changes_since(translation) == [
        Change("Lesson one en", "Another title"),
        Change("", "One more."),
    ]


def test_the_work_of_wagtail_localize_goes_into_our_queue(small, submit, alice):
    assert isinstance(background, TaskBackend)
    locale("fr")
    for row in (small.pages["en"].get_parent().specific, small.pages["en"]):
        save_draft(submit(row, "fr"), user=None)

    def translate_page_subtree():
        """As wagtail-localize names it."""

    background.enqueue(
        translate_page_subtree,
        [small.pages["en"].pk, [locale("fr")], None, alice],
        {},
    )
    made = LessonPage.objects.filter(locale=locale("fr"))
    assert made.count() == 3
    assert not made.filter(live=True).exists()
    with pytest.raises(ValueError, match="print has no task"):
        background.enqueue(print, [], {})
