from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField
from wagtail.models import (
    DraftStateMixin,
    PreviewableMixin,
    RevisionMixin,
    TranslatableMixin,
)
from wagtail_localize.fields import SynchronizedField, TranslatableField

from certificates.blocks import logos, signatories
from certificates.enums import Paper
from certificates.models.design_fields import check_colour, check_fields
from certificates.registries import design_previews
from courses.models.previews import WalkedInPreviewMixin
from lms.errors import DomainError
from lms.publishing import CheckedWhenLiveMixin
from organisations.models import Organisation

# That of Relay.
OWN_COLOUR = "#00525c"
PREVIEWS = [
    ("short", _("With a short name")),
    ("long", _("With a very long name and title")),
]


class Design(
    CheckedWhenLiveMixin,
    WalkedInPreviewMixin,
    PreviewableMixin,
    DraftStateMixin,
    RevisionMixin,
    TranslatableMixin,
    models.Model,
):
    """How certificates are printed, one row per language.

    Printing never reads this row: what is published when a certificate is awarded is
    frozen with all its languages (DesignVersion). Empty texts mean what is printed
    without a design.
    """

    owner = models.ForeignKey(
        Organisation,
        verbose_name=_("owner"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    name = models.CharField(
        _("name"),
        max_length=80,
        help_text=_("To find it again. It is not printed."),
    )
    paper = models.CharField(
        _("paper"), max_length=10, choices=Paper.choices, default=Paper.LANDSCAPE
    )
    accent = models.CharField(
        _("accent colour"),
        max_length=7,
        default=OWN_COLOUR,
        validators=[check_colour],
        help_text=_("Dark enough to be read on white."),
    )
    heading = models.CharField(
        _("word at the top"),
        max_length=60,
        blank=True,
        validators=[check_fields],
        help_text=_("Empty: what the rule gives, such as “Certificate”."),
    )
    awarded_to = models.CharField(
        _("line above the name"),
        max_length=120,
        blank=True,
        validators=[check_fields],
        help_text=_("Empty: “Awarded to”."),
    )
    above = models.TextField(
        _("text above"),
        max_length=400,
        blank=True,
        validators=[check_fields],
        help_text=_("Between the name of the certificate and the holder."),
    )
    below = models.TextField(
        _("text below"),
        max_length=400,
        blank=True,
        validators=[check_fields],
        help_text=_(
            "Below the holder and the sector. A line with {valid_until} is left out "
            "where a certificate does not expire."
        ),
    )
    logos = StreamField(logos(), verbose_name=_("logos"), blank=True)
    signatories = StreamField(
        signatories(),
        verbose_name=_("signatories"),
        blank=True,
        help_text=_("None: the signatory of the rule."),
    )

    translatable_fields = [
        SynchronizedField("owner", overridable=False),
        SynchronizedField("name", overridable=False),
        SynchronizedField("paper", overridable=False),
        SynchronizedField("accent", overridable=False),
        TranslatableField("heading"),
        TranslatableField("awarded_to"),
        TranslatableField("above"),
        TranslatableField("below"),
        TranslatableField("logos"),
        TranslatableField("signatories"),
    ]

    class Meta(TranslatableMixin.Meta):
        ordering = ["name"]
        verbose_name = _("design of certificates")
        verbose_name_plural = _("designs of certificates")

    def __str__(self) -> str:
        return self.name

    @property
    def preview_modes(self):
        return PREVIEWS

    @property
    def default_preview_size(self) -> str:
        # A sheet of paper is as wide as a desk.
        return "desktop"

    def serve_preview(self, request, mode_name):
        return design_previews[0](self, request, mode_name)


class DesignVersion(models.Model):
    """A design as it was when certificates were awarded by it. Never changed: an edit
    makes another one, for later certificates.

    `design_key` is the translation_key of the authored rows. `content` is per language
    code; certificates.domain.designs.content says what is in it. `hash` is that of what
    was authored.
    """

    design_key = models.UUIDField()
    hash = models.CharField(max_length=64)
    content = models.JSONField()
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("version of a design")
        verbose_name_plural = _("versions of designs")
        constraints = [
            models.UniqueConstraint(
                fields=["design_key", "hash"], name="design_version_stored_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.design_key} {self.hash[:8]}"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise DomainError(
                _now("A design that certificates are printed by cannot be changed.")
            )
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise DomainError(
            _now("A design that certificates are printed by cannot be deleted.")
        )
