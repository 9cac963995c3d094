import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from quizzes.domain.exporting import export_questions
from quizzes.interchange import FORMATS
from quizzes.management.questions import add_bank_options, bank_of, told


class Command(BaseCommand):
    help = "Write the questions of a bank to a file, and say what it cannot hold."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--format", required=True, choices=sorted(FORMATS))
        add_bank_options(parser)

    def handle(self, *, file, language, **options):
        bank = bank_of(options["bank"])
        export = export_questions(bank, FORMATS[options["format"]], language=language)
        try:
            file.write_bytes(export.data)
        except OSError as error:
            raise CommandError(str(error)) from error
        problems = [one.as_json() for one in export.problems]
        if options["json"]:
            report = {"kinds": export.kinds, "problems": problems}
            self.stdout.write(json.dumps(report, ensure_ascii=False))
        else:
            self.stdout.write(told(export.kinds, problems))
