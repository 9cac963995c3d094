from uuid import uuid4

from django.conf import settings
from django.core.validators import FileExtensionValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField
from wagtail.models import (
    DraftStateMixin,
    PreviewableMixin,
    RevisionMixin,
    TranslatableMixin,
)
from wagtail_localize.fields import SynchronizedField, TranslatableField

from lms.publishing import CheckedWhenLiveMixin
from lms.storage import private_storage
from media.models.recordings import Recording
from organisations.models import Organisation

WORDS = ["bold", "italic", "ul", "ol"]


def document_path(instance, filename: str) -> str:
    return f"consents/{uuid4().hex}/{filename}"


class Testimony(
    CheckedWhenLiveMixin,
    PreviewableMixin,
    DraftStateMixin,
    RevisionMixin,
    TranslatableMixin,
    models.Model,
):
    """What somebody tells of their own life and work, and may take back (ETHICS F4).

    Never of a person at risk, nor by one: whoever speaks here is an adult who looks
    back. What it needs to go live is in media.domain.testimonies.
    """

    owner = models.ForeignKey(
        Organisation,
        verbose_name=_("owner"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    key = models.SlugField(_("key"), max_length=60)
    title = models.CharField(_("title"), max_length=120)
    named_as = models.CharField(
        _("how the person is named"),
        max_length=120,
        help_text=_(
            "As the person wants it: a first name, an invented one, or only the work "
            "they do. Nothing by which others recognise somebody who did not ask for it."
        ),
    )
    words = RichTextField(
        _("words"),
        features=WORDS,
        blank=True,
        help_text=_(
            "What the person tells of themselves. No details of anybody else, and "
            "nothing about a person who is at risk or being followed."
        ),
    )
    recording = models.ForeignKey(
        Recording,
        verbose_name=_("recording"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_(
            "For this testimony alone: its files are deleted when consent is withdrawn."
        ),
    )
    is_safe = models.BooleanField(
        _(
            "the person is an adult, is not at risk today, and has read or heard what "
            "is published"
        ),
        default=False,
    )

    translatable_fields = [
        SynchronizedField("owner", overridable=False),
        SynchronizedField("key", overridable=False),
        TranslatableField("title"),
        TranslatableField("named_as"),
        TranslatableField("words"),
        SynchronizedField("recording"),
        SynchronizedField("is_safe", overridable=False),
    ]

    class Meta(TranslatableMixin.Meta):
        ordering = ["key"]
        verbose_name = _("testimony")
        verbose_name_plural = _("testimonies")
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "key", "locale"],
                name="testimony_key_once_per_language",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_preview_template(self, request, mode_name) -> str:
        return "media/preview/testimony.html"


class TestimonyConsent(models.Model):
    """That a person agreed to be heard, to what and until when; one for a testimony in
    all its languages. A withdrawal stays: nothing is shown under this consent again."""

    # Of the testimony: the same in every language.
    testimony_key = models.UUIDField(unique=True)
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    scope = models.TextField(_("what the person agreed to"))
    given_on = models.DateField(_("given on"))
    ends_on = models.DateField(_("shown until"))
    document = models.FileField(
        _("signed document"),
        storage=private_storage,
        upload_to=document_path,
        validators=[FileExtensionValidator(["pdf", "jpg", "jpeg", "png"])],
    )
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    # When everything that showed it had been taken down.
    taken_down_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("consent to a testimony")
        verbose_name_plural = _("consents to testimonies")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("given_on")),
                name="media_consent_ends_after_it_was_given",
                violation_error_message=_(
                    "The end must be after the day it was given."
                ),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=False) | Q(withdrawn_by__isnull=True),
                name="media_consent_withdrawn_by_somebody_at_some_time",
            ),
        ]

    def __str__(self) -> str:
        return str(self.testimony_key)
