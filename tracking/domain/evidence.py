"""Certificates as evidence: which of them meet a requirement on a day, and until when.

The register belongs to the person: what was earned at an earlier employer counts. So
does a certificate of another course that counted for the one that is asked on the day
it was awarded, and one of those that the requirement accepts as well, for as long as it
says.
"""

from dataclasses import replace
from datetime import date, datetime

from django.db.models import DateField, Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Least

from certificates.enums import FINAL_KINDS, CertificateState
from certificates.models import Certificate, CertificateEvent, DayAsked, end_of
from courses.domain.equivalents import counts_for
from tracking.domain.dates import FOREVER, LastDay
from tracking.models import AcceptedEvidence

# What the calendar alone decides: neither revoked, superseded nor suspended.
GOOD = (CertificateState.VALID, CertificateState.EXPIRING, CertificateState.EXPIRED)


def seen_until(day: date, known_at: datetime | None) -> datetime:
    """The moment up to which what happened counts: the end of a day, or sooner where
    less was known."""
    return end_of(day) if known_at is None else min(end_of(day), known_at)


def certified_until(day: date, *, known_at: datetime | None = None) -> Subquery:
    """For a queryset of obligations: the last day certified, as seen on a day, and as
    known before a moment where one is given.

    The rule of the certificate decides, or the requirement where it is stricter. May
    lie before `day`; FOREVER without end; NULL where nothing counts.
    """
    forever = Value(FOREVER, output_field=DateField())
    stricter = LastDay("awarded_on", OuterRef("requirement__renew_months"))
    accepted = _accepted("completion__enrolment__course").values("within_months")
    within = LastDay("awarded_on", Subquery(accepted[:1]))
    return Subquery(
        Certificate.objects.filter(_of_obligation(), awarded_before(known_at))
        .with_state(replace(DayAsked.of(day), end=seen_until(day, known_at)))
        .filter(state__in=GOOD)
        .annotate(
            until=Least(
                Coalesce("valid_until", forever),
                Coalesce(stricter, forever),
                Coalesce(within, forever),
                output_field=DateField(),
            )
        )
        .order_by("-until")
        .values("until")[:1],
        output_field=DateField(),
    )


def awarded_before(known_at: datetime | None) -> Q:
    """Certificates that were known before a moment; all of them without one."""
    return Q() if known_at is None else Q(awarded_at__lt=known_at)


def last_award(day: date, *, known_at: datetime | None = None) -> Subquery:
    """For a queryset of obligations: when a certificate for it was last awarded by a
    day, whatever became of it; NULL where none was."""
    awarded = Certificate.objects.filter(
        _of_obligation(), awarded_before(known_at), awarded_on__lte=day
    )
    return Subquery(awarded.order_by("-awarded_at").values("awarded_at")[:1])


def last_withdrawn(day: date) -> Subquery:
    """For a queryset of obligations: when a certificate for it was last revoked or
    superseded by the end of a day; NULL where none was. A printed name put right takes
    nothing away."""
    events = CertificateEvent.objects.filter(
        _of_obligation("certificate__"),
        Q(successor=None) | Q(successor__corrects=None),
        kind__in=FINAL_KINDS,
        at__lt=end_of(day),
    )
    return Subquery(events.order_by("-at").values("at")[:1])


def _of_obligation(path: str = "") -> Q:
    return of_asked_course(
        f"{path}completion__enrolment__course", on=f"{path}awarded_on"
    ) & Q(
        **{
            f"{path}holder": OuterRef("user"),
            f"{path}sector": OuterRef("requirement__sector"),
        }
    )


def of_asked_course(course: str, *, on: str) -> Q:
    """For rows with a `course` and a day `on`, below a queryset of obligations: of the
    course that is asked, of one that counted for it on that day, or of one that is
    accepted as well."""
    asked = OuterRef("requirement__course")
    return (
        Q(**{course: asked})
        | Q(counts_for(OuterRef(asked), course=course, on=on))
        | Q(Exists(_accepted(course)))
    )


def _accepted(course: str):
    """For rows with a `course`, below a queryset of obligations: that the requirement
    accepts it."""
    return AcceptedEvidence.objects.filter(
        requirement=OuterRef(OuterRef("requirement")), course=OuterRef(course)
    )
