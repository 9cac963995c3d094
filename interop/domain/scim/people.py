"""People, to and from what a directory reads and writes."""

from collections.abc import Iterable
from uuid import UUID

from scim2_models import InvalidValueException, Meta, Reference

from interop.domain.scim.addresses import base_address
from interop.domain.scim.resources import (
    Email,
    EnterpriseUser,
    GroupMembership,
    Manager,
    Name,
    User,
)
from interop.domain.scim.versions import version_of
from interop.models import DirectoryGroup, DirectoryGroupMember, DirectoryPerson

LONGEST_ID = 254


def resources_of(people: Iterable[DirectoryPerson]) -> list[User]:
    """What a directory reads of people; one query for all their groups."""
    people = list(people)
    groups: dict[int, list[DirectoryGroup]] = {}
    rows = DirectoryGroupMember.objects.filter(person__in=people)
    for one in rows.select_related("group").order_by("group__name", "pk"):
        groups.setdefault(one.person_id, []).append(one.group)
    return [_resource(one, groups.get(one.pk, [])) for one in people]


def said_by(resource: User) -> dict[str, object]:
    """What a directory says by a resource, by the names of the model. Raises
    InvalidValueException for an id that is too long."""
    external_id = resource.external_id or ""
    if len(external_id) > LONGEST_ID:
        raise InvalidValueException(detail=f"externalId: at most {LONGEST_ID} signs")
    name = resource.name or Name()
    extension = resource[EnterpriseUser] or EnterpriseUser()
    email = _kept(resource.emails or [])
    return {
        "user_name": resource.user_name,
        "external_id": external_id,
        "display_name": resource.display_name or "",
        "full_name": name.formatted or "",
        "given_name": name.given_name or "",
        "family_name": name.family_name or "",
        "email": email.value or "",
        "email_type": email.type or "",
        "email_is_primary": email.primary,
        "title": resource.title or "",
        "employee_number": extension.employee_number or "",
        "manager": _manager(extension.manager),
        "language": resource.preferred_language or "",
        "is_active": resource.active,
    }


def _manager(manager: Manager | None) -> UUID | None:
    """The id of whom a directory means; None where it says nobody. Raises
    InvalidValueException for what is no id."""
    if manager is None or not manager.value:
        return None
    try:
        return UUID(manager.value)
    except ValueError as error:
        raise InvalidValueException(
            detail="manager.value: the id of a user of this directory"
        ) from error


def _led_by(manager: DirectoryPerson) -> Manager:
    return Manager(
        value=str(manager.uuid), ref=Reference(location_of("Users", manager.uuid))
    )


def _kept(emails: list[Email]) -> Email:
    """The one address that is kept: the primary one, else the first."""
    with_value = [one for one in emails if one.value]
    primary = (one for one in with_value if one.primary)
    return next(primary, next(iter(with_value), Email()))


def _resource(person: DirectoryPerson, groups: list[DirectoryGroup]) -> User:
    resource = User(
        id=str(person.uuid),
        external_id=person.external_id or None,
        user_name=person.user_name,
        display_name=person.display_name or None,
        title=person.title or None,
        preferred_language=person.language or None,
        active=person.is_active,
    )
    if person.full_name or person.given_name or person.family_name:
        resource.name = Name(
            formatted=person.full_name or None,
            given_name=person.given_name or None,
            family_name=person.family_name or None,
        )
    if person.email:
        resource.emails = [
            Email(
                value=person.email,
                type=person.email_type or None,
                primary=person.email_is_primary,
            )
        ]
    if person.employee_number or person.manager:
        resource[EnterpriseUser] = EnterpriseUser(
            employee_number=person.employee_number or None,
            manager=person.manager and _led_by(person.manager),
        )
    if groups:
        resource.groups = [
            GroupMembership(
                value=str(one.uuid),
                ref=Reference(location_of("Groups", one.uuid)),
                display=one.name,
            )
            for one in groups
        ]
    resource.meta = meta_of(person, "User", version_of(resource))
    return resource


def meta_of(row: DirectoryPerson | DirectoryGroup, kind: str, version: str) -> Meta:
    return Meta(
        resource_type=kind,
        created=row.made_at,
        last_modified=row.changed_at,
        location=location_of(f"{kind}s", row.uuid),
        version=version,
    )


def location_of(endpoint: str, uuid: UUID | str) -> str:
    return f"{base_address()}/{endpoint}/{uuid}"
