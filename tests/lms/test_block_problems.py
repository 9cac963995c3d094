"""What is wrong within blocks is said with the way that leads there."""

import pytest
from django.core.exceptions import ValidationError
from wagtail import blocks

from lms.block_problems import sentences_by_block, sentences_of

REQUIRED = "This field is required."


class Card(blocks.StructBlock):
    front = blocks.CharBlock(label="Front")
    backs = blocks.ListBlock(
        blocks.StructBlock([("text", blocks.CharBlock(label="Text"))]), label="Backs"
    )

    def clean(self, value):
        cleaned = super().clean(value)
        if cleaned["front"] == "?":
            raise ValidationError("Ask more than that.")
        return cleaned

    class Meta:
        label = "Card"


class Cards(blocks.StreamBlock):
    card = Card()
    title = blocks.CharBlock(label="Title")

    class Meta:
        min_num = 2


def stream(*raw) -> blocks.StreamValue:
    return Cards().to_python(
        [
            {"type": kind, "value": value, "id": f"id-{number}"}
            for number, (kind, value) in enumerate(raw)
        ]
    )


def problem_of(value) -> blocks.StreamBlockValidationError:
    with pytest.raises(blocks.StreamBlockValidationError) as caught:
        Cards().clean(value)
    return caught.value


EMPTY = ("card", {"front": "", "backs": [{"text": "One"}, {"text": ""}]})


def test_a_field_is_named_with_the_blocks_around_it():
    value = stream(("title", ""), EMPTY)

    assert sentences_of(problem_of(value), Cards(), value) == [
        f"Title: {REQUIRED}",
        f"Card, Front: {REQUIRED}",
        f"Card, Backs 2, Text: {REQUIRED}",
    ]


def test_what_a_block_says_itself_is_said_at_the_block():
    value = stream(("title", "A"), ("card", {"front": "?", "backs": [{"text": "One"}]}))

    assert sentences_of(problem_of(value), Cards(), value) == [
        "Card: Ask more than that."
    ]


def test_what_is_about_all_blocks_is_said_without_one():
    value = stream(("title", "A"))

    told = "The minimum number of items is 2"
    assert sentences_of(problem_of(value), Cards(), value) == [told]
    assert list(sentences_by_block(problem_of(value), value)) == [("", told)]


def test_the_same_is_said_once_for_a_block_and_for_each_place():
    value = stream(("title", ""), ("title", ""))

    assert sentences_of(problem_of(value), Cards(), value) == [f"Title: {REQUIRED}"]
    assert list(sentences_by_block(problem_of(value), value)) == [
        ("id-0", f"Title: {REQUIRED}"),
        ("id-1", f"Title: {REQUIRED}"),
    ]


def test_each_sentence_is_told_with_the_id_of_its_block():
    value = stream(("title", "A"), EMPTY)

    assert list(sentences_by_block(problem_of(value), value)) == [
        ("id-1", f"Card, Front: {REQUIRED}"),
        ("id-1", f"Card, Backs 2, Text: {REQUIRED}"),
    ]
