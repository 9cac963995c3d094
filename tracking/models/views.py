from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from organisations.models import Organisation


class SavedView(models.Model):
    """A way to look at an organisation's people that somebody keeps for themselves: the
    choices of the coverage page by the names of their fields. No name of a person is
    among them."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="+"
    )
    name = models.CharField(_("name"), max_length=60)
    choices = models.JSONField()
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        constraints = [
            models.UniqueConstraint(
                "user", "organisation", Lower("name"), name="saved_view_named_once"
            )
        ]

    def __str__(self) -> str:
        return self.name
