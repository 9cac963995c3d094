"""Programmes, paths and providers, with texts in English."""

from datetime import date

from courses.models import (
    Course,
    LearningPath,
    PathCourse,
    Programme,
    ProgrammeCourse,
    Provider,
    Recognition,
)
from organisations.models import Organisation


def make_programme(
    owner: Organisation, *courses: Course, code: str = "family", **fields
) -> Programme:
    programme = Programme.objects.create(
        **{"code": code, "owner": owner, "names": {"en": "Family"}}
        | {"is_published": True}
        | fields
    )
    for number, course in enumerate(courses):
        ProgrammeCourse.objects.create(
            programme=programme,
            course=course,
            sort_order=number,
            places={"en": f"Tool {number + 1}"},
            audiences={"en": "For everybody"},
        )
    return programme


def make_path(
    owner: Organisation,
    *steps: Course | tuple[Course, ...],
    code: str = "way",
    optional: tuple[int, ...] = (),
    **fields,
) -> LearningPath:
    """A path; several courses in one step are given together. `optional` are numbers
    of steps, from one."""
    path = LearningPath.objects.create(
        **{"code": code, "owner": owner, "titles": {"en": "The way"}}
        | {"is_published": True}
        | fields
    )
    for number, step in enumerate(steps, start=1):
        for course in step if isinstance(step, tuple) else (step,):
            PathCourse.objects.create(
                path=path,
                number=number * 10,
                course=course,
                is_optional=number in optional,
            )
    return path


def make_provider(
    owner: Organisation, *periods: tuple[date, date | None], name: str = "The school"
) -> Provider:
    """Recognised by one authority after the other, A, B, C."""
    provider = Provider.objects.create(owner=owner, name=name)
    for letter, (since, until) in zip("ABC", periods, strict=False):
        Recognition.objects.create(
            provider=provider,
            authority=f"Authority {letter}",
            number=f"{letter}-1",
            territory="Flanders",
            valid_from=since,
            valid_until=until,
        )
    return provider
