from django import template
from django.conf import settings

from courses.blocks import RecordingBlock
from courses.exercises import KINDS
from lms import texts
from lms.detector import confirmation_of

register = template.Library()


@register.filter
def minutes_and_seconds(seconds: int) -> str:
    """A length as players show it, such as 2:05."""
    return f"{seconds // 60}:{seconds % 60:02d}"


@register.simple_tag(takes_context=True)
def recording(context, value):
    """A recording inside another block, as its own block shows it."""
    return RecordingBlock().render(value, context={"page": context.get("page")})


@register.filter
def scripts(blocks) -> list[str]:
    """The static files that make the exercises among blocks easier to use, each once.
    `blocks` is a stream, or one bound block."""
    shown = blocks if hasattr(blocks, "__iter__") else [blocks]
    kinds = (KINDS.get(one.block.name) for one in shown)
    return sorted({kind.script for kind in kinds if kind and not kind.walks} - {""})


@register.filter
def get(mapping, key):
    """The value of `key` in a dict; None when it is not there."""
    return mapping.get(key)


@register.filter
def confirmation(text: str) -> str:
    """What the button sends back that keeps this very text although it may point to a
    person."""
    return confirmation_of(text.replace("\r\n", "\n").strip())


@register.filter
def attribute(thing, name: str):
    """An attribute, or a dict's value, by its name; "" when it is not there."""
    if isinstance(thing, dict):
        return thing.get(name, "")
    return getattr(thing, name, "")


@register.filter
def in_a_sentence(code: str) -> str:
    """The name of a language in that of the page, for use inside a sentence."""
    return texts.in_a_sentence(code)


@register.filter
def own_name(code: str) -> str:
    """A language under its own name."""
    return settings.RELAY_LANGUAGE_NAMES.get(code, code)
