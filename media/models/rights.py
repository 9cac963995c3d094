from django.db import models
from django.utils.translation import gettext_lazy as _


def is_to_be_public(instance) -> bool:
    """Whether this is being checked for publishing, not for being kept as a draft.

    A form of the content admin says so on the instance, which is not live yet when it
    is about to be published, and may be live while a draft of it is kept.
    """
    deferred = getattr(instance, "is_deferred_validation", None)
    return instance.live if deferred is None else not deferred


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
