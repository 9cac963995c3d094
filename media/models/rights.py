from django.db import models
from django.utils.translation import gettext_lazy as _


class RightsMixin(models.Model):
    """Who holds the rights and under which licence: needed before anything is
    published (ETHICS H1)."""

    rights_holder = models.CharField(_("rights holder"), max_length=160, blank=True)
    licence = models.CharField(_("licence"), max_length=160, blank=True)
    permission_date = models.DateField(_("permission given on"), null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def rights_are_complete(self) -> bool:
        return bool(self.rights_holder and self.licence)
