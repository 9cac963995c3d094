"""The two kinds of resources, each with what is done to it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Model, QuerySet
from scim2_models import Resource

from interop.domain.directory import groups as directory_groups
from interop.domain.directory import people as directory_people
from interop.domain.directory.adopting import adopt, people_in
from interop.domain.directory.places import Directory
from interop.domain.scim import groups, people
from interop.domain.scim.lists import Groups, People
from interop.domain.scim.resources import Group, User
from interop.models import DirectoryGroup, DirectoryPerson


@dataclass(frozen=True)
class Kind:
    """`rows` are those that a directory may see; `refresh` lets it see one who came
    another way since; `listed` is those it looks for."""

    endpoint: str
    resource: type[Resource]
    model: type[Model]
    rows: Callable[[Directory], QuerySet]
    resources_of: Callable[[Iterable], list]
    said_by: Callable[[Resource], dict]
    bring: Callable[[Directory, Mapping, datetime], Model]
    change: Callable[[Model, Directory, Mapping, datetime], Model]
    take_out: Callable[[Model, Directory, datetime], None]
    refresh: Callable[[Directory, UUID, datetime], None]
    listed: type[People] | type[Groups]


def _groups_in(directory: Directory) -> QuerySet[DirectoryGroup]:
    return DirectoryGroup.objects.filter(organisation=directory.organisation)


PEOPLE = Kind(
    endpoint="Users",
    resource=User,
    model=DirectoryPerson,
    rows=lambda directory: people_in(directory).select_related("user", "manager"),
    resources_of=people.resources_of,
    said_by=people.said_by,
    bring=lambda directory, said, now: directory_people.bring(directory, said, now=now),
    change=lambda person, directory, said, now: directory_people.change(
        person, directory, said, now=now
    ),
    take_out=lambda person, directory, now: directory_people.take_out(
        person, directory, now=now
    ),
    refresh=lambda directory, uuid, now: adopt(directory, only=[uuid], now=now),
    listed=People,
)
GROUPS = Kind(
    endpoint="Groups",
    resource=Group,
    model=DirectoryGroup,
    rows=_groups_in,
    resources_of=groups.resources_of,
    said_by=groups.said_by,
    bring=lambda directory, said, now: directory_groups.make_group(
        directory, **said, now=now
    ),
    change=lambda group, directory, said, now: directory_groups.change_group(
        group, directory, **said, now=now
    ),
    take_out=lambda group, directory, now: directory_groups.remove_group(
        group, directory, now=now
    ),
    refresh=lambda directory, uuid, now: None,
    listed=Groups,
)
