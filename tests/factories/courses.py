"""A small course in two languages, built the way authors build one."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from unittest.mock import patch

from django.db import transaction
from wagtail.models import Locale, Page
from wagtail.signal_handlers import disable_reference_index_auto_update

from courses.domain.editions.releasing import release_edition
from courses.domain.languages.standings import languages_of
from courses.enums import TranslationState as S
from courses.enums import TranslationStep
from courses.exercises import COUNTING
from courses.models import (
    CatalogueIndexPage,
    Course,
    CoursePage,
    Edition,
    Fact,
    LessonPage,
    ModulePage,
    TranslationAct,
)
from lms.remembered import forget
from organisations.models import Organisation, Sector
from quizzes.models import Bank, Question, QuizPage
from tests.factories.exercises import question_body, stable

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


def approve_translations(course: Course, *, now=NOW) -> None:
    """Every translation of a course that is published is approved, as it is now."""
    codes = Locale.objects.values_list("language_code", flat=True)
    languages = languages_of(course, list(codes))
    TranslationAct.objects.bulk_create(
        TranslationAct(
            key=cell.thing.key,
            language=cell.language,
            step=TranslationStep.APPROVED,
            source_hash=cell.published.source,
            content_hash=cell.published.content,
            at=now,
        )
        for cell in languages.cells.values()
        if cell.state not in (S.SOURCE, S.MISSING, S.DRAFT, S.APPROVED)
    )


@dataclass
class SmallCourse:
    """A course with handles to its pages; `pages[language]` is its CoursePage."""

    course: Course
    pages: dict = field(default_factory=dict)
    fact_keys: list = field(default_factory=list)

    def lesson(self, slug: str, language: str = "en") -> LessonPage:
        return LessonPage.objects.get(slug=slug, locale__language_code=language)

    def key(self, slug: str) -> str:
        page = Page.objects.get(slug=slug, locale__language_code="en")
        return str(page.translation_key)

    def release(self, *, now=NOW, significance="minor", note="", actor=None):
        approve_translations(self.course)
        edition = release_edition(
            self.course,
            significance=significance,
            notes={"en": note},
            actor=actor,
            now=now,
        )
        self.course.refresh_from_db()
        return edition

    def release_as_made(self, *, now=NOW) -> Edition:
        """An edition of what `make_course` made: approved there, and breaking no rule."""
        with patch("courses.domain.editions.drafting._stops", return_value=[]):
            edition = release_edition(
                self.course, significance="minor", notes={}, actor=None, now=now
            )
        self.course.refresh_from_db()
        return edition


@contextmanager
def standing(build: Callable[[], SmallCourse], blocker) -> Iterator[SmallCourse]:
    """What `build` writes, for all tests of a module; each works in a savepoint of its
    own, and at the end everything is rolled back. `blocker` is pytest-django's.

    A course takes a second to build, and most tests only look at it.
    """
    with blocker.unblock():
        frame = transaction.atomic()
        # Like the frames Django puts around a test: code may ask to be outermost.
        frame._from_testcase = True
        with frame:
            yield build()
            transaction.set_rollback(True)
    forget()


def afresh(small: SmallCourse) -> SmallCourse:
    """The same course read again, as nobody has touched its objects yet."""
    forget()
    return SmallCourse(
        Course.objects.get(pk=small.course.pk),
        {
            code: CoursePage.objects.get(pk=page.pk)
            for code, page in small.pages.items()
        },
    )


def locale(code: str) -> Locale:
    return Locale.objects.get_or_create(language_code=code)[0]


def check_name(kind: str) -> str:
    return "check" if kind == "single_choice" else kind


def check_id(slug: str, kind: str = "single_choice") -> str:
    """The block id of a lesson's self-check of a kind; `slug` as in "small-one"."""
    return stable(f"{slug}-{check_name(kind)}-block")


def make_course(
    owner: Organisation,
    *,
    code: str = "small",
    is_open: bool = True,
    bank_size: int = 12,
    draw: int = 8,
    kinds: tuple[str, ...] = ("single_choice",),
    practice: tuple[str, ...] = (),
    more_lessons: int = 0,
) -> SmallCourse:
    """Core module (two lessons, a quiz) and a module for police (one lesson).

    Lessons have a self-check of each of `kinds`, and an exercise of each of `practice`;
    the bank's questions take turns among `kinds`.
    `more_lessons` of one sentence stand in the core module.
    """
    # A rolled back test leaves the ids of its editions to the next one.
    forget()
    source, target = locale("en"), locale("nl")
    root = Page.objects.filter(depth=1).first()
    indexes = {}
    for loc in (source, target):
        index = CatalogueIndexPage(
            title="Courses",
            slug=f"{code}-{loc.language_code}",
            locale=loc,
            translation_key=stable(f"{code}-index"),
        )
        root.add_child(instance=index)
        indexes[loc.language_code] = index
    # Without cases: a core course would not be released.
    course = Course.objects.create(
        code=code,
        owner=owner,
        page_key=stable(f"{code}-page"),
        is_open=is_open,
        is_focused=True,
    )
    small = SmallCourse(course)
    bank = Bank.objects.create(course=course, code=f"{code}-bank", name="Bank")
    # The index of references is of no use here, and what a course of the factory says
    # breaks no rule: together they would cost most of the time.
    with (
        disable_reference_index_auto_update(),
        patch("lms.publishing.findings_of", return_value=[]),
    ):
        for loc in (source, target):
            index = indexes[loc.language_code]
            _fill(
                small, index, bank, loc, bank_size, draw, kinds, practice, more_lessons
            )
    approve_translations(course)
    return small


def _fill(
    small, index, bank, loc, bank_size, draw, kinds, practice, more_lessons
) -> None:
    language, code = loc.language_code, small.course.code

    def child(parent, model, slug, title, **fields):
        page = model(
            title=f"{title} {language}",
            slug=slug,
            locale=loc,
            translation_key=small.course.page_key
            if model is CoursePage
            else stable(f"{code}-{slug}"),
            **fields,
        )
        parent.add_child(instance=page)
        return page

    fact = Fact.objects.create(
        owner=small.course.owner,
        key=f"{code}-fact",
        text=f"A fact {language}",
        source_title="A source",
        source_date=date(2018, 1, 1),
        valid_from=date(2018, 1, 1),
        review_by=date(2027, 11, 1),
        locale=loc,
        translation_key=stable(f"{code}-fact"),
    )
    page = child(index, CoursePage, f"{code}-course", "Course", summary="Short")
    small.pages[language] = page
    core = child(page, ModulePage, f"{code}-core", "Core")
    police = child(page, ModulePage, f"{code}-police", "Police")
    police.sectors.set([Sector.objects.get(pk="POL")])
    police.save()
    for slug in ("one", "two"):
        body = [
            {
                "type": "lead",
                "value": f"Lead {slug} {language}",
                "id": stable(f"{code}-{slug}-lead"),
            },
            {"type": "fact", "value": fact.pk, "id": stable(f"{code}-{slug}-fact")},
            *(
                block
                for kind in (*kinds, *practice)
                for block in question_body(
                    f"{code}-{slug}-{check_name(kind)}", language, kind=kind
                )
            ),
        ]
        child(
            core,
            LessonPage,
            f"{code}-{slug}",
            f"Lesson {slug}",
            minutes=5,
            body=LessonPage._meta.get_field("body").to_python(body),
        )
    for number in range(more_lessons):
        body = [{"type": "lead", "value": language, "id": stable(f"{code}-{number}")}]
        child(
            core,
            LessonPage,
            f"{code}-more-{number}",
            f"More {number}",
            minutes=1,
            body=LessonPage._meta.get_field("body").to_python(body),
        )
    for number in range(bank_size):
        key, kind = f"{code}-q{number}", kinds[number % len(kinds)]
        Question.objects.create(
            bank=bank,
            key=key,
            body=Question._meta.get_field("body").to_python(
                question_body(key, language, kind=kind)
            ),
            must_pass=number % 4 == 0 and kind in COUNTING,
            topic=f"topic-{number % 4}",
            lesson_key=stable(f"{code}-{code}-one"),
            locale=loc,
            translation_key=stable(key),
        )
    child(core, QuizPage, f"{code}-quiz", "Quiz", minutes=8, bank=bank, draw=draw)
    body = [
        {
            "type": "lead",
            "value": f"Police {language}",
            "id": stable(f"{code}-police-lead"),
        }
    ]
    child(
        police,
        LessonPage,
        f"{code}-beat",
        "Lesson beat",
        minutes=4,
        body=LessonPage._meta.get_field("body").to_python(body),
    )
