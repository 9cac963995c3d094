"""Local vignettes: invented cases of an organisation, each beside a block of a lesson of
the course. They count for nothing, as all that is local."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from courses.domain.block_labels import label_of
from courses.domain.manifest import (
    NotReady,
    blobs_of,
    canonical_hash,
    content_hashes,
    outline_of,
)
from courses.domain.overlays.placing import check_writer
from courses.enums import ActivityKind, Side
from courses.models import Overlay, Vignette, VignettePlacement
from lms.errors import DomainError
from lms.icons import frozen_icons
from lms.publishing import findings_of

# What a block says of itself before its own words begin.
_HEAD = re.compile(
    r'<p class="(?:fact__head|callout__kind|case__invented)">.*?</p>', re.DOTALL
)
# So many words say which block is meant.
WORDS = 12


@dataclass(frozen=True)
class LessonBlock:
    """A block of a lesson, beside which a vignette can stand."""

    id: str
    label: str  # Of what kind it is.
    words: str  # How it begins.
    hash: str  # Of all that it holds.

    def __str__(self) -> str:
        return f"{self.label}: {self.words}" if self.words else self.label


def own_vignettes(overlay: Overlay) -> QuerySet[Vignette]:
    """The vignettes that can be placed: the organisation's own."""
    return Vignette.objects.filter(owner=overlay.organisation_id)


def blocks_in(
    edition_id: int, lesson_keys: Collection, *, language: str
) -> dict[str, dict[str, LessonBlock]]:
    """{lesson key: {block id: block}} of lessons as an edition has them in one of its
    languages; two queries for however many."""
    hashes = content_hashes([edition_id], lesson_keys)
    wanted = {
        key: blobs[language]
        for (_edition, key), blobs in hashes.items()
        if language in blobs
    }
    held = blobs_of(wanted.values())
    return {
        key: {one.id: one for one in blocks_of(held[blob])}
        for key, blob in wanted.items()
    }


def blocks_of(content: dict) -> list[LessonBlock]:
    """The blocks of a lesson's content, in order."""
    return [
        LessonBlock(
            segment["id"],
            label_of(segment["type"]),
            _words(segment),
            canonical_hash(segment),
        )
        for segment in content.get("segments", ())
    ]


def _words(segment: dict) -> str:
    if "exercise" in segment:
        return strip_tags(segment["exercise"]["content"]["prompt"])
    text = " ".join(strip_tags(_HEAD.sub("", segment["html"])).split())
    return Truncator(text).words(WORDS)


@transaction.atomic
def place_vignette(
    overlay: Overlay, vignette_key, *, lesson, block: str, side: str, actor
) -> VignettePlacement:
    """Put a local vignette before or after a block of a lesson of the course, or move it
    there. Learners see it once the overlay is published. Raises DomainError."""
    check_writer(overlay.organisation, actor)
    if not own_vignettes(overlay).filter(translation_key=vignette_key).exists():
        raise DomainError(_("Choose a vignette of your organisation."))
    edition_id = overlay.course.current_edition_id
    outline = outline_of(edition_id)
    found = outline.find(lesson)
    blocks = blocks_in(edition_id, [lesson], language=outline.language_for("en"))
    if found is None or block not in blocks.get(str(lesson), {}):
        raise DomainError(_("Choose a place in a lesson as it is today."))
    placement, _created = VignettePlacement.objects.update_or_create(
        overlay=overlay,
        vignette_key=vignette_key,
        defaults={
            "lesson": lesson,
            "block": block,
            "module": found[0]["key"],
            "side": Side(side),
            "seen_edition_id": edition_id,
        },
    )
    return placement


def draft_vignettes(
    placements: Iterable[VignettePlacement], rows: dict[str, list[Vignette]]
) -> tuple[list[dict], dict[str, dict]]:
    """(what the outline of an overlay says of its vignettes, {hash: content}), of those
    that are live; `rows` are a vignette's languages. Raises NotReady for one that the
    checklist would not let go live today."""
    items, contents = [], {}
    for placement in placements:
        key = str(placement.vignette_key)
        live = [row for row in rows.get(key, ()) if row.live]
        if not live:
            continue
        hashes = {}
        for row in live:
            data = _checked_data(row)
            content_hash = canonical_hash(data)
            hashes[row.locale.language_code] = content_hash
            contents[content_hash] = data
        items.append(
            {
                "key": key,
                "contents": hashes,
                "languages": list(hashes),
                "lesson": str(placement.lesson),
                "block": placement.block,
                "module": str(placement.module),
                "side": placement.side,
            }
        )
    return items, contents


def _checked_data(row: Vignette) -> dict:
    problems = findings_of(row)
    if problems:
        raise NotReady(f"“{row}”: {problems[0].message}")
    key = str(row.translation_key)
    with translation.override(row.locale.language_code), frozen_icons():
        html = render_to_string(
            "courses/blocks/vignette.html", {"value": row, "id": key}
        )
    return {
        "segments": [{"id": key, "type": "vignette", "html": html}],
        "plain": " ".join(strip_tags(html).split()),
    }


def is_lesson(activity: dict) -> bool:
    """Whether an activity of a course is one in which a vignette can stand."""
    return activity["kind"] == ActivityKind.LESSON
