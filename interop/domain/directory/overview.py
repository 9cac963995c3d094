"""How far a directory is, for whoever coordinates its organisation."""

from dataclasses import dataclass

from interop.domain.directory.places import Directory
from interop.models import AccessToken, DirectoryGroup, DirectoryPerson
from organisations.models import Organisation


@dataclass(frozen=True)
class Overview:
    """`people` were brought by the directory; `waiting` of them have not come yet, as
    they have not accepted or have no address. `idle` are groups without a department."""

    people: int
    waiting: int
    idle: list[str]


def overview_of(organisation: Organisation) -> Overview | None:
    """None where no directory ever brought anybody or anything."""
    people = DirectoryPerson.objects.filter(organisation=organisation, is_adopted=False)
    groups = list(
        DirectoryGroup.objects.filter(organisation=organisation)
        .order_by("name")
        .values_list("name", flat=True)
    )
    count = people.count()
    if not count and not groups:
        return None
    directory = Directory(AccessToken(organisation=organisation))
    return Overview(
        people=count,
        waiting=people.filter(user=None).exclude(is_active=False).count(),
        idle=[one for one in groups if directory.department_of(one) is None],
    )
