"""Groups of a directory: who is in one stands at the department of its name or code."""

from collections.abc import Collection
from contextlib import suppress
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from interop.domain.directory.adopting import adopt, people_in
from interop.domain.directory.places import Directory
from interop.domain.directory.settling import settle
from interop.models import DirectoryGroup, DirectoryGroupMember, DirectoryPerson
from interop.tasks import settle_waiting
from lms import audit
from lms.chunks import Clock
from lms.errors import DomainError
from organisations.domain.locks import lock_many
from tracking.domain.staff.columns import is_forbidden

# So many people follow their groups at once; more do in the background.
AT_ONCE = 25
CHUNK = 50


@transaction.atomic
def make_group(
    directory: Directory,
    *,
    name: str,
    external_id: str = "",
    members: Collection[str] = (),
    now: datetime,
) -> DirectoryGroup:
    """A new group. Raises DomainError `taken`, `forbidden` for a name by which people
    would be sorted as nobody may sort them (ETHICS P3), `nobody` for an unknown member."""
    directory.lock()
    group = DirectoryGroup(
        organisation=directory.organisation, external_id=external_id, made_at=now
    )
    _save(group, name, now=now)
    moved = _let_be_members(group, directory, members, now=now)
    _record(group, directory, "interop.group_made", {"members": len(moved)}, now=now)
    _follow(moved, directory, now=now)
    return group


@transaction.atomic
def change_group(
    group: DirectoryGroup,
    directory: Directory,
    *,
    name: str,
    external_id: str,
    members: Collection[str],
    now: datetime,
) -> DirectoryGroup:
    """Let a group be so. Raises what `make_group` raises."""
    directory.lock()
    members = set(members)
    before = set(
        DirectoryPerson.objects.filter(groups__group=group).values_list("pk", flat=True)
    )
    is_renamed = name != group.name
    group.external_id = external_id
    _save(group, name, now=now)
    moved = _let_be_members(group, directory, members, now=now)
    if is_renamed:
        # Another name is another department, perhaps.
        moved |= before
    _record(group, directory, "interop.group_changed", {"moved": len(moved)}, now=now)
    _follow(moved, directory, now=now)
    return group


@transaction.atomic
def remove_group(group: DirectoryGroup, directory: Directory, *, now: datetime) -> None:
    """Its members are in it no longer. A department stays what it is."""
    directory.lock()
    moved = set(
        DirectoryPerson.objects.filter(groups__group=group).values_list("pk", flat=True)
    )
    _record(group, directory, "interop.group_removed", {"moved": len(moved)}, now=now)
    group.delete()
    _follow(moved, directory, now=now)


def _save(group: DirectoryGroup, name: str, *, now: datetime) -> None:
    if is_forbidden(name):
        raise DomainError(
            _(
                "A group of this name may sort people by origin, belief, opinion, union, "
                "health, sex or birth. It is not kept here."
            ),
            code="forbidden",
        )
    group.name, group.changed_at = name, now
    try:
        with transaction.atomic():
            group.save()
    except IntegrityError as error:
        raise DomainError(
            _("The directory has a group of this name already."), code="taken"
        ) from error


def _let_be_members(
    group: DirectoryGroup,
    directory: Directory,
    members: Collection[str],
    *,
    now: datetime,
) -> set[int]:
    """Ids of those who came or went."""
    people = _people(directory, members, now=now)
    held = dict(group.members.values_list("person", "pk"))
    gone = held.keys() - people
    come = people - held.keys()
    DirectoryGroupMember.objects.filter(pk__in=[held[one] for one in gone]).delete()
    DirectoryGroupMember.objects.bulk_create(
        [DirectoryGroupMember(group=group, person_id=one) for one in sorted(come)],
        ignore_conflicts=True,
    )
    return gone | come


def _people(directory: Directory, uuids: Collection[str], *, now: datetime) -> set[int]:
    wanted = {str(one).lower() for one in uuids}
    if not wanted:
        return set()
    rows = DirectoryPerson.objects.filter(organisation=directory.organisation)
    found = {str(uuid): pk for uuid, pk in rows.values_list("uuid", "pk")}
    if not wanted <= found.keys():
        adopt(directory, only=_ids(wanted - found.keys()), now=now)
        known = people_in(directory).values_list("uuid", "pk")
        found = {str(uuid): pk for uuid, pk in known}
    if not wanted <= found.keys():
        raise DomainError(
            _("A member of this group is nobody whom the directory knows here."),
            code="nobody",
        )
    return {found[one] for one in wanted}


def _ids(words: Collection[str]) -> set[UUID]:
    """Those of them that are ids."""
    found = set()
    for word in words:
        with suppress(ValueError):
            found.add(UUID(word))
    return found


def _follow(people: Collection[int], directory: Directory, *, now: datetime) -> None:
    """Let people be where their groups are: a few at once, many in the background."""
    if len(people) <= AT_ONCE:
        _settle_all(people, directory, now=now)
        return
    DirectoryPerson.objects.filter(pk__in=people).update(waits_since=now)
    token = directory.token.pk
    transaction.on_commit(lambda: settle_waiting.enqueue(token))


def _settle_all(people: Collection[int], directory, *, now: datetime) -> None:
    rows = DirectoryPerson.objects.filter(pk__in=people).select_related("user")
    rows = list(rows.select_for_update(of=("self",)).order_by("pk"))
    _lock_accounts(rows)
    for person in rows:
        _settle_one(person, directory, now=now)


def _lock_accounts(people: Collection[DirectoryPerson]) -> None:
    """All of them at once: one after another they would be locked in any order."""
    lock_many(users=[one.user_id for one in people if one.user_id])


def _settle_one(person: DirectoryPerson, directory, *, now: datetime) -> None:
    if person.works_here and person.is_adopted:
        # In a group, somebody is in the directory.
        person.is_adopted = False
    settle(person, directory, now=now)
    person.waits_since = None
    person.save()


def settle_those_waiting(directory: Directory, *, clock: Clock) -> int:
    """Let everybody follow their groups who waits for it, in chunks of one transaction
    each; return how many. Who cannot is left as they are, and waits no longer."""
    done = 0
    while True:
        with transaction.atomic():
            directory.lock()
            waiting = list(
                DirectoryPerson.objects.filter(
                    organisation=directory.organisation, waits_since__isnull=False
                )
                .select_related("user")
                .select_for_update(of=("self",))
                .order_by("pk")[:CHUNK]
            )
            _lock_accounts(waiting)
            for person in waiting:
                now = clock()
                try:
                    with transaction.atomic():
                        _settle_one(person, directory, now=now)
                except DomainError as error:
                    DirectoryPerson.objects.filter(pk=person.pk).update(
                        waits_since=None
                    )
                    _record(
                        person,
                        directory,
                        "interop.group_not_followed",
                        {"reason": error.code},
                        now=now,
                    )
        if not waiting:
            return done
        done += len(waiting)


def _record(subject, directory, action, data, *, now) -> None:
    audit.record(
        action,
        actor=None,
        subject=subject,
        now=now,
        data={"token": directory.token.pk, **data},
        organisation=directory.organisation,
    )
