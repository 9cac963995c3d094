"""A course of many modules and lessons in four languages: made, prepared and released, in
a process of its own (bench.with_django) on a SQLite file.

Pages are written straight into the tables, as they would lie there after years of
work; what is measured goes through the domain's own functions and the real views.
"""

import time
import uuid
from collections.abc import Callable
from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Locale, Page

from bench.crowd import make_crowd
from courses.domain.editions.affected import affected_by_release
from courses.domain.editions.preparing import carry_out
from courses.domain.editions.releasing import release_edition, release_prepared
from courses.domain.enrolment import enrol
from courses.domain.languages.standings import languages_of
from courses.domain.reviewing.gate import record_loaded
from courses.enums import TranslationState, TranslationStep
from courses.models import (
    CatalogueIndexPage,
    Course,
    CoursePage,
    LessonPage,
    ModulePage,
    Preparation,
    TranslationAct,
)
from organisations.enums import LanguageRegime, Level
from organisations.models import Organisation, User

CODE = "large"
TEXT = (
    "You notice something, you write down what you saw and heard, and you ask somebody "
    "who knows the place. What you feel about it is yours; what you saw is for the file."
)
BLOCKS_OF_PUBLISHED = 40
AFFECTED_ROUNDS = 5


def build(
    *, modules: int, lessons: int, blocks: int, rounds: int, people: int, bodies: int
) -> dict:
    """What releasing and reading cost: milliseconds and queries, by name."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    course = make_course(modules, lessons, blocks)
    return {
        "release": release(course),
        "publish_ms": _publish(rounds),
        "affected": _affected(course, people, bodies),
    }


def make_course(modules: int, lessons: int, blocks: int) -> Course:
    owner = Organisation.objects.create(
        name="Body",
        code="body",
        level=Level.FEDERAL,
        language_regime=LanguageRegime.FEDERAL,
    )
    Organisation.objects.update(path=f"/{owner.pk}/")
    course = Course.objects.create(
        code=CODE, owner=owner, is_open=True, is_focused=True, page_key=_key("course")
    )
    for code in ("en", "nl", "fr", "de"):
        locale = Locale.objects.get_or_create(language_code=code)[0]
        with transaction.atomic():
            _tree(locale, modules, lessons, blocks)
    now = timezone.now()
    Page.objects.filter(depth__gt=1).update(live=True, last_published_at=now)
    _approve(course, now)
    return course


def _tree(locale, modules: int, lessons: int, blocks: int) -> None:
    code = locale.language_code

    def page(model, name, **fields):
        return model(
            title=f"{name} {code}",
            slug=f"{name}-{code}",
            locale=locale,
            translation_key=_key(name),
            live=False,
            **fields,
        )

    root = Page.objects.get(depth=1)
    index = root.add_child(instance=page(CatalogueIndexPage, "index"))
    top = index.add_child(instance=page(CoursePage, "course", summary=TEXT))
    kind = ContentType.objects.get_for_model(LessonPage)
    for number in range(modules):
        module = top.add_child(
            instance=page(ModulePage, f"module-{number}", summary=TEXT)
        )
        made = []
        for place in range(lessons):
            name = f"lesson-{number}-{place}"
            lesson = page(
                LessonPage,
                name,
                minutes=6,
                body=_body(name, code, blocks),
                content_type=kind,
            )
            lesson.depth = module.depth + 1
            lesson.path = Page._get_path(module.path, lesson.depth, place + 1)
            lesson.url_path = f"{module.url_path}{lesson.slug}/"
            lesson.draft_title = lesson.title
            made.append(lesson)
        _insert(made)
        Page.objects.filter(pk=module.pk).update(numchild=lessons)


def _insert(lessons: list[LessonPage]) -> None:
    names = [f.attname for f in Page._meta.concrete_fields if f.attname != "id"]
    bases = Page.objects.bulk_create(
        [Page(**{name: getattr(one, name) for name in names}) for one in lessons]
    )
    for lesson, base in zip(lessons, bases, strict=True):
        lesson.pk = lesson.page_ptr_id = lesson.id = base.pk
        # The row of the page itself is there.
        lesson.save_base(raw=True)


def _body(name: str, code: str, blocks: int):
    raw = [
        {"type": "lead", "value": f"{TEXT} ({code})", "id": str(_key(f"{name}-lead"))},
        *(
            {
                "type": "prose",
                "value": f"<h2>{number}</h2><p>{TEXT} {name} ({code})</p>",
                "id": str(_key(f"{name}-{number}")),
            }
            for number in range(1, blocks)
        ),
    ]
    return LessonPage._meta.get_field("body").to_python(raw)


def _key(name: str) -> uuid.UUID:
    return uuid.uuid5(uuid.NAMESPACE_URL, f"bench-{name}")


def _approve(course: Course, now) -> None:
    """As if somebody had looked at every translation."""
    codes = list(Locale.objects.values_list("language_code", flat=True))
    TranslationAct.objects.bulk_create(
        TranslationAct(
            key=cell.thing.key,
            language=cell.language,
            step=TranslationStep.APPROVED,
            source_hash=cell.published.source,
            content_hash=cell.published.content,
            at=now,
        )
        for cell in languages_of(course, codes).cells.values()
        if cell.published and cell.state != TranslationState.SOURCE
    )


def release(course: Course) -> dict:
    """Putting together and releasing, and how often the progress moved."""
    now = timezone.now()
    preparation = Preparation.objects.create(
        course=course, language="en", asked_at=now, heard_at=now
    )
    steps: list[int] = []

    def clock():
        steps.append(1)
        return timezone.now()

    cpu = time.process_time()
    prepared = _timed(lambda: carry_out(preparation.pk, clock=clock))
    cpu = time.process_time() - cpu
    preparation.refresh_from_db()
    if preparation.refusal or preparation.problems:
        raise RuntimeError(preparation.refusal or str(preparation.problems)[:2000])
    released = _timed(
        lambda: release_prepared(
            preparation, significance="material", notes={}, actor=None, now=now
        )
    )
    return {
        "prepared_ms": prepared,
        "prepared_cpu_ms": cpu * 1000,
        "released_ms": released,
        "contents": preparation.done,
        "languages": preparation.languages,
        "steps": len(steps),
    }


def _publish(rounds: int) -> dict:
    """A lesson of many blocks, published again and again; the floor is saving a
    revision of it."""
    lesson = LessonPage.objects.filter(locale__language_code="en").first()
    lesson.body = _body("published", "en", BLOCKS_OF_PUBLISHED)
    published, floor = [], []
    for number in range(rounds):
        lesson.title = f"Published {number}"
        floor.append(_timed(lesson.save_revision))
        record_loaded(lesson, now=timezone.now())
        revision = lesson.save_revision()
        published.append(_timed(revision.publish))
        lesson = LessonPage.objects.get(pk=lesson.pk)
    return {"published": published, "saved": floor}


def _affected(course: Course, people: int, bodies: int) -> dict:
    """The table of whom a release concerns, for very many people; asked for twice, as
    the first time fills the database's own memory."""
    course.refresh_from_db()
    make_crowd(course, course.current_edition, people=people, bodies=bodies)
    times, rows = [], 0
    with CaptureQueriesContext(connection) as asked:
        for _time in range(AFFECTED_ROUNDS):
            began = time.perf_counter()
            table = affected_by_release(course, day=timezone.localdate())
            times.append((time.perf_counter() - began) * 1000)
            rows = len(table.rows)
    return {
        "ms": times,
        "queries": len(asked) // AFFECTED_ROUNDS,
        "rows": rows,
        "people": people,
    }


def begin_and_release_again(course: Course) -> User:
    """A learner, who is offered a second edition that can be compared."""
    course.refresh_from_db()
    user = User.objects.create_user(
        "learner@bench.example", printed_name="Learner", sector_id="POL", language="en"
    )
    enrol(user, course, now=timezone.now() - timedelta(days=1))
    lesson = LessonPage.objects.filter(locale__language_code="en").first()
    lesson.title = "Changed since"
    record_loaded(lesson, now=timezone.now())
    lesson.save_revision().publish()
    release_edition(
        course, significance="minor", notes={}, actor=None, now=timezone.now()
    )
    return user


def _timed(do: Callable[[], object]) -> float:
    began = time.perf_counter()
    do()
    return (time.perf_counter() - began) * 1000
