from pathlib import Path

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError

from courses.seeding import SeedError, read_course
from lms.errors import DomainError
from quizzes.seeding import read_banks, write_banks


class Command(BaseCommand):
    help = "Load the starter quizzes. Again without effect when nothing changed."

    def handle(self, **options):
        courses = Path(apps.get_app_config("courses").path, "seed")
        for folder in sorted(
            Path(apps.get_app_config("quizzes").path, "seed").iterdir()
        ):
            try:
                course = read_course(courses / folder.name)
                report = write_banks(course, read_banks(course, folder))
            except (SeedError, DomainError) as error:
                raise CommandError(str(error)) from error
            self.stdout.write(f"Quizzes of {folder.name}: {report}.")
            for note in report.notes:
                self.stdout.write(f"  {note}")
