from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from certificates.enums import COURSE_TYPES, CertificateType
from certificates.models.designs import Design
from certificates.models.renewal import FIXED_DAY_COMPLETE, RenewalTerms
from courses.models import Course
from organisations.models import Organisation, Sector


class CertificateRule(RenewalTerms):
    """What completing a course gives, per sector. It owns the validity.

    `sector` None: the rule for every sector without one of its own. `names` and
    `signatory_titles` hold a text per language code; in a name {sector} stands for the
    sector's name in that language, and there is no other field.
    """

    course = models.ForeignKey(
        Course, on_delete=models.PROTECT, related_name="certificate_rules"
    )
    sector = models.ForeignKey(
        Sector, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    prefix = models.CharField(_("number begins with"), max_length=8)
    type = models.CharField(
        _("type"),
        max_length=12,
        choices=[(one.value, one.label) for one in COURSE_TYPES],
        default=CertificateType.CERTIFICATE,
    )
    names = models.JSONField(_("name per language"))
    validity_months = models.PositiveSmallIntegerField(
        _("valid for (months)"),
        null=True,
        blank=True,
        help_text=_("Empty: it does not expire."),
    )
    issuer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    given_since = models.DateField(
        _("programme given since"),
        null=True,
        blank=True,
        help_text=_("Completions before this day are not recognised. Empty: any day."),
    )
    signatory_name = models.CharField(_("signatory"), max_length=120)
    signatory_titles = models.JSONField(_("title of the signatory per language"))
    # A row of it in any language: certificates are printed by all that are published.
    design = models.ForeignKey(
        Design,
        verbose_name=_("design"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Empty: the design of Relay."),
    )

    class Meta:
        verbose_name = _("certificate rule")
        verbose_name_plural = _("certificate rules")
        constraints = [
            models.UniqueConstraint(
                fields=["course", "sector"],
                name="certificate_rule_once_per_sector",
            ),
            # Apart from it, since SQLite holds two empty sectors for different ones.
            models.UniqueConstraint(
                fields=["course"],
                condition=models.Q(sector__isnull=True),
                name="certificate_rule_once_for_all_sectors",
            ),
            FIXED_DAY_COMPLETE,
        ]

    def __str__(self) -> str:
        return f"{self.prefix} {self.course}"

    def clean(self) -> None:
        super().clean()
        if self.course_id is not None and self.course.is_practice:
            raise ValidationError(
                {"course": _("A course to practise in gives no certificate.")}
            )
