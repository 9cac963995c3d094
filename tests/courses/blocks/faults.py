"""What an author is told about an exercise, and where."""

import pytest
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import StreamFieldSegmentExtractor

from courses.blocks import LessonStreamBlock
from courses.models import LessonPage
from tests.factories.exercises import question_body


def raw(kind: str) -> dict:
    (block,) = question_body("k", "en", kind=kind)
    return block


def bound(block: dict):
    return LessonStreamBlock().to_python([block])[0]


def errors(block: dict) -> dict:
    """{where: messages} of what keeps a block from being published."""
    child = bound(block)
    with pytest.raises(StructBlockValidationError) as found:
        child.block.clean(child.value)
    return dict(_flat(found.value, ()))


def _flat(error, where: tuple):
    inner = getattr(error, "block_errors", None)
    if inner is None:
        yield where, error.messages
        return
    rows = inner.items() if isinstance(inner, dict) else enumerate(inner)
    for name, one in rows:
        if one is not None:
            yield from _flat(one, (*where, name))


def strings(kind: str, block: dict | None = None) -> list[str]:
    """What a translator meets."""
    block = block or raw(kind)
    child = bound(block)
    field = LessonPage._meta.get_field("body")
    extractor = StreamFieldSegmentExtractor(field)
    segments = extractor.handle_block(child.block, child.value, raw_value=block)
    texts = [one for one in segments if isinstance(one, StringSegmentValue)]
    return [text.string.data for text in texts]
