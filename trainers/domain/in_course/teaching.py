"""Which courses a training session may be part of, and what attending it gives there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from courses.domain.enrolment import may_see
from courses.domain.manifest import Outline, outline_of, outlines_of
from courses.domain.queries import certifies, with_certificate
from courses.models import Activity, Course, Enrolment
from lms.texts import Spoken
from organisations.models import User
from trainers.enums import SESSION_ACTIVITY
from trainers.models import TrainerProgramme, TrainingSession


def is_taught(module: dict) -> bool:
    """Whether a module of an outline holds a part that is done by attending."""
    return any(one["kind"] == SESSION_ACTIVITY for one in module["activities"])


def teaches(session: TrainingSession, module_key: str) -> bool:
    """Whether a session teaches a module of its course: without a choice, each."""
    return not session.modules or module_key in session.modules


@dataclass(frozen=True)
class Taught:
    """A course that a session may be part of. `gives` says whether it gives a
    certificate or statement to anybody."""

    course: Course
    outline: Outline
    gives: bool


def courses_to_teach(
    programme: TrainerProgramme, *, kept: Course | None = None
) -> list[Taught]:
    """The base courses of a programme, and those of its owner of which a part is done by
    attending, as far as they are released; and the one that is `kept`, whatever became
    of it. In the order of their codes; as many queries however many they are."""
    held = Activity.objects.filter(kind=SESSION_ACTIVITY, course__owner=programme.owner)
    bases = set(programme.base_courses.values_list("pk", flat=True))
    sure = bases | ({kept.pk} if kept else set())
    found = list(
        Course.objects.filter(
            Q(pk__in=sure) | Q(pk__in=held.values("course")),
            current_edition__isnull=False,
            is_practice=False,
        ).order_by("code")
    )
    outlines = outlines_of([one.current_edition_id for one in found])
    chosen = [
        one
        for one in found
        # An older edition may have had such a part.
        if one.pk in sure
        or any(map(is_taught, outlines[one.current_edition_id].modules))
    ]
    giving = with_certificate(chosen)
    return [
        Taught(one, outlines[one.current_edition_id], one.pk in giving)
        for one in chosen
    ]


@dataclass(frozen=True)
class Gain:
    """What a session is part of. `title` and `modules` are in the reader's language or
    the nearest; no modules: the whole course. `is_done_there`: what is attended is done
    in the course, and `is_all`: nothing else is needed. `gives`: the course gives a
    certificate or statement to the reader. `is_open`: they can go to its page."""

    course: Course
    title: Spoken
    modules: list[Spoken]
    is_done_there: bool
    is_all: bool
    gives: bool
    is_open: bool


def gain_of(
    session: TrainingSession, reader: User, *, language: str, now: datetime
) -> Gain | None:
    """What a session gives to whoever reads its page: by the edition they are in, or else
    the current one. None where it is part of no course that is released."""
    course = session.course
    if course is None or course.current_edition_id is None:
        return None
    enrolment = Enrolment.objects.filter(user=reader, course=course).first()
    outline = outline_of(
        enrolment.edition_id if enrolment else course.current_edition_id
    )
    spoken = outline.language_for(language)
    sectors = [reader.sector_id] if reader.sector_id else []
    taught = [one for one in outline.modules if teaches(session, one["key"])]
    attended = {
        activity["key"]
        for module in taught
        for activity in module["activities"]
        if activity["kind"] == SESSION_ACTIVITY
    }
    needed = {one["key"] for one in outline.activities_for(sectors)}
    return Gain(
        course=course,
        title=outline.title(spoken, sectors),
        modules=_titles(taught, spoken) if session.modules else [],
        is_done_there=bool(attended),
        is_all=bool(needed) and needed <= attended,
        gives=bool(attended) and certifies(course, sectors, now=now),
        is_open=enrolment is not None or may_see(reader, course),
    )


def _titles(modules: Iterable[dict], language: str) -> list[Spoken]:
    return [Spoken(one["title"].get(language, ""), language) for one in modules]
