from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Scope(TextChoices):
    """What an access token opens, at its organisation and below it."""

    SCIM = "scim", _("Bring people in and take them out (SCIM)")
    READ = "read", _("Read who is covered (API)")


class TokenState(TextChoices):
    """What an access token is worth at a moment."""

    ACTIVE = "active", _("In force")
    EXPIRED = "expired", _("Expired")
    WITHDRAWN = "withdrawn", _("Withdrawn")
