"""What a course is made of, each thing with its rows in every language."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from courses import registries
from courses.domain.languages.content import references
from courses.models import ActivityPage, Course, CoursePage, ModulePage


@dataclass
class Thing:
    """A page, fact, case or question: `rows` are its texts by language.

    `owner_id` is the organisation whose people review it. `place` is the key of the
    module it stands in, or is first shown in; None for the course page.
    """

    kind: str
    model: type[Model]
    key: UUID
    owner_id: int | None
    rows: dict[str, Model] = field(default_factory=dict)
    place: UUID | None = None


@dataclass
class CourseThings:
    """Everything of a course that is translated, in the order in which it is met.

    `key_of` tells the translation_key of every row that a block may show.
    """

    course: Course
    source_language: str
    things: list[Thing]
    key_of: dict[tuple[type[Model], Any], UUID]


def source_language_of(languages: Iterable[str]) -> str:
    """The language a course is written in: English where it has it, else its first."""
    return min(languages, key=lambda code: (code != "en", code), default="en")


def things_of(courses: Iterable[Course]) -> dict[int, CourseThings]:
    """What courses are made of, published or not, by the id of the course. The number of
    queries depends neither on how many there are nor on how large they are."""
    courses = list(courses)
    pages: dict[UUID, list[CoursePage]] = defaultdict(list)
    keys = [course.page_key for course in courses]
    for page in _rows(CoursePage.objects.filter(translation_key__in=keys)):
        pages[page.translation_key].append(page)
    found = {course.pk: _of_pages(course, pages) for course in courses}
    written = [one for one in found.values() if one.things]
    _add_tree(written)
    _add_shown(written)
    _add_asked(written)
    return found


def _of_pages(course: Course, pages: dict[UUID, list[CoursePage]]) -> CourseThings:
    rows = pages[UUID(str(course.page_key))]
    live = [page.locale.language_code for page in rows if page.live]
    language = source_language_of(live or [page.locale.language_code for page in rows])
    found = CourseThings(course, language, [], {})
    if rows:
        thing = Thing("course", CoursePage, rows[0].translation_key, course.owner_id)
        _sort_in([thing], rows)
        found.things.append(thing)
    return found


def _rows(rows: QuerySet) -> QuerySet:
    """Rows with their language. An alias repeats its source and translates nothing."""
    has_aliases = any(one.name == "alias_of" for one in rows.model._meta.fields)
    rows = rows.select_related("locale")
    return rows.filter(alias_of=None) if has_aliases else rows


def _sort_in(things: Iterable[Thing], rows: Iterable[Model]) -> None:
    by_key = {thing.key: thing for thing in things}
    for row in rows:
        if row.translation_key in by_key:
            by_key[row.translation_key].rows[row.locale.language_code] = row


def _add_tree(courses: list[CourseThings]) -> None:
    """Modules and activities below the course pages, in the source language."""
    sources = {one.things[0].rows[one.source_language]: one for one in courses}
    below = Q(pk__in=[])
    for page in sources:
        below |= Q(path__startswith=page.path, depth__gt=page.depth)
    by_path: dict[int, dict[str, Thing]] = defaultdict(dict)
    for model in (ModulePage, *ModulePage.clean_subpage_models()):
        keys = model.objects.filter(below).values("translation_key")
        rows = list(_rows(model.objects.filter(translation_key__in=keys)))
        kind = "module" if model is ModulePage else str(model.activity_kind)
        things = []
        for row in rows:
            for page, found in sources.items():
                if row.is_descendant_of(page):
                    owner_id = found.course.owner_id
                    things.append(Thing(kind, model, row.translation_key, owner_id))
                    by_path[page.pk][row.path] = things[-1]
        _sort_in(things, rows)
    for page, found in sources.items():
        paths = by_path[page.pk]
        for path in sorted(paths):
            module = path[: page.steplen * (page.depth + 1)]
            paths[path].place = paths.get(module, paths[path]).key
            found.things.append(paths[path])


def _add_shown(courses: list[CourseThings]) -> None:
    """Facts, cases and the like that pages show, in the order of the first one."""
    ids: dict[type[Model], set] = defaultdict(set)
    places: list[tuple[CourseThings, dict[tuple[type[Model], Any], UUID | None]]] = []
    for found in courses:
        shown: dict[tuple[type[Model], Any], UUID | None] = {}
        places.append((found, shown))
        for page in found.things:
            for code, row in page.rows.items():
                for model, pk in references(row):
                    ids[model].add(pk)
                    if code == found.source_language:
                        shown.setdefault((model, pk), page.place)
    rows_of, key_of = _read_shown(ids)
    for found, shown in places:
        things: dict[UUID, Thing] = {}
        for (model, pk), place in shown.items():
            key = key_of.get((model, pk))
            if key is None or key in things:
                continue  # Deleted a moment ago, or met before.
            rows = rows_of[key]
            owner_id = getattr(
                next(iter(rows.values())), "owner_id", found.course.owner_id
            )
            name = model._meta.model_name
            things[key] = Thing(name, model, key, owner_id, rows, place)
        found.key_of = key_of
        found.things += [
            thing for thing in things.values() if found.source_language in thing.rows
        ]


def _read_shown(ids: dict[type[Model], set]) -> tuple[dict, dict]:
    """({key: rows by language}, {(model, pk): key}) of rows and their translations."""
    rows_of: dict[UUID, dict[str, Model]] = defaultdict(dict)
    key_of = {}
    for model, pks in ids.items():
        shown = model.objects.filter(pk__in=pks).values("translation_key")
        for row in _rows(model.objects.filter(translation_key__in=shown)):
            key_of[model, row.pk] = row.translation_key
            rows_of[row.translation_key][row.locale.language_code] = row
    return rows_of, key_of


def _add_asked(courses: list[CourseThings]) -> None:
    """What the floors above add, such as the questions of a quiz."""
    activities, home = {}, {}
    for found in courses:
        for thing in found.things:
            if issubclass(thing.model, ActivityPage):
                activities[thing.key] = thing.rows[found.source_language]
                home[thing.key] = (found, thing.place)
    for rows_of in registries.translated_rows:
        things: dict[UUID, Thing] = {}
        for told in rows_of(activities):
            row, (_found, place) = told.row, home[told.activity]
            thing = things.setdefault(
                row.translation_key,
                Thing(told.kind, type(row), row.translation_key, told.owner_id),
            )
            thing.rows[row.locale.language_code] = row
            thing.place = place
            home[row.translation_key] = home[told.activity]
        for thing in things.values():
            found, _place = home[thing.key]
            if found.source_language in thing.rows:
                found.things.append(thing)
