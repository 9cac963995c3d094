from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Sector(models.Model):
    """A professional sector. Codes are three letters, stable, never reused (SECTORS.md)."""

    code = models.CharField(_("code"), max_length=3, primary_key=True)
    name_en = models.CharField(_("name in English"), max_length=80)
    name_nl = models.CharField(_("name in Dutch"), max_length=80)
    name_fr = models.CharField(_("name in French"), max_length=80)
    name_de = models.CharField(_("name in German"), max_length=80)
    # Parents are an audience: they learn, and get no certificate.
    gives_certificate = models.BooleanField(_("gives a certificate"), default=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position"]
        verbose_name = _("sector")
        verbose_name_plural = _("sectors")

    def __str__(self) -> str:
        return self.name_in(get_language() or "en")

    def name_in(self, language: str) -> str:
        """The sector's name in a language code; English for one we have no name in."""
        return getattr(self, f"name_{language[:2]}", self.name_en)
