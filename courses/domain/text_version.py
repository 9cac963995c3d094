"""A course as one text: everything a learner reads on their way, on a page to print or
to read with whatever one reads best with (ETHICS A6)."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from courses.domain.overlays.weaving import is_local
from courses.domain.player import local_contents, url_of, with_local_vignettes
from courses.domain.progress import Way
from courses.models import EditionContent
from lms.icons import thaw_icons
from media.domain.testimonies import keys_in_force

_IMAGE = re.compile(r'<img\b[^>]*?\balt="([^"]*)"[^>]*>')
_MEDIA = re.compile(r"<(video|audio)\b.*?</\1>", re.DOTALL)
_FOLDED = re.compile(r"<details\b(?! open)")


@dataclass(frozen=True)
class TextActivity:
    """`parts` is html; empty for what is done and not read, such as a quiz."""

    title: str
    language: str
    added_by: str  # The organisation of a local lesson; "" for one of the course.
    url: str
    minutes: int
    parts: tuple[str, ...]


@dataclass(frozen=True)
class TextModule:
    title: str
    summary: str
    activities: tuple[TextActivity, ...]


def text_of(way: Way, *, code: str, now: datetime) -> list[TextModule]:
    """The course on a learner's way, in its language, with what is local on it; as many
    queries whatever its size."""
    contents = {
        str(row.activity_id): row.blob.data
        for row in EditionContent.objects.filter(
            edition_id=way.outline.edition_id, language=way.language
        ).select_related("blob")
    } | local_contents(way)
    contents = {
        key: with_local_vignettes(content, way=way, key=key)
        for key, content in contents.items()
    }
    agreed = _agreed(contents.values(), now=now)
    return [
        TextModule(
            title=way.text(module["title"]),
            summary=way.text(module["summary"]),
            activities=tuple(
                TextActivity(
                    title=way.title_of(activity),
                    language=way.language_of(activity),
                    added_by=activity["local"]["place"] if is_local(activity) else "",
                    url=url_of(code, activity),
                    minutes=activity["minutes"],
                    parts=_parts(contents.get(activity["key"], {}), agreed),
                )
                for activity in module["activities"]
            ),
        )
        for module in way.modules
    ]


def as_text(html: str) -> str:
    """Html of a block without what only plays or shows; nothing stays folded."""
    html = _MEDIA.sub("", html)
    html = _IMAGE.sub(r'<span class="text-version__image">\1</span>', html)
    return _FOLDED.sub("<details open", html)


def _agreed(contents, *, now: datetime) -> set[str]:
    """Keys of the testimonies whose people agree today."""
    keys = {
        segment["live"]["key"]
        for content in contents
        for segment in content.get("segments", ())
        if segment["type"] == "testimony"
    }
    return keys_in_force(keys, now=now) if keys else set()


def _parts(content: dict, agreed: set[str]) -> tuple[str, ...]:
    return tuple(_part(segment, agreed) for segment in content.get("segments", ()))


def _part(segment: dict, agreed: set[str]) -> str:
    if "exercise" in segment:
        # Its form is in the lesson; here is what it asks.
        return format_html("<p>{}</p>", segment["exercise"]["content"]["prompt"])
    if "local" in segment:
        return _local(segment)
    live = segment.get("live", {})
    html = live["html"] if live.get("key") in agreed else segment["html"]
    return as_text(thaw_icons(html))


def _local(segment: dict) -> str:
    local = segment["local"]
    said = _("Added by %(place)s") % {"place": local["place"]}
    head = format_html(
        '<p lang="{}">{}</p><div lang="{}">', get_language(), said, local["language"]
    )
    # The rest is html of a frozen edition, as every part is.
    return f"{head}{as_text(segment['html'])}</div>"
