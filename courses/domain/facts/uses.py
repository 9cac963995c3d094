"""Which lessons, and things of other apps, rest on a fact."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.urls import reverse
from wagtail.models import Locale, Page, ReferenceIndex, Revision
from wagtail.permissions import policy_registry

from courses import registries
from courses.models import Course, CoursePage, Enrolment, Fact, LessonPage
from courses.registries import FactUse
from courses.rules import releasable_by


def uses_of(facts: Iterable[Fact], *, user) -> list[FactUse]:
    """What uses one of these rows: lessons first, then what higher apps have, each by
    title and language. What the person may not edit is in it without a name."""
    ids = [fact.pk for fact in facts]
    found = [use for uses in registries.fact_uses for use in uses(ids, user=user)]
    return sorted(found, key=_order)


def unnamed_count(uses: Iterable[FactUse]) -> int:
    """How many things among these belong to others, each language of one counted."""
    return len({(use.kind, use.pk) for use in uses if not use.is_named})


def _order(use: FactUse) -> tuple:
    things = (use.kind != "lesson", use.kind, not use.is_named)
    return (*things, use.title, use.language, use.pk)


@dataclass(frozen=True)
class AffectedCourse:
    """A course with lessons or questions that use a fact. `editions` are the numbers
    of the editions that its learners follow."""

    course: Course
    uses: list[FactUse]
    editions: list[int]
    may_release: bool


def affected_courses(uses: Iterable[FactUse], *, user) -> list[AffectedCourse]:
    """What uses a fact, by course, as far as the person may know of it."""
    by_course: dict[int, list[FactUse]] = {}
    for use in uses:
        if use.is_named and use.course_id is not None:
            by_course.setdefault(use.course_id, []).append(use)
    courses = (
        Course.objects.filter(pk__in=by_course)
        .select_related("current_edition")
        .annotate(may_release=releasable_by(user))
        .order_by("code")
    )
    followed: dict[int, list[int]] = {}
    for course_id, number in (
        Enrolment.objects.filter(course__in=by_course)
        .order_by("edition__number")
        .values_list("course_id", "edition__number")
        .distinct()
    ):
        followed.setdefault(course_id, []).append(number)
    return [
        AffectedCourse(
            course=course,
            uses=by_course[course.pk],
            editions=followed.get(course.pk, []),
            may_release=course.may_release,
        )
        for course in courses
    ]


def lesson_uses(fact_ids: Iterable[int], *, user) -> list[FactUse]:
    """Lessons that show one of these facts, in every language.

    A use is a fact block in the lesson's text: in what is published, or in changes that
    are not. A lesson that only speaks of the same subject does not count. What is
    published is found in Wagtail's index of references, which a task brings up to date
    within seconds of a change.
    """
    ids = set(fact_ids)
    live = _indexed(ids)
    drafts = _drafted(ids)
    both = live | drafts
    pages = {
        page.pk: page
        for page in LessonPage.objects.filter(pk__in={pk for pk, _fact in both})
    }
    mine = set(
        policy_registry.get_by_type(Page)
        .instances_user_has_any_permission_for(user, {"change"})
        .filter(pk__in=pages)
        .values_list("pk", flat=True)
    )
    courses = _courses_of(pages.values())
    languages = dict(Locale.objects.values_list("pk", "language_code"))
    return [
        FactUse(
            kind="lesson",
            fact_id=fact_id,
            pk=page.pk,
            key=page.translation_key,
            language=languages[page.locale_id],
            title=page.draft_title if page.pk in mine else "",
            url=reverse("wagtailadmin_pages:edit", args=[page.pk])
            if page.pk in mine
            else "",
            course_id=courses[page.pk],
            is_live=is_live,
            is_draft=is_draft,
        )
        for page, fact_id, is_live, is_draft in that_count(pages, live, drafts)
    ]


def that_count(
    things: Mapping[int, Model],
    live: set[tuple[int, int]],
    drafts: set[tuple[int, int]],
) -> Iterator[tuple[Model, int, bool, bool]]:
    """(thing, fact id, in what is published, in a draft) of each pair of ids that is a
    use. `live` are those found in rows, `drafts` those in unpublished changes."""
    for pk, fact_id in live | drafts:
        thing = things.get(pk)
        if thing is None:
            # An index may still know what was deleted a moment ago.
            continue
        # Not published, and no revision holds something newer: the row is the draft.
        is_row_a_draft = not thing.live and thing.latest_revision_id is None
        is_live = thing.live and (pk, fact_id) in live
        is_draft = (pk, fact_id) in drafts or is_row_a_draft
        # Else the row holds what was published once, and no draft has it any more.
        if is_live or is_draft:
            yield thing, fact_id, is_live, is_draft


def facts_shown(page: LessonPage) -> set[int]:
    """Ids of the facts that a lesson shows, with its unpublished changes."""
    if page.has_unpublished_changes and page.latest_revision is not None:
        return _facts_in(json.loads(page.latest_revision.content["body"]))
    return _facts_in(page.body.raw_data)


def _facts_in(raw_blocks: Iterable[dict]) -> set[int]:
    return {block["value"] for block in raw_blocks if block["type"] == "fact"} - {None}


def _indexed(ids: set[int]) -> set[tuple[int, int]]:
    references = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(Fact),
        to_object_id__in=[str(pk) for pk in ids],
        content_type=ContentType.objects.get_for_model(LessonPage),
    )
    return {
        (int(page), int(fact))
        for page, fact in references.values_list("object_id", "to_object_id")
    }


def _drafted(ids: set[int]) -> set[tuple[int, int]]:
    waiting = LessonPage.objects.filter(has_unpublished_changes=True)
    revisions = Revision.objects.filter(pk__in=waiting.values("latest_revision"))
    return {
        (int(page), fact)
        for page, content in revisions.values_list("object_id", "content")
        for fact in _facts_in(json.loads(content["body"])) & ids
    }


def _courses_of(pages: Iterable[Page]) -> dict[int, int | None]:
    """{page id: the id of the course it is part of, None for a copy beside all}."""
    above = {
        page.pk: [
            page.path[:length]
            for length in range(page.steplen, len(page.path), page.steplen)
        ]
        for page in pages
    }
    keys = dict(
        CoursePage.objects.filter(
            path__in={path for paths in above.values() for path in paths}
        ).values_list("path", "translation_key")
    )
    courses = dict(
        Course.objects.filter(page_key__in=keys.values()).values_list("page_key", "pk")
    )
    return {
        pk: next((courses.get(keys[path]) for path in paths if path in keys), None)
        for pk, paths in above.items()
    }
