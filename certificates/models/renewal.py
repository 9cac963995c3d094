"""How the certificates of a rule are renewed."""

from calendar import monthrange

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from certificates.enums import EXPIRING_DAYS, RenewalMode
from courses.models import Course

# A year in which February has 29 days.
LEAP_YEAR = 2028

FIXED_DAY_COMPLETE = models.CheckConstraint(
    condition=Q(
        renewal_mode=RenewalMode.FIXED_DATE,
        fixed_month__isnull=False,
        fixed_day__isnull=False,
    )
    | (
        ~Q(renewal_mode=RenewalMode.FIXED_DATE)
        & Q(fixed_month__isnull=True, fixed_day__isnull=True)
    ),
    name="certificate_rule_fixed_day_complete",
)


class RenewalTerms(models.Model):
    """The terms of renewal of a rule; certificates.domain.renewal applies them.

    `fixed_month` and `fixed_day` are None except for a fixed day of the year; 29
    February is 28 February in a year without one. `renews` is the course of which this
    one is the refresher, None where it is no refresher: a course always renews its own.
    """

    renewal_mode = models.CharField(
        _("validity of a renewal counts"),
        max_length=16,
        choices=RenewalMode.choices,
        default=RenewalMode.FROM_COMPLETION,
        help_text=_(
            "Counted from the last day of the one before, or until a fixed day, nobody "
            "loses a day by renewing early."
        ),
    )
    # Never fewer than the days of notice: whoever is told that it runs out, and does
    # the course again, loses nothing by it.
    renewal_window_days = models.PositiveSmallIntegerField(
        _("may be renewed (days before its last day)"),
        default=EXPIRING_DAYS,
        validators=[MinValueValidator(EXPIRING_DAYS), MaxValueValidator(366)],
        help_text=_(
            "From then on the course may be done again. Holders keep the number of days "
            "that held when they were certified."
        ),
    )
    fixed_month = models.PositiveSmallIntegerField(
        _("month of the fixed day"),
        null=True,
        blank=True,
        choices=list(MONTHS.items()),
        help_text=_("For a fixed day of the year only."),
    )
    fixed_day = models.PositiveSmallIntegerField(
        _("fixed day of that month"),
        null=True,
        blank=True,
        help_text=_(
            "Each certificate counts for its months, and on until this day comes round."
        ),
    )
    renews = models.ForeignKey(
        Course,
        verbose_name=_("refresher of"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_(
            "The course whose certificates this one renews. Empty: it renews its own."
        ),
    )

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        errors = {**self._errors_of_day(), **self._errors_of_course()}
        if errors:
            raise ValidationError(errors)

    def _errors_of_day(self) -> dict:
        is_fixed = self.renewal_mode == RenewalMode.FIXED_DATE
        if not is_fixed:
            return {
                name: _("Leave it empty, or choose a fixed day of the year above.")
                for name in ("fixed_month", "fixed_day")
                if getattr(self, name) is not None
            }
        if self.fixed_month is None:
            return {"fixed_month": _("Say in which month the fixed day is.")}
        longest = monthrange(LEAP_YEAR, self.fixed_month)[1]
        if self.fixed_day is None or not 1 <= self.fixed_day <= longest:
            return {"fixed_day": _("Say which day of that month it is.")}
        return {}

    def _errors_of_course(self) -> dict:
        if self.renews_id is not None and self.renews_id == self.course_id:
            return {"renews": _("A course renews its own. Leave it empty for that.")}
        return {}
