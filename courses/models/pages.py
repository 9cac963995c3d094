from typing import ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.blocks import CharBlock
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField

from courses.blocks import LessonStreamBlock
from courses.enums import ActivityKind
from courses.models.courses import Course
from courses.models.previews import WalkedInPreviewMixin
from lms.publishing import ChecklistMixin, NotPublishableError, is_to_be_public
from organisations.forms.content import OwnedPageForm
from organisations.models import Sector

# Learners meet these pages in the player, whose addresses do not hold the slug.
SAME_SLUG = SynchronizedField("slug", overridable=False)


class LearningPage(ChecklistMixin, Page):
    """A page that is written in the content admin and read elsewhere.

    Learners read editions, and only those whom the course is for: Wagtail shows these
    pages as previews and to nobody else. Abstract.
    """

    base_form_class = OwnedPageForm

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        """Raises NotPublishableError for a page that would be live and is not ready."""
        try:
            super().save(*args, **kwargs)
        except ValidationError as problem:
            # Wagtail checks what is live; who reads it has to know which page it is.
            if self.live:
                raise NotPublishableError(self, problem) from problem
            raise

    def serve(self, request, *args, **kwargs):
        """A preview, or the way to where it is read."""
        if getattr(request, "is_preview", False):
            return super().serve(request, *args, **kwargs)
        return redirect(self.address())

    def address(self) -> str:
        """The path of the course this is part of, or of the catalogue."""
        above = CoursePage.objects.ancestor_of(self, inclusive=True).first()
        if above is None or above.course is None:
            return reverse("courses:catalogue")
        return reverse("courses:course", args=[above.course.code])


class CatalogueIndexPage(LearningPage):
    """The parent of the course pages of one language."""

    template = "courses/pages/catalogue_page.html"
    subpage_types = ["courses.CoursePage"]
    max_count_per_parent = 1
    override_translatable_fields = [SAME_SLUG]

    class Meta:
        verbose_name = _("catalogue")


class CoursePage(LearningPage):
    """The face of a course in one language."""

    summary = models.TextField(_("summary"), blank=True)
    outcomes = StreamField(
        [("outcome", CharBlock(label=_("After this you can")))],
        verbose_name=_("after this you can"),
        blank=True,
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("outcomes"),
    ]
    parent_page_types = ["courses.CatalogueIndexPage"]
    subpage_types = ["courses.ModulePage"]
    template = "courses/pages/course_page.html"
    override_translatable_fields = [SAME_SLUG]

    class Meta:
        verbose_name = _("course page")

    @cached_property
    def course(self) -> Course | None:
        """The course this page shows; None for a copy that belongs to none."""
        return Course.objects.filter(page_key=self.translation_key).first()


class ModulePage(LearningPage):
    """A part of a course. Limited to sectors, or core when no sector is chosen."""

    summary = models.TextField(_("summary"), blank=True)
    objectives = StreamField(
        [("objective", CharBlock(label=_("Objective")))],
        verbose_name=_("objectives"),
        blank=True,
    )
    sectors = ParentalManyToManyField(
        Sector, verbose_name=_("only for sectors"), blank=True, related_name="+"
    )

    is_optional = models.BooleanField(
        _("optional"),
        default=False,
        help_text=_(
            "Offered, and not needed to complete the course. A municipality may leave "
            "it out for its own learners."
        ),
    )

    reviewed_besides: ClassVar = ["sectors", "is_optional"]

    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("objectives"),
        FieldPanel("sectors", widget=forms.CheckboxSelectMultiple),
        FieldPanel("is_optional"),
    ]
    parent_page_types = ["courses.CoursePage"]
    template = "courses/pages/module_page.html"
    override_translatable_fields = [
        SAME_SLUG,
        SynchronizedField("sectors", overridable=False),
        SynchronizedField("is_optional", overridable=False),
    ]

    class Meta:
        verbose_name = _("module")

    @classmethod
    def clean_subpage_models(cls):
        """Any concrete kind of activity, and nothing else: a higher app adds one by
        subclassing ActivityPage."""
        return [
            model
            for model in _concrete_subclasses(ActivityPage)
            if not model._meta.abstract
        ]


def _concrete_subclasses(model):
    for child in model.__subclasses__():
        yield child
        yield from _concrete_subclasses(child)


class ActivityPage(LearningPage):
    """Something a learner does. Abstract: lessons here, quizzes and sessions above."""

    activity_kind: ClassVar[str]
    # Whether a course is completed by it; if not, it is offered on the way.
    is_needed = True

    minutes = models.PositiveSmallIntegerField(_("minutes"), default=5)

    parent_page_types = ["courses.ModulePage"]
    subpage_types: ClassVar[list] = []
    override_translatable_fields: ClassVar[list] = [
        SAME_SLUG,
        SynchronizedField("minutes", overridable=False),
    ]

    class Meta:
        abstract = True

    def clean(self):
        super().clean()
        if self.minutes < 1 and is_to_be_public(self):
            raise ValidationError({"minutes": _("Say how many minutes it takes.")})


class LessonPage(WalkedInPreviewMixin, ActivityPage):
    activity_kind = ActivityKind.LESSON

    body = StreamField(LessonStreamBlock(), verbose_name=_("lesson"), blank=True)

    content_panels = [
        *Page.content_panels,
        MultiFieldPanel([FieldPanel("minutes")], heading=_("Time")),
        FieldPanel("body"),
    ]
    template = "courses/pages/lesson_page.html"

    class Meta:
        verbose_name = _("lesson")
