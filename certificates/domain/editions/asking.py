"""What a material edition asks of one holder."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q

from certificates.domain.editions.concerned import asked, concerned, is_up_to_date
from certificates.domain.editions.deciding import deadline_of
from certificates.enums import EditionDemand
from certificates.models import Certificate, EditionChange, day_of
from courses.domain.enrolment import titles_of
from courses.models import Completion, Enrolment
from lms.texts import Spoken


@dataclass(frozen=True)
class Ask:
    """What the holder of a certificate has to do, and by when.

    `is_short`: the short course of `code` will do, else the course itself is done
    again. `is_done`: they did it.
    """

    code: str
    title: Spoken
    is_short: bool
    until: date
    is_done: bool


def asked_for(certificate: Certificate, *, now: datetime, language: str) -> list[Ask]:
    """What is asked for one certificate at a moment, the most urgent first; in two
    queries where nothing is. Nothing of what rests on no course."""
    if certificate.completion_id is None:
        return []
    course_id, number = (
        Completion.objects.filter(pk=certificate.completion_id)
        .values_list("enrolment__course", "edition__number")
        .get()
    )
    changes = EditionChange.objects.asking().filter(
        edition__course=course_id,
        edition__number__gt=number,
        issuer=certificate.words["issuer"]["id"],
        decided_at__gte=certificate.awarded_at,
    )
    found = []
    for change in changes.select_related("edition__course", "delta").order_by("until"):
        mine = concerned(change, day=day_of(now)).filter(pk=certificate.pk)
        if not mine.exists():
            continue
        is_done = mine.filter(is_up_to_date(change, by=now)).exists()
        found.append(_ask(change, language, certificate.sector_id, is_done=is_done))
    return found


def asked_of_holder(user, *, now: datetime, language: str) -> list[Ask]:
    """What a person has still to do because of material editions, for any of their
    certificates, the most urgent first; in one query where nothing is."""
    held = Certificate.objects.filter(
        holder=user,
        completion__enrolment__course=OuterRef("edition__course"),
        issuer=OuterRef("issuer"),
    )
    changes = EditionChange.objects.asking().filter(Exists(held))
    return [
        _ask(change, language, user.sector_id, is_done=False)
        for change in changes.select_related("edition__course", "delta").order_by(
            "until", "pk"
        )
        if asked(change, now=now).filter(holder=user).exists()
    ]


def asks_to_do_again(enrolment: Enrolment, *, now: datetime) -> bool:
    """Whether a completed course may be done again because a material edition, of it or
    one of which it is the short course, asks something of the learner; one query where
    none does."""
    changes = EditionChange.objects.asking().filter(
        Q(edition__course=enrolment.course_id) | Q(delta=enrolment.course_id)
    )
    return any(
        asked(change, now=now).filter(holder=enrolment.user_id).exists()
        for change in changes.select_related("edition", "delta")
    )


def _ask(
    change: EditionChange, language: str, sector: str | None, *, is_done: bool
) -> Ask:
    course = change.delta or change.edition.course
    titles = titles_of([course], language=language, sector=sector)
    return Ask(
        code=course.code,
        title=titles[course.pk],
        is_short=change.demand == EditionDemand.DELTA,
        until=deadline_of(change),
        is_done=is_done,
    )
