"""Submitting a course, and publishing one translation, in the content admin."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from courses.models import CatalogueIndexPage, LessonPage
from organisations.enums import Role
from tests.factories.courses import locale
from tests.factories.facts import writer

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(small_course, beekstad):
    return writer(beekstad, Role.AUTHOR, now=timezone.now())


@pytest.fixture
def owner(small_course, beekstad):
    return writer(beekstad, Role.PROGRAMME_OWNER, now=timezone.now())


@pytest.fixture
def stranger(small_course, valmont):
    return writer(valmont, Role.PROGRAMME_OWNER, now=timezone.now())


@pytest.fixture
def translation(small_course):
    """Of lesson one into Dutch; its title is not translated yet."""
    source, _created = TranslationSource.update_or_create_from_instance(
        small_course.lesson("small-one")
    )
    made = Translation.objects.create(source=source, target_locale=locale("nl"))
    for segment in source.stringsegment_set.select_related("string", "context"):
        if segment.context.path != "title":
            say(made, segment, f"Nieuw {segment.string.data}")
    return made


def say(translation, segment, words, by=None):
    StringTranslation.objects.create(
        translation_of=segment.string,
        context=segment.context,
        locale=translation.target_locale,
        data=words,
        last_translated_by=by,
    )


def translate_title(translation, by=None):
    segments = translation.source.stringsegment_set
    say(translation, segments.get(context__path="title"), "Nieuwe titel", by)


def words_of(response) -> str:
    assert response.status_code == 200
    main = BeautifulSoup(response.content, "html.parser").find("main")
    return " ".join(main.get_text(" ").split())


def dutch(small_course):
    return small_course.lesson("small-one", "nl")


def edit_address(small_course):
    return reverse("wagtailadmin_pages:edit", args=[dutch(small_course).pk])


def status_address(translation):
    return reverse("translation_status", args=[translation.pk])


def test_a_course_is_submitted_after_a_look(small_course, sign_in, author):
    english = CatalogueIndexPage.objects.get(locale__language_code="en")
    english.copy_for_translation(locale("fr"))
    url = reverse("course_translate", args=[small_course.course.pk, "fr"])
    browser = sign_in(author)
    assert "20 texts get a draft in this language" in words_of(browser.get(url))
    browser.post(url)
    assert LessonPage.objects.filter(locale=locale("fr")).count() == 3
    assert "Every text of yours is there" in words_of(browser.get(url))


def test_a_language_without_a_catalogue_is_told(small_course, sign_in, author):
    url = reverse("course_translate", args=[small_course.course.pk, "de"])
    assert "There is no catalogue in this language yet." in words_of(
        sign_in(author).post(url)
    )


def test_what_is_no_language_or_not_ones_course_is_not_there(
    small_course, sign_in, author, stranger
):
    url = reverse("course_translate", args=[small_course.course.pk, "xx"])
    assert sign_in(author).get(url).status_code == 404
    url = reverse("course_translate", args=[small_course.course.pk, "fr"])
    assert sign_in(stranger).get(url).status_code == 404


def test_the_editors_button_publishes_nothing_that_is_not_complete(
    small_course, sign_in, owner, translation
):
    page = sign_in(owner).post(
        edit_address(small_course), {"action": "publish"}, follow=True
    )
    text = page.content.decode()
    assert "1 sentence is not translated yet" in text
    assert status_address(translation) in text
    assert dutch(small_course).title == "Lesson one nl"


def test_the_editors_button_publishes_what_is_complete(
    small_course, sign_in, owner, translation
):
    translate_title(translation)
    page = sign_in(owner).post(
        edit_address(small_course), {"action": "publish"}, follow=True
    )
    assert "The translation is published." in page.content.decode()
    assert dutch(small_course).title == "Nieuwe titel"


def test_an_author_does_not_publish_by_the_editors_button(
    small_course, sign_in, author, translation
):
    translate_title(translation)
    sign_in(author).post(edit_address(small_course), {"action": "publish"})
    assert dutch(small_course).title == "Lesson one nl"


def test_a_draft_is_saved_beside_what_is_published(
    small_course, sign_in, author, translation
):
    page = sign_in(author).post(
        status_address(translation), {"what": "draft"}, follow=True
    )
    assert "The draft is saved." in words_of(page)
    row = dutch(small_course)
    assert (row.title, row.has_unpublished_changes) == ("Lesson one nl", True)


def test_the_page_says_what_is_missing_and_what_changed(
    small_course, sign_in, author, translation
):
    lesson = small_course.lesson("small-one")
    lesson.title = "Another title"
    lesson.save()
    browser = sign_in(author)
    told = words_of(browser.get(status_address(translation)))
    assert "1 sentence is not translated yet" in told
    assert "Lesson one en Another title" in told
    page = browser.post(status_address(translation), {"what": "take"}, follow=True)
    assert "What changed in the source since" not in words_of(page)
    translation.source.refresh_from_db()
    assert translation.source.object_repr == "Another title"


def test_publishing_from_the_page_needs_the_right_to(
    small_course, sign_in, author, owner, translation
):
    translate_title(translation)
    url = status_address(translation)
    sign_in(author).post(url, {"what": "publish"})
    assert dutch(small_course).title == "Lesson one nl"
    sign_in(owner).post(url, {"what": "publish"})
    assert dutch(small_course).title == "Nieuwe titel"


def test_sending_for_review_starts_the_workflow_with_the_draft(
    small_course, sign_in, author, translation
):
    url = status_address(translation)
    browser = sign_in(author)
    assert "1 sentence is not translated yet" in words_of(
        browser.post(url, {"what": "send"}, follow=True)
    )
    assert not dutch(small_course).workflow_in_progress


def test_what_is_not_ones_own_or_no_act_is_not_there(
    small_course, sign_in, author, stranger, translation
):
    url = status_address(translation)
    assert sign_in(stranger).get(url).status_code == 404
    assert sign_in(author).post(url, {"what": "nonsense"}).status_code == 404


def test_two_at_one_translation_know_of_each_other(
    small_course, sign_in, author, owner, translation
):
    translate_title(translation, by=owner)
    text = sign_in(author).get(edit_address(small_course)).content.decode()
    assert f"{owner.printed_name} translated here a few minutes ago." in text
    text = sign_in(owner).get(edit_address(small_course)).content.decode()
    assert "a few minutes ago" not in text


def test_a_translation_whose_source_is_gone_opens_as_a_text_of_its_own(
    small_course, sign_in, author, translation
):
    lesson = small_course.lesson("small-one")
    LessonPage.objects.filter(pk=lesson.pk).update(
        translation_key="5e6f0f5e-9d4c-4b0e-9b6d-0d6f3a4d1c11"
    )
    response = sign_in(author).get(edit_address(small_course))
    assert response.status_code == 200
    assert "is a text of its own now" in BeautifulSoup(
        response.content, "html.parser"
    ).get_text().replace("\n", " ")
    translation.refresh_from_db()
    assert translation.enabled is False
    assert dutch(small_course).title == "Lesson one nl"


# --- What was translated by hand ----------------------------------------------------


def by_sentence(small, language="nl"):
    return reverse("course_by_sentence", args=[small.course.pk, language])


def test_texts_translated_by_hand_are_brought_over_after_a_look(
    small_course, sign_in, author
):
    browser = sign_in(author)
    board = browser.get(reverse("course_languages", args=[small_course.course.pk]))
    assert by_sentence(small_course) in board.content.decode()

    look = browser.get(by_sentence(small_course))

    assert "Lesson one nl" in words_of(look)
    shown = BeautifulSoup(look.content, "html.parser")
    field = next(
        one
        for one in shown.find_all("fieldset", class_="languages-carried")
        if one.legend.text.startswith("Lesson one en")
    )
    assert "To be translated: 0" in " ".join(field.text.split())
    assert not Translation.objects.exists()
    chosen = field.find("input", {"name": "text"})["value"]
    done = browser.post(by_sentence(small_course), {"text": [chosen]}, follow=True)
    assert "1 text is translated sentence by sentence now." in words_of(done)
    assert Translation.objects.count() == 1
    edit = browser.get(edit_address(small_course)).content.decode()
    assert "js-translation-editor" in edit
    assert "Lesson one nl" in edit
    submit = reverse("course_translate", args=[small_course.course.pk, "nl"])
    assert "19 texts were translated by hand." in words_of(browser.get(submit))


def test_where_nothing_was_translated_by_hand_the_page_says_so(
    small_course, sign_in, author
):
    english = CatalogueIndexPage.objects.get(locale__language_code="en")
    english.copy_for_translation(locale("fr"))
    told = words_of(sign_in(author).get(by_sentence(small_course, "fr")))
    assert "No text of yours in this language was translated by hand." in told
    told = words_of(sign_in(author).get(by_sentence(small_course, "de")))
    assert "There is no catalogue in this language yet." in told


def test_bringing_over_is_for_those_who_write_the_course(
    small_course, sign_in, author, stranger
):
    assert sign_in(stranger).get(by_sentence(small_course)).status_code == 404
    assert sign_in(stranger).post(by_sentence(small_course)).status_code == 404
    assert sign_in(author).get(by_sentence(small_course, "xx")).status_code == 404
    junk = sign_in(author).post(by_sentence(small_course), {"text": ["junk"]})
    assert junk.status_code == 404
    assert not Translation.objects.exists()
