from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.fields import RichTextField
from wagtail.models import (
    DraftStateMixin,
    PreviewableMixin,
    RevisionMixin,
    TranslatableMixin,
    WorkflowMixin,
)
from wagtail_localize.fields import SynchronizedField, TranslatableField

from courses.models.editions import Edition
from courses.models.enrolments import Enrolment
from lms.errors import DomainError
from lms.publishing import CheckedWhenLiveMixin
from organisations.models import Organisation, Sector

PROSE = ["h3", "bold", "italic", "ul", "ol", "link"]


class Statement(
    CheckedWhenLiveMixin,
    WorkflowMixin,
    PreviewableMixin,
    DraftStateMixin,
    RevisionMixin,
    TranslatableMixin,
    ClusterableModel,
):
    """What a profession owes those it works with, to be accepted by its members
    (ETHICS S1).

    A higher `version` asks everybody again in the next edition of a course; a change
    without one does not.
    """

    owner = models.ForeignKey(
        Organisation,
        verbose_name=_("owner"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    key = models.SlugField(_("key"), max_length=60)
    title = models.CharField(_("title"), max_length=120)
    text = RichTextField(_("statement"), features=PROSE)
    sectors = ParentalManyToManyField(
        Sector,
        verbose_name=_("for sectors"),
        blank=True,
        related_name="+",
        help_text=_("Who accepts it. None chosen: every sector."),
    )
    version = models.PositiveSmallIntegerField(
        _("version"),
        default=1,
        help_text=_(
            "Raise it when everybody has to accept the new text. Leave it for a "
            "correction that changes nothing of what was accepted."
        ),
    )
    dated = models.DateField(_("date of the text"))
    review_by = models.DateField(
        _("review before"),
        help_text=_(
            "After this day no certificate is given on it until it is renewed."
        ),
    )

    translatable_fields = [
        SynchronizedField("owner", overridable=False),
        SynchronizedField("key", overridable=False),
        TranslatableField("title"),
        TranslatableField("text"),
        SynchronizedField("sectors", overridable=False),
        SynchronizedField("version", overridable=False),
        SynchronizedField("dated", overridable=False),
        SynchronizedField("review_by", overridable=False),
    ]

    reviewed_besides: ClassVar = ["sectors", "version", "dated"]

    class Meta(TranslatableMixin.Meta):
        ordering = ["key"]
        verbose_name = _("deontology statement")
        verbose_name_plural = _("deontology statements")
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "key", "locale"],
                name="statement_key_once_per_language",
            ),
            models.CheckConstraint(
                condition=Q(review_by__gt=F("dated")),
                name="statement_reviewed_after_its_date",
                violation_error_message=_(
                    "The review date must be after the date of the text."
                ),
            ),
            models.CheckConstraint(
                condition=Q(version__gte=1), name="statement_version_from_one"
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.key

    def get_preview_template(self, request, mode_name) -> str:
        return "courses/preview/statement.html"


class StatementAcceptance(models.Model):
    """That a person accepted a version of a statement. Written once, never changed.

    `statement_key` is the statement's translation_key. `words` is the canonical hash of
    what was read, in `language`, in the edition the person followed.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="acceptances"
    )
    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.PROTECT, related_name="acceptances"
    )
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    statement_key = models.UUIDField()
    version = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=64)
    language = models.CharField(max_length=5)
    accepted_at = models.DateTimeField()

    class Meta:
        verbose_name = _("accepted statement")
        verbose_name_plural = _("accepted statements")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "statement_key", "version"],
                name="statement_accepted_once_per_version",
            )
        ]

    def __str__(self) -> str:
        return f"{self.statement_key} {self.version}"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise DomainError(_now("What somebody accepted cannot be changed."))
        super().save(*args, **kwargs)
