"""A training session as it is wanted, and whether it can be meant."""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from courses.domain.words import own_words, refuse_terms
from courses.models import Course
from lms.detector import confirmation_of
from lms.errors import DomainError
from organisations.models import Organisation, Sector, User
from trainers.domain.in_course.teaching import courses_to_teach
from trainers.enums import Audience, SessionRole
from trainers.models import TrainerProgramme, TrainingSession

MOST_BLOCKS = 30
MOST_TITLE, MOST_TEXT = 120, 1000
LONGEST_BLOCK = timedelta(hours=14)
# A return day comes months later (TRAINERS, W4); what lasts longer is two sessions.
LONGEST = timedelta(days=730)


@dataclass(frozen=True)
class PlannedBlock:
    """A block as it is wanted. `key` is that of one there is; None: it is new. Without
    a `place` it is where the session is."""

    starts_at: datetime
    ends_at: datetime
    title: str = ""
    place: str = ""
    key: UUID | None = None


@dataclass(frozen=True)
class Plan:
    """A training session as it is wanted. `places` are the organisations whose people
    may come, each with the most of them, or None; of an open session they are left out
    of account. `confirmation` is that of title and text (lms.detector)."""

    title: str
    language: str
    blocks: tuple[PlannedBlock, ...] = ()
    about: str = ""
    place: str = ""
    link: str = ""
    sectors: tuple[Sector, ...] = ()
    course: Course | None = None
    modules: tuple[str, ...] = ()
    materials: str = ""
    audience: Audience = Audience.STAFF
    capacity: int = 15
    lead: User | None = None
    co_facilitators: tuple[User, ...] = ()
    places: tuple[tuple[Organisation, int | None], ...] = ()
    confirmation: str = ""

    @property
    def words(self) -> str:
        """What is told to those who may come, as the detector reads it."""
        return "\n".join(one for one in (self.title, self.about) if one)


def plan_of(session: TrainingSession) -> Plan:
    """The plan that a session is by, such as a form begins with."""
    trainers = list(session.trainers.select_related("person"))
    leads = [one.person for one in trainers if one.role == SessionRole.LEAD]
    plan = Plan(
        title=session.title,
        language=session.language,
        blocks=tuple(
            PlannedBlock(one.starts_at, one.ends_at, one.title, one.place, one.uuid)
            for one in session.blocks.all()
        ),
        about=session.about,
        place=session.place,
        link=session.link,
        sectors=tuple(session.sectors.all()),
        course=session.course,
        modules=tuple(session.modules),
        materials=session.materials,
        audience=Audience(session.audience),
        capacity=session.capacity,
        lead=leads[0] if leads else None,
        co_facilitators=tuple(
            one.person for one in trainers if one.role == SessionRole.CO
        ),
        places=tuple(
            (one.organisation, one.seats)
            for one in session.places.select_related("organisation")
        ),
    )
    # What is kept was read once by the detector, and confirmed where it asked.
    return replace(plan, confirmation=confirmation_of(plan.words))


def checked(
    plan: Plan, programme: TrainerProgramme, *, actor: User, kept: Course | None = None
) -> Plan:
    """The plan as it is kept; `kept` is the course that the session is part of so far.
    Raises DomainError as `planning.create_session`."""
    if plan.language not in programme.languages:
        raise DomainError(
            _("This programme is not given in this language."), code="language"
        )
    own_words(
        plan.words, most=MOST_TITLE + 1 + MOST_TEXT, confirmation=plan.confirmation
    )
    refuse_terms(plan.words, actor=actor)
    _refuse_blocks(plan.blocks)
    _refuse_course(plan, programme, kept)
    if plan.lead in plan.co_facilitators:
        raise DomainError(
            _("Somebody is the lead or a co-facilitator, not both."), code="trainers"
        )
    asked = [organisation.pk for organisation, _seats in plan.places]
    if len(set(asked)) != len(asked):
        raise DomainError(_("An organisation is named twice."), code="places")
    return replace(
        plan,
        title=" ".join(plan.title.split()),
        about=plan.about.replace("\r\n", "\n").strip(),
        materials="\n".join(
            line.strip() for line in plan.materials.splitlines() if line.strip()
        ),
        blocks=tuple(sorted(plan.blocks, key=lambda one: one.starts_at)),
        places=() if plan.audience == Audience.OPEN else plan.places,
    )


def _refuse_course(
    plan: Plan, programme: TrainerProgramme, kept: Course | None
) -> None:
    if plan.course is None:
        if plan.modules:
            raise DomainError(_("Modules are those of a course."), code="course")
        return
    taught = courses_to_teach(programme, kept=kept)
    if plan.course not in [one.course for one in taught]:
        raise DomainError(
            _("Sessions of this programme do not teach this course."), code="course"
        )


def _refuse_blocks(blocks: Iterable[PlannedBlock]) -> None:
    ordered = sorted(blocks, key=lambda one: one.starts_at)
    if len(ordered) > MOST_BLOCKS:
        raise DomainError(
            _("A session has at most %(most)s blocks.") % {"most": MOST_BLOCKS},
            code="blocks",
        )
    for one in ordered:
        if not timedelta(0) < one.ends_at - one.starts_at <= LONGEST_BLOCK:
            raise DomainError(
                _("A block ends after it begins, on the same day or the night after."),
                code="blocks",
            )
    for one, after in itertools.pairwise(ordered):
        if after.starts_at < one.ends_at:
            raise DomainError(_("Two blocks are at the same time."), code="blocks")
    if ordered and ordered[-1].ends_at - ordered[0].starts_at > LONGEST:
        raise DomainError(
            _("There are more than two years between the first and the last block."),
            code="blocks",
        )
