"""manage.py tick"""

from argparse import ArgumentParser
from typing import ClassVar

from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections
from django.utils import timezone

from lms.background import periodic
from lms.background.stopping import Stopper


class Command(BaseCommand):
    """Runs what is due: sweeps, reminders, seals, scheduled publishing."""

    help = "Run periodic work, again and again or --once; two at a time do no harm."

    # It serves no pages, and one broken page must not stop it.
    requires_system_checks: ClassVar = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument(
            "--once", action="store_true", help="run what is due now, then end"
        )
        parser.add_argument(
            "--every",
            type=float,
            default=60.0,
            help="seconds between two rounds (default: 60)",
        )

    def handle(self, *, once: bool, every: float, **options) -> None:
        """Run one round or rounds until told to stop.

        With --once, ends with an error when a function failed, so that cron tells.
        """
        if once:
            errors = self._round()
            if errors:
                raise CommandError(f"{errors} periodic function(s) failed")
            return
        stopper = Stopper()
        stopper.listen()
        while not stopper.stopping:
            close_old_connections()
            self._round()
            stopper.rest(every)
        stopper.close()

    def _round(self) -> int:
        errors = periodic.run_due(timezone.now())
        for name, error in errors.items():
            self.stderr.write(f"{name}: {error}")
        return len(errors)
