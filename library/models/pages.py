from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page


class HomePage(Page):
    """The public home, one per language, at the root of that language's tree."""

    headline = models.CharField(_("headline"), max_length=120, blank=True)
    lead = models.TextField(_("lead"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("headline"), FieldPanel("lead")]
    parent_page_types = ["wagtailcore.Page"]
    template = "library/home.html"

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request, *args, **kwargs):
        """What the public home shows around these texts, for the editor's preview."""
        # Inside: the domain stands on the models.
        from library.domain.queries import home_context  # noqa: PLC0415

        context = super().get_context(request, *args, **kwargs)
        return context | home_context(self.locale.language_code, page=self)
