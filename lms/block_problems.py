"""What Wagtail's blocks have against what was typed into them, in sentences.

Wagtail marks each place in the editor; of all of them together it says no more than that
there is a "validation error in StreamBlock".
"""

from collections.abc import Iterable, Iterator, Mapping

from django.core.exceptions import ValidationError
from wagtail import blocks

Labels = tuple[str | int, ...]


def sentences_of(problem: ValidationError, block: blocks.Block, value) -> list[str]:
    """What is wrong with a block's value, each with the labels that lead there, such as
    "Single choice, Options 2, Text: This field is required."; each once."""
    told = (_sentence(*one) for one in _problems(problem, block, value))
    return list(dict.fromkeys(told))


def sentences_by_block(
    problem: ValidationError, stream: blocks.StreamValue
) -> Iterator[tuple[str, str]]:
    """(id of the block of a stream, a sentence); the id is "" for what is about all."""
    for number, inner in problem.block_errors.items():
        placed = stream[number]
        for labels, message in _unique(_problems(inner, placed.block, placed.value)):
            yield placed.id or "", _sentence((placed.block.label, *labels), message)
    for message in problem.non_block_errors:
        yield "", message


def _problems(
    problem: ValidationError, block: blocks.Block, value
) -> Iterator[tuple[Labels, str]]:
    inner = getattr(problem, "block_errors", None)
    if inner is None:
        yield from (((), message) for message in problem.messages)
        return
    for key, child_problem in _by_key(inner):
        label, child, child_value = _child(block, value, key)
        for labels, message in _problems(child_problem, child, child_value):
            yield (label, *labels), message
    yield from (((), message) for message in problem.non_block_errors)


def _by_key(inner) -> Iterable[tuple]:
    pairs = inner.items() if isinstance(inner, dict) else enumerate(inner)
    return [(key, problem) for key, problem in pairs if problem]


def _child(block: blocks.Block, value, key) -> tuple[str | int, blocks.Block, object]:
    if isinstance(block, blocks.StreamBlock):
        return value[key].block.label, value[key].block, value[key].value
    if isinstance(block, blocks.ListBlock):
        return key + 1, block.child_block, value[key]
    child = block.child_blocks[key]
    # The value of an ImageBlock is a picture.
    return child.label, child, value[key] if isinstance(value, Mapping) else None


def _unique(problems: Iterable[tuple[Labels, str]]) -> list[tuple[Labels, str]]:
    return list(dict.fromkeys(problems))


def _sentence(labels: Labels, message: str) -> str:
    way = ""
    for label in labels:
        way += f" {label}" if isinstance(label, int) else f", {label}"
    way = way.removeprefix(", ")
    return f"{way}: {message}" if way else message
