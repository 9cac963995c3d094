"""Which body employs somebody, where they work in a part of it."""

from organisations.enums import OVERSEEING_ROLES, Level
from organisations.models import Membership, Organisation


def employer_of(organisation: Organisation) -> Organisation:
    """Of a department, or a department of one, the body it is part of; any other body is
    an employer itself."""
    above = organisation
    while above.level == Level.DEPARTMENT and above.parent is not None:
        above = above.parent
    return above


def employer_paths(user_id: int) -> set[str]:
    """Paths of the bodies that employ a person today, in any role; every department
    stands below one of them."""
    mine = Membership.objects.current().filter(user=user_id).values("organisation")
    return {employer_of(one).path for one in Organisation.objects.filter(pk__in=mine)}


def oversees_employer(user, organisation: Organisation) -> bool:
    """Whether a person looks after the employer that `organisation` is or is part of, or
    after such a part: not those of a body above it. Everybody's for a superuser."""
    if user.is_superuser:
        return True
    overseen = Organisation.objects.filter(
        pk__in=Membership.objects.current()
        .filter(user=user, role__in=OVERSEEING_ROLES)
        .values("organisation")
    )
    employer = employer_of(organisation)
    return any(
        organisation.path.startswith(one.path) and employer_of(one) == employer
        for one in overseen
    )
