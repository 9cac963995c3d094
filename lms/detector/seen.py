"""What was seen, and where."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    EMAIL = "email", _("an e-mail address")
    NUMBER = "number", _("a national number")
    PHONE = "phone", _("a telephone number")
    ADDRESS = "address", _("an address")
    NAME = "name", _("a name")


@dataclass(frozen=True)
class Seen:
    """A stretch of the text that may point to a person."""

    kind: Kind
    excerpt: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.excerpt)


def seen(kind: Kind, matches: Iterable[re.Match]) -> list[Seen]:
    return [Seen(kind, match[0], match.start()) for match in matches]


def without(text: str, found: Iterable[Seen]) -> str:
    """The text with what was found blanked out, every place staying where it was."""
    for one in found:
        text = text[: one.start] + "\n" * len(one.excerpt) + text[one.end :]
    return text
