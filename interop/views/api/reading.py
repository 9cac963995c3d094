"""What can be read, one address each. Rows come in an order that lasts, at most 200 at
once; `next` leads on."""

from datetime import date
from typing import Annotated, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Query, Schema

from interop.domain import reading
from interop.views.api import schemas
from interop.views.api.schemas import Day, Problem
from interop.views.api.service import api
from organisations.models import Organisation
from tracking.domain.coverage import Narrowing

PROBLEMS = dict.fromkeys((401, 403, 404, 422, 429), Problem)
CODE = r"^[-a-zA-Z0-9_]{1,40}$"
STANDINGS = Literal[
    "not_begun", "on_the_way", "due_soon", "overdue", "covered", "expiring", "exempt"
]
ROLES = Literal[
    "learner",
    "coordinator",
    "deputy",
    "trainer",
    "author",
    "reviewer",
    "programme_owner",
    "auditor",
    "administrator",
]


def _plain(schema: dict) -> None:
    """A parameter that may be left out, and is never null."""
    schema.pop("default", None)


class Where(Schema):
    organisation: Annotated[
        str,
        Field(
            pattern=r"^[-a-zA-Z0-9_]{0,40}$",
            description="The code of an organisation below that of the key; else its own.",
        ),
    ] = ""


class Place(Schema):
    cursor: Annotated[
        str,
        Field(
            pattern=r"^[-a-zA-Z0-9_]{0,60}$",
            description="What the page before said as next.",
        ),
    ] = ""
    limit: Annotated[
        int, Field(ge=1, le=200, description="How many at most, up to 200.")
    ] = 100


class When(Schema):
    # Without a default in the document: "null" is no day.
    as_of: Annotated[
        Day,
        Field(
            description="As of this day; today without it.", json_schema_extra=_plain
        ),
    ] = None


class At(Where, When, Place):
    """A page, as of a day."""


class WhichMemberships(At):
    role: Annotated[
        ROLES, Field(description="Of this role only.", json_schema_extra=_plain)
    ] = None


class WhichStandings(At):
    course: Annotated[str, Field(pattern=CODE, description="The code of the course.")]
    standing: Annotated[
        STANDINGS, Field(description="Who stands there only.", json_schema_extra=_plain)
    ] = None
    sector: Annotated[
        str, Field(pattern="^[A-Z]{0,3}$", description="The code of a sector.")
    ] = ""
    department: Annotated[
        str,
        Field(
            pattern=r"^[-a-zA-Z0-9_]{0,40}$",
            description="The code of a part of the organisation.",
        ),
    ] = ""


class ShownTo(Where, Place):
    """A page of what is shown today."""


class WhichFigures(Where, When):
    """Figures of an organisation, as of a day."""


@api.get("/organisations", response={200: schemas.Organisations, **PROBLEMS})
def organisations(request: HttpRequest, asked: Query[Place]):
    """The organisation of the key, and those below it."""
    page = reading.organisations(request.auth, cursor=asked.cursor, limit=asked.limit)
    return _answer(
        {
            "code": one.code,
            "name": one.name,
            "level": one.level,
            "parent": _parent(one, request.auth.organisation),
        }
        for one in page.rows
    ) | {"next": page.next or None}


@api.get("/people", response={200: schemas.People, **PROBLEMS})
def people(request: HttpRequest, asked: Query[At]):
    """Who belongs to the organisation or a part of it on a day."""
    organisation, day = _asked(request, asked)
    page = reading.people(organisation, day, cursor=asked.cursor, limit=asked.limit)
    items = (
        {
            "id": one.uuid,
            "name": str(one),
            "sector": one.sector_id,
            "external_id": one.external_id,
        }
        for one in page.rows
    )
    return _page(day, items, page)


@api.get("/memberships", response={200: schemas.Memberships, **PROBLEMS})
def memberships(request: HttpRequest, asked: Query[WhichMemberships]):
    """Their places, roles and functions there on a day."""
    organisation, day = _asked(request, asked)
    page = reading.memberships(
        organisation,
        day,
        role=asked.role or "",
        cursor=asked.cursor,
        limit=asked.limit,
    )
    items = (
        {
            "person": one.user.uuid,
            "organisation": one.organisation.code,
            "role": one.role,
            "function": one.function,
            "badge_number": one.badge_number,
            "starts_on": one.starts_on,
            "ends_on": one.ends_on,
        }
        for one in page.rows
    )
    return _page(day, items, page)


@api.get("/requirements", response={200: schemas.Requirements, **PROBLEMS})
def requirements(request: HttpRequest, asked: Query[At]):
    """What is asked of them on a day, by the organisation, above it or below it."""
    organisation, day = _asked(request, asked)
    page = reading.requirements(
        organisation, day, cursor=asked.cursor, limit=asked.limit
    )
    items = (
        {
            "id": one.pk,
            "organisation": one.organisation.code,
            "course": one.course.code,
            "title": one.title,
            "sector": one.sector_id,
            "accepts": [
                {"course": other.course.code, "within_months": other.within_months}
                for other in one.accepted.all()
            ],
            **{
                name: getattr(one, name)
                for name in (
                    "function",
                    "language",
                    "starts_on",
                    "ends_on",
                    "due_on",
                    "due_days",
                    "grace_days",
                    "renew_months",
                )
            },
        }
        for one in page.rows
    )
    return _page(day, items, page)


@api.get("/standings", response={200: schemas.Standings, **PROBLEMS})
def standings(request: HttpRequest, asked: Query[WhichStandings]):
    """Where each of them stands with a course that is asked, on a day."""
    organisation, day = _asked(request, asked)
    department = None
    if asked.department:
        department = reading.organisation_of(request.auth, asked.department)
    narrowing = Narrowing(
        standing=asked.standing or "", sector=asked.sector, department=department
    )
    page = reading.standings(
        organisation,
        asked.course,
        day,
        narrowing,
        cursor=asked.cursor,
        limit=asked.limit,
    )
    items = (
        {
            "person": one.uuid,
            "name": one.name,
            "department": one.department,
            "sector": one.sector,
            "course": asked.course,
            "standing": one.standing,
            "due_on": one.due_on,
            "certified_until": one.shown.certified_until,
            "exempt_until": one.shown.exempt_until,
        }
        for one in page.rows
    )
    return _page(day, items, page)


@api.get("/coverage", response={200: schemas.Coverage, **PROBLEMS})
def coverage(request: HttpRequest, asked: Query[WhichFigures]):
    """How many of them stand where on a day, course by course."""
    organisation, day = _asked(request, asked)
    items = [
        {
            "course": course.code,
            "total": counts.total,
            "asked": counts.asked,
            "covered": counts.covered,
            "expiring": counts.expiring,
            "overdue": counts.overdue,
            "exempt": counts.exempt,
            "by_standing": counts.by_standing,
        }
        for course, counts in reading.coverage(organisation, day)
    ]
    return {"as_of": day, "items": items}


@api.get("/certificates", response={200: schemas.Certificates, **PROBLEMS})
def certificates(request: HttpRequest, asked: Query[ShownTo]):
    """The certificates that they show the organisation of their own accord, today."""
    organisation = reading.organisation_of(request.auth, asked.organisation)
    day = timezone.localdate()
    page = reading.certificates(
        request.auth, organisation, day, cursor=asked.cursor, limit=asked.limit
    )
    items = (
        {
            "person": one.holder.uuid,
            # A trainer's accreditation rests on no course: its programme stands there.
            "course": (
                one.completion.enrolment.course.code
                if one.completion
                else one.words["course"]["code"]
            ),
            "sector": one.sector_id,
            "state": one.state,
            "awarded_on": one.awarded_on,
            "valid_until": one.valid_until,
        }
        for one in page.rows
    )
    return _page(day, items, page)


def _asked(request: HttpRequest, asked) -> tuple[Organisation, date]:
    organisation = reading.organisation_of(request.auth, asked.organisation)
    return organisation, asked.as_of or timezone.localdate()


def _parent(one: Organisation, top: Organisation) -> str | None:
    """What is above the key's organisation is none of its business."""
    return one.parent.code if one.parent is not None and one.pk != top.pk else None


def _answer(items) -> dict:
    return {"items": list(items)}


def _page(day: date, items, page: reading.Page) -> dict:
    return {"as_of": day, "next": page.next or None, **_answer(items)}
