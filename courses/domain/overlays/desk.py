"""What the people who write an overlay see of it."""

from dataclasses import dataclass, field

from courses.domain.manifest import is_optional, outlines_of
from courses.domain.overlays.changes import Touch, touches_of, with_what_they_hold
from courses.domain.overlays.placing import own_overlays
from courses.domain.overlays.publishing import lessons_of
from courses.enums import Side
from courses.models import LocalLesson, ModuleSwitch, Overlay, Placement


@dataclass(frozen=True)
class OverlayRow:
    """An overlay in the list of a person."""

    overlay: Overlay
    title: str
    lessons: int
    touched: int


@dataclass(frozen=True)
class Placed:
    """A local lesson where it stands. `rows` are its languages; one that is live in none
    is not read by anybody."""

    placement: Placement
    rows: list[LocalLesson]

    @property
    def title(self) -> str:
        return str(self.rows[0]) if self.rows else str(self.placement.lesson_key)

    @property
    def is_live(self) -> bool:
        return any(row.live for row in self.rows)

    @property
    def languages(self) -> list[str]:
        return [row.locale.language_code for row in self.rows if row.live]


@dataclass
class DeskPart:
    """An activity of the course with what stands beside it."""

    key: str
    title: str
    before: list[Placed] = field(default_factory=list)
    after: list[Placed] = field(default_factory=list)


@dataclass
class DeskModule:
    """A module of the course as its overlay's writers see it."""

    key: str
    title: str
    is_optional: bool
    switch: ModuleSwitch | None
    parts: list[DeskPart]
    # What stands at its end because the part beside which it stood is gone.
    adrift: list[Placed] = field(default_factory=list)


def overlay_rows(user, *, language: str) -> list[OverlayRow]:
    """A person's overlays; the number of queries does not depend on how many."""
    overlays = list(
        with_what_they_hold()
        .filter(pk__in=own_overlays(user).values("pk"))
        .select_related("current_edition")
        .order_by("organisation__name", "course__code")
    )
    touches = touches_of(overlays)
    outlines = outlines_of({one.course.current_edition_id for one in overlays})
    rows = []
    for overlay in overlays:
        outline = outlines[overlay.course.current_edition_id]
        rows.append(
            OverlayRow(
                overlay,
                outline.course["title"][outline.language_for(language)],
                len(overlay.placements.all()),
                sum(touch.overlay.pk == overlay.pk for touch in touches),
            )
        )
    return rows


def desk_of(
    overlay: Overlay, *, language: str
) -> tuple[list[DeskModule], list[Placed]]:
    """(modules of the course with what stands in them, what stands at its very end)."""
    outline = outlines_of([overlay.course.current_edition_id])[
        overlay.course.current_edition_id
    ]
    spoken = outline.language_for(language)
    switches = {str(one.module): one for one in overlay.switches.all()}
    modules = {
        module["key"]: DeskModule(
            module["key"],
            module["title"][spoken],
            is_optional(module),
            switches.get(module["key"]),
            [DeskPart(a["key"], a["title"][spoken]) for a in module["activities"]],
        )
        for module in outline.modules
    }
    parts = {part.key: part for one in modules.values() for part in one.parts}
    lessons = lessons_of(overlay)
    at_the_end = []
    for placement in overlay.placements.all():
        placed = Placed(placement, lessons.get(str(placement.lesson_key), []))
        part = parts.get(str(placement.anchor))
        module = modules.get(str(placement.module))
        if part is not None:
            beside = part.before if placement.side == Side.BEFORE else part.after
            beside.append(placed)
        elif module is not None:
            module.adrift.append(placed)
        else:
            at_the_end.append(placed)
    return list(modules.values()), at_the_end


def touch_words(touch: Touch, *, language: str) -> tuple[str, str]:
    """(what of the overlay was touched, how), in words."""
    if touch.placement is not None:
        rows = lessons_of(touch.overlay).get(str(touch.placement.lesson_key), [])
        return Placed(touch.placement, rows).title, touch.kind.label
    edition = touch.switch.seen_edition_id
    outline = outlines_of([edition])[edition]
    titles = {m["key"]: m["title"] for m in outline.modules}
    title = titles.get(str(touch.switch.module), {})
    return title.get(outline.language_for(language), ""), touch.kind.label
