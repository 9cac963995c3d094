"""A small course in two languages, built the way authors build one."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from django.db import transaction
from wagtail.models import Locale, Page
from wagtail.signal_handlers import disable_reference_index_auto_update

from courses.domain.editions.releasing import release_edition
from courses.domain.languages.standings import languages_of
from courses.enums import TranslationState as S
from courses.enums import TranslationStep
from courses.exercises import KINDS as KIND_OF
from courses.models import (
    CatalogueIndexPage,
    Course,
    CoursePage,
    Fact,
    LessonPage,
    ModulePage,
    TranslationAct,
)
from lms.remembered import forget
from organisations.models import Organisation, Sector
from quizzes.models import Bank, Question, QuizPage

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


def stable(name: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, name))


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


# Kinds that are graded, and those that are practised.
KINDS = (
    "single_choice",
    "multiple_choice",
    "true_false",
    "matching",
    "card_sort",
    "timeline",
)
PRACTICE = ("rewrite", "dialogue", "decision_tree")


def _items(key: str, name: str, values: list) -> list[dict]:
    return [
        {"type": "item", "id": stable(f"{key}-{name}-{number}"), "value": value}
        for number, value in enumerate(values)
    ]


def question_body(key: str, language: str, *, kind: str = "single_choice") -> list:
    """Raw stream data of a question. Right are option "a" (and "b" where several may
    be), "true", each left side with its own right side, each card in the first category
    but the last card in the second, and events in the order of their numbers."""
    say = {"en": "Right", "nl": "Juist"}[language]
    other = {"en": "Wrong", "nl": "Fout"}[language]
    ask = {"en": "Question", "nl": "Vraag"}[language]
    right = "ab" if kind == "multiple_choice" else "a"
    parts = {
        "true_false": lambda: {"answer": "true"},
        "matching": lambda: {
            "pairs": _items(
                key,
                "pair",
                [{"left": f"{say} {n}", "right": f"{other} {n}"} for n in range(4)],
            )
        },
        "card_sort": lambda: {
            "categories": _items(key, "category", [say, other]),
            "cards": _items(
                key,
                "card",
                [
                    {"text": f"{ask} {n}", "category": 1 + (n == 3), "feedback": ""}
                    for n in range(4)
                ],
            ),
        },
        "timeline": lambda: {
            "events": _items(
                key,
                "event",
                [
                    {"text": f"{ask} {n}", "when": f"{2020 + n}", "feedback": ""}
                    for n in range(4)
                ],
            )
        },
        "rewrite": lambda: {
            "sentence": f"{other} again.",
            "labels": _items(
                key, "label", [{"words": f"{other}, again", "hint": f"{ask} hint"}]
            ),
            "models": _items(
                key, "model", [{"text": f"{say} {n}", "note": ""} for n in range(2)]
            ),
            "checks": _items(key, "check", [f"{ask} 1?", f"{ask} 2?"]),
        },
        "dialogue": lambda: {"scenes": _items(key, "scene", _scenes(key, say, other))},
        "decision_tree": lambda: _tree(key, say, other),
    }.get(
        kind,
        lambda: {
            "options": [
                {
                    "type": "item",
                    "id": stable(f"{key}-{option}"),
                    "value": {
                        "text": f"{say if option in right else other} {option}",
                        "correct": option in right,
                        "feedback": "",
                    },
                }
                for option in "abc"
            ]
        },
    )
    value = {"prompt": f"{ask} {key}?", "feedback": f"Because {key}."}
    return [{"type": kind, "id": stable(f"{key}-block"), "value": value | parts()}]


def answer_fields(content: dict, *, right: bool) -> dict[str, str | list[str]]:
    """What a form posts to answer an exercise, fully right or fully wrong."""
    kind = KIND_OF[content["kind"]]
    if hasattr(kind, "things"):
        places = [place["id"] for place in kind.places(content)]
        if kind.name == "timeline" and not right:
            # Backwards: every event has a place, and none its own.
            return {
                f"place-{thing['id']}": place
                for thing, place in zip(
                    kind.things(content), reversed(places), strict=True
                )
            }
        return {
            f"place-{thing['id']}": thing["place"]
            if right
            else next(place for place in places if place != thing["place"])
            for thing in kind.things(content)
        }
    ids = [o["id"] for o in content["options"] if o["correct"] is right]
    return {"choice": ids if kind.multiple else ids[0]}


def _scenes(key: str, say: str, other: str) -> list[dict]:
    """Three scenes and two ends: "door" leads to "hall" or "street", "hall" back to
    "door" or on to "home"."""

    def scene(name: str, *choices: tuple[str, str], ending: str = "") -> dict:
        return {
            "name": name,
            "speaker": "Robin" if choices else "",
            "text": f"At the {name}, {say}",
            "choices": _items(
                key,
                f"{name}-choice",
                [
                    {"text": f"{say} {n}", "consequence": f"{other} {n}", "next": to}
                    for n, to in choices
                ],
            ),
            "ending": ending,
            "ending_feedback": f"{say}: {ending}" if ending else "",
        }

    return [
        scene("door", ("ask", "hall"), ("go", "Street ")),
        scene("hall", ("back", "door"), ("stay", "home")),
        scene("street", ending="poor"),
        scene("home", ending="good"),
    ]


def _tree(key: str, say: str, other: str) -> dict:
    """ "danger" leads to "now", or to "sure", which leads to "talk" or to "now"."""

    def question(name: str, *answers: str) -> dict:
        rows = [
            {"text": text, "next": to}
            for text, to in zip((say, other), answers, strict=True)
        ]
        return {
            "name": name,
            "text": f"{say} {name}?",
            "help": "",
            "answers": _items(key, f"{name}-answer", rows),
        }

    def outcome(name: str) -> dict:
        return {
            "name": name,
            "text": f"{say} {name}",
            "do": f"{say} do {name}",
            "consult": f"{other} consult {name}",
        }

    return {
        "questions": _items(
            key,
            "question",
            [question("danger", "now", "sure"), question("sure", "talk", "now")],
        ),
        "outcomes": _items(key, "outcome", [outcome("now"), outcome("talk")]),
    }


def marks_of_an_answer(kind: str) -> tuple[str, int]:
    """How a page says what was answered rightly, and how often."""
    return {
        "multiple_choice": (" checked", 2),
        "matching": (" selected", 4),
        "card_sort": (" checked", 4),
        "timeline": (" selected", 4),
    }.get(kind, (" checked", 1))


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
    # The index of references is of no use here and costs a third of the time.
    with disable_reference_index_auto_update():
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
        key = f"{code}-q{number}"
        Question.objects.create(
            bank=bank,
            key=key,
            body=Question._meta.get_field("body").to_python(
                question_body(key, language, kind=kinds[number % len(kinds)])
            ),
            must_pass=number % 4 == 0,
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
