"""Suggesting a course to the people of a coverage list: whom, what comes of it, and
doing it.

What is pressed is written down at once and stands on their home; the mail about it waits
for the hours of mail (tracking.domain.suggestions.telling). Who was suggested a course by
a part of their employer is not again, by any part of it, until that is forgotten.

Who did the course or is in it is not told apart here: what somebody learns unasked is no
business of an employer. To them the suggestion shows itself nowhere.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from certificates.models import day_of
from courses.domain.manifest import Outline, outline_of
from courses.models import Course
from lms import audit
from lms.chunks import chunks
from lms.errors import DomainError
from lms.mail import NO_NAME, Sample, sample_of
from organisations.domain.employers import employer_of
from organisations.models import Organisation, User, known_as
from tracking.domain.at_once import rows_at_once
from tracking.domain.coverage import Narrowing
from tracking.domain.reminders.addresses import reachable
from tracking.domain.reminders.plans import Plans
from tracking.domain.reminders.writing import Words
from tracking.domain.suggestions.telling import letter
from tracking.enums import NotSuggested
from tracking.models import Obligation, Suggestion
from tracking.tasks import tell_suggestions

CHUNK = 500


@dataclass(frozen=True)
class Candidate:
    """A person of a list. `obligation_id` says which line is ticked; `left_out` is why
    the course is not suggested to them, "" for whom it can be; `language` is theirs."""

    obligation_id: int
    user_id: int
    name: str
    language: str
    left_out: str = ""


@dataclass(frozen=True)
class Coming:
    """What it would do: to whom it is suggested, how many mails go out at most, by
    language, to how many nobody can write, how many read it in another language than
    theirs, how many are left out by why, when the mails go out, and one of them as it
    reads."""

    people: list[Candidate]
    languages: dict[str, int]
    unreachable: int
    elsewhere: int
    left_out: dict[NotSuggested, int]
    goes_out: datetime
    sample: Sample | None


def candidates_of(
    organisation: Organisation,
    listed: Course,
    narrowing: Narrowing,
    *,
    suggested: Course | None = None,
    now: datetime,
) -> list[Candidate]:
    """Everybody of the coverage list of a course `listed` of today, by name, each once;
    with `suggested`, the course to suggest, those to whom it can be first.
    Raises DomainError `too_many` as `rows_at_once` does."""
    once: dict[int, dict] = {}
    for row in rows_at_once(organisation, listed, narrowing, now=now):
        known = once.setdefault(row["user_id"], row)
        if row["id"] < known["id"]:
            # The same line each time, whichever of two that are asked comes first.
            once[row["user_id"]] = row
    facts = _Facts(organisation, suggested, day_of(now)) if suggested else None
    found = []
    for batch in chunks(list(once.values()), CHUNK):
        users = User.objects.in_bulk([row["user_id"] for row in batch])
        why = facts.why_not(users) if facts else {}
        found += [
            Candidate(
                obligation_id=row["id"],
                user_id=row["user_id"],
                name=known_as(row["name"], row["email"]),
                language=users[row["user_id"]].language,
                left_out=why.get(row["user_id"], ""),
            )
            for row in batch
        ]
    return sorted(found, key=lambda one: bool(one.left_out))


def coming_of(
    candidates: Collection[Candidate],
    organisation: Organisation,
    course: Course,
    *,
    chosen: Collection[int] | None,
    actor: User,
    now: datetime,
) -> Coming:
    """What suggesting a course to those on the lines `chosen`, or to all (None), would
    do. Nothing is written."""
    wanted = _wanted(candidates, chosen)
    people = [one for one in wanted if not one.left_out]
    reached = _reached([one.user_id for one in people])
    mails = [reached[one.user_id] for one in people if one.user_id in reached]
    outline = outline_of(course.current_edition_id)
    return Coming(
        people=people,
        languages=dict(sorted(Counter(one.language for one in mails).items())),
        unreachable=len(people) - len(mails),
        elsewhere=sum(one.language not in outline.languages for one in people),
        left_out=dict(
            Counter(NotSuggested(one.left_out) for one in wanted if one.left_out)
        ),
        goes_out=Plans().of(organisation.path).wakes_at(now),
        sample=_sample(mails[0], organisation, course, actor) if mails else None,
    )


@transaction.atomic
def suggest_course(
    organisation: Organisation,
    listed: Course,
    narrowing: Narrowing,
    *,
    suggested: Course,
    chosen: Collection[int] | None,
    expected: int,
    actor: User,
    now: datetime,
) -> int:
    """Suggest a course to those on the lines `chosen` of a list, or to all (None), and
    return to how many people.

    Raises DomainError `nobody`; `changed` where it would not be as many as `expected`,
    which is what was looked at; and what `candidates_of` raises.
    """
    read = {"suggested": suggested, "now": now}
    found = candidates_of(organisation, listed, narrowing, **read)
    # Whoever presses at the same moment waits, and finds it suggested.
    pks = sorted(one.user_id for one in found)
    list(User.objects.select_for_update(no_key=True).filter(pk__in=pks).order_by("pk"))
    found = candidates_of(organisation, listed, narrowing, **read)
    people = [one for one in _wanted(found, chosen) if not one.left_out]
    if not people:
        raise DomainError(
            _("This can be suggested to nobody you chose. Choose others."),
            code="nobody",
        )
    if len(people) != expected:
        raise DomainError(
            _("Something has changed since you looked. Look at it once more."),
            code="changed",
        )
    act = uuid4()
    Suggestion.objects.bulk_create(
        [
            Suggestion(
                user_id=one.user_id,
                course=suggested,
                organisation=organisation,
                by=actor,
                made_at=now,
                act=act,
            )
            for one in people
        ],
        batch_size=CHUNK,
    )
    audit.record(
        "tracking.course_suggested",
        actor=actor,
        subject=organisation,
        organisation=organisation,
        now=now,
        data={"course": suggested.code, "people": len(people), "act": str(act)},
    )
    tell_suggestions.enqueue()
    return len(people)


class _Facts:
    """Why a course is not suggested to some people, read for many at once."""

    def __init__(self, organisation: Organisation, course: Course, day: date):
        self._course, self._day = course, day
        self._employer = employer_of(organisation).path
        self._outline: Outline = outline_of(course.current_edition_id)
        self._sectors = set(course.sectors.values_list("pk", flat=True))

    def why_not(self, users: dict[int, User]) -> dict[int, NotSuggested]:
        """The first reason of each, of whom there is one."""
        found = {
            pk: NotSuggested.NO_SECTOR
            for pk, user in users.items()
            if not self._is_for(user.sector_id)
        }
        rows = Suggestion.objects.filter(
            user__in=users,
            course=self._course,
            organisation__path__startswith=self._employer,
            # What was taken back may be suggested anew.
            withdrawn_at=None,
        )
        asked = Obligation.objects.on(self._day).filter(
            user__in=users, requirement__course=self._course
        )
        found |= dict.fromkeys(_people(rows), NotSuggested.SUGGESTED)
        return found | dict.fromkeys(_people(asked), NotSuggested.ASKED)

    def _is_for(self, sector: str | None) -> bool:
        # Who has not said their sector yet is asked for it when they begin.
        fits = not self._sectors or sector is None or sector in self._sectors
        return fits and bool(self._outline.required_for([sector]))


def _people(rows) -> list[int]:
    return list(rows.order_by().values_list("user", flat=True).distinct())


def _wanted(
    candidates: Collection[Candidate], chosen: Collection[int] | None
) -> list[Candidate]:
    return [one for one in candidates if chosen is None or one.obligation_id in chosen]


def _reached(people: list[int]) -> dict[int, User]:
    found: dict[int, User] = {}
    for batch in chunks(people, CHUNK):
        found |= reachable(batch)
    return found


def _sample(
    user: User, organisation: Organisation, course: Course, actor: User
) -> Sample:
    words = Words()
    words.know([course])
    return sample_of(
        letter(user, organisation, course, words, by=str(actor), key=None, name=NO_NAME)
    )
