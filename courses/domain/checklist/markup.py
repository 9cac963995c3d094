"""Rich text holds what the editor can make, and nothing else.

The editor itself keeps only its own markup of what is pasted from Word or a web page.
Files and programs write without it, and a page shows what is stored.
"""

from collections.abc import Iterator
from html.parser import HTMLParser

from django.db import models
from django.utils.translation import gettext as _
from wagtail.fields import RichTextField
from wagtail.rich_text import RichText

from courses.domain.checklist.texts import blocks_of
from lms.publishing import Finding

# Tag -> its attributes; all that our editors offer, with the marks Wagtail adds.
KEY = frozenset({"data-block-key"})
NOTHING: frozenset = frozenset()
ALLOWED = {
    **dict.fromkeys(("p", "h2", "h3", "h4", "ul", "ol", "li", "blockquote"), KEY),
    **dict.fromkeys(("b", "strong", "i", "em", "br", "hr", "sub", "sup"), NOTHING),
    "a": frozenset({"href", "id", "linktype"}),
}
SCHEMES = ("https:", "http:", "mailto:", "tel:", "#", "/")


class _Foreign(HTMLParser):
    """Collects what no editor of ours makes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, None] = {}

    def handle_starttag(self, tag, attrs):
        allowed = ALLOWED.get(tag)
        if allowed is None:
            self.found[f"<{tag}>"] = None
            return
        for name, value in attrs:
            if name not in allowed:
                self.found[f"{tag} {name}"] = None
            if name == "href" and not (value or "").lower().startswith(SCHEMES):
                self.found[f"href {value}"] = None

    def handle_comment(self, data):
        self.found["<!-- -->"] = None


def foreign_in(markup: str) -> list[str]:
    """Tags and attributes in rich text that are none of ours, in order."""
    reader = _Foreign()
    reader.feed(markup)
    reader.close()
    return list(reader.found)


def check_markup(thing: models.Model) -> Iterator[Finding]:
    for place, markup in _rich_texts(thing):
        if foreign := foreign_in(markup):
            yield Finding(
                "blocks",
                _(
                    "This text has markup from elsewhere (%(markup)s). Paste it again as "
                    "plain text."
                )
                % {"markup": ", ".join(foreign[:4])},
                place,
            )


def _rich_texts(thing: models.Model) -> Iterator[tuple[str, str]]:
    for field in thing._meta.get_fields():
        if isinstance(field, RichTextField):
            yield field.name, field.value_from_object(thing) or ""
    for placed in blocks_of(thing):
        if isinstance(placed.value, RichText):
            yield placed.place, placed.value.source
