from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

# What is due within this many days is due soon.
DUE_SOON_DAYS = 14


class Standing(TextChoices):
    """Where a person stands towards a requirement, on a date. Always derived."""

    NOT_BEGUN = "not_begun", _("Not begun")
    ON_THE_WAY = "on_the_way", _("On the way")
    DUE_SOON = "due_soon", _("Due soon")
    OVERDUE = "overdue", _("Overdue")
    COVERED = "covered", _("Covered")
    EXPIRING = "expiring", _("Runs out soon")
