"""How tags are written."""

import re

from django.utils.text import slugify

_BETWEEN = re.compile(r"[\s,;]+")


def tags_in(text: str) -> list[str]:
    """The tags that somebody typed, as they are kept: lower case, each once, sorted."""
    return sorted({slugify(word) for word in _BETWEEN.split(text)} - {""})
