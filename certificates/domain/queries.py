"""Reads with names."""

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import (
    CharField,
    DateField,
    DateTimeField,
    Exists,
    Q,
    QuerySet,
)

from certificates.domain.checking import for_checking
from certificates.domain.numbers import MOST_SPELLINGS, spellings
from certificates.domain.renewal import is_due, with_successor
from certificates.domain.state import IN_FORCE, state_from
from certificates.models import Certificate, CertificateRule, DayAsked
from courses.domain.recognising import RECOGNISED_CYCLE
from courses.models import Course, Enrolment
from lms.prepared import Given, Prepared
from lms.texts import said
from organisations.models import Sector


def certificates_of(user, *, day: date) -> list[Certificate]:
    """A person's own certificates that count by a day, with their state, events and
    successor, the newest first."""
    mine = Certificate.objects.visible_to(user).order_by("-awarded_on", "-pk")
    return [one for one in _with_state(mine, day) if one.state is not None]


def giving_certificates(
    course_ids: Iterable[int], sectors: Collection[str]
) -> set[int]:
    """Those of these courses that give a certificate: to one of these sectors, or to any
    where none is asked about. One query."""
    rules = CertificateRule.objects.filter(
        course__in=list(course_ids), course__is_practice=False
    )
    if sectors:
        asked = Sector.objects.filter(pk__in=list(sectors), gives_certificate=True)
        rules = rules.filter(Q(sector=None) & Exists(asked) | Q(sector__in=asked))
    return set(rules.values_list("course", flat=True))


def certificate_of(user, uuid, *, day: date) -> Certificate | None:
    """One of these; None for somebody else's, and before its first day."""
    mine = Certificate.objects.visible_to(user).filter(uuid=uuid)
    found = next(iter(_with_state(mine, day)), None)
    return found if found and found.state is not None else None


def certificate_with_number(number: str, *, day: date) -> Certificate | None:
    """The certificate a normalised number belongs to, with its state on a day and what
    certificates.domain.checking.for_checking adds.

    Open to anyone who knows the number. None for a number that was never given. One
    query for either: who asks cannot tell by the time it takes.
    """
    asked = DayAsked.of(day)
    written = spellings(number)
    # As many as any number has: some stand twice.
    written += written[:1] * (MOST_SPELLINGS - len(written))
    found = _CHECKED.ask(
        day=asked.day,
        end=asked.end,
        soon=asked.soon,
        **dict(zip(_NUMBERS, written, strict=True)),
    )
    return next(iter(found), None)


_NUMBERS = [f"number_{place}" for place in range(MOST_SPELLINGS)]


def _checked() -> QuerySet[Certificate]:
    asked = DayAsked(
        Given("day", DateField()),
        Given("end", DateTimeField()),
        Given("soon", DateField()),
    )
    known = Certificate.objects.filter(
        number__in=[Given(name, CharField()) for name in _NUMBERS]
    )
    return with_successor(for_checking(known.with_state(asked), asked), asked)


# Asked by everybody who checks: putting it together takes ten times the answer.
_CHECKED: Prepared[Certificate] = Prepared(_checked)


def _with_state(certificates, day: date) -> list[Certificate]:
    """A few certificates, each with its events, its successor and its `state` at the
    end of a day.

    In two plain queries: putting `Certificate.objects.with_state` together, which is
    for many, takes longer than reading these.
    """
    found = list(with_successor(certificates, day).prefetch_related("events"))
    for one in found:
        one.state = state_from(one, one.events.all(), day)
    return found


def newest_of_enrolment(enrolment: Enrolment) -> Certificate | None:
    """What a course gave a learner last; None as long as it gave nothing."""
    return (
        Certificate.objects.filter(completion__enrolment=enrolment)
        .order_by("-awarded_at", "-pk")
        .first()
    )


def is_run_out(enrolment: Enrolment, *, day: date) -> bool:
    """Whether the newest certificate of a learner's present cycle, or of a training
    recognised since, may be renewed, has run out, was revoked or superseded, and nothing
    that follows it lasts; see certificates.domain.renewal.is_due. False as long as the
    cycle gave none."""
    held = list(
        Certificate.objects.filter(holder=enrolment.user_id, awarded_on__lte=day)
        .select_related("completion")
        .prefetch_related("events")
        .order_by("awarded_at", "pk")
    )
    mine = [
        one
        for one in held
        if one.completion and one.completion.enrolment_id == enrolment.pk
    ]
    if not mine or mine[-1].completion.cycle not in (RECOGNISED_CYCLE, enrolment.cycle):
        return False
    return is_due(
        mine[-1],
        day,
        held=lambda: {one.pk: one for one in held},
        events_of=lambda one: one.events.all(),
    )


def certified_on(user, day: date) -> list[tuple[int, date]]:
    """(course id, first day) of a person's certificates that are in force on a day."""
    return list(
        Certificate.objects.filter(holder=user, completion__isnull=False)
        .with_state(day)
        .filter(state__in=IN_FORCE)
        .values_list("completion__enrolment__course", "awarded_on")
    )


def exported(user) -> list[dict]:
    """A person's certificates for the export of their data, words and history too."""
    rows = []
    for certificate in (
        Certificate.objects.filter(holder=user)
        .prefetch_related("events")
        .order_by("pk")
    ):
        words = certificate.words
        rows.append(
            {
                "number": certificate.number,
                "name": said(words["names"], certificate.language),
                "printed_name": words["printed_name"],
                "sector_id": certificate.sector_id,
                "language": certificate.language,
                "awarded_on": certificate.awarded_on,
                "valid_until": certificate.valid_until,
                "words": words,
                "history": [
                    {"kind": event.kind, "at": event.at}
                    for event in certificate.events.all()
                ],
            }
        )
    return rows


def certified_in(course: Course, day: date):
    """Ids of the people who hold a certificate of a course that is in force on a day."""
    return (
        Certificate.objects.filter(completion__enrolment__course=course)
        .with_state(day)
        .filter(state__in=IN_FORCE)
        .values("holder")
    )
