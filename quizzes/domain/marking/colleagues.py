"""Who knows whom from work: nobody marks what a colleague wrote."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from organisations.domain.employers import employer_of
from organisations.models import Membership, Organisation

# Who left so long ago at most still knows the people, and is known by them.
REMEMBERED = timedelta(days=365)


def colleagues_of(user, *, now: datetime) -> QuerySet[Membership]:
    """The places of everybody who works where a person works, or did in the last year:
    in the same employer with all its departments, in what lies below it in the tree and
    in the bodies above it. It is asked of every place, whatever its role and whether or
    not anybody has confirmed it: here a doubt counts."""
    places = Q(pk__in=[])
    for path in _employers(user, now):
        above = path.strip("/").split("/")[:-1]
        places |= Q(organisation__path__startswith=path)
        places |= Q(organisation_id__in=[int(pk) for pk in above])
    return _held(now).filter(places)


def _employers(user, now: datetime) -> set[str]:
    """Paths of the bodies that employ a person: of a department, what it is part of."""
    mine = _held(now).filter(user=user).values("organisation")
    return {employer_of(one).path for one in Organisation.objects.filter(pk__in=mine)}


def _held(now: datetime) -> QuerySet[Membership]:
    """Memberships of today, and those that ended within the last year."""
    today = timezone.localdate(now)
    return Membership.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=today - REMEMBERED),
        starts_on__lte=today,
    )
