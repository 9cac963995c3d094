"""Certificates as evidence: which of them meet a requirement on a day, and until when.

The register belongs to the person: what was earned at an earlier employer counts. So
does a certificate of another course that counted for the one that is asked on the day
it was awarded.
"""

from datetime import date

from django.db.models import DateField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Least

from certificates.enums import FINAL_KINDS, CertificateState
from certificates.models import Certificate, CertificateEvent, end_of
from courses.domain.equivalents import counts_for
from tracking.domain.dates import FOREVER, LastDay

# What the calendar alone decides: neither revoked, superseded nor suspended.
GOOD = (CertificateState.VALID, CertificateState.EXPIRING, CertificateState.EXPIRED)


def certified_until(day: date) -> Subquery:
    """For a queryset of obligations: the last day certified, as seen on a day.

    The rule of the certificate decides, or the requirement where it is stricter. May
    lie before `day`; FOREVER without end; NULL where nothing counts.
    """
    forever = Value(FOREVER, output_field=DateField())
    stricter = LastDay("awarded_on", OuterRef("requirement__renew_months"))
    return Subquery(
        Certificate.objects.filter(_of_obligation())
        .with_state(day)
        .filter(state__in=GOOD)
        .annotate(
            until=Least(
                Coalesce("valid_until", forever),
                Coalesce(stricter, forever),
                output_field=DateField(),
            )
        )
        .order_by("-until")
        .values("until")[:1],
        output_field=DateField(),
    )


def last_award(day: date) -> Subquery:
    """For a queryset of obligations: when a certificate for it was last awarded by a
    day, whatever became of it; NULL where none was."""
    awarded = Certificate.objects.filter(_of_obligation(), awarded_on__lte=day)
    return Subquery(awarded.order_by("-awarded_at").values("awarded_at")[:1])


def last_withdrawn(day: date) -> Subquery:
    """For a queryset of obligations: when a certificate for it was last revoked or
    superseded by the end of a day; NULL where none was."""
    events = CertificateEvent.objects.filter(
        _of_obligation("certificate__"), kind__in=FINAL_KINDS, at__lt=end_of(day)
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
    course that is asked, or of one that counted for it on that day."""
    asked = OuterRef("requirement__course")
    return Q(**{course: asked}) | Q(counts_for(OuterRef(asked), course=course, on=on))
