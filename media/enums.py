from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class TranscodingState(TextChoices):
    """How far the smaller files of a recording are."""

    WAITING = "waiting", _("Smaller files: waiting to be made")
    RUNNING = "running", _("Smaller files: being made")
    DONE = "done", _("Smaller files: ready")
    ORIGINAL_ONLY = (
        "original",
        _("Shown as uploaded: this server makes no smaller files"),
    )
    UNREADABLE = "unreadable", _("This file cannot be played")
    FAILED = "failed", _("Smaller files: could not be made; shown as uploaded")
