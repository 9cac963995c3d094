"""Publishing what an organisation adds: its live local lessons, in their places, become
an edition that never changes.

`OverlayEdition.outline` has this shape; keys are UUIDs as strings:

    {"place": "Beekstad",
     "vignettes": [{"key": …, "contents": {"nl": hash}, "languages": ["nl"],
                    "lesson": …, "block": …, "module": …, "side": "after"}],
     "items": [{"key": …, "minutes": 6, "title": {"nl": …}, "languages": ["nl"],
                "anchor": …, "module": …, "side": "after"}],
     "switches": {module key: true}}

`languages` stand in the order in which they take each other's place. The hash of a
vignette's content is that of its ContentBlob, which is never taken away. Editions of
before there were vignettes lack "vignettes".
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from courses.domain.blobs import store_blobs
from courses.domain.manifest import canonical_hash, lesson_data
from courses.domain.overlays.vignettes import draft_vignettes
from courses.enums import ActivityKind
from courses.models import (
    Activity,
    LocalLesson,
    Overlay,
    OverlayContent,
    OverlayEdition,
    Vignette,
)
from lms.audit import record
from lms.errors import DomainError
from organisations.models import Organisation

T = TypeVar("T", LocalLesson, Vignette)


@dataclass(frozen=True)
class OverlayDraft:
    """An edition as it would be published now; `contents` maps (lesson key, language)
    to the content's data, `vignettes` the hash of a vignette's content to it."""

    outline: dict
    contents: dict[tuple[str, str], dict]
    vignettes: dict[str, dict]


def lessons_of(overlay: Overlay) -> dict[str, list[LocalLesson]]:
    """{lesson key: its rows by language} of what is placed, the organisation's own
    languages first."""
    keys = [placement.lesson_key for placement in overlay.placements.all()]
    return _rows_of(LocalLesson, keys, overlay.organisation)


def vignettes_of(overlay: Overlay) -> dict[str, list[Vignette]]:
    """The same of what is placed in lessons of the course."""
    keys = [placement.vignette_key for placement in overlay.vignettes.all()]
    return _rows_of(Vignette, keys, overlay.organisation)


def _rows_of(model: type[T], keys: list, owner: Organisation) -> dict[str, list[T]]:
    own = owner.languages
    rows = model.objects.filter(translation_key__in=keys, owner=owner).select_related(
        "locale"
    )

    def order(row):
        code = row.locale.language_code
        return (own.index(code) if code in own else len(own), code)

    found: dict[str, list[T]] = {}
    for row in sorted(rows, key=order):
        found.setdefault(str(row.translation_key), []).append(row)
    return found


def draft_overlay(overlay: Overlay) -> OverlayDraft:
    """What publishing would write now. A lesson joins in the languages in which it is
    live; one that is live in none is left out. Raises NotReady, a DomainError, when one
    shows something that may not be shown."""
    lessons = lessons_of(overlay)
    items, contents = [], {}
    for placement in overlay.placements.all():
        key = str(placement.lesson_key)
        live = [row for row in lessons.get(key, ()) if row.live]
        if not live:
            continue
        for row in live:
            contents[key, row.locale.language_code] = lesson_data(row)
        items.append(
            {
                "key": key,
                "minutes": live[0].minutes,
                "title": {row.locale.language_code: row.title for row in live},
                "languages": [row.locale.language_code for row in live],
                "anchor": str(placement.anchor),
                "module": str(placement.module),
                "side": placement.side,
            }
        )
    switches = {str(one.module): one.is_on for one in overlay.switches.all()}
    vignettes, held = draft_vignettes(overlay.vignettes.all(), vignettes_of(overlay))
    outline = {
        "place": overlay.organisation.name,
        "items": items,
        "switches": switches,
        "vignettes": vignettes,
    }
    return OverlayDraft(outline, contents, held)


def is_up_to_date(overlay: Overlay, draft: OverlayDraft) -> bool:
    """Whether learners read exactly what would be published."""
    edition = overlay.current_edition
    if edition is None:
        return False
    held = {
        (str(row.activity_id), row.language): row.blob_id
        for row in edition.contents.all()
    }
    outline = {"vignettes": []} | edition.outline
    return outline == draft.outline and held == {
        key: canonical_hash(data) for key, data in draft.contents.items()
    }


@transaction.atomic
def publish_overlay(overlay: Overlay, *, actor, now: datetime) -> OverlayEdition:
    """Let the learners of the organisation, and of those below it, read what is placed
    now. Raises DomainError when nothing changed or a lesson or vignette is not ready."""
    overlay = (
        Overlay.objects.select_for_update(of=("self",))
        .select_related("organisation", "current_edition")
        .get(pk=overlay.pk)
    )
    draft = draft_overlay(overlay)
    if is_up_to_date(overlay, draft):
        raise DomainError(_("Nothing has changed: learners read this already."))
    for item in draft.outline["items"]:
        Activity.objects.get_or_create(
            key=item["key"],
            defaults={"course_id": overlay.course_id, "kind": ActivityKind.LESSON},
        )
    hashes = store_blobs(draft.contents)
    store_blobs(draft.vignettes)
    last = overlay.editions.order_by("-number").first()
    edition = OverlayEdition.objects.create(
        overlay=overlay,
        number=last.number + 1 if last else 1,
        outline=draft.outline,
        released_at=now,
        released_by=actor,
    )
    OverlayContent.objects.bulk_create(
        OverlayContent(
            edition=edition, activity_id=key, language=language, blob_id=content_hash
        )
        for (key, language), content_hash in hashes.items()
    )
    overlay.current_edition = edition
    overlay.save(update_fields=["current_edition"])
    record(
        "overlay_published",
        actor=actor,
        subject=overlay,
        now=now,
        data={"number": edition.number},
        organisation=overlay.organisation,
    )
    return edition
