"""The words of a thing that people read, each with the place where it stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from itertools import chain

from django.db import models
from django.utils.html import strip_tags
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageBlock
from wagtail.models import TranslatableMixin
from wagtail.rich_text import RichText
from wagtail_localize.fields import TranslatableField, get_translatable_fields

# Written for programs, or not by the author.
NO_TEXT = {"slug", "draft_title"}
PLAIN = models.CharField | models.TextField


@dataclass(frozen=True)
class Text:
    """`place` is the id of a block or the name of a field, as in a Finding."""

    place: str
    words: str


@dataclass(frozen=True)
class Placed:
    """A block of a thing with its value; `place` is the id of the block it is in that
    has one."""

    place: str
    block: blocks.Block
    value: object


def texts_of(thing: models.Model) -> list[Text]:
    """What is translated of a thing is what is read of it; markup left out.

    What it shows of others, such as facts, is not among it.
    """
    return [
        Text(place, words)
        for field in _fields(thing)
        for place, words in _texts_of_field(thing, field)
        if words.strip()
    ]


def has_language(thing: object) -> bool:
    """Whether a thing has a row per language, as facts and cases have."""
    return isinstance(thing, TranslatableMixin)


def blocks_of(thing: models.Model) -> Iterator[Placed]:
    """Every block in the streams of a thing, the outer before the inner."""
    for field in thing._meta.get_fields():
        if isinstance(field, StreamField):
            yield from _inside(field.value_from_object(thing), place="")


def plain(markup: str) -> str:
    """Rich text as lines of words: where a paragraph ends, so does a line."""
    lines = markup.replace("</", "\n</").replace("<br", "\n<br")
    return unescape(strip_tags(lines))


def _fields(thing) -> list[models.Field]:
    return [
        thing._meta.get_field(field.field_name)
        for field in get_translatable_fields(type(thing))
        if isinstance(field, TranslatableField) and field.field_name not in NO_TEXT
    ]


def _texts_of_field(thing, field) -> Iterator[tuple[str, str]]:
    value = field.value_from_object(thing)
    if isinstance(field, StreamField):
        for placed in _inside(value, place=""):
            yield placed.place, _words(placed)
    elif isinstance(field, RichTextField):
        yield field.name, plain(value or "")
    elif isinstance(field, PLAIN) and not isinstance(field, models.URLField):
        yield field.name, value or ""


def _words(placed: Placed) -> str:
    block, value = placed.block, placed.value
    if isinstance(value, RichText):
        return plain(value.source)
    if isinstance(block, blocks.CharBlock | blocks.TextBlock):
        return value or ""
    if isinstance(block, ImageBlock):
        return getattr(value, "contextual_alt_text", "") or ""
    return ""


def _inside(value, *, place: str) -> Iterator[Placed]:
    """The blocks of a stream, list or struct value, and those within them."""
    if isinstance(value, blocks.StreamValue | blocks.list_block.ListValue):
        children = (
            value if isinstance(value, blocks.StreamValue) else value.bound_blocks
        )
        for child in children:
            yield from _with_inner(child.block, child.value, child.id or place)
    elif isinstance(value, blocks.StructValue):
        # Not its `bound_blocks`: those are as they were when first asked for.
        for name, inner in value.items():
            yield from _with_inner(value.block.child_blocks[name], inner, place)


def _with_inner(block, value, place: str) -> Iterator[Placed]:
    return chain([Placed(place, block, value)], _inside(value, place=place))
