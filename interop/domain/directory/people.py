"""People whom a directory brings, changes and takes out. Each act is one transaction,
and in the audit log under the token that did it."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from interop.domain.directory.adopting import address_of, adopt, people_in
from interop.domain.directory.leading import (
    end_manager,
    name_those_waiting,
    refuse_circle,
)
from interop.domain.directory.places import Directory
from interop.domain.directory.settling import settle
from interop.models import DirectoryGroup, DirectoryPerson
from lms import audit
from lms.errors import DomainError
from organisations.domain.queries import people_known_by
from organisations.models import User

# What a directory says of somebody, by the names of the model.
SAID = (
    "user_name",
    "external_id",
    "display_name",
    "full_name",
    "given_name",
    "family_name",
    "email",
    "email_type",
    "email_is_primary",
    "title",
    "employee_number",
    "manager",
    "language",
    "is_active",
)


@transaction.atomic
def bring(
    directory: Directory, said: Mapping[str, object], *, now: datetime
) -> DirectoryPerson:
    """Somebody of whom the directory had said nothing. Whoever belongs here already with
    that address is the one it means.

    Raises DomainError `taken` when the directory calls somebody so already, and what
    `settle` raises.
    """
    directory.lock()
    said = _with_manager(said, directory, now=now)
    person = DirectoryPerson(
        organisation=directory.organisation, made_at=now, **_only_said(said)
    )
    # Whoever is brought works here, unless it is said that they do not.
    person.is_active = person.works_here
    address = address_of(person)
    found = _let_see({address, person.user_name}, directory, now=now)
    known = found.get(address)
    others = people_in(directory)
    if others.filter(user_name__iexact=person.user_name).exists():
        raise _taken()
    adopted = (
        others.filter(user=known, is_adopted=True)
        .select_for_update(of=("self",))
        .first()
        if known is not None
        else None
    )
    if adopted is not None:
        for name in SAID:
            setattr(adopted, name, getattr(person, name))
        person = adopted
        refuse_circle(person)
    person.is_adopted = False
    person.manager_waits = person.manager is not None
    _write(person, directory, "interop.directory_brought", now=now)
    return person


@transaction.atomic
def change(
    person: DirectoryPerson,
    directory: Directory,
    said: Mapping[str, object],
    *,
    now: datetime,
) -> DirectoryPerson:
    """Let somebody be what the directory says now; what it says already changes nothing.

    Raises DomainError `taken`, and what `settle` raises.
    """
    directory.lock()
    said = _only_said(_with_manager(said, directory, now=now))
    before = person.manager
    changed = sorted(n for n, value in said.items() if getattr(person, n) != value)
    if not changed and not person.is_adopted:
        # What an earlier try could not do may be possible now.
        settle(person, directory, now=now)
        person.save()
        name_those_waiting(directory, Q(pk=person.pk), now=now)
        return person
    for name in changed:
        setattr(person, name, said[name])
    if "user_name" in changed:
        _let_see({person.user_name}, directory, now=now)
    if "manager" in changed:
        refuse_circle(person)
        person.manager_waits = person.manager is not None
        if person.manager is None:
            end_manager(person, before, directory, now=now)
    person.is_adopted = False
    _write(
        person,
        directory,
        "interop.directory_changed",
        now=now,
        data={"fields": changed},
    )
    return person


@transaction.atomic
def take_out(person: DirectoryPerson, directory: Directory, *, now: datetime) -> None:
    """Every role of somebody here ends today, and the directory knows them no longer.
    Their account, what they learnt and their certificates stay theirs.

    Raises DomainError `last_coordinator`.
    """
    directory.lock()
    person.is_active = False
    settle(person, directory, now=now)
    _record(person, directory, "interop.directory_took_out", now=now)
    DirectoryGroup.objects.filter(members__person=person).update(changed_at=now)
    DirectoryPerson.objects.filter(manager=person).update(changed_at=now)
    person.delete()


def _let_see(
    addresses: Collection[str], directory: Directory, *, now: datetime
) -> dict[str, User]:
    """Whom these mean, by address; whoever belongs here has a row, and a name that is
    theirs, from now on."""
    found = people_known_by(addresses)
    adopt(directory, only={one.uuid for one in found.values()}, now=now)
    return found


def _write(person, directory, action, *, now, data=None) -> None:
    person.changed_at = now
    try:
        with transaction.atomic():
            # First: the log names it, and what follows may look for its groups.
            person.save()
    except IntegrityError as error:
        raise _taken() from error
    settle(person, directory, now=now)
    person.waits_since = None
    person.save()
    # Theirs, and that of whom they lead, who may have waited for their account.
    name_those_waiting(directory, Q(pk=person.pk) | Q(manager=person.pk), now=now)
    _record(person, directory, action, now=now, data=data)


def _record(person, directory, action, *, now, data=None) -> None:
    audit.record(
        action,
        actor=None,
        subject=person,
        now=now,
        data={"token": directory.token.pk, "active": person.is_active, **(data or {})}
        | ({"user": person.user_id} if person.user_id else {}),
        organisation=directory.organisation,
    )


def _with_manager(
    said: Mapping[str, object], directory: Directory, *, now: datetime
) -> dict[str, object]:
    """What a directory says, with the person it means by the id of a manager. Raises
    DomainError `no_manager` where nobody of it has this id."""
    said = dict(said)
    uuid = said.get("manager")
    if isinstance(uuid, UUID):
        adopt(directory, only=[uuid], now=now)
        said["manager"] = people_in(directory).filter(uuid=uuid).first()
        if said["manager"] is None:
            raise DomainError(
                _("The directory has nobody of the id that manager.value says."),
                code="no_manager",
            )
    return said


def _only_said(said: Mapping[str, object]) -> dict[str, object]:
    return {name: said[name] for name in SAID if name in said}


def _taken() -> DomainError:
    return DomainError(
        _("The directory calls somebody else so already. Look for that person first."),
        code="taken",
    )
