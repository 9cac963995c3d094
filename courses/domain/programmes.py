"""Courses that belong together: what a programme's page shows, and what a course is
part of."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Value

from courses.domain.enrolment import access_to, begun_by, reachable_among
from courses.domain.manifest import Outline, outlines_of
from courses.enums import Access
from courses.models import (
    Course,
    LearningPath,
    Programme,
    ProgrammeCourse,
    Recognition,
)
from lms.remembered import RememberedForAMinute
from lms.texts import Spoken, said


@dataclass(frozen=True)
class Part:
    """A course of a programme, in words. One that has no edition here is told as the
    programme tells it. `source` says where that is known from, `given_by` is the body
    that gives the course, as far as that is known; both may be "". `access` says whether
    the reader can go there, and else why not; `url_code` is "" then. So is
    `trainer_code`, of the course by which one becomes its trainer; without such a course
    `trainer_title` is "" too."""

    place: str
    audience: str
    title: str
    summary: str
    minutes: int
    languages: tuple[str, ...]
    access: Access
    url_code: str
    source: str
    given_by: str
    trainer_title: str
    trainer_code: str

    @property
    def is_released(self) -> bool:
        return self.access != Access.UNRELEASED


def parts_of(programme: Programme, user, *, language: str) -> list[Part]:
    """The courses of a programme in their order, as one person meets them, in three
    queries, and what the grounds to enrol ask where a course is closed."""
    sector = getattr(user, "sector_id", None)
    rows = list(
        programme.parts.select_related("course__provider", "course__trainer_course")
    )
    courses = [row.course for row in rows]
    trainers = [one.trainer_course for one in courses if one.trainer_course]
    outlines = outlines_of([one.current_edition_id for one in (*courses, *trainers)])
    reachable = reachable_among(user, {*courses, *trainers}, begun=begun_by(user))
    named = {row.course_id: said(row.titles, language) for row in rows}
    return [
        Part(
            place=said(row.places, language),
            audience=said(row.audiences, language),
            given_by=row.course.provider.name if row.course.provider else "",
            access=access_to(row.course, reachable=reachable),
            url_code=row.course.code if row.course_id in reachable else "",
            **_told(row, outlines, language, sector),
            **_trainer(row.course.trainer_course, outlines, named, language, reachable),
        )
        for row in rows
    ]


def _told(
    row: ProgrammeCourse,
    outlines: dict[int, Outline],
    language: str,
    sector: str | None,
) -> dict:
    course = row.course
    outline = outlines.get(course.current_edition_id)
    if outline is None:
        return {
            "title": said(row.titles, language) or course.code,
            "summary": said(row.summaries, language),
            "source": row.source,
            "minutes": 0,
            "languages": (),
        }
    spoken = outline.language_for(language)
    return {
        "title": outline.title(spoken, [sector]),
        "summary": Spoken(outline.course["summary"][spoken], spoken),
        "source": "",
        "minutes": outline.minutes_for([sector] if sector else ()),
        "languages": outline.languages,
    }


def _trainer(
    course: Course | None,
    outlines: dict[int, Outline],
    named: dict[int, str],
    language: str,
    reachable: Collection[int],
) -> dict:
    """`named` are the names that the programme has for its own courses."""
    outline = outlines.get(course.current_edition_id) if course else None
    if outline is None:
        title = named.get(course.pk, "") if course else ""
        return {"trainer_title": title, "trainer_code": ""}
    return {
        "trainer_title": outline.title(outline.language_for(language)),
        "trainer_code": course.code if course.pk in reachable else "",
    }


@dataclass(frozen=True)
class Whole:
    """What a course is part of: a "programme" or a "path"."""

    kind: str
    code: str
    name: Spoken


def wholes_of(course: Course, *, language: str, now: datetime) -> list[Whole]:
    """The published programmes and paths that a course is part of; at most one query a
    minute, so that a page may show for so long what was withdrawn since."""
    found = [
        Whole(kind, code, said(texts, language))
        for kind, code, texts in _wholes.of(course.pk, now=now)
    ]
    return sorted(found, key=lambda one: (one.kind != "programme", one.name))


def _read_wholes(course_ids: set[int]) -> dict[int, list[tuple]]:
    return {pk: _rows_of(pk) for pk in course_ids}


def _rows_of(course_id: int) -> list[tuple]:
    programmes = Programme.objects.published().filter(parts__course=course_id)
    paths = LearningPath.objects.published().filter(rows__course=course_id)
    rows = programmes.order_by().values_list(Value("programme"), "code", "names")
    return list(
        rows.union(
            paths.order_by().values_list(Value("path"), "code", "titles"), all=True
        )
    )


_wholes = RememberedForAMinute(_read_wholes, most=1000)


def recognitions_of(course: Course, *, day: date) -> dict[str, list[Recognition]]:
    """The recognitions of a course's provider: in `force` on a day, and `past`. What
    begins later is in neither."""
    known = course.provider.recognitions.all() if course.provider else ()
    return {
        "force": [one for one in known if one.holds(day)],
        "past": [one for one in known if one.is_past(day)],
    }


def lapsed_recognition(course: Course, *, day: date) -> Recognition | None:
    """The one that ended last, of a provider that has had a recognition and has none in
    force: the course says so, and new certificates name none."""
    known = recognitions_of(course, day=day)
    if known["force"]:
        return None
    return max(known["past"], key=lambda one: one.valid_until, default=None)
