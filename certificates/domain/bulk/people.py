"""Whom somebody who awards by hand can find, by an address they bring.

Whether an address has an account is nobody's business but that of those who know the
person already: somebody of the issuer or of a body below it, in the course, or with a
certificate of the issuer. Anybody else is told to be unknown, account or not.
"""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Lower

from certificates.models import Certificate
from courses.models import Course, Enrolment
from organisations.models import Membership, Organisation, User


def findable(issuer: Organisation, course: Course) -> QuerySet[User]:
    """People with an account that is in use, whom the issuer knows already."""
    belongs = Membership.objects.filter(
        user=OuterRef("pk"), organisation__path__startswith=issuer.path
    )
    learns = Enrolment.objects.filter(user=OuterRef("pk"), course=course)
    holds = Certificate.objects.filter(holder=OuterRef("pk"), issuer=issuer)
    return User.objects.filter(
        Q(Exists(belongs)) | Q(Exists(learns)) | Q(Exists(holds)), is_active=True
    )


def people_with(
    emails: Iterable[str], *, issuer: Organisation, course: Course
) -> dict[str, User]:
    """{address in small letters: who has it, among those who can be found}. One query."""
    asked = {email.lower() for email in emails if email}
    found = findable(issuer, course).annotate(address=Lower("email"))
    return {one.address: one for one in found.filter(address__in=asked)}


def person_called(text: str, *, issuer: Organisation, course: Course) -> User | None:
    """Who has this address, or exactly this name, among those who can be found; None
    for nobody, and for a name that several have."""
    asked = Q(email__iexact=text) if "@" in text else Q(printed_name__iexact=text)
    found = list(findable(issuer, course).filter(asked)[:2])
    return found[0] if len(found) == 1 else None
