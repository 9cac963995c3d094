"""What somebody learns who checks a certificate: its worth on a day, and of its
holder's name what they let be seen."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F, OuterRef, QuerySet, Subquery

from certificates.domain.state import state_from
from certificates.enums import REPLACING_KINDS, CertificateState
from certificates.models import Certificate, CertificateEvent, DayAsked, end_of
from lms.months import months_after

# So far ahead a day may be asked about (our design): longer than any validity.
MONTHS_AHEAD = 120


@dataclass(frozen=True)
class Worth:
    """What a certificate is worth at the end of a day.

    `state` None: it did not count yet. `successor` is the number of the certificate
    that had taken its place by then, "" where there is none. `is_outdated`: a material
    edition, and no certificate, had. `had_other_number`: it is the worth of the one
    in whose place it was issued since; the same award, the same dates.
    """

    day: date
    state: CertificateState | None
    successor: str
    is_outdated: bool
    had_other_number: bool


def for_checking(certificates: QuerySet, day: date | DayAsked) -> QuerySet:
    """These certificates with `name_shown`, what their holder chose (None: nothing was
    chosen), and `successor_number`, what replaced them by the end of a day, else None.
    In the query they come from."""
    replaced = CertificateEvent.objects.filter(
        certificate=OuterRef("pk"),
        kind__in=REPLACING_KINDS,
        at__lt=DayAsked.of(day).end,
    ).order_by("at", "pk")
    return certificates.annotate(
        name_shown=F("name_choice__choice"),
        successor_number=Subquery(replaced.values("successor__number")[:1]),
    )


def worth_on(certificate: Certificate, day: date) -> Worth:
    """What a certificate is worth on any day, in one query, and one more for each time
    that it was issued anew since.

    Of a day to come it is what follows from what is known now.
    """
    counted = certificate
    while counted.corrected_at is not None and counted.corrected_at >= end_of(day):
        counted = counted.corrects
    events = list(counted.events.select_related("successor").order_by("at", "pk"))
    state = state_from(counted, events, day)
    replacing = (
        one for one in events if one.kind in REPLACING_KINDS and one.at < end_of(day)
    )
    taken = next(replacing, None)
    return Worth(
        day,
        state,
        successor=taken.successor.number if taken and taken.successor else "",
        is_outdated=taken is not None and taken.edition_id is not None,
        had_other_number=counted is not certificate,
    )


def latest_day(today: date) -> date:
    """The last day that may be asked about."""
    return months_after(today, MONTHS_AHEAD)
