"""What an organisation asks of its people begins and ends."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from certificates.models import CertificateRule, day_of
from courses.domain.languages.rules import (
    assignable_languages,
    check_languages,
)
from courses.models import Course
from lms import audit
from lms.errors import DomainError
from organisations.models import Organisation, Sector, User
from tracking.domain.obligations import sync_requirement
from tracking.models import AcceptedEvidence, Requirement

LONGEST_DUE_DAYS = 730
LONGEST_RENEW_MONTHS = 120
LONGEST_GRACE_DAYS = 180


@transaction.atomic
def require_course(
    organisation: Organisation,
    sector: Sector,
    course: Course,
    *,
    actor: User | None,
    now: datetime,
    accepted: Collection[Course] = (),
    accepted_months: int | None = None,
    **terms,
) -> Requirement:
    """Ask a course of an organisation's people in a sector, from today on; a certificate
    of one of those `accepted` is enough as well, for `accepted_months` after its award
    (None: while it is valid).

    `terms` are the other fields of a Requirement, by name. Raises DomainError
    `not_released`, `no_certificate`, `language_missing`, `bad_due_days`, `bad_due_on`,
    `bad_grace_days`, `bad_renew_months`, `bad_language`, `bad_accepted`,
    `bad_accepted_months` or `already_required`.
    """
    requirement = drafted(organisation, sector, course, terms, now)
    check_requirement(requirement, now=now)
    check_accepted(course, accepted, accepted_months)
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    _check_not_required(requirement)
    requirement.save()
    accept(requirement, accepted, accepted_months)
    opened = sync_requirement(requirement, now=now)
    audit.record(
        "tracking.requirement_started",
        actor=actor,
        subject=requirement,
        now=now,
        data={
            "course": course.code,
            "sector": sector.pk,
            "due_days": requirement.due_days,
            "renew_months": requirement.renew_months,
            **_limits(requirement),
            **_accepted(accepted, accepted_months),
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
    requirement.ended_at = now
    requirement.save(update_fields=["ends_on", "ended_at"])
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


def drafted(
    organisation: Organisation,
    sector: Sector,
    course: Course,
    terms: Mapping[str, object],
    now: datetime,
) -> Requirement:
    """What would be asked from today on; not saved."""
    draft = Requirement(
        organisation=organisation,
        sector=sector,
        course=course,
        starts_on=day_of(now),
        recorded_at=now,
        **terms,
    )
    draft.function = draft.function.strip()
    return draft


def _limits(requirement: Requirement) -> dict[str, object]:
    """What narrows a requirement or moves its day, where anything does."""
    due_on = requirement.due_on
    limits = {
        "function": requirement.function,
        "language": requirement.language,
        "due_on": due_on and due_on.isoformat(),
        "grace_days": requirement.grace_days,
    }
    return {name: value for name, value in limits.items() if value}


def accept(
    requirement: Requirement, courses: Collection[Course], months: int | None
) -> None:
    """Write down that others are enough as well; for a requirement just made."""
    AcceptedEvidence.objects.bulk_create(
        AcceptedEvidence(requirement=requirement, course=one, within_months=months)
        for one in courses
    )
    requirement.accepted_within = {str(one.pk): months for one in courses}
    requirement.save(update_fields=["accepted_within"])


def _accepted(accepted: Collection[Course], months: int | None) -> dict[str, object]:
    """What is enough as well, where anything is."""
    if not accepted:
        return {}
    return {"accepted": sorted(one.code for one in accepted), "within_months": months}


def check_accepted(
    course: Course, accepted: Collection[Course], months: int | None
) -> None:
    """Whether others may be accepted for a course; raises what `require_course` does."""
    if any(one == course for one in accepted):
        raise DomainError(
            _(
                "The course itself is what you ask. Choose others that are enough as well."
            ),
            code="bad_accepted",
        )
    if any(one.current_edition_id is None or one.is_practice for one in accepted):
        raise DomainError(
            _("One of the courses that are enough as well is not to be had any more."),
            code="bad_accepted",
        )
    if months is not None and not accepted:
        raise DomainError(
            _(
                "Choose which other courses are enough, or for how long counts for none."
            ),
            code="bad_accepted_months",
        )
    if months is not None and not 1 <= months <= LONGEST_RENEW_MONTHS:
        raise DomainError(
            _("Another course is enough for 1 to %(longest)s months.")
            % {"longest": LONGEST_RENEW_MONTHS},
            code="bad_accepted_months",
        )


def check_requirement(draft: Requirement, *, now: datetime) -> None:
    """Whether this could be asked; raises what `require_course` raises."""
    organisation, sector, course = draft.organisation, draft.sector, draft.course
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
    if draft.language and draft.language not in assignable_languages(
        organisation, course
    ):
        raise DomainError(
            _("People cannot take this course in that language there."),
            code="bad_language",
        )
    if not 1 <= draft.due_days <= LONGEST_DUE_DAYS:
        raise DomainError(
            _("Give people between 1 and %(longest)s days.")
            % {"longest": LONGEST_DUE_DAYS},
            code="bad_due_days",
        )
    _check_day(draft, day_of(now))
    _check_renewal(sector, course, draft.renew_months)
    _check_not_required(draft)


def _check_day(draft: Requirement, day: date) -> None:
    if draft.due_on is not None and not (
        day < draft.due_on <= day + timedelta(days=LONGEST_DUE_DAYS)
    ):
        raise DomainError(
            _("Choose a day after today, at most %(longest)s days from now.")
            % {"longest": LONGEST_DUE_DAYS},
            code="bad_due_on",
        )
    if draft.grace_days > LONGEST_GRACE_DAYS:
        raise DomainError(
            _("Wait at most %(longest)s days.") % {"longest": LONGEST_GRACE_DAYS},
            code="bad_grace_days",
        )


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


def _check_not_required(draft: Requirement) -> None:
    """Two may not ask the same of the same people; a narrower one may stand beside."""
    if (
        Requirement.objects.annotate(work=Lower("function"))
        .filter(
            organisation=draft.organisation,
            sector=draft.sector,
            course=draft.course,
            work=Lower(Value(draft.function)),
            language=draft.language,
            ends_on__isnull=True,
        )
        .exists()
    ):
        raise DomainError(
            _("You ask this course of these people already."), code="already_required"
        )
