from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.models.courses import Course
from lms.texts import TextsField
from organisations.models import Sector


class SectorTitle(models.Model):
    """What a course is called for a sector that its own title would put off, such as
    “Dialogue in the classroom”. Learners read it from the next edition on."""

    course = models.ForeignKey(
        Course,
        verbose_name=_("course"),
        on_delete=models.CASCADE,
        related_name="sector_titles",
    )
    sector = models.ForeignKey(
        Sector, verbose_name=_("sector"), on_delete=models.PROTECT, related_name="+"
    )
    titles = TextsField(_("title"), max_length=120)

    class Meta:
        ordering = ["course__code", "sector__position"]
        verbose_name = _("neutral title")
        verbose_name_plural = _("neutral titles")
        constraints = [
            models.UniqueConstraint(
                fields=["course", "sector"],
                name="sector_title_once",
                violation_error_message=_("This sector has its title already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.course_id} {self.sector_id}"
