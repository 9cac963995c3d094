import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from courses.enums import ActivityKind, Audience
from organisations.models import Organisation, Sector


class CourseQuerySet(models.QuerySet):
    def released(self):
        """Courses that somebody can take: at least one edition exists."""
        return self.filter(current_edition__isnull=False)

    def to_be_required(self):
        """Released courses that an organisation can ask of its people."""
        return self.released().filter(is_practice=False)

    def open_to_all(self):
        """Released courses in which anyone may enrol without an invitation."""
        return self.released().filter(is_open=True)


class Course(models.Model):
    """What is learnt and certified, apart from the pages that show it.

    One CoursePage per language is its face; `page_key` is their translation_key.
    """

    code = models.SlugField(_("code"), max_length=60, unique=True)
    page_key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        Organisation,
        verbose_name=_("owner"),
        on_delete=models.PROTECT,
        related_name="courses",
    )
    sectors = models.ManyToManyField(
        Sector,
        verbose_name=_("sectors"),
        blank=True,
        related_name="+",
        help_text=_("Whom it is for. None chosen: every sector."),
    )
    prerequisites = models.ManyToManyField(
        "self",
        verbose_name=_("to be completed before"),
        symmetrical=False,
        blank=True,
        related_name="opens",
    )
    is_open = models.BooleanField(_("anyone may enrol"), default=False)
    is_practice = models.BooleanField(
        _("to practise in"),
        default=False,
        editable=False,
        help_text=_("For authors of its owner only; it gives no certificate."),
    )
    audience = models.CharField(
        _("written for"),
        max_length=16,
        choices=Audience.choices,
        default=Audience.PROFESSIONALS,
        help_text=_("Texts for young people and parents do without labels altogether."),
    )
    # N2 asks balance of every course that teaches what extremism is; one that goes
    # deeper into a single subject stands beside such a course, never for it.
    is_focused = models.BooleanField(
        _("goes deeper into one subject"),
        default=False,
        help_text=_(
            "Beside a core course, not instead of it: its cases need not cover several "
            "forms of extremism."
        ),
    )
    provider = models.ForeignKey(
        "courses.Provider",
        verbose_name=_("given by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="courses",
        help_text=_("Its recognitions are named on the course and its certificates."),
    )
    trainer_course = models.ForeignKey(
        "self",
        verbose_name=_("course for its trainers"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="trains_for",
        help_text=_("Shown to trainers on the page of this course."),
    )
    booster = models.ForeignKey(
        "self",
        verbose_name=_("practice afterwards"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_(
            "A short course, offered some weeks after this one. Nobody has to."
        ),
    )
    booster_weeks = models.PositiveSmallIntegerField(
        _("offered after (weeks)"), null=True, blank=True
    )
    current_edition = models.ForeignKey(
        "courses.Edition",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )

    objects = CourseQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        constraints = [
            models.CheckConstraint(
                condition=Q(trainer_course__isnull=True) | ~Q(trainer_course=F("id")),
                name="course_trains_not_its_own_trainers",
                violation_error_message=_("Choose another course than this one."),
            ),
            models.CheckConstraint(
                condition=Q(booster__isnull=True) | ~Q(booster=F("id")),
                name="course_is_not_its_own_practice",
                violation_error_message=_("Choose another course than this one."),
            ),
            models.CheckConstraint(
                condition=Q(booster__isnull=True, booster_weeks__isnull=True)
                | Q(
                    booster__isnull=False,
                    booster_weeks__isnull=False,
                    booster_weeks__gte=1,
                ),
                name="course_practice_has_its_weeks",
                violation_error_message=_(
                    "Choose the practice and after how many weeks, or neither."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Activity(models.Model):
    """What enrolment, progress and attempts point to: the same in every language.

    `key` is the translation_key of the activity's pages; the row outlives them.
    """

    key = models.UUIDField(primary_key=True)
    course = models.ForeignKey(
        Course, on_delete=models.PROTECT, related_name="activities"
    )
    kind = models.CharField(max_length=16, choices=ActivityKind.choices)

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.key}"
