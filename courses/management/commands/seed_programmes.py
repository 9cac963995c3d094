import tomllib
from pathlib import Path

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from courses.seeding.programmes import write_programmes
from lms.errors import DomainError


class Command(BaseCommand):
    help = (
        "Load how the starter courses belong together: programmes, paths, providers, "
        "neutral titles, practices. What is there is left alone."
    )

    @transaction.atomic
    def handle(self, **options):
        file = Path(apps.get_app_config("courses").path, "seed", "programmes.toml")
        try:
            written = write_programmes(tomllib.loads(file.read_text(encoding="utf-8")))
        except DomainError as error:
            raise CommandError(f"{file.name}: {error}") from error
        self.stdout.write(f"Programmes and what goes with them: {written} written.")
