"""Blocks that are the same for every reader: frozen, translated, shown."""

from uuid import uuid4

import pytest
from wagtail_localize.models import StringTranslation, TranslationSource
from wagtail_localize.segments.extract import extract_segments

from courses.domain.manifest import lesson_data
from courses.models import LessonPage
from tests.factories.courses import locale, make_course


def item(value) -> dict:
    return {"type": "item", "id": str(uuid4()), "value": value}


ACCORDION = {
    "title": "What is asked",
    "items": [
        item({"heading": "When may I?", "text": "<p>Always, if you ask.</p>"}),
        item({"heading": "And if not?", "text": "<p>Then you wait.</p>"}),
    ],
}
COMPARE = {
    "title": "Two ways",
    "first": {"label": "An observation", "text": "<p>Robin left early.</p>"},
    "second": {"label": "A judgement", "text": "<p>Robin does not care.</p>"},
}
CHECKLIST = {"title": "Before a talk", "items": [item("A quiet room"), item("Time")]}
VALUES = {"accordion": ACCORDION, "compare": COMPARE, "checklist": CHECKLIST}


def words_of(value) -> list[str]:
    """Every text in a raw value, without markup."""
    if isinstance(value, dict):
        return [
            word
            for name, part in value.items()
            if name not in {"type", "id"}
            for word in words_of(part)
        ]
    if isinstance(value, list):
        return [word for part in value for word in words_of(part)]
    return [value.replace("<p>", "").replace("</p>", "")]


@pytest.fixture
def lesson(beekstad) -> LessonPage:
    return make_course(beekstad).lesson("small-one")


def put(lesson, kind: str, value) -> str:
    """The lesson with one block and no other; returns the block's id."""
    block_id = str(uuid4())
    raw = [{"type": kind, "id": block_id, "value": value}]
    lesson.body = LessonPage._meta.get_field("body").to_python(raw)
    lesson.save()
    return block_id


@pytest.mark.parametrize("kind", sorted(VALUES))
def test_a_block_is_frozen_with_all_its_words(lesson, kind):
    block_id = put(lesson, kind, VALUES[kind])

    data = lesson_data(lesson)

    (segment,) = data["segments"]
    assert (segment["id"], segment["type"]) == (block_id, kind)
    assert f'id="b-{block_id}"' in segment["html"]
    assert data["plain"] == " ".join(words_of(VALUES[kind]))


@pytest.mark.parametrize("kind", sorted(VALUES))
def test_every_word_of_a_block_can_be_translated(lesson, kind):
    block_id = put(lesson, kind, VALUES[kind])

    extracted = [
        segment.string.data
        for segment in extract_segments(lesson)
        if segment.path.startswith(f"body.{block_id}") and hasattr(segment, "string")
    ]

    assert sorted(extracted) == sorted(words_of(VALUES[kind]))


def test_items_of_a_translation_have_the_ids_of_the_source(lesson):
    put(lesson, "checklist", CHECKLIST)
    source, _created = TranslationSource.update_or_create_from_instance(lesson)
    for segment in source.stringsegment_set.all():
        StringTranslation.objects.create(
            translation_of=segment.string,
            locale=locale("nl"),
            context=segment.context,
            data=f"nl {segment.string.data}",
        )
    source.create_or_update_translation(locale("nl"), copy_parent_pages=True)

    dutch = LessonPage.objects.get(
        translation_key=lesson.translation_key, locale=locale("nl")
    )
    mine, its = lesson.body.raw_data[0], dutch.body.raw_data[0]
    assert its["id"] == mine["id"]
    assert its["value"]["title"] == "nl Before a talk"
    assert [(row["id"], row["value"]) for row in its["value"]["items"]] == [
        (row["id"], f"nl {row['value']}") for row in mine["value"]["items"]
    ]
