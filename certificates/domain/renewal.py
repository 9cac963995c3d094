"""Renewing: until when the next certificate counts, which one it follows, and when it is
time for it.

What a rule says is applied once, at award, and written on the certificate: changing the
rule or the course later changes nothing for those who were certified before.
"""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from certificates.domain.names import choose_alike
from certificates.domain.state import RUN_OUT, state_from
from certificates.enums import (
    FINAL_KINDS,
    REPLACING_KINDS,
    CertificateState,
    EventKind,
    RenewalMode,
)
from certificates.models import (
    Certificate,
    CertificateEvent,
    CertificateRule,
    DayAsked,
    day_of,
    end_of,
)
from courses.domain.equivalents import counting_for
from courses.models import Completion, Course
from lms import audit
from lms.errors import DomainError
from lms.months import months_after

# In these a certificate is followed by no renewal: the next one begins anew.
ENDED = (CertificateState.REVOKED, CertificateState.SUPERSEDED)
# The certificates that took the place of one, or will on its last day.
FOLLOWING = (EventKind.RENEWED, *REPLACING_KINDS)


def last_day(
    rule: CertificateRule, completed_on: date, previous: Certificate | None
) -> date | None:
    """The last day of what is earned on a day, after `previous` or None.

    Counted from the last day of the one before when it is renewed early, within its
    days of renewal; from the day of completion after it has run out, or before these
    days. Never earlier than counted from completion.
    """
    if rule.validity_months is None:
        return None
    counts_from = completed_on
    if rule.renewal_mode != RenewalMode.FROM_COMPLETION and _is_early(
        completed_on, previous
    ):
        counts_from = previous.valid_until
    last = months_after(counts_from, rule.validity_months)
    if rule.renewal_mode == RenewalMode.FIXED_DATE:
        return next_fixed_day(last, rule.fixed_month, rule.fixed_day)
    return last


def next_fixed_day(day: date, month: int, of_month: int) -> date:
    """The first such day of a year on or after a day; 29 February is 28 February in a
    year without one."""
    this_year, next_year = (
        date(year, month, min(of_month, monthrange(year, month)[1]))
        for year in (day.year, day.year + 1)
    )
    return this_year if this_year >= day else next_year


def predecessor_of(
    completion: Completion, rule: CertificateRule, *, now: datetime
) -> Certificate | None:
    """The certificate that the one of a completion renews: the holder's newest of the
    same sector and family, neither revoked nor superseded; None for a first one.

    A family is a course and its refreshers: each renews what the other gave.
    """
    return predecessors_of([(completion, rule)], now=now).get(completion.pk)


def predecessors_of(
    awards: Sequence[tuple[Completion, CertificateRule]], *, now: datetime
) -> dict[int, Certificate]:
    """The same for many, by the key of the completion; those without one are left out.
    As many queries as for one."""
    families = _families(rule for _completion, rule in awards)
    held: dict[tuple, list[Certificate]] = defaultdict(list)
    for one in (
        Certificate.objects.filter(
            holder__in={completion.enrolment.user_id for completion, _rule in awards},
            sector__in={completion.sector_id for completion, _rule in awards},
            completion__enrolment__course__in=set().union(*families.values()),
        )
        .annotate(of_course=F("completion__enrolment__course"))
        .with_state(day_of(now))
        .exclude(state__in=ENDED)
        .order_by("-awarded_on", "-awarded_at", "-pk")
    ):
        held[one.holder_id, one.sector_id].append(one)
    found = {}
    for completion, rule in awards:
        for one in held[completion.enrolment.user_id, completion.sector_id]:
            if (
                one.completion_id != completion.pk
                and one.awarded_on <= day_of(completion.completed_at)
                and one.of_course in families[rule.pk]
            ):
                found[completion.pk] = one
                break
    return found


def _families(rules: Iterable[CertificateRule]) -> dict[int, set[int]]:
    """{rule: the courses whose certificates it renews}."""
    bases = {rule.pk: rule.renews_id or rule.course_id for rule in rules}
    refreshers = defaultdict(set)
    for base, course in CertificateRule.objects.filter(
        renews__in=set(bases.values())
    ).values_list("renews", "course"):
        refreshers[base].add(course)
    return {pk: {base} | refreshers[base] for pk, base in bases.items()}


def mark_renewed(
    renewals: Iterable[tuple[Certificate, Certificate]],
    *,
    issuer_id: int,
    now: datetime,
) -> None:
    """Note on the first of each pair that the second, just awarded, renews it. The one
    before counts until its last day all the same. As many queries as for one."""
    renewals = list(renewals)
    if not renewals:
        return
    CertificateEvent.objects.bulk_create(
        CertificateEvent(
            certificate=previous,
            kind=EventKind.RENEWED,
            at=now,
            by=None,
            successor=certificate,
        )
        for previous, certificate in renewals
    )
    choose_alike(renewals, now=now)
    audit.record_all(
        "certificates.renewed",
        actor=None,
        organisation=issuer_id,
        subjects={
            previous: {"number": previous.number, "successor": certificate.number}
            for previous, certificate in renewals
        },
        now=now,
    )


def with_successor(certificates: QuerySet, day: date | DayAsked) -> QuerySet:
    """Each certificate with `renewed_by`, the number of the one that renewed it by the
    end of a day, and `renewed_by_uuid`; None where none did, or it ended itself. And
    `is_outdated`: whether a material edition, and no certificate, has taken its place."""
    end = DayAsked.of(day).end
    # What took the place of one that ended is named itself.
    ended = CertificateEvent.objects.filter(
        certificate=OuterRef("successor"), kind__in=FINAL_KINDS, at__lt=end
    )
    renewals = CertificateEvent.objects.filter(
        ~Exists(ended),
        certificate=OuterRef("pk"),
        kind=EventKind.RENEWED,
        at__lt=end,
    ).order_by("-at", "-pk")
    return certificates.annotate(
        renewed_by=Subquery(renewals.values("successor__number")[:1]),
        renewed_by_uuid=Subquery(renewals.values("successor__uuid")[:1]),
        is_outdated=Exists(
            CertificateEvent.objects.filter(
                certificate=OuterRef("pk"),
                kind=EventKind.SUPERSEDED,
                edition__isnull=False,
                at__lt=end,
            )
        ),
    )


def is_due(
    certificate: Certificate,
    day: date,
    *,
    held: Callable[[], Mapping[int, Certificate]],
    events_of: Callable[[Certificate], Iterable[CertificateEvent]],
) -> bool:
    """Whether it is time, on a day, to earn what comes after a certificate.

    It is from its first day of renewal on, after its last one, and after it was revoked
    or superseded, unless one that follows it lasts. `held` gives the holder's
    certificates by key and is asked only where one follows; `events_of` gives the events
    of one of them, oldest first.
    """
    events = [one for one in events_of(certificate) if one.at < end_of(day)]
    if not _is_time(certificate, state_from(certificate, events, day), day):
        return False
    following = (
        one.successor_id
        for one in events
        if one.kind in FOLLOWING and one.successor_id is not None
    )
    return all(
        _is_over(certificate, held().get(pk), day, held, events_of) for pk in following
    )


def _is_over(
    certificate: Certificate, successor: Certificate | None, day: date, held, events_of
) -> bool:
    if successor is None or _age(successor) <= _age(certificate):
        # Never back in time, so that this comes to an end.
        return True
    return is_due(successor, day, held=held, events_of=events_of)


def _age(certificate: Certificate) -> tuple[datetime, int]:
    return certificate.awarded_at, certificate.pk


def _is_time(
    certificate: Certificate, state: CertificateState | None, day: date
) -> bool:
    if state in (CertificateState.VALID, CertificateState.EXPIRING):
        first = certificate.renewable_from
        return state in RUN_OUT or (first is not None and first <= day)
    return state == CertificateState.SUPERSEDED or state in RUN_OUT


def _is_early(completed_on: date, previous: Certificate | None) -> bool:
    return (
        previous is not None
        and previous.valid_until is not None
        and previous.renewable_from <= completed_on <= previous.valid_until
    )


def check_renews(course: Course, renews: Course, *, day: date) -> None:
    """Raises DomainError ("not_counting") unless two courses count for each other on a
    day: else whoever asks for the one would not see what the refresher renewed."""
    counting = counting_for([renews.pk]).get(renews.pk, ())
    if not any(one.course_id == course.pk and one.holds(day) for one in counting):
        raise DomainError(
            _(
                "First say that the two courses count for each other, under Equivalent "
                "courses: only then does the refresher meet what is asked of its holders."
            ),
            code="not_counting",
        )
