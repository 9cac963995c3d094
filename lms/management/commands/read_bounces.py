"""manage.py read_bounces"""

import sys
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import ClassVar

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from lms import bounces


class Command(BaseCommand):
    """Reads what mail servers report of our mail (docs/reminders.md)."""

    help = (
        "Read delivery reports from files, from - (the standard input), or from the "
        "Maildir given or set by RELAY_BOUNCES_MAILDIR."
    )

    # It serves no pages, and one broken page must not stop it.
    requires_system_checks: ClassVar = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("files", nargs="*", metavar="FILE")
        parser.add_argument("--maildir", default=settings.RELAY_BOUNCES_MAILDIR)

    def handle(self, *, files: list[str], maildir: str, **options) -> None:
        """Read them, and say how many of what there were."""
        if not files and not maildir:
            raise CommandError("Name files, - or --maildir FOLDER.")
        now = timezone.now()
        found: Counter[str] = Counter()
        try:
            if files:
                found.update(_read(name, now) for name in files)
            else:
                found.update(bounces.read_maildir(Path(maildir), now=now))
        except OSError as problem:
            raise CommandError(str(problem)) from problem
        for one in bounces.Found:
            self.stdout.write(f"{one.value}: {found[one]}")


def _read(name: str, now) -> bounces.Found:
    if name == "-":
        return bounces.read_stream(sys.stdin.buffer, now=now)
    return bounces.read_file(Path(name), now=now)
