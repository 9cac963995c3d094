"""What programs read, by the names of the OpenAPI document."""

from datetime import date
from typing import Annotated
from uuid import UUID

from ninja import Field, Schema
from pydantic import AfterValidator, WithJsonSchema

from certificates.enums import CertificateState
from organisations.enums import Level, Role
from tracking.enums import Standing


def _in_this_century(day: date) -> date:
    if not 2000 <= day.year <= 2099:
        raise ValueError("a day of this century")
    return day


Day = Annotated[
    date,
    AfterValidator(_in_this_century),
    WithJsonSchema(
        {
            "type": "string",
            "format": "date",
            "pattern": "^20[0-9]{2}-[0-9]{2}-[0-9]{2}$",
        }
    ),
]


class Problem(Schema):
    """Why not."""

    code: str = Field(description="A word that stays the same, for programs.")
    detail: str = Field(description="The same for people.")


class OrganisationOut(Schema):
    code: str
    name: str
    level: Level
    parent: str | None = Field(description="The code of the body it is part of.")


class PersonOut(Schema):
    id: UUID
    name: str
    sector: str | None = Field(description="The code of the sector.")
    external_id: str = Field(description="The directory's own id; empty without one.")


class MembershipOut(Schema):
    person: UUID
    organisation: str = Field(description="The code of the organisation.")
    role: Role
    function: str
    badge_number: str
    starts_on: date
    ends_on: date | None = Field(description="The first day without.")


class AcceptedOut(Schema):
    course: str = Field(description="The code of a course that is enough as well.")
    within_months: int | None = Field(
        description="For so many months after its certificate; null: while it is valid."
    )


class RequirementOut(Schema):
    id: int
    organisation: str = Field(description="The code of the body that asks.")
    course: str = Field(description="The code of the course.")
    title: str
    sector: str
    function: str = Field(description="Of whom it is asked; empty: of everybody.")
    language: str = Field(description="Of whom it is asked; empty: of everybody.")
    starts_on: date
    ends_on: date | None = Field(description="The first day without.")
    due_on: date | None
    due_days: int
    grace_days: int
    renew_months: int | None
    accepts: list[AcceptedOut]


class StandingOut(Schema):
    person: UUID
    name: str
    department: str
    sector: str
    course: str
    standing: Standing
    due_on: date
    certified_until: date | None = Field(
        description="The last day of what counts; null where nothing does, or without end."
    )
    exempt_until: date | None


class CoverageOut(Schema):
    course: str
    total: int
    asked: int = Field(description="The total without who is exempt.")
    covered: int
    expiring: int
    overdue: int
    exempt: int
    by_standing: dict[str, int]


class CertificateOut(Schema):
    person: UUID
    course: str
    sector: str
    state: CertificateState
    awarded_on: date
    valid_until: date | None = Field(description="The last day; null: it does not end.")


class Organisations(Schema):
    items: list[OrganisationOut]
    next: str | None = Field(description="The cursor to go on with; null at the end.")


class People(Schema):
    as_of: date
    items: list[PersonOut]
    next: str | None = Field(description="The cursor to go on with; null at the end.")


class Memberships(Schema):
    as_of: date
    items: list[MembershipOut]
    next: str | None = Field(description="The cursor to go on with; null at the end.")


class Requirements(Schema):
    as_of: date
    items: list[RequirementOut]
    next: str | None = Field(description="The cursor to go on with; null at the end.")


class Standings(Schema):
    as_of: date
    items: list[StandingOut]
    next: str | None = Field(description="The cursor to go on with; null at the end.")


class Coverage(Schema):
    as_of: date
    items: list[CoverageOut]


class Certificates(Schema):
    as_of: date
    items: list[CertificateOut]
    next: str | None = Field(description="The cursor to go on with; null at the end.")
