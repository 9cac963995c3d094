"""The content that Relay comes with, as it stands in the demo world."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from wagtail.fields import StreamField
from wagtail.models import Page, ReferenceIndex, Revision, Site
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from courses.domain.editions.drafting import draft_edition
from courses.models import (
    CatalogueIndexPage,
    Course,
    CoursePage,
    Fact,
    LessonPage,
    Statement,
    Symbol,
    TranslationAct,
    Vignette,
)
from courses.seeding import read_course
from library.models import HomePage
from media.models import Testimony
from quizzes.models import Bank, Question, QuizPage
from quizzes.seeding import read_banks
from tests.factories.courses import approve_translations

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("demo_world"),
    # Made once, not once by each process that runs some of them.
    pytest.mark.xdist_group("demo world"),
]

CODE = "frontline-prevention-basic"
# What differs between two publications of the same content.
MOMENTS = {
    "latest_revision",
    "latest_revision_created_at",
    "live_revision",
    "first_published_at",
    "last_published_at",
    "has_unpublished_changes",
}


@pytest.fixture
def course() -> Course:
    return Course.objects.get(code=CODE)


@pytest.fixture(scope="module")
def seed():
    return read_course(Path(settings.BASE_DIR, "courses", "seed", CODE))


def counts() -> dict[str, int]:
    models = (
        Page,
        Fact,
        Vignette,
        Bank,
        Question,
        Revision,
        Translation,
        TranslationSource,
        StringTranslation,
        ReferenceIndex,
    )
    return {model.__name__: model.objects.count() for model in models}


def values(instance) -> dict:
    return {
        field.name: (
            [dict(block) for block in getattr(instance, field.name).raw_data]
            if isinstance(field, StreamField)
            else getattr(instance, field.attname)
        )
        for field in instance._meta.concrete_fields
        if field.name not in MOMENTS
    }


def test_loading_everything_again_changes_nothing():
    before = counts()
    for command in ("seed_library", "seed_courses", "seed_quizzes"):
        call_command(command, verbosity=0)
    assert counts() == before


def test_there_is_a_home_page_in_four_languages_and_it_is_the_root():
    codes = HomePage.objects.order_by("path").values_list(
        "locale__language_code", flat=True
    )
    assert list(codes) == ["en", "nl", "fr", "de"]
    assert len(set(HomePage.objects.values_list("translation_key", flat=True))) == 1
    assert not HomePage.objects.filter(headline="").exists()
    home = Site.objects.get(is_default_site=True).root_page.specific
    assert (type(home), home.locale.language_code) == (HomePage, "en")
    assert CatalogueIndexPage.objects.count() == 2


def test_everything_is_live_in_both_languages():
    files = Path(settings.BASE_DIR, "courses", "seed").glob("*/course.toml")
    modules = [module for file in files for module in read_course(file.parent).modules]
    lessons = sum(len(module.lessons) for module in modules)
    facts = sum(len(module.facts) for module in modules)
    quizzes = sum(module.quiz is not None for module in modules)
    for language in ("en", "nl"):
        here = {"locale__language_code": language, "live": True}
        assert LessonPage.objects.filter(**here).count() == lessons
        assert QuizPage.objects.filter(**here).count() == quizzes
        assert Fact.objects.filter(**here).count() == facts
    assert not Page.objects.filter(has_unpublished_changes=True).exists()


@pytest.mark.parametrize("model", [LessonPage, Question])
def test_block_ids_are_equal_across_languages(model):
    def ids(value):
        if isinstance(value, dict):
            own = [value["id"]] if "id" in value else []
            return own + [i for child in value.values() for i in ids(child)]
        if isinstance(value, list):
            return [i for child in value for i in ids(child)]
        return []

    by_key: dict = {}
    for one in model.objects.all():
        found = ids([dict(block) for block in one.body.raw_data])
        assert len(set(found)) == len(found) > 0
        by_key.setdefault(one.translation_key, []).append(found)
    for found in by_key.values():
        assert len(found) == 2
        assert found[0] == found[1]


@pytest.mark.parametrize("model", [LessonPage, Question])
def test_the_editor_accepts_every_block(model):
    for one in model.objects.all():
        one.body.stream_block.clean(one.body)


def test_every_dutch_string_is_known_to_the_translation_editor():
    assert Translation.objects.count() == Page.objects.filter(
        locale__language_code="nl", depth__gt=2
    ).count() + sum(
        model.objects.filter(locale__language_code="nl").count()
        for model in (Fact, Vignette, Statement, Symbol, Testimony, Question)
    )
    for translation in Translation.objects.all():
        total, translated = translation.get_progress()
        assert total == translated > 0


def test_publishing_from_the_translation_editor_gives_equal_content():
    for translation in Translation.objects.select_related("source", "target_locale"):
        before = values(translation.get_target_instance())
        translation.save_target(publish=True)
        assert values(translation.get_target_instance()) == before


def test_dutch_waits_for_its_approval_and_for_nothing_else(course, now):
    # As it is loaded; the demo world enters reviews and approvals as well.
    TranslationAct.objects.filter(step__in=("reviewed", "approved")).delete()
    draft = draft_edition(course, now=now)
    assert [line.split(":")[0] for line in draft.problems["nl"]] == ["Translated"]

    approve_translations(course)

    assert dict(draft_edition(course, now=now).problems) == {}


def test_the_edition_holds_every_lesson_in_both_languages(course, seed):
    edition = course.current_edition

    assert edition.languages == ["en", "nl"]
    outline = edition.outline["modules"]
    assert [module["sectors"] for module in outline] == [[], [], ["POL"]]
    assert [
        [activity["kind"] for activity in module["activities"]] for module in outline
    ] == [["lesson"] * len(module.lessons) + ["quiz"] for module in seed.modules]
    pages = LessonPage.objects.descendant_of(
        CoursePage.objects.get(
            translation_key=course.page_key, locale__language_code="en"
        )
    )
    lessons = {str(key) for key in pages.values_list("translation_key", flat=True)}
    for language in edition.languages:
        held = edition.contents.filter(language=language)
        assert lessons <= {str(key) for key in held.values_list("activity", flat=True)}


def test_must_pass_topics_and_banks_are_large_enough(seed):
    banks = read_banks(seed, Path(settings.BASE_DIR, "quizzes", "seed", CODE))
    assert [len(bank.questions) >= 22 for bank in banks] == [True] * len(seed.modules)
