"""The first certificate waits until its holder has read the name on it."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q

from certificates.models import Certificate
from organisations.models import User

# Of a completion: the same as `awaits_name`, for a query.
AWAITS_NAME = Q(enrolment__user__name_checked_at=None) & ~Exists(
    Certificate.objects.filter(holder=OuterRef("enrolment__user"))
)


def awaits_name(user) -> bool:
    """Whether a person has never read their printed name and holds no certificate yet.

    Whoever holds one has their name before their eyes.
    """
    return (
        user.name_checked_at is None
        and not Certificate.objects.filter(holder=user).exists()
    )


def awaiting_names(users: Iterable[User]) -> set[int]:
    """Keys of those of these people who wait so; in one query."""
    unread = {user.pk for user in users if user.name_checked_at is None}
    held = Certificate.objects.filter(holder__in=unread).values_list(
        "holder", flat=True
    )
    return unread - set(held)
