"""Groups, to and from what a directory reads and writes."""

from collections.abc import Iterable
from uuid import UUID

from scim2_models import InvalidValueException, Reference

from interop.domain.scim.people import LONGEST_ID, location_of, meta_of
from interop.domain.scim.resources import Group, GroupMember
from interop.domain.scim.versions import version_from
from interop.models import DirectoryGroup, DirectoryGroupMember


def resources_of(groups: Iterable[DirectoryGroup]) -> list[Group]:
    """What a directory reads of groups; one query for all their members."""
    groups = list(groups)
    members: dict[int, list[GroupMember]] = {}
    rows = DirectoryGroupMember.objects.filter(group__in=groups)
    for one in rows.select_related("person").order_by("pk"):
        members.setdefault(one.group_id, []).append(
            GroupMember(
                value=str(one.person.uuid),
                ref=Reference(location_of("Users", one.person.uuid)),
                type="User",
            )
        )
    return [_resource(one, members.get(one.pk, [])) for one in groups]


def said_by(resource: Group) -> dict[str, object]:
    """What a directory says by a resource. Raises InvalidValueException for an id that
    is too long, or a member without a value."""
    external_id = resource.external_id or ""
    if len(external_id) > LONGEST_ID:
        raise InvalidValueException(detail=f"externalId: at most {LONGEST_ID} signs")
    return {
        "name": " ".join((resource.display_name or "").split()),
        "external_id": external_id,
        "members": {_member(one) for one in resource.members or []},
    }


def _member(member: GroupMember) -> str:
    try:
        return str(UUID(member.value or ""))
    except ValueError as error:
        raise InvalidValueException(
            detail="members.value: the id of a user of this directory"
        ) from error


def _resource(group: DirectoryGroup, members: list[GroupMember]) -> Group:
    resource = Group(
        id=str(group.uuid),
        external_id=group.external_id or None,
        display_name=group.name,
        members=members or None,
    )
    # By the time of the last change: members may be left out of what is read.
    version = version_from(f"{group.uuid} {group.changed_at.isoformat()}")
    resource.meta = meta_of(group, "Group", version)
    return resource
