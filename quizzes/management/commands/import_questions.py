import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from lms.errors import DomainError
from quizzes.domain.importing import import_questions
from quizzes.domain.planning import plan_import
from quizzes.interchange import FORMATS, LARGEST
from quizzes.management.questions import add_bank_options, bank_of, told


class Command(BaseCommand):
    help = "Read a file of questions into a bank, as drafts; or only say what it holds."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--format", required=True, choices=sorted(FORMATS))
        parser.add_argument("--dry-run", action="store_true", help="Write nothing.")
        add_bank_options(parser)

    def handle(self, *, file, language, **options):
        form = FORMATS[options["format"]]
        try:
            with file.open("rb") as stream:
                data = stream.read(LARGEST + 1)
            bank = bank_of(options["bank"], needed=not options["dry_run"])
            plan = plan_import(bank, form, data, language=language)
            if not options["dry_run"]:
                import_questions(
                    bank,
                    form,
                    data,
                    language=language,
                    actor=None,
                    now=timezone.now(),
                )
        except (OSError, DomainError) as error:
            raise CommandError(str(error)) from error
        kinds, problems = plan.kinds, [one.as_json() for one in plan.problems]
        if options["json"]:
            report = {"kinds": kinds, "problems": problems, "known": plan.known}
            self.stdout.write(json.dumps(report, ensure_ascii=False))
        else:
            self.stdout.write(told(kinds, problems))
