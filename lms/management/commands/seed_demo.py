from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone

from courses.domain.editions.releasing import release_edition
from courses.domain.languages.acting import act_on
from courses.domain.languages.standings import languages_of
from courses.enums import Significance, TranslationStep
from courses.models import Course
from organisations.models import Organisation, Sector, User
from tracking.domain.requirements import require_course
from tracking.models import Requirement

# Those of the starter content beside English.
OTHER_LANGUAGES = ("nl",)
COURSE = "frontline-prevention-basic"
# Shows every kind of block, to try things out; asked of nobody.
PRACTICE = "showcase"
# Offered some weeks after the course; asked of nobody.
BOOSTER = "frontline-prevention-practice"
AUTHOR = "author@relay.example"
REVIEWER = "reviewer@relay.example"
COORDINATOR = "coordinator@beekstad.example"
# What Beekstad asks of its police: within two months, again when the certificate ends.
REQUIRED_OF = "POL"
DUE_DAYS = 60


class Command(BaseCommand):
    help = (
        "Build the demo world: organisations, pages, a course with quizzes and one to "
        "practise with, what belongs together, their first editions, certificates and a "
        "requirement. Again without effect."
    )

    def handle(self, **options):
        self._load("seed_organisations", "seed_library", "seed_courses", "seed_quizzes")
        self._load("seed_programmes")
        course = self._release(Course.objects.get(code=COURSE))
        self._release(Course.objects.get(code=PRACTICE))
        self._release(Course.objects.get(code=BOOSTER))
        self._load("seed_certificates", "seed_trainers")
        self._require(course)
        self.stdout.write(
            "The Dutch texts are a translation. No expert of a sector has reviewed "
            f"them yet: so that the demo has two languages, {REVIEWER} and {AUTHOR} "
            "are entered as having reviewed and approved them."
        )

    def _load(self, *commands: str) -> None:
        for command in commands:
            call_command(command, stdout=self.stdout)

    def _release(self, course: Course) -> Course:
        """The course as it is with its first edition."""
        edition = course.current_edition
        if edition is None:
            self._approve(course)
            edition = release_edition(
                course,
                significance=Significance.MATERIAL,
                notes={"en": "The first edition.", "nl": "De eerste editie."},
                actor=User.objects.filter(email=AUTHOR).first(),
                now=timezone.now(),
            )
        self.stdout.write(
            f"Edition {edition.number} of {course} is there, in "
            f"{', '.join(edition.languages)}."
        )
        return edition.course

    def _approve(self, course: Course) -> None:
        """The acts without which only the source language would be released."""
        for step, email in (
            (TranslationStep.REVIEWED, REVIEWER),
            (TranslationStep.APPROVED, AUTHOR),
        ):
            languages = languages_of(course, OTHER_LANGUAGES)
            act_on(
                course,
                [one for code in OTHER_LANGUAGES for one in languages.of(code)],
                step,
                actor=User.objects.get(email=email),
                now=timezone.now(),
                is_native=True,
            )

    def _require(self, course: Course) -> None:
        organisation = Organisation.objects.get(code="beekstad")
        sector = Sector.objects.get(pk=REQUIRED_OF)
        # One that was ended since is not put back.
        asked = Requirement.objects.filter(
            organisation=organisation, sector=sector, course=course
        )
        if asked.exists():
            self.stdout.write(f"The requirement of {organisation} is there.")
            return
        require_course(
            organisation,
            sector,
            course,
            due_days=DUE_DAYS,
            renew_months=None,
            actor=User.objects.filter(email=COORDINATOR).first(),
            now=timezone.now(),
        )
        self.stdout.write(
            f"{organisation} asks {course} of its police, within {DUE_DAYS} days."
        )
