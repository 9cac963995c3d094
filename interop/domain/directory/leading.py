"""Line managers as a directory says them (the attribute `manager` of RFC 7643 §4.3).

They are named once both have an account and work here; until then the word of the
directory waits, and is taken up when either comes, and once a day. What a coordinator or
a staff list says of people of whom the directory says nothing stays as it is.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from interop.domain.directory.places import Directory
from interop.models import DirectoryPerson
from lms.chunks import Clock
from lms.errors import DomainError
from organisations.domain.employers import part_of
from organisations.domain.locks import lock_many
from organisations.domain.many_managers import (
    in_circles,
    leading_at,
    name_many,
    named_now,
)
from organisations.models import Membership, User

BATCH = 500


def refuse_circle(person: DirectoryPerson) -> None:
    """Raises DomainError `circle` where somebody would lead themselves, directly or
    through others, by what the directory says."""
    step, seen = person.manager, set()
    while step is not None and step.pk not in seen:
        if step.pk == person.pk:
            raise DomainError(
                _(
                    "manager.value names somebody whom this person leads, directly or "
                    "through others, or the person. Change that first."
                ),
                code="circle",
            )
        seen.add(step.pk)
        step = step.manager


def end_manager(
    person: DirectoryPerson,
    before: DirectoryPerson | None,
    directory: Directory,
    *,
    now: datetime,
) -> None:
    """The directory says nobody any more: who was named by its word ends. Whom somebody
    else named since stays."""
    if person.user is None or before is None or before.user_id is None:
        return
    said = named_now(directory.employer, [person.user_id]).get(person.user_id)
    if said is not None and said.manager_id == before.user_id:
        name_many(directory.employer, {person.user: None}, actor=None, now=now)


def name_all_waiting(directory: Directory, *, clock: Clock) -> int:
    """Name all whom the directory's word waits for, in chunks of one transaction each;
    returns how many it looked at. Whoever is killed here is made up for by whoever begins
    again."""
    looked, last = 0, 0
    while True:
        pks = list(
            _waiting(directory)
            .filter(pk__gt=last)
            .order_by("pk")
            .values_list("pk", flat=True)[:BATCH]
        )
        if not pks:
            return looked
        with transaction.atomic():
            directory.lock()
            name_those_waiting(directory, Q(pk__in=pks), now=clock())
        looked, last = looked + len(pks), pks[-1]


def name_those_waiting(directory: Directory, which: Q, *, now: datetime) -> None:
    """Name the line managers that the directory said of these people, as far as both
    have an account and work here; by the caller's locks on the places. Again without
    effect. Who would come to lead themselves, by what others named, is not named."""
    rows = list(
        _waiting(directory).filter(which).select_related("user", "manager__user")
    )
    if not rows:
        return
    people = {one.user_id for one in rows} | {one.manager.user_id for one in rows}
    lock_many(users=people)
    here = _here(directory, people, now=now)
    ready = [one for one in rows if {one.user_id, one.manager.user_id} <= here.keys()]
    wanted: dict[int, int] = {one.user_id: one.manager.user_id for one in ready}
    wrong = in_circles(leading_at(directory.employer) | wanted)
    name_many(
        directory.employer,
        {
            here[person]: here[manager]
            for person, manager in wanted.items()
            if person not in wrong
        },
        actor=None,
        now=now,
    )
    DirectoryPerson.objects.filter(pk__in=[one.pk for one in ready]).update(
        manager_waits=False
    )


def _waiting(directory: Directory):
    return DirectoryPerson.objects.filter(
        organisation=directory.organisation,
        manager_waits=True,
        user__isnull=False,
        manager__user__isnull=False,
    )


def _here(directory: Directory, people: set[int], *, now: datetime) -> dict[int, User]:
    """{id: account} of those of these who work here, or will."""
    held = Membership.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=timezone.localdate(now)),
        part_of(directory.employer),
        user__in=people,
        is_self_declared=False,
    )
    found = User.objects.filter(pk__in=held.values("user"), is_active=True)
    return found.in_bulk()
