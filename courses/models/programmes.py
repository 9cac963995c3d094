from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from courses.models.courses import Course
from lms.texts import TextsField, said
from organisations.models import Organisation, Sector


class Published(models.QuerySet):
    def published(self):
        """What anybody may read, under its own address."""
        return self.filter(is_published=True)


class Programme(ClusterableModel):
    """A line of training with an owner and a purpose: courses that belong together."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    owner = models.ForeignKey(
        Organisation,
        verbose_name=_("owner"),
        on_delete=models.PROTECT,
        related_name="programmes",
    )
    names = TextsField(_("name"), max_length=120)
    descriptions = TextsField(_("what it is"), max_length=1000, blank=True)
    is_published = models.BooleanField(_("published"), default=False)

    objects = Published.as_manager()

    class Meta:
        ordering = ["code"]
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")

    def __str__(self) -> str:
        return said(self.names, get_language() or "en") or self.code


class ProgrammeCourse(Orderable):
    """The place of a course in a programme."""

    programme = ParentalKey(Programme, on_delete=models.CASCADE, related_name="parts")
    course = models.ForeignKey(
        Course,
        verbose_name=_("course"),
        on_delete=models.PROTECT,
        related_name="programme_parts",
    )
    places = TextsField(
        _("place in the programme"),
        max_length=80,
        blank=True,
        help_text=_("Such as “First tool”."),
    )
    audiences = TextsField(
        _("for whom"), max_length=160, blank=True, help_text=_("In a few words.")
    )
    # What is given in groups has no edition that could say it.
    titles = TextsField(
        _("name"),
        max_length=120,
        blank=True,
        help_text=_("As long as the course is not released here."),
    )
    summaries = TextsField(
        _("what it is"),
        max_length=1000,
        blank=True,
        help_text=_("As long as the course is not released here."),
    )
    source = models.CharField(
        _("source"),
        max_length=300,
        blank=True,
        help_text=_("Where this is known from, with its date."),
    )

    class Meta(Orderable.Meta):
        verbose_name = _("course of the programme")
        verbose_name_plural = _("courses of the programme")
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "course"], name="programme_course_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.programme_id} {self.course_id}"


class LearningPath(ClusterableModel):
    """Courses in an order that makes sense for some sectors. Where a person is on it
    follows from what they completed; nothing about it is stored."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    owner = models.ForeignKey(
        Organisation,
        verbose_name=_("owner"),
        on_delete=models.PROTECT,
        related_name="paths",
    )
    titles = TextsField(_("title"), max_length=120)
    summaries = TextsField(_("summary"), max_length=1000, blank=True)
    sectors = models.ManyToManyField(
        Sector,
        verbose_name=_("sectors"),
        blank=True,
        related_name="+",
        help_text=_("Whom it is for. None chosen: every sector."),
    )
    is_published = models.BooleanField(_("published"), default=False)

    objects = Published.as_manager()

    class Meta:
        ordering = ["code"]
        verbose_name = _("learning path")
        verbose_name_plural = _("learning paths")

    def __str__(self) -> str:
        return said(self.titles, get_language() or "en") or self.code


class PathCourse(models.Model):
    """A course on a path. Those with the same number are one step: one of them will
    do."""

    path = ParentalKey(LearningPath, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveSmallIntegerField(
        _("step"), help_text=_("The same number: one of them will do.")
    )
    course = models.ForeignKey(
        Course,
        verbose_name=_("course"),
        on_delete=models.PROTECT,
        related_name="path_rows",
    )
    is_optional = models.BooleanField(_("optional"), default=False)

    class Meta:
        ordering = ["number", "pk"]
        verbose_name = _("course on the path")
        verbose_name_plural = _("courses on the path")
        constraints = [
            models.UniqueConstraint(fields=["path", "course"], name="path_course_once")
        ]

    def __str__(self) -> str:
        return f"{self.path_id} {self.number} {self.course_id}"
