from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField
from wagtail.models import (
    DraftStateMixin,
    PreviewableMixin,
    RevisionMixin,
    TranslatableMixin,
    WorkflowMixin,
)
from wagtail_localize.fields import SynchronizedField, TranslatableField

from courses.enums import ExtremismForm
from lms.publishing import CheckedWhenLiveMixin, is_to_be_public
from organisations.models import Organisation, Sector

PROSE = ["bold", "italic", "ul", "ol", "link"]


class Vignette(
    CheckedWhenLiveMixin,
    WorkflowMixin,
    PreviewableMixin,
    DraftStateMixin,
    RevisionMixin,
    TranslatableMixin,
    models.Model,
):
    """An invented case, told and then opened step by step (ETHICS N5)."""

    owner = models.ForeignKey(
        Organisation,
        verbose_name=_("owner"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    key = models.SlugField(_("key"), max_length=60)
    title = models.CharField(_("title"), max_length=120)
    form = models.CharField(_("form"), max_length=16, choices=ExtremismForm.choices)
    sector = models.ForeignKey(
        Sector,
        verbose_name=_("sector"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    story = RichTextField(_("story"), features=PROSE)
    see = RichTextField(_("what you see"), features=PROSE)
    explanations = RichTextField(_("other explanations"), features=PROSE)
    job = RichTextField(_("what stays your job"), features=PROSE)
    consult = RichTextField(_("whom you could consult"), features=PROSE)
    trap = RichTextField(_("the trap"), features=PROSE)
    is_fictional = models.BooleanField(
        _("invented: nobody real is described"), default=False
    )

    translatable_fields = [
        SynchronizedField("owner", overridable=False),
        SynchronizedField("key", overridable=False),
        TranslatableField("title"),
        SynchronizedField("form", overridable=False),
        SynchronizedField("sector", overridable=False),
        TranslatableField("story"),
        TranslatableField("see"),
        TranslatableField("explanations"),
        TranslatableField("job"),
        TranslatableField("consult"),
        TranslatableField("trap"),
        SynchronizedField("is_fictional", overridable=False),
    ]

    reviewed_besides: ClassVar = ["form", "sector", "is_fictional"]

    class Meta(TranslatableMixin.Meta):
        ordering = ["key"]
        verbose_name = _("vignette")
        verbose_name_plural = _("vignettes")
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "key", "locale"],
                name="vignette_key_once_per_language",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def steps(self) -> list[tuple[str, str]]:
        """(heading, rich text) in the order in which a learner opens them."""
        return [
            (_("What you see"), self.see),
            (_("Other explanations"), self.explanations),
            (_("What stays your job"), self.job),
            (_("Whom you could consult"), self.consult),
            (_("The trap"), self.trap),
        ]

    def clean(self) -> None:
        super().clean()
        if not self.is_fictional and is_to_be_public(self):
            raise ValidationError(
                {"is_fictional": _("Only invented cases may be published.")}
            )

    def get_preview_template(self, request, mode_name) -> str:
        return "courses/preview/vignette.html"
