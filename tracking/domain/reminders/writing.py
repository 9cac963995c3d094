"""The mails: one digest for a person, one for those who coordinate."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.urls import reverse

from courses.domain.enrolment import titles_of
from courses.models import Course
from lms.mail import Mail
from organisations.domain.contacts.directory import ContactCard, contacts_for
from organisations.enums import ContactKind
from organisations.models import Organisation, User
from tracking.domain.reminders.reading import Asked
from tracking.enums import ReminderKind

TEMPLATE = "tracking/mail/reminder"


@dataclass(frozen=True)
class Told:
    """What a mail says of an obligation: why, and the day that it names."""

    asked: Asked
    kind: ReminderKind
    deadline: date


class Words:
    """Titles, names and contacts for mails, each looked up once."""

    def __init__(self) -> None:
        self._courses: dict[int, Course] = {}
        self._titles: dict[tuple, str] = {}
        self._organisations: dict[int, Organisation] = {}
        self._contacts: dict[tuple[int, str], ContactCard | None] = {}

    def read(self, asked: Iterable[Asked]) -> None:
        """Look up the courses and organisations of many at once."""
        asked = list(asked)
        courses = {one.course_id for one in asked} - self._courses.keys()
        self._courses |= Course.objects.in_bulk(courses) if courses else {}
        bodies = {one.asked_by for one in asked}
        bodies |= {one.place.organisation_id for one in asked}
        bodies -= self._organisations.keys()
        self._organisations |= Organisation.objects.in_bulk(bodies) if bodies else {}

    def know(self, courses: Iterable[Course]) -> None:
        """Courses that somebody has in hand."""
        self._courses |= {one.pk: one for one in courses}

    def course(self, pk: int) -> Course:
        """One of the courses that were read."""
        return self._courses[pk]

    def organisation(self, pk: int) -> Organisation:
        """One of the organisations that were read."""
        return self._organisations[pk]

    def title(self, course_id: int, language: str, sector: str | None) -> str:
        """A course as people of a sector know it, in a language."""
        key = (course_id, language, sector)
        if key not in self._titles:
            course = self._courses[course_id]
            titles = titles_of([course], language=language, sector=sector)
            self._titles[key] = titles[course_id]
        return self._titles[key]

    def contact(self, place_id: int, language: str) -> ContactCard | None:
        """Whom somebody who works there asks about training, the nearest one."""
        key = (place_id, language)
        if key not in self._contacts:
            place = self._organisations[place_id]
            found = contacts_for(place, language, kinds={ContactKind.TRAINING})
            self._contacts[key] = next(iter(found), None)
        return self._contacts[key]


def digest(
    user: User, told: Sequence[Told], words: Words, *, key: str | None, **changes
) -> Mail:
    """The mail to a person about all that they are told: a course at most once, the
    most urgent first. `changes` go into its context."""
    courses = {}
    for one in sorted(told, key=lambda one: (one.deadline, one.asked.obligation_id)):
        courses.setdefault(one.asked.course_id, one)
    lines = [_line(one, user, words) for one in courses.values()]
    places = list(dict.fromkeys(one.asked.place.organisation_id for one in told))
    contact = words.contact(places[0], user.language)
    return Mail(
        template=TEMPLATE,
        to=[user.email],
        language=user.language,
        context={
            "name": user.printed_name,
            "lines": lines,
            "count": len(lines),
            "employer": ", ".join(words.organisation(one).name for one in places),
            "contact": contact and _reached(contact),
            "is_test": False,
            "by": "",
            **changes,
        },
        idempotency_key=key,
    )


def _line(one: Told, user: User, words: Words) -> dict:
    course_id = one.asked.course_id
    code = words.course(course_id).code
    return {
        "title": words.title(course_id, user.language, user.sector_id),
        "kind": one.kind.value,
        "deadline": one.deadline,
        "asked_by": words.organisation(one.asked.asked_by).name,
        # Where the learner was, or the page of the course; after signing in.
        "link": settings.RELAY_BASE_URL + reverse("courses:resume", args=[code]),
    }


def _reached(contact: ContactCard) -> dict[str, str]:
    return {
        "name": contact.name,
        "phone": contact.contact.phone,
        "email": contact.contact.email,
    }
