from pathlib import Path

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError

from courses.domain.reviewing.assigning import ensure_review
from courses.seeding import SeedError, read_course, write_course, write_terms
from lms.errors import DomainError


class Command(BaseCommand):
    help = "Load the starter courses. Again without effect when nothing changed."

    def handle(self, **options):
        # First: what the courses say answers to them.
        self.stdout.write(f"Terms that can stigmatise: {write_terms()} added.")
        seeds = Path(apps.get_app_config("courses").path, "seed")
        for file in sorted(seeds.glob("*/course.toml")):
            try:
                report = write_course(read_course(file.parent))
            except (SeedError, DomainError) as error:
                raise CommandError(str(error)) from error
            self.stdout.write(f"Course {file.parent.name}: {report}.")
            for note in report.notes:
                self.stdout.write(f"  {note}")
        ensure_review()
