"""What an organisation asks of its people begins and ends."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, IntegerField, OuterRef, Q, Value
from django.utils.translation import gettext as _

from certificates.domain.state import IN_FORCE
from certificates.models import Certificate, CertificateRule, day_of
from courses.domain.equivalents import counts_for
from courses.domain.languages.rules import (
    assignable_languages,
    check_languages,
    excuse_used,
)
from courses.models import Course, LanguageException
from lms import audit
from lms.errors import DomainError
from organisations.models import Organisation, Sector, User
from tracking.domain.dates import LastDay
from tracking.domain.obligations import sync_requirement
from tracking.domain.scope import people_in_scope
from tracking.models import Requirement

LONGEST_DUE_DAYS = 730
LONGEST_RENEW_MONTHS = 120


@dataclass(frozen=True)
class Effect:
    """What asking a course would do: whom it concerns today, how many of them hold a
    certificate for it, and until when the others have time.

    `languages` are those of the body's law in which its people can take it; `exception`
    is what lets it be asked without another one.
    """

    people: int
    certified: int
    due_on: date
    languages: list[str]
    exception: LanguageException | None


@transaction.atomic
def require_course(
    organisation: Organisation,
    sector: Sector,
    course: Course,
    *,
    due_days: int,
    renew_months: int | None,
    actor: User | None,
    now: datetime,
) -> Requirement:
    """Ask a course of an organisation's people in a sector, from today on.

    `due_days` after coming into scope it is due; it is asked again after
    `renew_months` (None: when the certificate ends). Raises DomainError
    `not_released`, `no_certificate`, `language_missing`, `bad_due_days`,
    `bad_renew_months`, or `already_required`.
    """
    check_requirement(
        organisation,
        sector,
        course,
        due_days=due_days,
        renew_months=renew_months,
        now=now,
    )
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    _check_not_required(organisation, sector, course)
    requirement = Requirement.objects.create(
        organisation=organisation,
        sector=sector,
        course=course,
        due_days=due_days,
        renew_months=renew_months,
        starts_on=day_of(now),
        recorded_at=now,
    )
    opened = sync_requirement(requirement, now=now)
    audit.record(
        "tracking.requirement_started",
        actor=actor,
        subject=requirement,
        now=now,
        data={
            "course": course.code,
            "sector": sector.pk,
            "due_days": due_days,
            "renew_months": renew_months,
            "people": opened,
        },
        organisation=organisation,
    )
    return requirement


@transaction.atomic
def end_requirement(
    requirement: Requirement, *, actor: User | None, now: datetime
) -> Requirement:
    """Ask it no longer, from today on. Ending what has ended changes nothing.

    What people earned stays, and so does what was asked of them on earlier days.
    """
    requirement = (
        Requirement.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .get(pk=requirement.pk)
    )
    if requirement.ends_on is not None:
        return requirement
    today = day_of(now)
    # One that began today was in force today, whatever became of it.
    requirement.ends_on = max(today, requirement.starts_on + timedelta(days=1))
    requirement.save(update_fields=["ends_on"])
    sync_requirement(requirement, now=now)
    audit.record(
        "tracking.requirement_ended",
        actor=actor,
        subject=requirement,
        now=now,
        data={"until": requirement.ends_on.isoformat()},
        organisation=requirement.organisation,
    )
    return requirement


def effect_of(
    organisation: Organisation,
    sector: Sector,
    course: Course,
    *,
    due_days: int,
    renew_months: int | None,
    now: datetime,
) -> Effect:
    """What `require_course` would do; raises what it raises, and changes nothing."""
    check_requirement(
        organisation,
        sector,
        course,
        due_days=due_days,
        renew_months=renew_months,
        now=now,
    )
    day = day_of(now)
    people = people_in_scope(organisation, sector, day)
    held = (
        Certificate.objects.with_state(day)
        .filter(
            Q(completion__enrolment__course=course)
            | Q(
                counts_for(
                    Value(course.pk),
                    course="completion__enrolment__course",
                    on="awarded_on",
                )
            ),
            holder=OuterRef("pk"),
            sector=sector,
            state__in=IN_FORCE,
        )
        .annotate(stricter=LastDay("awarded_on", Value(renew_months, IntegerField())))
        .filter(Q(stricter__isnull=True) | Q(stricter__gte=day))
    )
    return Effect(
        people=people.count(),
        certified=people.filter(Exists(held)).count(),
        due_on=day + timedelta(days=due_days),
        languages=assignable_languages(organisation, course),
        exception=excuse_used(organisation, course, today=day),
    )


def check_requirement(
    organisation: Organisation,
    sector: Sector,
    course: Course,
    *,
    due_days: int,
    renew_months: int | None,
    now: datetime,
) -> None:
    """Whether this could be asked; raises what `require_course` raises."""
    if course.current_edition_id is None:
        raise DomainError(
            _("This course has not been released yet. Choose another one."),
            code="not_released",
        )
    if course.is_practice:
        raise DomainError(
            _("This course is for authors to practise in. Choose another one."),
            code="practice",
        )
    if not sector.gives_certificate:
        raise DomainError(
            _("Nobody earns a certificate in this sector. Choose another one."),
            code="no_certificate",
        )
    check_languages(organisation, course, today=day_of(now))
    if not 1 <= due_days <= LONGEST_DUE_DAYS:
        raise DomainError(
            _("Give people between 1 and %(longest)s days.")
            % {"longest": LONGEST_DUE_DAYS},
            code="bad_due_days",
        )
    _check_renewal(sector, course, renew_months)
    _check_not_required(organisation, sector, course)


def _check_renewal(sector: Sector, course: Course, renew_months: int | None) -> None:
    if renew_months is None:
        return
    if not 1 <= renew_months <= LONGEST_RENEW_MONTHS:
        raise DomainError(
            _(
                "Ask it again after 1 to %(longest)s months, or leave the field empty: "
                "then the certificate decides."
            )
            % {"longest": LONGEST_RENEW_MONTHS},
            code="bad_renew_months",
        )
    # The rule of the sector comes before the one for all sectors.
    rule = (
        CertificateRule.objects.filter(Q(sector=sector) | Q(sector=None), course=course)
        .order_by(F("sector").asc(nulls_last=True))
        .first()
    )
    longest = rule.validity_months if rule else None
    if longest is not None and renew_months > longest:
        raise DomainError(
            _(
                "The certificate is valid for %(months)s months. You can ask it again "
                "earlier, not later."
            )
            % {"months": longest},
            code="bad_renew_months",
        )


def _check_not_required(
    organisation: Organisation, sector: Sector, course: Course
) -> None:
    if Requirement.objects.filter(
        organisation=organisation, sector=sector, course=course, ends_on__isnull=True
    ).exists():
        raise DomainError(
            _("You ask this course of this sector already."), code="already_required"
        )
