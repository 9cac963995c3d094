"""Symbols, testimonies and files that a module of starter content brings along."""

import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from courses.models import LessonPage, Symbol
from courses.seeding import SeedError
from media.domain.testimonies import withdraw_consent
from media.models import (
    MediaDocument,
    MediaImage,
    Recording,
    Testimony,
    TestimonyConsent,
)

# Wagtail leaves the file a picture was made from to the garbage collector.
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

PRACTICE = Path(settings.BASE_DIR, "courses", "seed", "showcase", "reading")
SHOWN = """
::: image bridge
:::

::: recording drawn-bridge
:::

::: symbol practice-number
:::

::: testimony practice-question
:::

::: download before-a-talk
:::
"""


@pytest.fixture
def shown(files, relay):
    """The small course, whose first lesson shows what the practice course has."""
    module = files.course / "m1"
    for name in ("media.toml", "symbols.toml", "testimonies.toml"):
        shutil.copy(PRACTICE / name, module / name)
    shutil.copytree(PRACTICE / "media", module / "media")
    for language in ("en", "nl"):
        lesson = module / f"01-words.{language}.md"
        lesson.write_text(f"{lesson.read_text()}\n{SHOWN}")
    return files


def rows() -> dict[str, int]:
    models = (
        MediaDocument,
        MediaImage,
        Recording,
        Symbol,
        Testimony,
        TestimonyConsent,
    )
    return {model.__name__: model.objects.count() for model in models}


def blocks(language: str) -> dict:
    page = LessonPage.objects.get(slug="01-words", locale__language_code=language)
    return {child.block_type: child.value for child in page.body}


def test_a_lesson_shows_what_its_module_brings(shown):
    assert shown.write().notes == []

    english, dutch = blocks("en"), blocks("nl")
    assert rows() == {
        "MediaDocument": 1,
        "MediaImage": 1,
        "Recording": 1,
        "Symbol": 2,
        "Testimony": 2,
        "TestimonyConsent": 1,
    }
    assert english["image"].contextual_alt_text.startswith("A drawn bridge")
    assert dutch["image"].contextual_alt_text.startswith("Een getekende brug")
    assert english["recording"] == dutch["recording"] == Recording.objects.get()
    assert english["recording"].live
    assert [one.language for one in english["recording"].translations.all()] == ["nl"]
    assert dutch["symbol"].name == "Een getal op een pet (verzonnen)"
    assert dutch["testimony"].named_as == "Een verzonnen jeugdwerker"
    assert (dutch["testimony"].live, dutch["symbol"].live) == (True, True)
    assert english["download"].language == "en"


def test_loading_again_makes_nothing_twice(shown):
    shown.write()
    before = rows()

    again = shown.write()

    assert rows() == before
    assert (again.created, again.updated, again.kept) == (0, 0, 0)


def test_a_testimony_that_was_withdrawn_is_not_brought_back(shown):
    shown.write()
    consent = TestimonyConsent.objects.get()
    withdraw_consent(consent, actor=None, now=timezone.now())
    shown.replace(
        "m1/testimonies.toml", "For a year I thought", "For two years I thought"
    )

    shown.write()

    assert not Testimony.objects.filter(live=True).exists()
    assert not Testimony.objects.filter(words__contains="two years").exists()


@pytest.mark.parametrize(
    ("name", "old", "new", "problem"),
    [
        (
            "m1/media.toml",
            'file = "bridge.png"',
            'file = "brigde.png"',
            "there is no file brigde.png in the folder media",
        ),
        (
            "m1/01-words.en.md",
            "::: symbol practice-number",
            "::: symbol practice",
            "there is no symbol “practice”",
        ),
        (
            "m1/symbols.toml",
            "[[symbol.innocent]]",
            "[[symbol.guilty]]",
            "is missing: a symbol has an innocent meaning",
        ),
        (
            "m1/testimonies.toml",
            "For a year",
            "# For a year",
            "<h1> is not allowed here",
        ),
    ],
)
def test_what_is_wrong_is_said(shown, name, old, new, problem):
    shown.replace(name, old, new)

    with pytest.raises(SeedError) as found:
        shown.read()
    assert problem in str(found.value)
