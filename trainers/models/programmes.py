from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from courses.models import Course
from lms.texts import TextsField
from organisations.models import Organisation

PERCENT = [MaxValueValidator(100)]
AT_LEAST_ONE = [MinValueValidator(1)]
# A group that meets weekly is over within a school year.
MOST_MEETINGS = 30
MEETINGS = [MinValueValidator(1), MaxValueValidator(MOST_MEETINGS)]
# How it goes is asked within two years of the training, and so many times.
MOST_MONTHS, MOST_FOLLOW_UPS = 24, 6


def first_half_year() -> list[int]:
    """After 1, 3 and 6 months*."""
    return [1, 3, 6]


def refuse_odd_months(months) -> None:
    """Raises ValidationError unless these are months after the training, each later than
    the one before. None at all: nothing is asked."""
    is_read = isinstance(months, list) and all(type(one) is int for one in months)
    if (
        not is_read
        or months != sorted(set(months))
        or any(not 1 <= one <= MOST_MONTHS for one in months)
        or len(months) > MOST_FOLLOW_UPS
    ):
        raise ValidationError(
            _(
                "At most %(many)s numbers from 1 to %(most)s, each larger than the last."
            ),
            code="months",
            params={"many": MOST_FOLLOW_UPS, "most": MOST_MONTHS},
        )


class TrainerProgramme(models.Model):
    """What somebody may be accredited for as a trainer: whose it is, which courses a
    candidate must hold, in which languages, and the numbers of its rules.

    The numbers are those marked * in TRAINERS 4.1, with its defaults. Months and years
    are counted by the calendar; percentages run from 0 to 100; levels of a rubric from 0
    to 4. `number_of_provisional` and `number_of_accredited` are what the numbers of the
    certificates begin with (SECTORS, certificate names).
    """

    code = models.SlugField(_("code"), max_length=40, unique=True)
    owner = models.ForeignKey(
        Organisation,
        verbose_name=_("owner"),
        on_delete=models.PROTECT,
        related_name="trainer_programmes",
    )
    names = TextsField(_("name"), max_length=120)
    languages = models.JSONField(_("languages trained in"), default=list)
    base_courses = models.ManyToManyField(
        Course, verbose_name=_("base courses"), related_name="+", blank=True
    )
    is_open = models.BooleanField(_("applications are taken"), default=True)
    asks_vetting = models.BooleanField(_("asks for vetting"), default=False)

    years_in_sector = models.PositiveSmallIntegerField(
        _("years in the sector"), default=2
    )
    absence_percent = models.PositiveSmallIntegerField(
        _("most that may be missed (%)"), default=10, validators=PERCENT
    )
    quiz_percent = models.PositiveSmallIntegerField(
        _("pass mark of the knowledge quiz (%)"), default=80, validators=PERCENT
    )
    law_quiz_percent = models.PositiveSmallIntegerField(
        _("pass mark of the quiz on content, language and law (%)"),
        default=90,
        validators=PERCENT,
    )
    micro_assessments = models.PositiveSmallIntegerField(
        _("assessments of the micro-teaching"), default=2, validators=AT_LEAST_ONE
    )
    provisional_months = models.PositiveSmallIntegerField(
        _("provisional for (months)"), default=12, validators=AT_LEAST_ONE
    )
    co_sessions = models.PositiveSmallIntegerField(
        _("co-facilitated sessions"), default=2, validators=AT_LEAST_ONE
    )
    group_is_enough = models.BooleanField(
        _("one whole group counts for all sessions"), default=False
    )
    group_meetings = models.PositiveSmallIntegerField(
        _("meetings of a whole group"), default=10, validators=MEETINGS
    )
    observed_within_months = models.PositiveSmallIntegerField(
        _("co-facilitation and observation within (months)"),
        default=12,
        validators=AT_LEAST_ONE,
    )
    feedback_percent = models.PositiveSmallIntegerField(
        _("least feedback of learners (%)"), default=70, validators=PERCENT
    )
    feedback_answers = models.PositiveSmallIntegerField(
        _("answers that feedback rests on"), default=8, validators=AT_LEAST_ONE
    )
    valid_months = models.PositiveSmallIntegerField(
        _("accredited for (months)"), default=24, validators=AT_LEAST_ONE
    )
    renewal_days = models.PositiveSmallIntegerField(
        _("renewal is due so many days before the end"), default=90
    )
    led_sessions = models.PositiveSmallIntegerField(
        _("sessions led to renew"), default=2, validators=AT_LEAST_ONE
    )
    update_quiz_percent = models.PositiveSmallIntegerField(
        _("pass mark of the quiz on updated content (%)"),
        default=80,
        validators=PERCENT,
    )
    assessor_years = models.PositiveSmallIntegerField(
        _("years accredited before assessing"), default=2
    )
    assessor_sessions = models.PositiveSmallIntegerField(
        _("sessions led before assessing"), default=10
    )
    assessor_months = models.PositiveSmallIntegerField(
        _("assessor for (months)"), default=36, validators=AT_LEAST_ONE
    )
    hearing_days = models.PositiveSmallIntegerField(
        _("days to be heard in"), default=14, validators=AT_LEAST_ONE
    )
    review_days = models.PositiveSmallIntegerField(
        _("a suspension is looked at again after (days)"),
        default=60,
        validators=AT_LEAST_ONE,
    )

    follow_up_months = models.JSONField(
        _("how it goes is asked so many months after the training"),
        default=first_half_year,
        blank=True,
        validators=[refuse_odd_months],
    )
    follow_up_again_days = models.PositiveSmallIntegerField(
        _("who did not say how it goes is asked again after (days)"),
        default=14,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
    )

    number_of_provisional = models.CharField(
        _("number of the provisional certificate begins with"), max_length=8
    )
    number_of_accredited = models.CharField(
        _("number of the accredited certificate begins with"), max_length=8
    )
    names_of_provisional = TextsField(
        _("name of the provisional certificate"), max_length=120
    )
    names_of_accredited = TextsField(
        _("name of the accredited certificate"), max_length=120
    )
    signatory_name = models.CharField(_("signatory"), max_length=120)
    signatory_titles = TextsField(_("title of the signatory"), max_length=120)

    class Meta:
        ordering = ["code"]
        verbose_name = _("trainer programme")
        verbose_name_plural = _("trainer programmes")
        constraints = [
            models.CheckConstraint(
                condition=Q(hearing_days__lte=F("review_days")),
                name="trainer_programme_hears_before_it_reviews",
                violation_error_message=_(
                    "A trainer is heard before the suspension is looked at again."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.code
