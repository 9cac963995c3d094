"""What a token with the scope `read` may read: rows in an order that lasts, so that a
program goes on where it was."""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from certificates.domain.showing import shown_by_staff
from certificates.models import Certificate
from courses.domain.enrolment import titles_of
from courses.models import Course
from interop.domain.directory.places import places_of
from interop.models import AccessToken, DirectoryPerson
from lms.errors import DomainError
from organisations.domain.employers import part_of, parts_of
from organisations.models import Organisation
from tracking.domain.coverage import (
    Counts,
    Narrowing,
    Row,
    courses_asked,
    people_of,
)
from tracking.domain.people import members_of
from tracking.domain.queries import requirements_over
from tracking.domain.scope import confirmed_on

# The largest key a table may have.
LARGEST = 2**63 - 1


@dataclass(frozen=True)
class Page:
    """Some rows, and where to go on; "" at the end."""

    rows: Sequence[Any]
    next: str


def organisation_of(token: AccessToken, code: str) -> Organisation:
    """The organisation of a token, or a department of it. Raises DomainError `unknown`:
    another one does not exist."""
    if not code:
        return token.organisation
    found = parts_of(token.organisation).filter(code=code).first()
    if found is None:
        raise _unknown("organisation")
    return found


def organisations(token: AccessToken, *, cursor: str, limit: int) -> Page:
    """The token's organisation and its departments."""
    rows = parts_of(token.organisation).select_related("parent")
    return _page(rows, cursor, limit)


def people(organisation: Organisation, day: date, *, cursor: str, limit: int) -> Page:
    """Who has a confirmed place there or below on a day, each with the directory's own
    `external_id`."""
    page = _page(members_of(organisation, day), cursor, limit)
    ids = dict(
        DirectoryPerson.objects.filter(
            organisation=organisation, user__in=[one.pk for one in page.rows]
        ).values_list("user", "external_id")
    )
    for one in page.rows:
        one.external_id = ids.get(one.pk, "")
    return page


def memberships(
    organisation: Organisation, day: date, *, role: str, cursor: str, limit: int
) -> Page:
    """Confirmed places there and below that are in force on a day."""
    rows = confirmed_on(day).filter(part_of(organisation))
    if role:
        rows = rows.filter(role=role)
    return _page(rows.select_related("user", "organisation"), cursor, limit)


def requirements(
    organisation: Organisation, day: date, *, cursor: str, limit: int
) -> Page:
    """What is asked of its people on a day, by itself, above or below it; each with the
    `title` of its course."""
    rows = requirements_over(organisation).on(day)
    rows = rows.select_related("organisation", "course")
    page = _page(rows.prefetch_related("accepted__course"), cursor, limit)
    titles = titles_of({one.course for one in page.rows}, language="en")
    for one in page.rows:
        one.title = str(titles[one.course_id])
    return page


def standings(
    organisation: Organisation,
    code: str,
    day: date,
    narrowing: Narrowing,
    *,
    cursor: str,
    limit: int,
) -> Page:
    """Where its people stand on a day with a course that is asked of them, as the
    coverage page has it. Raises DomainError `unknown` for a course that is not asked."""
    asked = {one.code: one for one in courses_asked(organisation, day)}
    if code not in asked:
        raise _unknown("course")
    found = people_of(organisation, asked[code], day, narrowing).after(
        _place(cursor), limit + 1
    )
    rows: list[Row] = [row for _place_there, row in found[:limit]]
    return Page(rows, _cursor(found[limit - 1][0]) if len(found) > limit else "")


def coverage(organisation: Organisation, day: date) -> list[tuple[Course, Counts]]:
    """How many of its people stand where on a day, course by course, as the coverage page
    counts them."""
    return [
        (course, people_of(organisation, course, day, Narrowing()).counts())
        for course in courses_asked(organisation, day)
    ]


def certificates(
    token: AccessToken,
    organisation: Organisation,
    day: date,
    *,
    cursor: str,
    limit: int,
) -> Page:
    """What its people show an organisation today of their own accord, with holder and
    `state`: status and dates (ETHICS P5). What is required of them stands in `standings`.

    It is shown to an employer, not to the bodies above it: raises DomainError `unknown`
    for another employer below the token's.
    """
    if organisation.pk not in places_of(token.organisation):
        raise _unknown("organisation")
    rows: QuerySet[Certificate] = shown_by_staff(organisation, day=day)
    return _page(
        rows.filter(state__isnull=False).select_related(
            "holder", "completion__enrolment__course"
        ),
        cursor,
        limit,
    )


def _page(rows: QuerySet, cursor: str, limit: int) -> Page:
    found = list(rows.filter(pk__gt=_place(cursor)).order_by("pk")[: limit + 1])
    more = len(found) > limit
    return Page(found[:limit], _cursor(found[limit - 1].pk) if more else "")


def _cursor(pk: int) -> str:
    return base64.urlsafe_b64encode(f"v1.{pk}".encode()).decode().rstrip("=")


def _place(cursor: str) -> int:
    """Raises DomainError `unknown` for a cursor that was never given out."""
    if not cursor:
        return 0
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        said = base64.urlsafe_b64decode(padded.encode()).decode("ascii")
        version, _dot, number = said.partition(".")
        pk = int(number) if number.isascii() and number.isdigit() else -1
    except (binascii.Error, ValueError) as error:
        raise _unknown("cursor") from error
    if version != "v1" or not 0 <= pk <= LARGEST:
        raise _unknown("cursor")
    return pk


def _unknown(what: str) -> DomainError:
    return DomainError(f"No {what} of this name is known here.", code="unknown")
