"""Courses that belong together: what a programme's page shows, and what a course is
part of."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Value

from courses.domain.manifest import Outline, outlines_of
from courses.models import Course, LearningPath, Programme, Recognition
from lms.texts import said


@dataclass(frozen=True)
class Part:
    """A course of a programme, in words. `url_code` is "" where nobody can follow it:
    it has no edition yet, or is by invitation. So is `trainer_code`, of the course by
    which one becomes its trainer; without such a course `trainer_title` is "" too."""

    place: str
    audience: str
    title: str
    summary: str
    minutes: int
    languages: tuple[str, ...]
    is_released: bool
    url_code: str
    trainer_title: str
    trainer_code: str


def parts_of(
    programme: Programme, *, language: str, sector: str | None = None
) -> list[Part]:
    """The courses of a programme in their order, in two queries."""
    rows = list(programme.parts.select_related("course", "course__trainer_course"))
    courses = [row.course for row in rows]
    trainers = [one.trainer_course for one in courses if one.trainer_course]
    outlines = outlines_of([one.current_edition_id for one in (*courses, *trainers)])
    return [
        Part(
            place=said(row.places, language),
            audience=said(row.audiences, language),
            **_told(row.course, outlines, language, sector),
            **_trainer(row.course.trainer_course, outlines, language),
        )
        for row in rows
    ]


def _told(
    course: Course, outlines: dict[int, Outline], language: str, sector: str | None
) -> dict:
    outline = outlines.get(course.current_edition_id)
    if outline is None:
        return {
            "title": course.code,
            "summary": "",
            "minutes": 0,
            "languages": (),
            "is_released": False,
            "url_code": "",
        }
    spoken = outline.language_for(language)
    return {
        "title": outline.title(spoken, [sector]),
        "summary": outline.course["summary"][spoken],
        "minutes": outline.minutes_for([sector] if sector else ()),
        "languages": outline.languages,
        "is_released": True,
        "url_code": course.code if course.is_open else "",
    }


def _trainer(
    course: Course | None, outlines: dict[int, Outline], language: str
) -> dict:
    outline = outlines.get(course.current_edition_id) if course else None
    if outline is None:
        return {"trainer_title": "", "trainer_code": ""}
    return {
        "trainer_title": outline.title(outline.language_for(language)),
        "trainer_code": course.code if course.is_open else "",
    }


@dataclass(frozen=True)
class Whole:
    """What a course is part of: a "programme" or a "path"."""

    kind: str
    code: str
    name: str


def wholes_of(course: Course, *, language: str) -> list[Whole]:
    """The published programmes and paths that a course is part of, in one query."""
    programmes = Programme.objects.published().filter(parts__course=course).order_by()
    paths = LearningPath.objects.published().filter(rows__course=course).order_by()
    rows = programmes.values_list(Value("programme"), "code", "names").union(
        paths.values_list(Value("path"), "code", "titles"), all=True
    )
    found = [Whole(kind, code, said(texts, language)) for kind, code, texts in rows]
    return sorted(found, key=lambda one: (one.kind != "programme", one.name))


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
