"""Which trainings elsewhere can be recognised, and for whom."""

from datetime import date, datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from certificates.domain.award import last_valid_day
from certificates.enums import CertificateState
from certificates.models import Certificate, CertificateRule, Recognition, day_of
from courses.enums import CompletionBasis
from courses.models import Completion, Course
from lms.errors import DomainError
from organisations.models import Sector, User

# With one of these nobody needs another.
STANDING = (CertificateState.VALID, CertificateState.SUSPENDED)


def rules_for(sector: Sector | None) -> list[CertificateRule]:
    """The rules by which a training can be recognised for a sector, one a course."""
    if sector is None or not sector.gives_certificate:
        return []
    rules = CertificateRule.objects.filter(
        Q(sector=sector) | Q(sector=None),
        course__current_edition__isnull=False,
        course__is_practice=False,
    ).select_related("course", "issuer")
    found: dict[int, CertificateRule] = {}
    # The sector's own goes before the one for all.
    for rule in sorted(rules, key=lambda rule: rule.sector_id is None):
        found.setdefault(rule.course_id, rule)
    return sorted(found.values(), key=lambda rule: rule.course.code)


def rule_of(course: Course, sector: Sector) -> CertificateRule | None:
    """The one for a course; None where it gives the sector no certificate."""
    mine = [rule for rule in rules_for(sector) if rule.course_id == course.pk]
    return mine[0] if mine else None


def would_run_out(recognition: Recognition, *, today: date) -> date | None:
    """The last day of the certificate it would give, where that is over already; else
    None."""
    rule = rule_of(recognition.course, recognition.sector)
    until = rule and last_valid_day(recognition.trained_on, rule.validity_months)
    return until if until is not None and until < today else None


def checked(
    user: User,
    course: Course,
    sector: Sector | None,
    trained_on: date,
    *,
    now: datetime,
) -> CertificateRule:
    """The rule by which it can be recognised today. Raises DomainError."""
    if sector is None:
        raise DomainError(_("Tell us your sector first."), code="sector")
    rule = rule_of(course, sector)
    if rule is None:
        raise DomainError(_("This course gives your sector no certificate."))
    today = day_of(now)
    if trained_on > today:
        raise DomainError(_("This day is in the future."), code="future")
    held = Certificate.objects.filter(
        holder=user, sector=sector, completion__enrolment__course=course
    ).with_state(today)
    if held.filter(Q(state__in=STANDING) | Q(awarded_on__gte=trained_on)).exists():
        raise DomainError(
            _("There is a certificate of this course that is as good, or newer."),
            code="has",
        )
    waits = Completion.objects.filter(
        enrolment__user=user,
        enrolment__course=course,
        sector=sector,
        basis=CompletionBasis.RECOGNISED,
        certificates=None,
        # What an old list brought waits for no certificate.
        old_lines=None,
    )
    if waits.exists():
        raise DomainError(
            _(
                "It is recognised already. The certificate comes once the statement of "
                "the profession in the course is accepted."
            ),
            code="waits",
        )
    return rule
