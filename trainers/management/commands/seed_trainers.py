import tomllib
from pathlib import Path

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from courses.models import Course
from organisations.models import Organisation
from trainers.models import Rubric, TrainerProgramme

TEXTS = ("names", "names_of_provisional", "names_of_accredited")
NUMBERS = ("number_of_provisional", "number_of_accredited")
SIGNATORY = {
    "en": "For the programme owner",
    "nl": "Voor de programma-eigenaar",
    "fr": "Pour le responsable du programme",
    "de": "Für die Programmverantwortlichen",
}


class Command(BaseCommand):
    help = "Load the starter programmes for trainers, with their rubric; what is there is left alone."

    @transaction.atomic
    def handle(self, **options):
        file = Path(apps.get_app_config("trainers").path, "seed", "programmes.toml")
        seed = tomllib.loads(file.read_text(encoding="utf-8"))
        written = sum(
            self._programme(one, seed["rubric"]) for one in seed["programmes"]
        )
        total = len(seed["programmes"])
        self.stdout.write(f"Trainer programmes: {written} written, {total} are there.")

    def _programme(self, seed: dict, rubric: dict) -> bool:
        if TrainerProgramme.objects.filter(code=seed["code"]).exists():
            return False
        owner = self._known(Organisation, seed["owner"])
        programme = TrainerProgramme(
            code=seed["code"],
            owner=owner,
            languages=seed["languages"],
            signatory_name=owner.name,
            signatory_titles=SIGNATORY,
            **{name: seed[name] for name in (*TEXTS, *NUMBERS)},
            **seed["numbers"],
        )
        programme.full_clean()
        programme.save()
        programme.base_courses.set(
            self._known(Course, code) for code in seed["base_courses"]
        )
        Rubric.objects.create(
            programme=programme,
            version=1,
            criteria=[self._criterion(one) for one in rubric["criteria"]],
            lowest=rubric["lowest"],
            mean=rubric["mean"],
            least=seed["least"],
            published_at=timezone.now(),
        )
        return True

    def _criterion(self, seed: dict) -> dict:
        return {
            "key": seed["key"],
            "names": seed["names"],
            # From one list for each language to the texts of each level.
            "levels": {
                str(level): dict(zip(seed["levels"], texts, strict=True))
                for level, texts in enumerate(
                    zip(*seed["levels"].values(), strict=True)
                )
            },
        }

    def _known(self, model, code: str):
        found = model.objects.filter(code=code).first()
        if found is None:
            raise CommandError(
                f"The trainer programmes speak of {model._meta.verbose_name} {code!r}, "
                "which is not there. Load the organisations and courses first."
            )
        return found
