"""Filters and orders of a directory (RFC 7644 §3.4.2), as the database understands
them. The grammar, and which attribute takes which operator, are scim2-models' work."""

from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import BooleanField, Expression, F, Q, Value
from django.db.models.functions import Lower
from django.db.models.lookups import (
    Contains,
    EndsWith,
    Exact,
    GreaterThan,
    GreaterThanOrEqual,
    LessThan,
    LessThanOrEqual,
    StartsWith,
)
from django.utils.dateparse import parse_datetime
from scim2_models import InvalidFilterException, InvalidPathException
from scim2_models.path import FilterVisitor
from scim2_models.path.expressions import (
    AttrPath,
    CompareOperator,
    Comparison,
    FilterNode,
    LogicalExpr,
    LogicalOperator,
    Not,
    Present,
    ValuePath,
)

from interop.models import DirectoryGroup, DirectoryGroupMember, DirectoryPerson
from organisations.models import User

LOOKUPS = {
    CompareOperator.eq: Exact,
    CompareOperator.co: Contains,
    CompareOperator.sw: StartsWith,
    CompareOperator.ew: EndsWith,
    CompareOperator.gt: GreaterThan,
    CompareOperator.ge: GreaterThanOrEqual,
    CompareOperator.lt: LessThan,
    CompareOperator.le: LessThanOrEqual,
}


@dataclass(frozen=True)
class Column:
    """What an attribute is in a table. `kind`: "text", "exact" (text whose case counts),
    "id", "reference" (the id of somebody else), "flag", "moment", or "none" for what no row
    has; `through` names the table of a
    list of references."""

    field: str
    kind: str = "text"
    through: str = ""


PEOPLE = {
    "id": Column("uuid", "id"),
    "externalid": Column("external_id", "exact"),
    "username": Column("user_name"),
    "name.formatted": Column("full_name"),
    "name.familyname": Column("family_name"),
    "name.givenname": Column("given_name"),
    "displayname": Column("display_name"),
    "title": Column("title"),
    "preferredlanguage": Column("language"),
    "active": Column("is_active", "flag"),
    "emails": Column("email"),
    "emails.value": Column("email"),
    "emails.type": Column("email_type"),
    "emails.primary": Column("email_is_primary", "flag"),
    "employeenumber": Column("employee_number"),
    "manager": Column("manager__uuid", "reference"),
    "manager.value": Column("manager__uuid", "reference"),
    "groups": Column("group__uuid", "id", "person"),
    "groups.value": Column("group__uuid", "id", "person"),
    "groups.display": Column("group__name", "text", "person"),
    "meta.created": Column("made_at", "moment"),
    "meta.lastmodified": Column("changed_at", "moment"),
}
GROUPS = {
    "id": Column("uuid", "id"),
    "externalid": Column("external_id", "exact"),
    "displayname": Column("name"),
    "members": Column("person__uuid", "id", "group"),
    "members.value": Column("person__uuid", "id", "group"),
    "meta.created": Column("made_at", "moment"),
    "meta.lastmodified": Column("changed_at", "moment"),
}
# What is known of whoever has no row yet (directory.adopting), by the field of the row.
SAID = {
    "uuid": "uuid",
    "user_name": "said_user_name",
    "display_name": "said_display_name",
    "email": "said_email",
    "is_active": "said_active",
    "made_at": "said_at",
    "changed_at": "said_at",
}


def _of_newcomer(column: Column) -> Column:
    if (
        column.through
        or column.kind == "reference"
        or column.field == "email_is_primary"
    ):
        return Column("", "none")
    return replace(column, field=SAID.get(column.field, "said_nothing"))


NOTHING = Q(pk__in=[])
COLUMNS = {
    DirectoryPerson: PEOPLE,
    DirectoryGroup: GROUPS,
    User: {name: _of_newcomer(column) for name, column in PEOPLE.items()},
}


def matching(model, node: FilterNode, *, among_others: bool = False) -> Q:
    """The rows of a table that a filter means. Raises InvalidFilterException for an
    attribute that cannot be searched by; `among_others`, where several tables are
    searched at once, no row has it (RFC 7644 §3.4.2.1)."""
    return _Rows(COLUMNS[model], strict=not among_others).visit(node)


def key_of(model, path: str) -> Expression:
    """By what to sort. Raises InvalidPathException for what cannot be sorted by."""
    column = COLUMNS[model].get(_plain(path))
    if column is None or column.through or _is_reference(path):
        raise InvalidPathException(path=path, detail=f"Cannot sort on {path!r}")
    if column.kind == "none":
        return Value(None, output_field=BooleanField())
    return F(column.field) if column.kind != "text" else Lower(column.field)


class _Rows(FilterVisitor[Q]):
    def __init__(
        self, columns: dict[str, Column], inside: str = "", *, strict: bool
    ) -> None:
        self._columns, self._inside, self._strict = columns, inside, strict

    def visit_comparison(self, node: Comparison) -> Q:
        column = self._column(node.attr_path)
        if column is None:
            return NOTHING
        if node.value is None:
            empty = ~self._filled(column)
            return {CompareOperator.eq: empty, CompareOperator.ne: ~empty}.get(
                node.op, NOTHING
            )
        if node.op == CompareOperator.ne:
            return ~self._compared(column, CompareOperator.eq, node.value)
        return self._compared(column, node.op, node.value)

    def visit_present(self, node: Present) -> Q:
        column = self._column(node.attr_path)
        return self._filled(column) if column is not None else NOTHING

    def visit_not(self, node: Not) -> Q:
        return ~self.visit(node.expr)

    def visit_logical_expr(self, node: LogicalExpr) -> Q:
        both = node.op == LogicalOperator.and_
        found = self.visit(node.terms[0])
        for term in node.terms[1:]:
            found = found & self.visit(term) if both else found | self.visit(term)
        return found

    def visit_value_path(self, node: ValuePath) -> Q:
        # One address is kept of each, and a reference has one value: what is asked of
        # an element is asked of the row.
        inside = f"{_name(node.attr_path)}."
        rows = _Rows(self._columns, inside, strict=self._strict)
        return rows.visit(node.val_filter)

    def _column(self, path: AttrPath) -> Column | None:
        name = f"{self._inside}{_name(path)}"
        if name not in self._columns:
            if not self._strict:
                return None
            raise InvalidFilterException(
                detail=f"Relay does not search by {str(path)!r}"
            )
        return self._columns[name]

    def _compared(self, column: Column, op: CompareOperator, value: object) -> Q:
        found = _compared(column, op, value)
        return self._through(column, found) if column.through else found

    def _filled(self, column: Column) -> Q:
        if column.through:
            return self._through(column, Q())
        if column.kind == "none":
            return NOTHING
        if column.kind in ("text", "exact"):
            return ~Q(**{column.field: ""})
        return Q(**{f"{column.field}__isnull": False})

    def _through(self, column: Column, found: Q) -> Q:
        rows = DirectoryGroupMember.objects.filter(found)
        return Q(pk__in=rows.values(column.through))


def _compared(column: Column, op: CompareOperator, value: object) -> Q:
    """Values are of the attribute's type: scim2-models refuses others."""
    field = F(column.field)
    if column.kind == "none":
        return NOTHING
    if column.kind == "flag":
        return Q(**{column.field: value}) if isinstance(value, bool) else NOTHING
    if column.kind in ("id", "reference"):
        return _by_id(column, op, value)
    if column.kind == "moment":
        # Without a zone it is no moment.
        moment = parse_datetime(str(value))
        is_one = moment is not None and moment.tzinfo is not None
        return Q(LOOKUPS[op](field, moment)) if is_one else NOTHING
    if column.kind == "exact":
        return Q(LOOKUPS[op](field, Value(str(value))))
    # Both by the database: it and Python do not agree on every capital letter.
    return Q(LOOKUPS[op](Lower(field), Lower(Value(str(value)))))


def _by_id(column: Column, op: CompareOperator, value: object) -> Q:
    if op != CompareOperator.eq:
        raise InvalidFilterException(detail="Ids are compared by eq and ne only")
    try:
        return Q(**{column.field: UUID(str(value))})
    except ValueError:
        return NOTHING


def _name(path: AttrPath) -> str:
    """In small letters and without the schema, as the tables above have it."""
    return ".".join(one.lower() for one in (path.attr, path.sub_attr) if one)


def _plain(path: str) -> str:
    """The same of a path in words."""
    return path.rpartition(":")[2].lower()


def _is_reference(path: str) -> bool:
    """Whether it names somebody else: there is no order of those."""
    return PEOPLE.get(_plain(path), Column("")).kind == "reference"
