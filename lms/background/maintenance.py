"""Periodic work that belongs to the packages we stand on."""

from datetime import datetime

from django.core.management import call_command


def publish_scheduled(now: datetime) -> None:
    """Publish and unpublish what Wagtail's editors scheduled.

    Wagtail reads the clock itself; `now` is there for the tick.
    """
    call_command("publish_scheduled", verbosity=0)
