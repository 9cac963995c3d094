"""What an author translates, and what follows the source in every language."""

import pytest
from wagtail_localize.fields import SynchronizedField, get_translatable_fields

from courses.models import (
    CatalogueIndexPage,
    CoursePage,
    Fact,
    LessonPage,
    ModulePage,
    Symbol,
    Vignette,
)
from media.models import Testimony

WORDS_OF_A_PAGE = {"title", "seo_title", "search_description"}


def fields(model, *, translated: bool) -> set[str]:
    """Names of fields that are translated, or that follow the source whatever the
    translator would like."""
    return {
        field.field_name
        for field in get_translatable_fields(model)
        if (
            not isinstance(field, SynchronizedField)
            if translated
            else isinstance(field, SynchronizedField) and not field.overridable
        )
    }


@pytest.mark.parametrize(
    ("model", "words"),
    [
        (CatalogueIndexPage, WORDS_OF_A_PAGE),
        (CoursePage, WORDS_OF_A_PAGE | {"summary", "outcomes"}),
        (ModulePage, WORDS_OF_A_PAGE | {"summary", "objectives"}),
        (LessonPage, WORDS_OF_A_PAGE | {"body"}),
        (Fact, {"text", "source_title", "superseded_by"}),
        (
            Vignette,
            {"title", "story", "see", "explanations", "job", "consult", "trap"},
        ),
        (
            Symbol,
            {
                "name",
                "image_text",
                "period",
                "region",
                "meaning",
                "innocent",
                "source_title",
            },
        ),
        (Testimony, {"title", "named_as", "words"}),
    ],
)
def test_an_author_translates_words_and_nothing_else(model, words):
    assert fields(model, translated=True) == words


@pytest.mark.parametrize(
    ("model", "rules"),
    [
        (ModulePage, {"slug", "sectors", "is_optional"}),
        (LessonPage, {"slug", "minutes"}),
        (
            Fact,
            {
                "owner",
                "key",
                "source_key",
                "source_date",
                "source_date_precision",
                "valid_from",
                "review_by",
            },
        ),
        (Vignette, {"owner", "key", "form", "sector", "is_fictional"}),
        (
            Symbol,
            {
                "owner",
                "key",
                "written",
                "form",
                "source_date",
                "review_by",
                "rights_holder",
                "licence",
                "permission_date",
            },
        ),
        (Testimony, {"owner", "key", "is_safe"}),
    ],
)
def test_a_translation_cannot_change_the_rules(model, rules):
    assert fields(model, translated=False) == rules
