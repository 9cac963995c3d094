"""Lists of resources (RFC 7644 §3.4.2): how many there are, and a page of them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Case, F, QuerySet, Value, When
from scim2_models.path.expressions import FilterNode

from interop.domain.directory.adopting import adopt, newcomers, people_in
from interop.domain.directory.places import Directory
from interop.domain.scim.filters import key_of, matching
from interop.models import DirectoryGroup, DirectoryPerson


@dataclass(frozen=True)
class Asked:
    """What a directory looks for, and in which order, if it says one. `among_others`:
    together with resources of another kind."""

    node: FilterNode | None = None
    sort_by: str = ""
    is_descending: bool = False
    among_others: bool = False


class Groups:
    """The groups of a directory that it looks for."""

    def __init__(self, directory: Directory, asked: Asked, *, now: datetime) -> None:
        rows = DirectoryGroup.objects.filter(organisation=directory.organisation)
        self._rows, self._asked = _found(rows, asked), asked

    def count(self) -> int:
        return self._rows.count()

    def page(self, start: int, end: int) -> list[DirectoryGroup]:
        return list(_ordered(self._rows, self._asked, "pk")[start:end])


class People:
    """The people whom a directory looks for among those it may see. Whoever has no row
    yet is counted and in their place as with one, and has one once their page is read:
    what is answered never depends on how far the background work is."""

    def __init__(self, directory: Directory, asked: Asked, *, now: datetime) -> None:
        self._directory, self._asked, self._now = directory, asked, now
        rows = people_in(directory).annotate(
            # Whoever was invited may have come.
            is_whole=Case(When(user=None, then=Value(False)), default=Value(True))
        )
        others = newcomers(directory, now=now).annotate(is_whole=Value(False))
        columns = ["uuid", "is_whole", *(["key"] if asked.sort_by else [])]
        # The order and the names are the same in both.
        self._all = (
            _found(rows, asked)
            .values_list(*columns)
            .union(_found(others, asked).values_list(*columns), all=True)
        )

    def count(self) -> int:
        return self._all.count()

    def page(self, start: int, end: int) -> list[DirectoryPerson]:
        """As many queries for many as for one."""
        # Ids are the same before and after somebody has a row: a page stays where it is.
        found = list(_ordered(self._all, self._asked, "uuid")[start:end])
        ids: list[UUID] = [one[0] for one in found]
        if unfinished := [one[0] for one in found if not one[1]]:
            adopt(self._directory, only=unfinished, now=self._now)
        rows = people_in(self._directory).filter(uuid__in=ids)
        rows = rows.select_related("user", "manager")
        by_id = {row.uuid: row for row in rows}
        # Whoever was taken out meanwhile is not in it.
        return [by_id[one] for one in ids if one in by_id]


def _found(rows: QuerySet, asked: Asked) -> QuerySet:
    """What a filter means, with the `key` of an order."""
    if asked.node is not None:
        rows = rows.filter(
            matching(rows.model, asked.node, among_others=asked.among_others)
        )
    if asked.sort_by:
        rows = rows.annotate(key=key_of(rows.model, asked.sort_by))
    return rows


def _ordered(rows: QuerySet, asked: Asked, last: str) -> QuerySet:
    if not asked.sort_by:
        return rows.order_by(last)
    key = F("key")
    return rows.order_by(key.desc() if asked.is_descending else key.asc(), last)
