from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.fields import StreamField
from wagtail.models import DraftStateMixin, RevisionMixin

from lms.publishing import CheckedWhenLiveMixin, is_to_be_public
from organisations.blocks import HoursBlock
from organisations.enums import ContactKind
from organisations.models.organisations import Organisation

LANGUAGES = ("nl", "fr", "de", "en")


class Contact(CheckedWhenLiveMixin, DraftStateMixin, RevisionMixin, ClusterableModel):
    """A service that people can turn to. Never a private person.

    It is there for the organisation that keeps it and everything below that in the
    tree, for the organisations named beside it, and, kept by a federal one, for all.
    Words are per language, the number is one: a change of it is made once.
    """

    owner = models.ForeignKey(
        Organisation,
        verbose_name=_("owner"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    key = models.SlugField(_("key"), max_length=60)
    kind = models.CharField(_("kind"), max_length=16, choices=ContactKind.choices)
    also_for = ParentalManyToManyField(
        Organisation,
        verbose_name=_("also there for"),
        blank=True,
        related_name="+",
        help_text=_(
            "It is there for its owner and everything below it. Add others that it "
            "serves, such as the municipalities of a police zone."
        ),
    )
    name_nl = models.CharField(_("name in Dutch"), max_length=120, blank=True)
    name_fr = models.CharField(_("name in French"), max_length=120, blank=True)
    name_de = models.CharField(_("name in German"), max_length=120, blank=True)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    purpose_nl = models.CharField(_("what for, in Dutch"), max_length=200, blank=True)
    purpose_fr = models.CharField(_("what for, in French"), max_length=200, blank=True)
    purpose_de = models.CharField(_("what for, in German"), max_length=200, blank=True)
    purpose_en = models.CharField(_("what for, in English"), max_length=200, blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    url = models.URLField(_("website"), blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    speaks = models.JSONField(
        _("languages spoken"),
        default=list,
        blank=True,
        help_text=_("The languages in which people are helped."),
    )
    is_always_open = models.BooleanField(_("open day and night"), default=False)
    hours = StreamField(
        [("hours", HoursBlock())], verbose_name=_("opening hours"), blank=True
    )
    is_open_on_holidays = models.BooleanField(
        _("open on public holidays"), default=False
    )
    is_service = models.BooleanField(
        _("a service: not the number or address of a private person"), default=False
    )
    source_title = models.CharField(_("source"), max_length=255, blank=True)
    source_url = models.URLField(_("address of the source"), blank=True)
    verified_on = models.DateField(_("last verified"), null=True, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("verified by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    review_by = models.DateField(_("review before"), null=True, blank=True)

    class Meta:
        ordering = ["key"]
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        constraints = [
            models.UniqueConstraint(fields=["owner", "key"], name="contact_key_once"),
            models.CheckConstraint(
                condition=Q(review_by=None)
                | Q(verified_on=None)
                | Q(review_by__gt=F("verified_on")),
                name="contact_reviewed_after_verified",
                violation_error_message=_(
                    "The review date must be after the date it was verified."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name_in(LANGUAGES) or self.key

    def text_in(self, field: str, languages) -> tuple[str, str]:
        """(text, its language) of "name" or "purpose": the first of these languages
        that it has, else any; two empty strings without one."""
        for language in (*languages, *LANGUAGES):
            text = getattr(self, f"{field}_{language}", "")
            if text:
                return text, language
        return "", ""

    def name_in(self, languages) -> str:
        return self.text_in("name", languages)[0]

    def clean(self) -> None:
        super().clean()
        if is_to_be_public(self) and not self.is_service:
            raise ValidationError(
                {
                    "is_service": _(
                        "Only services may be published, never a private person."
                    )
                }
            )
