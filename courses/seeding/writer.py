"""Puts a course's files into the CMS: pages, facts and vignettes in every language."""

from collections import Counter
from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation

from courses.models import (
    CatalogueIndexPage,
    Course,
    CoursePage,
    Fact,
    LessonPage,
    ModulePage,
    Statement,
    Vignette,
    WordingReason,
)
from courses.seeding.exercises import block_of
from courses.seeding.keys import (
    course_key,
    fact_key,
    key_of,
    lesson_key,
    module_key,
    statement_key,
    vignette_key,
)
from courses.seeding.reader import CourseSeed, LessonSeed, ModuleSeed
from courses.seeding.saving import Report, Saved, Saver
from courses.seeding.shown import write_shown
from courses.seeding.structures import STRUCTURES
from courses.seeding.translations import Pair, link
from library.models import HomePage
from lms.errors import DomainError
from organisations.models import Organisation, Sector

CATALOGUE_TITLES = {
    "en": "Courses",
    "nl": "Opleidingen",
    "fr": "Formations",
    "de": "Kurse",
}


def write_course(seed: CourseSeed) -> Report:
    """Load a course; again without effect when nothing changed.

    A page that an author changed since is left alone, with a note in the report.
    Raises DomainError when the home pages or the owner are not there yet.
    """
    return _CourseWriter(seed).write()


class Languages:
    """Saves the same thing in every language of a course, and links translations."""

    def __init__(self, codes: Iterable[str], saver: Saver) -> None:
        self.codes = tuple(codes)
        self.saver = saver
        self.locales = {
            code: Locale.objects.get_or_create(language_code=code)[0]
            for code in self.codes
        }
        self._to_link: dict[tuple[type, UUID], set[str]] = {}

    def pages(self, model, *, key: UUID, parents: dict[str, Page], values) -> dict:
        """{language: page}; `values(language)` gives the page's fields."""
        return self._each(
            model,
            key,
            lambda code: self.saver.page(
                model,
                key=key,
                locale=self.locales[code],
                parent=parents[code],
                values=values(code),
            ),
        )

    def snippets(self, model, *, key: UUID, values) -> dict:
        return self._each(
            model,
            key,
            lambda code: self.saver.snippet(
                model, key=key, locale=self.locales[code], values=values(code)
            ),
        )

    def _each(self, model, key, save) -> dict:
        saved: dict[str, Saved] = {code: save(code) for code in self.codes}
        self._to_link[model, key] = {
            code for code, one in saved.items() if one.was_written
        }
        return {code: one.instance for code, one in saved.items()}

    def link(self) -> None:
        """Tell wagtail-localize about everything saved since the last call."""
        source_code, *target_codes = self.codes
        targets = [self.locales[code] for code in target_codes]
        known = Counter(
            Translation.objects.filter(
                source__object_id__in=[key for _model, key in self._to_link],
                source__locale=self.locales[source_code],
                target_locale__in=targets,
            ).values_list("source__object_id", flat=True)
        )
        for (model, key), written in self._to_link.items():
            if not written and known[key] == len(targets):
                continue
            rows = {
                row.locale_id: row
                for row in model.objects.filter(translation_key=key).select_related(
                    "locale"
                )
            }
            source = rows[self.locales[source_code].pk]
            for locale in targets:
                is_new = locale.language_code in written
                pair = Pair(source, rows[locale.pk], is_new)
                self.saver.report.notes += link(pair)
        self._to_link.clear()


class _CourseWriter:
    def __init__(self, seed: CourseSeed) -> None:
        self.seed = seed
        self.saver = Saver()
        self.languages = Languages(seed.languages, self.saver)
        self.sectors = {sector.pk: sector for sector in Sector.objects.all()}

    def write(self) -> Report:
        with transaction.atomic(), self.saver.indexes_afterwards():
            self._course()
            course_pages = self._course_pages()
            self.languages.link()
        # Cases of all modules first: a lesson may show another module's.
        with transaction.atomic(), self.saver.indexes_afterwards():
            cases = {
                "fact": self._facts(),
                "vignette": self._vignettes(),
                "statement": self._statements(),
            }
            self.languages.link()
        with transaction.atomic(), self.saver.indexes_afterwards():
            for module in self.seed.modules:
                shown = write_shown(module.shown, self.languages, owner=self.owner)
                for kind, found in shown.items():
                    cases.setdefault(kind, {}).update(found)
            self.languages.link()
        for module in self.seed.modules:
            with transaction.atomic(), self.saver.indexes_afterwards():
                self._module(module, course_pages, cases)
                self.languages.link()
        return self.saver.report

    def _course(self) -> None:
        owner = Organisation.objects.filter(code=self.seed.owner).first()
        if owner is None:
            raise DomainError(
                f"There is no organisation “{self.seed.owner}” to own the course."
            )
        course, created = Course.objects.get_or_create(
            code=self.seed.code,
            defaults={
                "owner": owner,
                "page_key": course_key(self.seed.code),
                "is_open": self.seed.is_open,
                "audience": self.seed.audience,
                "is_focused": self.seed.is_focused,
            },
        )
        # Whose facts and cases these are follows the course, not the files.
        self.owner = course.owner
        if created:
            course.sectors.set(self._sectors(self.seed.sectors))

    def _sectors(self, codes: Iterable[str]) -> list[Sector]:
        missing = [code for code in codes if code not in self.sectors]
        if missing:
            raise DomainError(f"There is no sector {', '.join(missing)}.")
        return [self.sectors[code] for code in codes]

    def _course_pages(self) -> dict[str, CoursePage]:
        homes = {
            home.locale.language_code: home
            for home in HomePage.objects.select_related("locale")
        }
        for code in self.seed.languages:
            if code not in homes:
                raise DomainError(f"There is no home page in {code} yet.")
        catalogues = self.languages.pages(
            CatalogueIndexPage,
            key=key_of("catalogue"),
            parents=homes,
            values=lambda code: {"title": CATALOGUE_TITLES[code], "slug": "courses"},
        )
        key = course_key(self.seed.code)
        return self.languages.pages(
            CoursePage,
            key=key,
            parents=catalogues,
            values=lambda code: {
                "title": self.seed.title[code],
                "slug": self.seed.code,
                "summary": self.seed.summary[code],
                "outcomes": _list(key, "outcome", self.seed.outcomes, code),
            },
        )

    def _facts(self) -> dict[str, dict[str, Fact]]:
        return {
            fact.key: self.languages.snippets(
                Fact,
                key=fact_key(fact.key),
                values=lambda code, fact=fact: {
                    "owner": self.owner,
                    "key": fact.key,
                    "text": fact.text[code],
                    **fact.source,
                },
            )
            for module in self.seed.modules
            for fact in module.facts
        }

    def _vignettes(self) -> dict[str, dict[str, Vignette]]:
        return {
            vignette.key: self.languages.snippets(
                Vignette,
                key=vignette_key(vignette.key),
                values=lambda code, vignette=vignette: {
                    "owner": self.owner,
                    "key": vignette.key,
                    "title": vignette.title[code],
                    "form": vignette.form,
                    "sector": self._sectors([vignette.sector])[0],
                    "is_fictional": True,
                    **{name: text[code] for name, text in vignette.texts.items()},
                },
            )
            for module in self.seed.modules
            for vignette in module.vignettes
        }

    def _statements(self) -> dict[str, dict[str, Statement]]:
        return {
            statement.key: self.languages.snippets(
                Statement,
                key=statement_key(statement.key),
                values=lambda code, statement=statement: {
                    "owner": self.owner,
                    "key": statement.key,
                    "title": statement.title[code],
                    "text": statement.text[code],
                    "sectors": self._sectors(statement.sectors),
                    "version": statement.version,
                    "dated": statement.dated,
                    "review_by": statement.review_by,
                },
            )
            for module in self.seed.modules
            for statement in module.statements
        }

    def _module(self, module: ModuleSeed, course_pages, cases: dict) -> None:
        key = module_key(self.seed.code, module.key)
        pages = self.languages.pages(
            ModulePage,
            key=key,
            parents=course_pages,
            values=lambda code: {
                "title": module.title[code],
                "slug": module.key,
                "summary": module.summary[code],
                "objectives": _list(key, "objective", module.objectives, code),
                "sectors": self._sectors(module.sectors),
                "is_optional": module.is_optional,
            },
        )
        self._reasons(module)
        for lesson in module.lessons:
            self.languages.pages(
                LessonPage,
                key=lesson_key(self.seed.code, module.key, lesson.slug),
                parents=pages,
                values=lambda code, lesson=lesson: {
                    "title": lesson.title[code],
                    "slug": lesson.slug,
                    "minutes": lesson.minutes,
                    "body": self._body(module, lesson, code, cases),
                },
            )
        order = [
            lesson_key(self.seed.code, module.key, lesson.slug)
            for lesson in module.lessons
        ]
        for page in pages.values():
            _arrange(page, order)

    def _reasons(self, module: ModuleSeed) -> None:
        for reason in module.reasons:
            key = lesson_key(self.seed.code, module.key, reason.lesson)
            for code in self.seed.languages:
                WordingReason.objects.get_or_create(
                    subject_key=key,
                    language=code,
                    rule=reason.rule,
                    subject=reason.subject,
                    reason=reason.text[code],
                    defaults={"given_at": timezone.now()},
                )

    def _body(
        self, module: ModuleSeed, lesson: LessonSeed, code: str, cases: dict
    ) -> list[dict]:
        place = ("course", self.seed.code, module.key, lesson.slug)
        count: Counter[tuple[str, str]] = Counter()
        body = []
        for segment in lesson.segments[code]:
            if segment.type == "exercise":
                exercise = module.exercises[segment.argument]
                picture = (
                    cases["image"][exercise.picture][code] if exercise.picture else None
                )
                natural = (*place, exercise.key)
                body.append(block_of(exercise, code, *natural, picture=picture))
                continue
            # A callout's kind may change while it stays the same callout.
            name = segment.argument if segment.type in cases else ""
            count[segment.type, name] += 1
            number = str(count[segment.type, name])
            natural = (*place, segment.type, name, number)
            if segment.type in cases:
                found = cases[segment.type][segment.argument][code]
                value = getattr(found, "pk", found)
            elif segment.type == "callout":
                value = {"kind": segment.argument, "text": segment.text}
            elif segment.type in STRUCTURES:
                value = STRUCTURES[segment.type](
                    segment.text,
                    segment.argument,
                    lambda *names, above=natural: str(key_of(*above, *names)),
                )
            else:
                value = segment.text
            block_id = str(key_of(*natural))
            body.append({"type": segment.type, "value": value, "id": block_id})
        return body


def _list(key: UUID, name: str, texts, code: str) -> list[dict]:
    return [
        {"type": name, "value": text[code], "id": str(key_of(str(key), name, str(n)))}
        for n, text in enumerate(texts, start=1)
    ]


def _arrange(module_page: Page, order: list[UUID]) -> None:
    """Put the children in this order; others, such as the quiz, come behind."""
    children = list(Page.objects.child_of(module_page).order_by("path"))
    place = {key: n for n, key in enumerate(order)}
    wanted = sorted(
        children, key=lambda page: place.get(page.translation_key, len(place))
    )
    if wanted == children:
        return
    for child in wanted:
        Page.objects.get(pk=child.pk).move(module_page, pos="last-child")
        module_page.refresh_from_db()
