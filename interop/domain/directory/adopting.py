"""People who belong to an organisation before its directory says a word of them."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from interop.domain.directory.places import Directory
from interop.models import DirectoryPerson
from organisations.models import Membership, User

# So many at a time are made known to a directory.
BATCH = 500


def people_in(directory: Directory):
    """Those whom a directory knows: whom it brought, and who belong here today."""
    here = Membership.objects.current().filter(
        user=OuterRef("user"),
        organisation__in=list(directory.places),
        is_self_declared=False,
    )
    return DirectoryPerson.objects.filter(
        Q(is_adopted=False) | Exists(here), organisation=directory.organisation
    )


def adopt(
    directory: Directory, *, only: Collection[int] | None = None, now: datetime
) -> None:
    """Let a directory know who belongs here: all of them, or `only` some accounts.
    Whoever accepted an invitation of the directory becomes the one it meant."""
    here = Membership.objects.on(timezone.localdate(now)).filter(
        user=OuterRef("pk"),
        organisation__in=list(directory.places),
        is_self_declared=False,
    )
    known = DirectoryPerson.objects.filter(
        user=OuterRef("pk"), organisation=directory.organisation
    )
    missing = User.objects.filter(Exists(here), ~Exists(known)).order_by("pk")
    if only is not None:
        missing = missing.filter(pk__in=only)
    while batch := list(missing[:BATCH]):
        _adopt(directory, batch, now=now)


def _adopt(directory: Directory, users: list[User], *, now: datetime) -> None:
    organisation = directory.organisation
    emails = {one.email.lower() for one in users if one.email}
    waiting: dict[str, DirectoryPerson] = {}
    taken = set()
    for one in DirectoryPerson.objects.filter(organisation=organisation).filter(
        Q(user=None) | Q(user_name__in=emails)
    ):
        taken.add(one.user_name.lower())
        if one.user_id is None and address_of(one) in emails:
            waiting.setdefault(address_of(one), one)
    new, met = [], []
    for user in users:
        address = (user.email or "").lower()
        meant = waiting.pop(address, None) if address else None
        if meant is not None:
            meant.user, meant.changed_at = user, now
            met.append(meant)
            continue
        name = address if address and address not in taken else str(user.uuid)
        new.append(
            DirectoryPerson(
                uuid=user.uuid,
                organisation=organisation,
                user=user,
                user_name=name,
                display_name=user.printed_name,
                email=user.email or "",
                is_adopted=True,
                made_at=now,
                changed_at=now,
            )
        )
    DirectoryPerson.objects.bulk_update(met, ["user", "changed_at"])
    DirectoryPerson.objects.bulk_create(new, ignore_conflicts=True)


def address_of(person: DirectoryPerson) -> str:
    """By which somebody is found or asked to come, in small letters: the address, else a
    user name that is one; "" without."""
    if person.email:
        return person.email.lower()
    return person.user_name.lower() if "@" in person.user_name else ""
