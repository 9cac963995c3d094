"""Roles that open the content admin, as groups of Wagtail.

Memberships are the truth; the groups follow. A role has one group for everybody who
holds it, with what they may do with models, and one group per organisation, with what
they may do with the pages and files of that organisation and no other. Groups that are
not ours are left alone.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
)

from organisations.enums import Role
from organisations.models import Membership, Organisation, User
from organisations.registries import content_pages, group_permissions

GROUP_OF_ROLE = {
    Role.AUTHOR: "Authors",
    Role.TRAINER: "Trainers",
    Role.REVIEWER: "Reviewers",
    Role.PROGRAMME_OWNER: "Programme owners",
    Role.ADMINISTRATOR: "Administrators",
}

PAGES = {
    "Authors": ("add_page", "change_page"),
    # They write what their organisation adds to courses, which are no pages.
    "Trainers": (),
    "Reviewers": ("change_page", "publish_page", "lock_page"),
    "Programme owners": (
        "add_page",
        "change_page",
        "publish_page",
        "lock_page",
        "unlock_page",
    ),
    "Administrators": (
        "add_page",
        "change_page",
        "publish_page",
        "lock_page",
        "unlock_page",
        "bulk_delete_page",
    ),
}
# Of images and documents, in the organisation's collection.
FILES = {
    "Authors": ("add", "change", "choose"),
    "Trainers": ("add", "change", "choose"),
    "Reviewers": ("choose",),
    "Programme owners": ("add", "change", "choose"),
    "Administrators": ("add", "change", "choose", "delete"),
}


@transaction.atomic
def ensure_groups() -> dict[str, Group]:
    """Create the groups of content roles with their permissions, or complete them."""
    groups = _named_groups(GROUP_OF_ROLE.values())
    asked = {
        name: {"wagtailadmin.access_admin", *group_permissions.of(name)}
        for name in groups
    }
    ids = _permissions({one for some in asked.values() for one in some})
    through = Group.permissions.through
    wanted = {
        (groups[name].pk, ids[one])
        for name, some in asked.items()
        for one in some
        if one in ids
    }
    held = through.objects.filter(group__in=groups.values())
    wanted -= set(held.values_list("group_id", "permission_id"))
    through.objects.bulk_create(
        [through(group_id=group, permission_id=one) for group, one in wanted],
        ignore_conflicts=True,
    )
    # Pages and files belong to organisations: these groups span them all.
    GroupPagePermission.objects.filter(group__in=groups.values()).delete()
    GroupCollectionPermission.objects.filter(group__in=groups.values()).delete()
    return groups


def place_group_name(group: str, organisation_id: int) -> str:
    """The name of a role's group at one organisation. By id: codes may change."""
    return f"{group} of organisation {organisation_id}"


@transaction.atomic
def ensure_place(organisation: Organisation) -> dict[str, Group]:
    """The groups of one organisation, by the name of the role's group.

    They get a collection for the organisation's files, and exactly the pages that are
    the organisation's today.
    """
    names = {
        place_group_name(name, organisation.pk): name for name in GROUP_OF_ROLE.values()
    }
    groups = {names[name]: group for name, group in _named_groups(names).items()}
    ids = _permissions(
        {f"wagtailcore.{verb}" for some in PAGES.values() for verb in some}
    )
    ids |= _permissions({one for some in FILES.values() for one in _of_files(some)})
    pages = content_pages.of(organisation)
    _set_page_permissions(
        {
            (group.pk, page, ids[f"wagtailcore.{verb}"])
            for name, group in groups.items()
            for verb in PAGES[name]
            for page in pages
        },
        groups.values(),
    )
    collection = _collection(organisation, groups)
    _add_file_permissions(
        {
            (group.pk, ids[one])
            for name, group in groups.items()
            for one in _of_files(FILES[name])
        },
        collection,
    )
    return groups


@transaction.atomic
def give_pages(pages: Iterable[int], organisation: Organisation) -> None:
    """Let these pages be an organisation's, and nobody else's, from now on."""
    mine = {place_group_name(name, organisation.pk) for name in GROUP_OF_ROLE.values()}
    others = [
        permission.pk
        for permission in GroupPagePermission.objects.filter(
            page__in=pages
        ).select_related("group")
        if _is_ours(permission.group.name) and permission.group.name not in mine
    ]
    GroupPagePermission.objects.filter(pk__in=others).delete()
    if Group.objects.filter(name__in=mine).exists():
        ensure_place(organisation)


def collection_of(organisation: Organisation) -> Collection | None:
    """Where an organisation's images and documents are; None before it has authors."""
    return Collection.objects.filter(
        group_permissions__group__name__in=[
            place_group_name(name, organisation.pk) for name in GROUP_OF_ROLE.values()
        ]
    ).first()


def sync_groups(user: User, *, now: datetime) -> None:
    """Put one person into the groups that today's roles ask for, and out of the others."""
    held_roles = list(
        Membership.objects.on(timezone.localdate(now))
        .filter(user=user, role__in=GROUP_OF_ROLE)
        .select_related("organisation")
    )
    wanted = {}
    for membership in held_roles:
        name = GROUP_OF_ROLE[Role(membership.role)]
        group = _place(membership.organisation)[name]
        wanted |= {name: _groups([name])[name], group.name: group}
    held = {group.name: group for group in user.groups.all() if _is_ours(group.name)}
    if wanted.keys() == held.keys():
        return
    user.groups.add(*(wanted[name] for name in wanted.keys() - held.keys()))
    user.groups.remove(*(held[name] for name in held.keys() - wanted.keys()))


def sync_all_groups(now: datetime) -> int:
    """Bring every group in line with the memberships of the day; return the changes.

    Memberships begin and end by the calendar, without anybody doing anything; pages
    change hands. Changes are counted in the groups for everybody.
    """
    groups = ensure_groups()
    people = defaultdict(set)
    memberships = Membership.objects.on(timezone.localdate(now)).filter(
        role__in=GROUP_OF_ROLE
    )
    organisations = Organisation.objects.in_bulk(
        set(memberships.values_list("organisation_id", flat=True))
    )
    places = {pk: ensure_place(one) for pk, one in organisations.items()}
    for role, organisation_id, user_id in memberships.values_list(
        "role", "organisation_id", "user_id"
    ):
        name = GROUP_OF_ROLE[Role(role)]
        people[name].add(user_id)
        people[places[organisation_id][name].name].add(user_id)
    changed = 0
    for group in Group.objects.all():
        if not _is_ours(group.name):
            continue
        wanted = people[group.name]
        held = set(group.user_set.values_list("pk", flat=True))
        group.user_set.add(*(wanted - held))
        group.user_set.remove(*(held - wanted))
        if group.name in groups:
            changed += len(wanted ^ held)
    return changed


def _is_ours(name: str) -> bool:
    return any(
        name == ours or name.startswith(f"{ours} of organisation ")
        for ours in GROUP_OF_ROLE.values()
    )


def _groups(names: Iterable[str]) -> dict[str, Group]:
    found = {group.name: group for group in Group.objects.filter(name__in=names)}
    return found if len(found) == len(set(names)) else ensure_groups()


def _place(organisation: Organisation) -> dict[str, Group]:
    names = {
        place_group_name(name, organisation.pk): name for name in GROUP_OF_ROLE.values()
    }
    found = {names[group.name]: group for group in Group.objects.filter(name__in=names)}
    return found if len(found) == len(names) else ensure_place(organisation)


def _named_groups(names: Iterable[str]) -> dict[str, Group]:
    """Groups by their names; those that are missing are made."""
    names = list(names)
    found = Group.objects.in_bulk(names, field_name="name")
    if missing := [Group(name=one) for one in names if one not in found]:
        Group.objects.bulk_create(missing, ignore_conflicts=True)
        found = Group.objects.in_bulk(names, field_name="name")
    return {name: found[name] for name in names}


def _permissions(names: Iterable[str]) -> dict[str, int]:
    """The ids of permissions, by names like "wagtailcore.add_page"; none for those that
    no model has."""
    wanted = Q(pk__in=[])
    for name in names:
        app_label, codename = name.split(".")
        wanted |= Q(content_type__app_label=app_label, codename=codename)
    found = Permission.objects.filter(wanted).values_list(
        "content_type__app_label", "codename", "pk"
    )
    return {f"{app_label}.{codename}": pk for app_label, codename, pk in found}


def _of_files(verbs: Iterable[str]) -> list[str]:
    return [
        f"{app}.{verb}_{model}"
        for app, model in (("wagtailimages", "image"), ("wagtaildocs", "document"))
        for verb in verbs
    ]


def _collection(organisation: Organisation, groups: dict[str, Group]) -> Collection:
    """The one its groups have already, whatever it is called; else a new one."""
    found = Collection.objects.filter(
        group_permissions__group__in=groups.values()
    ).first()
    if found is not None:
        return found
    root = Collection.get_first_root_node() or Collection.add_root(name="Root")
    return root.add_child(name=organisation.name)


def _set_page_permissions(
    wanted: set[tuple[int, int, int]], groups: Iterable[Group]
) -> None:
    """Let groups have exactly these of (group, page, permission)."""
    held = {
        (group, page, permission): pk
        for pk, group, page, permission in GroupPagePermission.objects.filter(
            group__in=groups
        ).values_list("pk", "group_id", "page_id", "permission_id")
    }
    gone = [pk for key, pk in held.items() if key not in wanted]
    if gone:
        GroupPagePermission.objects.filter(pk__in=gone).delete()
    GroupPagePermission.objects.bulk_create(
        [
            GroupPagePermission(group_id=group, page_id=page, permission_id=permission)
            for group, page, permission in wanted - held.keys()
        ],
        ignore_conflicts=True,
    )


def _add_file_permissions(wanted: set[tuple[int, int]], collection: Collection) -> None:
    """Let groups have these of (group, permission) with the files of a collection."""
    held = GroupCollectionPermission.objects.filter(collection=collection)
    wanted = wanted - set(held.values_list("group_id", "permission_id"))
    GroupCollectionPermission.objects.bulk_create(
        [
            GroupCollectionPermission(
                group_id=group, collection=collection, permission_id=permission
            )
            for group, permission in wanted
        ],
        ignore_conflicts=True,
    )
