"""What a course is made of, each thing with its rows in every language."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Model, QuerySet

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


def things_of(course: Course) -> CourseThings:
    """What a course is made of, published or not; its number of queries does not depend
    on how much that is."""
    pages = list(_rows(CoursePage.objects.filter(translation_key=course.page_key)))
    live = [page.locale.language_code for page in pages if page.live]
    language = source_language_of(live or [page.locale.language_code for page in pages])
    source = next((p for p in pages if p.locale.language_code == language), None)
    if source is None:
        return CourseThings(course, language, [], {})
    course_thing = Thing("course", CoursePage, source.translation_key, course.owner_id)
    _sort_in([course_thing], pages)
    tree = list(_tree(course, source, language))
    shown, key_of = _shown([course_thing, *tree], language, course.owner_id)
    asked = list(_asked(tree, language))
    return CourseThings(course, language, [course_thing, *tree, *shown, *asked], key_of)


def _rows(rows: QuerySet) -> QuerySet:
    """Rows with their language. An alias repeats its source and translates nothing."""
    has_aliases = any(one.name == "alias_of" for one in rows.model._meta.fields)
    rows = rows.select_related("locale")
    return rows.filter(alias_of=None) if has_aliases else rows


def _tree(course, source, language) -> Iterator[Thing]:
    """Modules and activities below the course page of the source language."""
    things, paths = {}, {}
    for model in (ModulePage, *ModulePage.clean_subpage_models()):
        below = model.objects.descendant_of(source)
        in_any_language = model.objects.filter(
            translation_key__in=below.values("translation_key")
        )
        found = list(_rows(in_any_language))
        kind = "module" if model is ModulePage else str(model.activity_kind)
        for row in found:
            if row.locale.language_code == language and row.is_descendant_of(source):
                thing = Thing(kind, model, row.translation_key, course.owner_id)
                things[row.translation_key] = thing
                paths[row.path] = thing
        _sort_in(things.values(), found)
    for path in sorted(paths):
        thing = paths[path]
        module = paths.get(path[: source.steplen * (source.depth + 1)], thing)
        thing.place = module.key
        yield thing


def _sort_in(things: Iterable[Thing], rows: Iterable[Model]) -> None:
    by_key = {thing.key: thing for thing in things}
    for row in rows:
        if row.translation_key in by_key:
            by_key[row.translation_key].rows[row.locale.language_code] = row


def _shown(pages: list[Thing], language, owner_id) -> tuple[list[Thing], dict]:
    """Facts, cases and the like that pages show, in the order of the first one."""
    ids: dict[type[Model], set] = defaultdict(set)
    order: dict[tuple[type[Model], Any], UUID | None] = {}
    for page in pages:
        for code, row in page.rows.items():
            for model, pk in references(row):
                ids[model].add(pk)
                if code == language:
                    order.setdefault((model, pk), page.place)
    things, key_of = {}, {}
    for model, pks in ids.items():
        shown = model.objects.filter(pk__in=pks).values("translation_key")
        rows = list(_rows(model.objects.filter(translation_key__in=shown)))
        for row in rows:
            key_of[model, row.pk] = row.translation_key
        for row in rows:
            if (model, row.pk) in order and row.translation_key not in things:
                things[row.translation_key] = Thing(
                    model._meta.model_name,
                    model,
                    row.translation_key,
                    getattr(row, "owner_id", owner_id),
                    place=order[model, row.pk],
                )
        _sort_in([t for t in things.values() if t.model is model], rows)
    places = {key_of[one]: n for n, one in enumerate(order) if one in key_of}
    return sorted(things.values(), key=lambda thing: places[thing.key]), key_of


def _asked(tree, language) -> Iterator[Thing]:
    """What the floors above add, such as the questions of a quiz."""
    activities = {
        thing.key: thing.rows[language]
        for thing in tree
        if issubclass(thing.model, ActivityPage)
    }
    for rows_of in registries.translated_rows:
        things: dict[UUID, Thing] = {}
        for found in rows_of(activities):
            row = found.row
            thing = things.setdefault(
                row.translation_key,
                Thing(found.kind, type(row), row.translation_key, found.owner_id),
            )
            thing.rows[row.locale.language_code] = row
            thing.place = found.activity
        for thing in things.values():
            if language in thing.rows:
                thing.place = _module_of(tree, thing.place)
                yield thing


def _module_of(tree: list[Thing], activity: UUID) -> UUID | None:
    return next(thing.place for thing in tree if thing.key == activity)
