"""manage.py worker"""

import contextlib
from argparse import ArgumentParser
from typing import ClassVar

from django.core.management.base import BaseCommand

from lms.background.clock import Clock
from lms.background.worker import Worker


class Command(BaseCommand):
    """Runs background tasks until told to stop."""

    help = "Run background tasks; stops after the current one on SIGTERM or Ctrl+C."

    # It serves no pages, and one broken page must not stop it.
    requires_system_checks: ClassVar = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument(
            "--interval",
            type=float,
            default=1.0,
            help="seconds between looks at an empty queue (default: 1)",
        )
        parser.add_argument(
            "--clock",
            action="store_true",
            help="run periodic work too, every minute (see the command tick)",
        )
        parser.add_argument(
            "--batch", action="store_true", help="end when nothing is due"
        )
        parser.add_argument(
            "--queue",
            action="append",
            default=[],
            dest="queues",
            help="serve only this queue; may be repeated (default: all)",
        )

    def handle(
        self,
        *,
        interval: float,
        clock: bool,
        batch: bool,
        queues: list[str],
        **options,
    ) -> None:
        """Start the loop."""
        worker = Worker(interval=interval, batch=batch, queues=queues)
        worker.stopper.listen()
        with Clock() if clock else contextlib.nullcontext():
            worker.run()
