"""The resources that a directory reads and writes, with the attributes that Relay keeps
and no others: what else it sends is dropped (docs/scim.md)."""

from typing import Annotated

from pydantic import EmailStr, Field, model_validator
from scim2_models import (
    URN,
    CaseExact,
    ComplexAttribute,
    Extension,
    Mutability,
    Reference,
    Required,
    Resource,
    Uniqueness,
)
from scim2_models import Group as StandardGroup
from scim2_models import User as StandardUser


class Name(ComplexAttribute):
    formatted: str | None = Field(None, max_length=120)
    """The name as it is printed on certificates, where displayName says none."""

    family_name: str | None = Field(None, max_length=120)
    """The family name."""

    given_name: str | None = Field(None, max_length=120)
    """The given name."""


class Email(ComplexAttribute):
    value: EmailStr | None = Field(None, max_length=254)
    """The address by which the person is found, invited and signs in."""

    type: str | None = Field(None, max_length=10, examples=["work", "home", "other"])
    """A label, such as 'work'."""

    primary: bool | None = None
    """Whether it is the preferred one: only that is kept."""


class GroupMembership(ComplexAttribute):
    value: Annotated[str | None, Mutability.read_only, CaseExact.true] = None
    """The id of the group."""

    ref: Annotated[Reference["Group"] | None, Mutability.read_only] = Field(
        None, serialization_alias="$ref", validation_alias="$ref"
    )
    """The address of the group."""

    display: Annotated[str | None, Mutability.read_only] = None
    """The name of the group."""


class Manager(ComplexAttribute):
    value: Annotated[str | None, Required.true, CaseExact.true] = None
    """The id of the person who leads the work, in this directory."""

    ref: Annotated[Reference["User"] | None, Mutability.read_write] = Field(
        None, serialization_alias="$ref", validation_alias="$ref"
    )
    """The address of that person."""

    @model_validator(mode="before")
    @classmethod
    def _from_an_id(cls, said: object) -> object:
        """Entra says the id alone, or a list of one."""
        if isinstance(said, list) and len(said) == 1:
            said = said[0]
        return {"value": said} if isinstance(said, str) else said


class EnterpriseUser(Extension):
    __schema__ = URN("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User")

    employee_number: str | None = Field(None, max_length=40)
    """The badge number, unique within a department."""

    manager: Manager | None = None
    """Who leads the person's work: the line manager."""


class User(Resource[EnterpriseUser]):
    __schema__ = StandardUser.__schema__

    user_name: Annotated[
        str | None, Uniqueness.server, Required.true, Field(min_length=1)
    ] = Field(None, max_length=254)
    """The name by which the directory tells people apart. Where it is an e-mail address
    and there is no other, the person is found by it."""

    name: Name | None = None
    """The parts of the name."""

    display_name: str | None = Field(None, max_length=120)
    """The name as it is printed on certificates, until the person says otherwise."""

    title: str | None = Field(None, max_length=80)
    """The function."""

    preferred_language: str | None = Field(None, max_length=40)
    """The language of mails to somebody new, such as 'nl-BE'."""

    active: bool | None = None
    """Whether the person works here. When not, their roles here end today."""

    emails: list[Email] | None = None
    """One address is kept: the primary one, else the first."""

    groups: Annotated[list[GroupMembership] | None, Mutability.read_only] = None
    """The groups of the directory that hold the person."""


class GroupMember(ComplexAttribute):
    value: Annotated[str | None, Mutability.immutable, CaseExact.true] = None
    """The id of the person."""

    ref: Annotated[Reference["User"] | None, Mutability.immutable] = Field(
        None, serialization_alias="$ref", validation_alias="$ref"
    )
    """The address of the person."""

    type: Annotated[str | None, Mutability.immutable] = Field(None, examples=["User"])
    """Always 'User'."""


class Group(Resource):
    __schema__ = StandardGroup.__schema__

    display_name: Annotated[str | None, Required.true, Uniqueness.server] = Field(
        None, min_length=1, max_length=160
    )
    """The name; the department of the same name or code is where members are placed."""

    members: list[GroupMember] | None = None
    """The people in the group."""
