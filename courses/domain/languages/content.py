"""What is translated of a row, as one hash."""

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import ForeignKey, Model
from wagtail.blocks import (
    BaseStreamBlock,
    BaseStructBlock,
    Block,
    ChooserBlock,
    ListBlock,
)
from wagtail.fields import StreamField
from wagtail.models import Page, TranslatableMixin
from wagtail_localize.fields import TranslatableField, get_translatable_fields

from courses.domain.manifest import canonical_hash

# What the editor of rich text adds of its own.
EDITOR_KEY = re.compile(r'\sdata-block-key="[^"]*"')


def content_hash(row: Model) -> str:
    """SHA-256 of what is translated of a row, as it stands in memory.

    Equal for equal words in an equal order. Which fact or case a block shows is not
    part of it: that is reviewed as itself, and `references` tells which it is.
    """
    return canonical_hash(
        {
            field.name: _plain_stream(field.stream_block, _prepared(row, field))
            if isinstance(field, StreamField)
            else _plain(getattr(row, field.name))
            for field in _translated_fields(type(row))
        }
    )


def stored_hash(model: type[Model], streams: dict[str, str]) -> str:
    """content_hash of a row as it lies in the database: `streams` is the JSON of each of
    its translated fields, by name, all of which are streams.

    For long lists: nothing is built of the blocks.
    """
    return canonical_hash(
        {
            field.name: _plain_stream(
                field.stream_block, _known(field.stream_block, streams[field.name])
            )
            for field in _translated_fields(model)
        }
    )


def _known(block: BaseStreamBlock, text: str) -> list[dict]:
    """Without blocks that there are no more, as Wagtail reads them."""
    rows = json.loads(text or "[]") or []
    return [row for row in rows if row["type"] in block.child_blocks]


def references(row: Model) -> list[tuple[type[Model], Any]]:
    """(model, primary key) of what the row's blocks show that has languages of its own,
    in their order."""
    return [
        found
        for field in _translated_fields(type(row))
        if isinstance(field, StreamField)
        for found in _references(field.stream_block, _prepared(row, field))
    ]


@cache
def _translated_fields(model: type[Model]) -> list:
    fields = (
        field.get_field(model)
        for field in get_translatable_fields(model)
        if isinstance(field, TranslatableField)
    )
    # A row of another table is reviewed as itself.
    return [field for field in fields if not isinstance(field, ForeignKey)]


def _prepared(row: Model, field: StreamField) -> list[dict]:
    # Not the raw data: it does not know of a block that was put in another's place.
    return getattr(row, field.name).get_prep_value()


def _plain_stream(block: Block, value: list[dict]) -> list:
    return [_plain_block(block, child) for child in value]


def _plain_block(block: Block, child: dict) -> list:
    inner = block.child_blocks.get(child["type"])
    if _has_languages(inner):
        return [child["type"]]
    return [child["type"], _plain(child["value"])]


def _plain(value) -> Any:
    """Without ids, without what is empty, and without marks of the editor."""
    if isinstance(value, str):
        return EDITOR_KEY.sub("", value).strip()
    if isinstance(value, dict):
        kept = {key: _plain(one) for key, one in value.items() if key != "id"}
        return {key: one for key, one in kept.items() if one}
    if isinstance(value, Iterable):
        return [_plain(one) for one in value]
    return value


def _has_languages(block: Block | None) -> bool:
    return (
        isinstance(block, ChooserBlock)
        and issubclass(block.model_class, TranslatableMixin)
        and not issubclass(block.model_class, Page)
    )


def _references(block: Block | None, value) -> Iterator[tuple[type[Model], Any]]:
    if not value or block is None:
        return
    if isinstance(block, BaseStreamBlock):
        for child in value:
            inner = block.child_blocks.get(child["type"])
            yield from _references(inner, child["value"])
    elif isinstance(block, BaseStructBlock):
        for name, inner in block.child_blocks.items():
            yield from _references(inner, value.get(name))
    elif isinstance(block, ListBlock):
        for child in value:
            is_item = isinstance(child, dict) and child.get("type") == "item"
            yield from _references(
                block.child_block, child["value"] if is_item else child
            )
    elif _has_languages(block):
        yield block.model_class, value


def same_things(
    source: Iterable[tuple[type, Any]],
    target: Iterable[tuple[type, Any]],
    key_of: dict[tuple[type, Any], UUID],
) -> bool:
    """Whether both show the same things, each in its own language or not."""
    return [key_of.get(one, one) for one in source] == [
        key_of.get(one, one) for one in target
    ]
