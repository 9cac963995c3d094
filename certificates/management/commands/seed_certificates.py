import tomllib
from pathlib import Path
from uuid import uuid4

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from wagtail.models import Locale

from certificates.domain.designs.content import TEXTS
from certificates.forms.rules import CertificateRuleForm
from certificates.models import CertificateRule, Design
from courses.models import Course
from organisations.models import Organisation, Sector


class Command(BaseCommand):
    help = "Load the rules of the starter certificates, with their design; what is there is left alone."

    @transaction.atomic
    def handle(self, **options):
        seeds = Path(apps.get_app_config("certificates").path, "seed")
        written = total = 0
        for file in sorted(seeds.glob("*.toml")):
            seed = tomllib.loads(file.read_text(encoding="utf-8"))
            course = self._known(Course, file, code=seed["course"])
            for rule in seed["rules"]:
                total += 1
                written += self._rule(file, course, rule, seed.get("designs", ()))
        self.stdout.write(f"Certificate rules: {written} written, {total} are there.")

    def _rule(self, file: Path, course: Course, rule: dict, designs) -> bool:
        sector = rule.get("sector")
        if sector is not None:
            sector = self._known(Sector, file, code=sector)
        if CertificateRule.objects.filter(course=course, sector=sector).exists():
            return False
        renews = rule.get("renews")
        if renews is not None:
            renews = self._known(Course, file, code=renews)
        issuer = self._known(Organisation, file, code=rule["issuer"])
        wanted = [one for one in designs if one["name"] == rule.get("design")]
        design = self._design(file, wanted[0]) if wanted else None
        # The same checks as for people who write rules.
        form = CertificateRuleForm(
            {
                **{
                    key: rule[key]
                    for key in CertificateRuleForm.Meta.fields
                    if key in rule
                },
                "course": course.pk,
                "sector": sector and sector.pk,
                "issuer": issuer.pk,
                "renews": renews and renews.pk,
                "design": design and design.pk,
                **{f"name_{code}": text for code, text in rule["names"].items()},
                **{
                    f"title_{code}": text
                    for code, text in rule["signatory_titles"].items()
                },
            }
        )
        if not form.is_valid():
            raise CommandError(f"{file.name}: {form.errors.as_json()}")
        form.save()
        return True

    def _design(self, file: Path, design: dict) -> Design:
        """The design of a rule that is written now: the one of its name there is, else
        written and published in every language of its texts."""
        owner = self._known(Organisation, file, code=design["owner"])
        known = Design.objects.filter(owner=owner, name=design["name"], live=True)
        if found := known.order_by("pk").first():
            return found
        texts = {name: design[name] for name in TEXTS if name in design}
        languages = dict.fromkeys(code for text in texts.values() for code in text)
        key, rows = uuid4(), []
        for code in languages:
            row = Design(
                owner=owner,
                name=design["name"],
                paper=design["paper"],
                accent=design["accent"],
                translation_key=key,
                locale=Locale.objects.get_or_create(language_code=code)[0],
                live=False,
                **{name: text[code] for name, text in texts.items()},
            )
            row.save()
            row.save_revision().publish()
            rows.append(row)
        return rows[0]

    def _known(self, model, file: Path, *, code: str):
        found = model.objects.filter(code=code).first()
        if found is None:
            raise CommandError(
                f"{file.name} speaks of {model._meta.verbose_name} {code!r}, which is "
                "not there. Load the organisations and courses first."
            )
        return found
