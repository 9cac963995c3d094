"""What a new edition of a course did to the things that something local rests on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from courses.domain.manifest import Outline, is_optional, outlines_of
from courses.domain.overlays.placing import place_lesson, remove_placement
from courses.enums import Touched
from courses.models import (
    Edition,
    EditionContent,
    ModuleSwitch,
    Overlay,
    Placement,
)
from courses.rules import OVERLAY_ROLES, can_overlay
from lms.errors import DomainError
from lms.mail import Mail, send_after_commit
from organisations.models import Membership, User


@dataclass(frozen=True)
class Touch:
    """Something local that its owner has to look at, and why. One of `placement` and
    `switch` is there."""

    kind: Touched
    overlay: Overlay
    placement: Placement | None = None
    switch: ModuleSwitch | None = None


def touches_of(overlays: Iterable[Overlay]) -> list[Touch]:
    """What the owners of these overlays have not looked at since it was touched. The
    number of queries does not depend on how many overlays there are; they come with
    their course, placements and switches."""
    overlays = list(overlays)
    placements = [p for one in overlays for p in one.placements.all()]
    switches = [s for one in overlays for s in one.switches.all()]
    editions = {x.seen_edition_id for x in (*placements, *switches)}
    current = {one.pk: one.course.current_edition_id for one in overlays}
    outlines = outlines_of(editions | set(current.values()))
    contents = _contents(placements, editions | set(current.values()))
    touches = []
    for overlay in overlays:
        now = outlines[current[overlay.pk]]
        for placement in overlay.placements.all():
            then = outlines[placement.seen_edition_id]
            kind = _anchor_touched(placement, then, now, contents)
            if kind:
                touches.append(Touch(kind, overlay, placement=placement))
        for switch in overlay.switches.all():
            kind = _switch_touched(switch, now)
            if kind and switch.seen_edition_id != now.edition_id:
                touches.append(Touch(kind, overlay, switch=switch))
    return touches


def with_what_they_hold() -> QuerySet[Overlay]:
    """Overlays as `touches_of` wants them."""
    return Overlay.objects.select_related("course", "organisation").prefetch_related(
        "placements", "switches"
    )


def _contents(placements, editions) -> dict[tuple[int, str], set]:
    """{(edition id, activity key): {(language, hash)}} of what placements stand beside."""
    rows = EditionContent.objects.filter(
        edition__in=editions, activity__in={p.anchor for p in placements}
    ).values_list("edition_id", "activity_id", "language", "blob_id")
    found: dict[tuple[int, str], set] = {}
    for edition, key, language, blob in rows:
        found.setdefault((edition, str(key)), set()).add((language, blob))
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
    stays at the end of its module, or of the course; a switch without effect goes."""
    _check(touch, actor)
    if touch.switch is not None:
        touch.switch.delete()
        return
    placement, edition = touch.placement, touch.overlay.course.current_edition_id
    found = outlines_of([edition])[edition].find(placement.anchor)
    if found is not None:
        placement.module = found[0]["key"]
    placement.seen_edition_id = edition
    placement.save(update_fields=["module", "seen_edition"])


def move(touch: Touch, *, anchor, side: str, actor) -> None:
    """Its owner gives a lesson another place."""
    _check(touch, actor)
    place_lesson(
        touch.overlay,
        touch.placement.lesson_key,
        anchor=anchor,
        side=side,
        actor=actor,
    )


def remove(touch: Touch, *, actor) -> None:
    """Its owner takes it out; the lesson itself stays, to be placed again."""
    _check(touch, actor)
    if touch.switch is not None:
        touch.switch.delete()
    else:
        remove_placement(touch.placement, actor=actor)


def _check(touch: Touch, actor) -> None:
    if not can_overlay(actor, touch.overlay.organisation):
        raise DomainError(_("Your role there does not let you do this."), code="role")


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
