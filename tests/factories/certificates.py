"""Rules, completions and certificates, made the way Relay makes them."""

import uuid
from datetime import UTC, date, datetime

from certificates.domain.award import award_certificate
from certificates.enums import CertificateType
from certificates.models import Certificate, CertificateRule
from courses.domain.enrolment import enrol
from courses.domain.progress import complete_activity
from courses.models import Completion, Enrolment
from organisations.domain.memberships import start_membership
from organisations.enums import Role
from organisations.models import User

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
# What Bob, of the police, does to complete the small course.
POLICE_WAY = ("small-one", "small-two", "small-quiz", "small-beat")
NAMES = {
    "en": "Frontline Prevention, Basic - {sector}",
    "nl": "Eerstelijnspreventie, basis - {sector}",
    "fr": "Prévention de première ligne, base - {sector}",
    "de": "Prävention an vorderster Linie, Basis - {sector}",
}
TITLES = {
    "en": "Programme owner",
    "nl": "Programma-eigenaar",
    "fr": "Responsable du programme",
    "de": "Programmverantwortliche",
}


def make_rule(course, *, sector=None, **changes) -> CertificateRule:
    """A rule of the course's owner; valid for 24 months unless told otherwise."""
    fields = {
        "prefix": "CPL",
        "names": NAMES,
        "validity_months": 24,
        "issuer": course.owner,
        "signatory_name": "Zoë D’Hondt",
        "signatory_titles": TITLES,
        **changes,
    }
    return CertificateRule.objects.create(
        course=course, sector_id=sector and getattr(sector, "pk", sector), **fields
    )


def complete(small_course, user, *, now=NOW, language="en", way=POLICE_WAY):
    """A real completion: enrolled, every activity done."""
    enrolment = enrol(user, small_course.course, now=now)
    for slug in way:
        found = complete_activity(
            enrolment, small_course.key(slug), language=language, now=now
        )
    return found[0]


def next_completion(enrolment: Enrolment, *, cycle: int, now=NOW) -> Completion:
    """A completion of another cycle, without walking the way again."""
    return Completion.objects.create(
        enrolment=enrolment,
        sector_id=enrolment.user.sector_id,
        cycle=cycle,
        edition=enrolment.edition,
        language="en",
        minutes=22,
        completed_at=now,
    )


def more_certificates(certificate: Certificate, count: int, *, now=NOW) -> list:
    """Further certificates of the same holder and course, one a cycle."""
    enrolment = certificate.completion.enrolment
    return [
        award_certificate(next_completion(enrolment, cycle=2 + n, now=now), now=now)
        for n in range(count)
    ]


def unsaved_certificate(name: str) -> Certificate:
    """A certificate as it is printed: from its words alone, without a database."""
    return Certificate(
        uuid=uuid.UUID(int=1),
        number="CPL-POL-7K3M-Q2X5",
        type=CertificateType.CERTIFICATE,
        sector_id="POL",
        language="en",
        words={
            "names": {"en": "Frontline Prevention, Basic"},
            "sector": {"en": "Police"},
            "printed_name": name,
            "course": {"code": "small", "titles": {"en": "Small"}},
            "edition": 1,
            "minutes": 22,
            "issuer": {"id": 1, "code": "beekstad", "name": "Beekstad"},
            "signatory": {
                "name": "Zoë D’Hondt",
                "titles": {"en": "Programme owner"},
            },
        },
        awarded_at=NOW,
        awarded_on=NOW.date(),
        valid_until=date(2028, 11, 21),
    )


def make_staff(organisation, role, now=NOW, *, name="") -> User:
    """Somebody with a role at an organisation, and what follows from it. A `name` for
    each where several have it."""
    user = User.objects.create_user(
        f"{name or role}@{organisation.code}.example", language="en"
    )
    start_membership(
        user,
        organisation,
        role=role,
        starts_on=date(2026, 1, 1),
        ends_on=date(2035, 1, 1) if role == Role.DEPUTY else None,
        now=now,
    )
    return user
