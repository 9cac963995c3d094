"""Settings that a format has no words for, as tags that other programs pass over."""

import re
from decimal import Decimal, InvalidOperation

from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.interchange.found import Found
from quizzes.tags import tags_in

PREFIX = "relay:"
_LABEL = re.compile(r"([a-z_]+)=([^\n]{0,4000})")
# What a tag says and nobody but Relay reads.
_OURS = {
    "must_pass": gettext_lazy("must be right to pass"),
    "difficulty": gettext_lazy("difficulty"),
    "sectors": gettext_lazy("only for sectors"),
    "lesson": gettext_lazy("lesson"),
    "block": gettext_lazy("place in the lesson"),
    "fact": gettext_lazy("fact"),
    "case": gettext_lazy("capitals matter"),
    "accents": gettext_lazy("accents matter"),
    "credit": gettext_lazy("what an order is worth that is right in part"),
    "scoring": gettext_lazy("what is right in part"),
    "purpose": gettext_lazy("what a scale is for"),
}

# Settings that are read again and matter to nobody else.
_KNOWN = frozenset(_OURS) | {
    "order",
    "rows",
    "tags",
    "percent",
    "prompt",
    "least",
    "most",
}


def read_setting(text: str) -> tuple[str, str] | None:
    """(name, value) of a setting that somebody wrote by hand; None for no such one."""
    match = _LABEL.fullmatch(text)
    return (match[1], match[2]) if match and match[1] in _KNOWN else None


def tags_of(found: Found, *, understood: frozenset[str] = frozenset()) -> list[str]:
    """The labels as tags. What other programs will not read of them is noted; a format
    names what it has words for."""
    if found.labels.get("scoring") == "minus":
        # What each option adds and takes away says the same.
        understood |= {"scoring"}
    ours = [
        str(name)
        for label, name in _OURS.items()
        if label in found.labels and label not in understood
    ]
    if ours:
        found.lose(
            _("Other programs do not read this setting of Relay: %(names)s.")
            % {"names": ", ".join(ours)}
        )
    return [f"{PREFIX}{name}={value}" for name, value in sorted(found.labels.items())]


def read_tags(tags: list[str], found: Found) -> None:
    """Take tags as labels; another program's first tag is the topic, and its others are
    tags."""
    others = []
    for tag in tags:
        match = _LABEL.fullmatch(tag.removeprefix(PREFIX))
        if tag.startswith(PREFIX) and match:
            found.labels[match[1]] = match[2]
        elif tag.strip():
            others.append(tag.strip())
    if others and slugify(others[0]):
        found.labels.setdefault("topic", slugify(others[0])[:60])
        others = others[1:]
    if others:
        found.labels.setdefault(
            "tags", " ".join(tags_in(" ".join(map(slugify, others))))
        )


def take_category(path: str, found: Found) -> None:
    """Without a topic, the last part of a category's path is one."""
    topic = slugify(path.replace("//", " ").rsplit("/", 1)[-1])[:60]
    if topic:
        found.labels.setdefault("topic", topic)


def read_decimal(text: str) -> Decimal | None:
    """A number of a size that somebody may have meant; None for anything else."""
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        return None
    if not number.is_finite() or abs(number.adjusted()) > 15:
        return None
    return number if len(number.as_tuple().digits) <= 30 else None
