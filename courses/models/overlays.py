from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField
from wagtail.models import (
    DraftStateMixin,
    PreviewableMixin,
    RevisionMixin,
    TranslatableMixin,
)
from wagtail_localize.fields import SynchronizedField, TranslatableField

from courses.blocks import LessonStreamBlock
from courses.enums import ActivityKind, Side
from courses.models.courses import Activity, Course
from courses.models.editions import ContentBlob, Edition, Immutable
from courses.models.previews import WalkedInPreviewMixin
from lms.publishing import CheckedWhenLiveMixin, is_to_be_public
from organisations.models import Organisation


class LocalLesson(
    CheckedWhenLiveMixin,
    WalkedInPreviewMixin,
    PreviewableMixin,
    DraftStateMixin,
    RevisionMixin,
    TranslatableMixin,
    models.Model,
):
    """A lesson that an organisation adds to a course for its own learners.

    Made of the same blocks as any lesson; where it stands is said by a Placement.
    """

    activity_kind = ActivityKind.LESSON

    owner = models.ForeignKey(
        Organisation,
        verbose_name=_("owner"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    key = models.SlugField(_("key"), max_length=60)
    title = models.CharField(_("title"), max_length=120)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=5)
    body = StreamField(LessonStreamBlock(), verbose_name=_("lesson"), blank=True)

    translatable_fields = [
        SynchronizedField("owner", overridable=False),
        SynchronizedField("key", overridable=False),
        TranslatableField("title"),
        SynchronizedField("minutes", overridable=False),
        TranslatableField("body"),
    ]

    class Meta(TranslatableMixin.Meta):
        ordering = ["key"]
        verbose_name = _("local lesson")
        verbose_name_plural = _("local lessons")
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "key", "locale"],
                name="local_lesson_key_once_per_language",
            )
        ]

    def __str__(self) -> str:
        return self.title or self.key

    def clean(self) -> None:
        super().clean()
        if self.minutes < 1 and is_to_be_public(self):
            raise ValidationError({"minutes": _("Say how many minutes it takes.")})

    def get_preview_template(self, request, mode_name) -> str:
        return "courses/preview/local_lesson.html"


class Overlay(models.Model):
    """What an organisation adds to a course, for its own learners and those of what is
    below it, without changing what the course or its completion means."""

    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    course = models.ForeignKey(
        Course, verbose_name=_("course"), on_delete=models.PROTECT, related_name="+"
    )
    # What learners read; None until it is published for the first time.
    current_edition = models.ForeignKey(
        "courses.OverlayEdition",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    # The edition of the course about which its owner was last told.
    told_edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    class Meta:
        verbose_name = _("local additions")
        verbose_name_plural = _("local additions")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "course"], name="overlay_once_per_course"
            )
        ]

    def __str__(self) -> str:
        return f"{self.course}, {self.organisation}"


class Placement(models.Model):
    """Where a local lesson stands: before or after an activity of the course.

    `seen_edition` is the edition of the course as of which its owner wants it there.
    `module` is the module that the anchor was in then.
    """

    overlay = models.ForeignKey(
        Overlay, on_delete=models.CASCADE, related_name="placements"
    )
    lesson_key = models.UUIDField(_("local lesson"))
    anchor = models.UUIDField(_("beside"))
    module = models.UUIDField()
    side = models.CharField(
        _("side"), max_length=6, choices=Side.choices, default=Side.AFTER
    )
    seen_edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("place of a local lesson")
        verbose_name_plural = _("places of local lessons")
        constraints = [
            models.UniqueConstraint(
                fields=["lesson_key"], name="placement_once_per_lesson"
            )
        ]

    def __str__(self) -> str:
        return f"{self.lesson_key} {self.side} {self.anchor}"


class VignettePlacement(models.Model):
    """Where a local vignette stands: before or after a block of a lesson of the course.

    `seen_edition` is the edition of the course as of which its owner wants it there.
    `module` is the module that the lesson was in then.
    """

    overlay = models.ForeignKey(
        Overlay, on_delete=models.CASCADE, related_name="vignettes"
    )
    vignette_key = models.UUIDField(_("vignette"))
    lesson = models.UUIDField(_("lesson"))
    # The same in every language of the lesson.
    block = models.CharField(_("beside"), max_length=40)
    module = models.UUIDField()
    side = models.CharField(
        _("side"), max_length=6, choices=Side.choices, default=Side.AFTER
    )
    seen_edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("place of a local vignette")
        verbose_name_plural = _("places of local vignettes")
        constraints = [
            models.UniqueConstraint(
                fields=["overlay", "vignette_key"],
                name="vignette_placement_once_per_overlay",
            )
        ]

    def __str__(self) -> str:
        return f"{self.vignette_key} {self.side} {self.lesson} {self.block}"


class ModuleSwitch(models.Model):
    """That an organisation has an optional module on or off for its learners."""

    overlay = models.ForeignKey(
        Overlay, on_delete=models.CASCADE, related_name="switches"
    )
    module = models.UUIDField()
    is_on = models.BooleanField(_("shown"))
    seen_edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("optional module")
        verbose_name_plural = _("optional modules")
        constraints = [
            models.UniqueConstraint(
                fields=["overlay", "module"], name="switch_once_per_module"
            )
        ]

    def __str__(self) -> str:
        return f"{self.module} {self.is_on}"


class OverlayEdition(Immutable):
    """What learners read of an overlay, whatever is edited afterwards. The shape of
    `outline` is documented in courses.domain.overlays.publishing."""

    overlay = models.ForeignKey(
        Overlay, on_delete=models.PROTECT, related_name="editions"
    )
    number = models.PositiveIntegerField(_("number"))
    outline = models.JSONField(default=dict)
    released_at = models.DateTimeField(_("published"))
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["-number"]
        verbose_name = _("edition of local additions")
        verbose_name_plural = _("editions of local additions")
        constraints = [
            models.UniqueConstraint(
                fields=["overlay", "number"], name="overlay_edition_number_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.overlay} {self.number}"


class OverlayContent(Immutable):
    edition = models.ForeignKey(
        OverlayEdition, on_delete=models.PROTECT, related_name="contents"
    )
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=5)
    blob = models.ForeignKey(ContentBlob, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "activity", "language"],
                name="overlay_content_once_per_language",
            )
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.activity_id} {self.language}"
