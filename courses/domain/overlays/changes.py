"""What a new edition of a course did to the things that something local rests on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F, QuerySet
from django.urls import reverse

from courses.domain.manifest import (
    Outline,
    blobs_of,
    content_hashes,
    is_optional,
    outlines_of,
)
from courses.domain.overlays.placing import check_writer, remove_placement
from courses.domain.overlays.vignettes import blocks_of
from courses.enums import Touched
from courses.models import (
    Edition,
    ModuleSwitch,
    Overlay,
    Placement,
    VignettePlacement,
)
from courses.rules import OVERLAY_ROLES
from lms.mail import Mail, send_after_commit
from organisations.models import Membership, User

# (edition id, activity key) -> {language: hash}.
Contents = dict[tuple[int, str], dict[str, str]]


@dataclass(frozen=True)
class Touch:
    """Something local that its owner has to look at, and why. One of `placement`,
    `switch` and `vignette` is there."""

    kind: Touched
    overlay: Overlay
    placement: Placement | None = None
    switch: ModuleSwitch | None = None
    vignette: VignettePlacement | None = None

    @property
    def placed(self) -> Placement | VignettePlacement | None:
        """What has a place in the course, if that is what was touched."""
        return self.placement or self.vignette


def touches_of(overlays: Iterable[Overlay]) -> list[Touch]:
    """What the owners of these overlays have not looked at since it was touched. The
    number of queries does not depend on how many overlays there are; they come with
    their course and all that they hold."""
    overlays = list(overlays)
    placements = [p for one in overlays for p in one.placements.all()]
    switches = [s for one in overlays for s in one.switches.all()]
    vignettes = [v for one in overlays for v in one.vignettes.all()]
    editions = {x.seen_edition_id for x in (*placements, *switches, *vignettes)}
    current = {one.pk: one.course.current_edition_id for one in overlays}
    outlines = outlines_of(editions | set(current.values()))
    contents = content_hashes(
        outlines, {p.anchor for p in placements} | {v.lesson for v in vignettes}
    )
    lessons = _lessons_touched(vignettes, contents, current)
    touches = []
    for overlay in overlays:
        now = outlines[current[overlay.pk]]
        for placement in overlay.placements.all():
            then = outlines[placement.seen_edition_id]
            kind = _anchor_touched(placement, then, now, contents)
            if kind:
                touches.append(Touch(kind, overlay, placement=placement))
        for vignette in overlay.vignettes.all():
            then = outlines[vignette.seen_edition_id]
            kind = _vignette_touched(vignette, then, now, contents, lessons)
            if kind:
                touches.append(Touch(kind, overlay, vignette=vignette))
        for switch in overlay.switches.all():
            kind = _switch_touched(switch, now)
            if kind and switch.seen_edition_id != now.edition_id:
                touches.append(Touch(kind, overlay, switch=switch))
    return touches


def with_what_they_hold() -> QuerySet[Overlay]:
    """Overlays as `touches_of` wants them."""
    return Overlay.objects.select_related("course", "organisation").prefetch_related(
        "placements", "switches", "vignettes"
    )


def _lessons_touched(vignettes, contents: Contents, current: dict) -> dict[str, dict]:
    """{hash: content} of the lessons with a vignette that are not the same as they were
    when it got its place; in one query."""
    wanted: set[str] = set()
    for vignette in vignettes:
        key = str(vignette.lesson)
        before = contents.get((vignette.seen_edition_id, key), {})
        after = contents.get((current[vignette.overlay_id], key), {})
        if before != after:
            wanted |= {*before.values(), *after.values()}
    return blobs_of(wanted)


def _vignette_touched(
    vignette: VignettePlacement,
    then: Outline,
    now: Outline,
    contents: Contents,
    lessons: dict[str, dict],
) -> Touched | None:
    if then.edition_id == now.edition_id:
        return None
    key = str(vignette.lesson)
    if now.find(key) is None:
        return Touched.LESSON_GONE if then.find(key) else None
    before, after = (contents.get((one.edition_id, key), {}) for one in (then, now))
    if before == after:
        return None
    was = _block_in(before, vignette.block, lessons)
    is_now = _block_in(after, vignette.block, lessons)
    if not is_now:
        # Gone before already, and its owner kept the vignette as it is.
        return Touched.BLOCK_GONE if was else None
    shared = was.keys() & is_now.keys()
    same = shared and all(was[code] == is_now[code] for code in shared)
    return None if same else Touched.BLOCK_CHANGED


def _block_in(blobs: dict[str, str], block: str, lessons: dict) -> dict[str, str]:
    """{language: hash} of a block in the languages of a lesson that have it."""
    found = {}
    for language, blob in blobs.items():
        for one in blocks_of(lessons[blob]):
            if one.id == block:
                found[language] = one.hash
    return found


def _anchor_touched(
    placement: Placement, then: Outline, now: Outline, contents
) -> Touched | None:
    if then.edition_id == now.edition_id:
        return None
    key = str(placement.anchor)
    before, after = then.find(key), now.find(key)
    if after is None:
        # Gone before already, and its owner kept the lesson as it is.
        return Touched.GONE if before else None
    if after[0]["key"] != str(placement.module):
        return Touched.MOVED
    if before is None or before[1]["title"] != after[1]["title"]:
        return Touched.CHANGED
    same = contents.get((then.edition_id, key)) == contents.get((now.edition_id, key))
    return None if same else Touched.CHANGED


def _switch_touched(switch: ModuleSwitch, now: Outline) -> Touched | None:
    module = next((m for m in now.modules if m["key"] == str(switch.module)), None)
    if module is None:
        return Touched.MODULE_GONE
    return None if is_optional(module) else Touched.NOT_OPTIONAL


@transaction.atomic
def keep(touch: Touch, *, actor) -> None:
    """Its owner has looked at it, and it stays as it is. A lesson whose anchor is gone
    stays at the end of its module, or of the course, a vignette at the end of the
    lesson; a switch without effect goes."""
    check_writer(touch.overlay.organisation, actor)
    if touch.switch is not None:
        touch.switch.delete()
        return
    placed, edition = touch.placed, touch.overlay.course.current_edition_id
    beside = placed.lesson if touch.vignette else placed.anchor
    found = outlines_of([edition])[edition].find(beside)
    if found is not None:
        placed.module = found[0]["key"]
    placed.seen_edition_id = edition
    placed.save(update_fields=["module", "seen_edition"])


def remove(touch: Touch, *, actor) -> None:
    """Its owner takes it out; the lesson or vignette itself stays, to be placed again."""
    check_writer(touch.overlay.organisation, actor)
    if touch.switch is not None:
        touch.switch.delete()
    else:
        remove_placement(touch.placed, actor=actor)


def tell_owners(edition_id: int, *, now: datetime) -> int:
    """Tell those who write overlays of a course what its new edition touched; return
    how many overlays were looked at. Once for each edition, however often asked."""
    edition = Edition.objects.get(pk=edition_id)
    behind = Overlay.objects.filter(course__current_edition=edition_id).exclude(
        told_edition=edition_id
    )
    return sum(_tell(pk, edition, now) for pk in behind.values_list("pk", flat=True))


def sweep(now: datetime) -> int:
    """Tell what a lost event left untold."""
    behind = Overlay.objects.exclude(
        told_edition=F("course__current_edition")
    ).values_list("course__current_edition_id", flat=True)
    return sum(tell_owners(edition_id, now=now) for edition_id in set(behind))


@transaction.atomic
def _tell(overlay_id: int, edition: Edition, now: datetime) -> bool:
    locked = Overlay.objects.select_for_update(of=("self",)).get(pk=overlay_id)
    if locked.told_edition_id == edition.pk:
        return False
    touches = touches_of(with_what_they_hold().filter(pk=overlay_id))
    if touches:
        for person in _writers(locked):
            _send(touches, person, edition, now)
    locked.told_edition = edition
    locked.save(update_fields=["told_edition"])
    return True


def _writers(overlay: Overlay) -> Iterable[User]:
    held = Membership.objects.current().filter(
        organisation=overlay.organisation_id, role__in=OVERLAY_ROLES
    )
    return User.objects.filter(
        pk__in=held.values("user"), is_active=True, email__isnull=False
    ).order_by("pk")


def _send(touches: list[Touch], person: User, edition: Edition, now: datetime) -> None:
    overlay = touches[0].overlay
    outline = outlines_of([edition.pk])[edition.pk]
    language = outline.language_for(person.language)
    send_after_commit(
        Mail(
            template="courses/mail/overlay_touched",
            to=[person.email],
            language=person.language,
            context={
                "course": outline.course["title"][language],
                "organisation": overlay.organisation.name,
                "count": len(touches),
                "link": reverse("overlay", args=[overlay.pk]),
            },
            idempotency_key=f"courses.overlay:{overlay.pk}:{edition.pk}:{person.pk}",
        ),
        now=now,
    )
