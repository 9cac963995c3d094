"""Whom somebody who awards by hand can find, by an address they bring.

Whether an address has an account is nobody's business but that of those who know the
person already: somebody of the issuer or of a body below it, in the course, or with a
certificate of the issuer. Anybody else is told to be unknown, account or not.
"""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from certificates.models import Certificate
from courses.models import Course, Enrolment
from organisations.domain.queries import people_known_by
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
    """{address in small letters: whom it means, among those who can be found}; as many
    queries for many as for one."""
    known = people_known_by(emails)
    numbers = {one.pk for one in known.values()}
    found = findable(issuer, course).filter(pk__in=numbers).in_bulk()
    return {address: found[one.pk] for address, one in known.items() if one.pk in found}


def person_called(text: str, *, issuer: Organisation, course: Course) -> User | None:
    """Whom this address means, or who has exactly this name, among those who can be
    found; None for nobody, and for a name that several have."""
    if "@" in text:
        return people_with([text], issuer=issuer, course=course).get(text.lower())
    called = findable(issuer, course).filter(printed_name__iexact=text)
    found = list(called[:2])
    return found[0] if len(found) == 1 else None
