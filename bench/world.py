"""The world a benchmark walks through: the demo's course, and many learners in it.

Made before the server starts, in a process of its own (bench.with_django).

Every learner has done the whole course except one lesson and one quiz of ten, so that
a journey of one lesson and one quiz ends with the certificate, whatever the length of
the course. The invited ones are invited by the domain's own function; what they did
before, and the crowd around them, is written straight into the tables.
"""

import re

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from courses.domain.manifest import blob_data, blob_hash, outline_of
from courses.exercises import kind_of
from courses.models import ActivityProgress, Course, Enrolment
from lms.models import OutgoingMail
from organisations.domain.invitations.making import (
    invite,
)
from organisations.enums import Role
from organisations.models import Membership, Organisation, Sector, User
from quizzes.domain.versions import content_in
from quizzes.models import QuestionVersion

PASSWORD = "lantern bridge river morning"
NAME = "Żaneta Van den Bogaerde"
SECTOR, LANGUAGE = "POL", "en"
COURSE = "frontline-prevention-basic"
LINK = re.compile(r"/welcome/([\w-]+)/")
CHUNK = 1000


def build(*, invited: int, with_password: int, crowd: int) -> dict:
    """Seed, add people, and return what the generator needs."""

    call_command("seed_demo")

    course = Course.objects.select_related("current_edition").get(code=COURSE)
    lesson, quiz, done = _last_steps(course)
    people = _people(invited + with_password + crowd)
    _progress(people, course, done)
    _members(people[invited:], with_password)
    return {
        "course": COURSE,
        "language": LANGUAGE,
        "sector": SECTOR,
        "name": NAME,
        "lesson": lesson["key"],
        "quiz": quiz["key"],
        "activities": len(done) + 2,
        "learners": len(people),
        "check": _self_check(course, lesson),
        "answers": _answers(quiz),
        "password": PASSWORD,
        "invited": _invite(people[:invited]),
        "with_password": [
            person.email for person in people[invited : invited + with_password]
        ],
    }


def _last_steps(course) -> tuple[dict, dict, list[str]]:
    """The last quiz, the last lesson with a self-check, and the keys of all the rest."""

    activities = outline_of(course.current_edition_id).activities_for([SECTOR])
    quiz = [one for one in activities if one["kind"] == "quiz"][-1]
    lesson = [
        one
        for one in activities
        if one["kind"] == "lesson" and _exercises(course, one["key"])
    ][-1]
    rest = [one["key"] for one in activities if one not in (quiz, lesson)]
    return lesson, quiz, rest


def _exercises(course, key: str) -> list[dict]:

    content = blob_data(blob_hash(course.current_edition_id, key, LANGUAGE))
    return [one for one in content["segments"] if "exercise" in one]


def _people(count: int) -> list:

    # One hash for all: what it costs to check is the same.
    encoded = make_password(PASSWORD)
    return User.objects.bulk_create(
        [
            User(
                email=f"learner{number}@bench.example",
                printed_name=NAME,
                name_checked_at=timezone.now(),
                language=LANGUAGE,
                sector_id=SECTOR,
                password=encoded,
            )
            for number in range(count)
        ],
        batch_size=CHUNK,
    )


def _progress(people: list, course, done: list[str]) -> None:

    now = timezone.now()
    enrolments = Enrolment.objects.bulk_create(
        [
            Enrolment(
                user=person,
                course=course,
                edition=course.current_edition,
                started_at=now,
            )
            for person in people
        ],
        batch_size=CHUNK,
    )
    sectors = Enrolment.sectors.through
    sectors.objects.bulk_create(
        [sectors(enrolment=one, sector_id=SECTOR) for one in enrolments],
        batch_size=CHUNK,
    )
    ActivityProgress.objects.bulk_create(
        [
            ActivityProgress(
                enrolment=one,
                cycle=one.cycle,
                activity_id=key,
                started_at=now,
                last_seen_at=now,
                completed_at=now,
            )
            for one in enrolments
            for key in done
        ],
        batch_size=CHUNK,
    )


def _members(people: list, with_password: int) -> None:

    organisation = Organisation.objects.get(code="beekstad")
    Membership.objects.bulk_create(
        [
            Membership(
                user=person,
                organisation=organisation,
                role=Role.LEARNER,
                starts_on=timezone.localdate(),
            )
            for person in people
        ],
        batch_size=CHUNK,
    )
    EmailAddress.objects.bulk_create(
        [
            EmailAddress(user=person, email=person.email, verified=True, primary=True)
            for person in people[:with_password]
        ],
        batch_size=CHUNK,
    )


def _invite(people: list) -> list[str]:
    """The secrets of the links in the mails."""

    organisation = Organisation.objects.get(code="beekstad")
    coordinator = User.objects.get(email="coordinator@beekstad.example")
    sector = Sector.objects.get(pk=SECTOR)
    now = timezone.now()
    for person in people:
        invite(
            organisation,
            email=person.email,
            sector=sector,
            language=LANGUAGE,
            printed_name=person.printed_name,
            actor=coordinator,
            now=now,
        )
    wanted = {person.email for person in people}
    secrets = [
        LINK.search(mail.text)[1]
        for mail in OutgoingMail.objects.order_by("pk")
        if set(mail.to) <= wanted
    ]
    # Sending them is not what is measured, and must not go on beside it.
    DBTaskResult.objects.all().delete()
    return secrets


def _self_check(course, lesson: dict) -> dict:
    exercise = _exercises(course, lesson["key"])[0]
    return {
        "id": exercise["id"],
        "data": _right_answer(exercise["exercise"]["content"]),
    }


def _answers(quiz: dict) -> dict[str, dict]:
    """{prompt: what to post} for every question the quiz may draw."""

    versions = QuestionVersion.objects.filter(pk__in=quiz["rules"]["versions"])
    contents = [content_in(version, LANGUAGE) for version in versions]
    return {content["prompt"]: _right_answer(content) for content in contents}


def _right_answer(content: dict) -> dict[str, list[str]]:
    """The form's fields with what is right, for either family of exercises."""

    kind = kind_of(content)
    if hasattr(kind, "things"):
        return {
            f"place-{thing['id']}": [thing["place"]] for thing in kind.things(content)
        }
    return {"choice": sorted(kind.right(content))}
