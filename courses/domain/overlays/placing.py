"""Where an organisation's local lessons stand, and which optional modules it shows."""

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from courses.domain.manifest import is_optional, outline_of
from courses.enums import Side
from courses.models import (
    Activity,
    Course,
    LocalLesson,
    ModuleSwitch,
    Overlay,
    Placement,
    VignettePlacement,
)
from courses.rules import OVERLAY_ROLES, can_overlay
from lms.errors import DomainError
from organisations.models import Organisation
from organisations.policies import organisations_where


def own_overlays(user) -> QuerySet[Overlay]:
    """The overlays that a person writes: those of organisations where they may."""
    return Overlay.objects.filter(organisation__in=own_organisations(user))


def own_organisations(user) -> QuerySet[Organisation]:
    """Where a person may add something local."""
    if user.is_superuser:
        return Organisation.objects.filter(is_active=True)
    return organisations_where(user, OVERLAY_ROLES).filter(is_active=True)


def courses_to_overlay(organisation: Organisation) -> QuerySet[Course]:
    """Courses to which an organisation can add: those that its people can take, for all
    that is known here, and those of the bodies above it."""
    above = organisation.path.strip("/").split("/")
    return (
        Course.objects.released()
        .filter(
            Q(is_open=True)
            | Q(owner__in=above)
            | Q(enrolments__user__memberships__organisation=organisation)
        )
        .distinct()
    )


def begin_overlay(organisation: Organisation, course: Course, *, actor) -> Overlay:
    """What an organisation adds to a course; twice is once.

    Raises DomainError for somebody who does not write for it, or a course to which it
    can add nothing.
    """
    check_writer(organisation, actor)
    if not courses_to_overlay(organisation).filter(pk=course.pk).exists():
        raise DomainError(_("Your organisation cannot add to this course."))
    overlay, _created = Overlay.objects.get_or_create(
        organisation=organisation,
        course=course,
        defaults={"told_edition_id": course.current_edition_id},
    )
    return overlay


def own_lessons(overlay: Overlay) -> QuerySet[LocalLesson]:
    """The local lessons that can be placed: the organisation's, in no other course."""
    elsewhere = Activity.objects.exclude(course=overlay.course_id).values("key")
    placed = Placement.objects.exclude(overlay=overlay).values("lesson_key")
    return (
        LocalLesson.objects.filter(owner=overlay.organisation_id)
        .exclude(translation_key__in=elsewhere)
        .exclude(translation_key__in=placed)
    )


@transaction.atomic
def place_lesson(
    overlay: Overlay, lesson_key, *, anchor, side: str, actor
) -> Placement:
    """Put a local lesson before or after an activity of the course, or move it there.
    Learners see it once the overlay is published. Raises DomainError."""
    check_writer(overlay.organisation, actor)
    if not own_lessons(overlay).filter(translation_key=lesson_key).exists():
        raise DomainError(_("Choose a local lesson of your organisation."))
    edition_id = overlay.course.current_edition_id
    found = outline_of(edition_id).find(anchor)
    if found is None:
        raise DomainError(_("Choose a part of the course as it is today."))
    placement, _created = Placement.objects.update_or_create(
        lesson_key=lesson_key,
        defaults={
            "overlay": overlay,
            "anchor": anchor,
            "module": found[0]["key"],
            "side": Side(side),
            "seen_edition_id": edition_id,
        },
    )
    return placement


def remove_placement(placement: Placement | VignettePlacement, *, actor) -> None:
    """Take a local lesson or vignette out of the course; the thing itself stays.
    Learners see it until the overlay is published."""
    check_writer(placement.overlay.organisation, actor)
    placement.delete()


@transaction.atomic
def switch_module(
    overlay: Overlay, module_key, *, is_on: bool | None, actor
) -> ModuleSwitch | None:
    """Have an optional module on or off for one's learners, or, with None, as those
    above have it. Raises DomainError for a module that is not optional."""
    check_writer(overlay.organisation, actor)
    if is_on is None:
        overlay.switches.filter(module=module_key).delete()
        return None
    edition_id = overlay.course.current_edition_id
    module = next(
        (m for m in outline_of(edition_id).modules if m["key"] == str(module_key)), None
    )
    if module is None or not is_optional(module):
        raise DomainError(
            _("This module belongs to the course: it cannot be left out."),
            code="required",
        )
    switch, _created = ModuleSwitch.objects.update_or_create(
        overlay=overlay,
        module=module_key,
        defaults={"is_on": is_on, "seen_edition_id": edition_id},
    )
    return switch


def check_writer(organisation: Organisation, actor) -> None:
    """Raises DomainError for somebody who does not write for an organisation."""
    if not can_overlay(actor, organisation):
        raise DomainError(_("Your role there does not let you do this."), code="role")
