"""What the people who write an overlay see of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from courses.domain.manifest import Outline, is_optional, outlines_of
from courses.domain.overlays.changes import Touch, touches_of, with_what_they_hold
from courses.domain.overlays.placing import own_overlays
from courses.domain.overlays.publishing import lessons_of, vignettes_of
from courses.domain.overlays.vignettes import LessonBlock, blocks_in, is_lesson
from courses.domain.overlays.weaving import lesson_with
from courses.enums import Side
from courses.models import (
    LocalLesson,
    ModuleSwitch,
    Overlay,
    Placement,
    Vignette,
    VignettePlacement,
)


@dataclass(frozen=True)
class OverlayRow:
    """An overlay in the list of a person."""

    overlay: Overlay
    title: str
    lessons: int
    vignettes: int
    touched: int


@dataclass(frozen=True)
class Placed:
    """A local lesson or vignette where it stands. `rows` are its languages; one that is
    live in none is not read by anybody."""

    placement: Placement | VignettePlacement
    rows: list[LocalLesson] | list[Vignette]
    # The block beside which a vignette stands; None where there is none any more.
    block: LessonBlock | None = None

    @property
    def title(self) -> str:
        return str(self.rows[0]) if self.rows else _("Removed")

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
    is_lesson: bool
    before: list[Placed] = field(default_factory=list)
    after: list[Placed] = field(default_factory=list)
    # The local vignettes in a lesson.
    vignettes: list[Placed] = field(default_factory=list)


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
                outline.title(outline.language_for(language)),
                len(overlay.placements.all()),
                len(overlay.vignettes.all()),
                sum(touch.overlay.pk == overlay.pk for touch in touches),
            )
        )
    return rows


def title_of(overlay: Overlay, *, language: str) -> str:
    """What the course is called to which it adds."""
    edition = overlay.course.current_edition_id
    outline = outlines_of([edition])[edition]
    return outline.title(outline.language_for(language))


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
            [
                DeskPart(a["key"], a["title"][spoken], is_lesson(a))
                for a in module["activities"]
            ],
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
    for key, placed in _vignettes_by_lesson(overlay, outline, spoken):
        parts[key].vignettes.append(placed)
    return list(modules.values()), at_the_end


def _vignettes_by_lesson(
    overlay: Overlay, outline: Outline, language: str
) -> Iterator[tuple[str, Placed]]:
    """(key of the lesson it stands in, local vignette)."""
    placements = list(overlay.vignettes.all())
    if not placements:
        return
    rows = vignettes_of(overlay)
    blocks = blocks_in(
        outline.edition_id, {one.lesson for one in placements}, language=language
    )
    for one in placements:
        key = lesson_with(
            str(one.lesson),
            str(one.module),
            whole=outline.modules,
            shown=outline.modules,
        )
        block = blocks.get(str(one.lesson), {}).get(one.block)
        if key is not None:
            yield key, Placed(one, rows.get(str(one.vignette_key), []), block)


@dataclass(frozen=True)
class TouchRow:
    """Something that was touched, in words."""

    touch: Touch
    title: str

    @property
    def how(self) -> str:
        return self.touch.kind.label


def touch_rows(
    overlay: Overlay, touches: Iterable[Touch], *, language: str
) -> list[TouchRow]:
    """What was touched of one overlay; as many queries for one thing as for many."""
    touches = list(touches)
    rows = lessons_of(overlay) | vignettes_of(overlay) if touches else {}
    return [TouchRow(one, _title_of(one, rows, language)) for one in touches]


def _title_of(touch: Touch, rows: dict[str, list], language: str) -> str:
    if touch.switch is not None:
        edition = touch.switch.seen_edition_id
        outline = outlines_of([edition])[edition]
        titles = {m["key"]: m["title"] for m in outline.modules}
        title = titles.get(str(touch.switch.module), {})
        return title.get(outline.language_for(language), "")
    if touch.vignette is not None:
        key = str(touch.vignette.vignette_key)
    else:
        key = str(touch.placement.lesson_key)
    return Placed(touch.placed, rows.get(key, [])).title


def stood_beside(placed: Placement | VignettePlacement, *, language: str) -> str:
    """Beside what its owner put it, as that was called then; "" where nothing is known
    of it any more."""
    edition = placed.seen_edition_id
    outline = outlines_of([edition])[edition]
    spoken = outline.language_for(language)
    if isinstance(placed, Placement):
        found = outline.find(placed.anchor)
        return found[1]["title"][spoken] if found else ""
    blocks = blocks_in(edition, [placed.lesson], language=spoken)
    block = blocks.get(str(placed.lesson), {}).get(placed.block)
    return str(block) if block else ""
