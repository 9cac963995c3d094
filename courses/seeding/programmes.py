"""Puts programmes, paths, providers, neutral titles and practices into the database.

By the same rules as for people who write them; what is there is left alone, whoever
changed it since.
"""

from datetime import date

from django.utils import timezone

from courses.domain.order import refuse_circular_path
from courses.domain.titles import check_sector_title
from courses.models import (
    Course,
    LearningPath,
    PathCourse,
    Programme,
    ProgrammeCourse,
    Provider,
    Recognition,
    SectorTitle,
)
from lms.errors import DomainError
from organisations.models import Organisation, Sector


def write_programmes(seed: dict, *, day: date | None = None) -> int:
    """Write what is not there yet, and return how many things that were.

    Raises DomainError for a course, an organisation or a sector that is not there, for
    a path that goes in a circle, and for a neutral title that is none.
    """
    day = day or timezone.localdate()
    return sum(
        (
            sum(_course(row) for row in seed.get("course", ())),
            sum(_provider(row) for row in seed.get("provider", ())),
            sum(_programme(row) for row in seed.get("programme", ())),
            sum(_path(row, day) for row in seed.get("path", ())),
            sum(_title(row) for row in seed.get("title", ())),
            sum(_booster(row) for row in seed.get("booster", ())),
        )
    )


def _known(model, code: str):
    found = model.objects.filter(code=code).first()
    if found is None:
        raise DomainError(f"There is no {model._meta.verbose_name} “{code}”.")
    return found


def _course(row: dict) -> bool:
    """A course that is given in groups or elsewhere: named here, with nothing to read."""
    trainer = row.get("trainer_course")
    _made, created = Course.objects.get_or_create(
        code=row["code"],
        defaults={
            "owner": _known(Organisation, row["owner"]),
            "trainer_course": _known(Course, trainer) if trainer else None,
        },
    )
    return created


def _provider(row: dict) -> bool:
    owner = _known(Organisation, row["owner"])
    provider, created = Provider.objects.get_or_create(
        owner=owner,
        name=row["name"],
        defaults={
            "organisation": _known(Organisation, row["organisation"])
            if "organisation" in row
            else None,
            "website": row.get("website", ""),
        },
    )
    if created:
        for recognition in row.get("recognitions", ()):
            Recognition.objects.create(provider=provider, **recognition)
        courses = Course.objects.filter(code__in=row["courses"], provider=None)
        courses.update(provider=provider)
    return created


def _programme(row: dict) -> bool:
    programme, created = Programme.objects.get_or_create(
        code=row["code"],
        defaults={
            "owner": _known(Organisation, row["owner"]),
            "names": row["name"],
            "descriptions": row["description"],
            "is_published": True,
        },
    )
    if created:
        for number, part in enumerate(row["parts"]):
            ProgrammeCourse.objects.create(
                programme=programme,
                course=_known(Course, part["course"]),
                places=part["place"],
                audiences=part["audience"],
                titles=part.get("name", {}),
                summaries=part.get("summary", {}),
                source=part.get("source", ""),
                sort_order=number,
            )
    return created


def _path(row: dict, day: date) -> bool:
    if LearningPath.objects.filter(code=row["code"]).exists():
        return False
    steps = [
        (
            step.get("optional", False),
            [_known(Course, code) for code in step["courses"]],
        )
        for step in row["steps"]
    ]
    refuse_circular_path(
        [(optional, {one.pk for one in courses}) for optional, courses in steps],
        day=day,
    )
    path = LearningPath.objects.create(
        code=row["code"],
        owner=_known(Organisation, row["owner"]),
        titles=row["title"],
        summaries=row["summary"],
        is_published=True,
    )
    path.sectors.set(_known(Sector, code) for code in row["sectors"])
    for number, (optional, courses) in enumerate(steps, start=1):
        for course in courses:
            PathCourse.objects.create(
                path=path, number=number, course=course, is_optional=optional
            )
    return True


def _title(row: dict) -> bool:
    course, sector = _known(Course, row["course"]), _known(Sector, row["sector"])
    check_sector_title(course, row["titles"])
    _title, created = SectorTitle.objects.get_or_create(
        course=course, sector=sector, defaults={"titles": row["titles"]}
    )
    return created


def _booster(row: dict) -> bool:
    practice = _known(Course, row["practice"])
    return bool(
        Course.objects.filter(code=row["course"], booster=None).update(
            booster=practice, booster_weeks=row["weeks"]
        )
    )
