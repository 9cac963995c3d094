"""The register as its issuer asks for it: which certificates, as of which day."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from certificates.domain.numbers import normalise_number, spellings
from certificates.models import Certificate
from certificates.rules import owning_at
from courses.models import Course
from organisations.enums import Level
from organisations.models import Membership, Organisation

# What a list can be put in the order of, and the field that decides.
ORDERS = {
    "number": "number",
    "name": "words__printed_name",
    "course": "words__course__code",
    "sector": "sector",
    "language": "language",
    "awarded": "awarded_on",
    "until": "valid_until",
    "state": "state",
}
NEWEST_FIRST = "-awarded"


@dataclass(frozen=True)
class Asked:
    """What is asked of the register as it stood, or will stand, at the end of `day`.

    None and "" ask for nothing. `place` is an organisation: its people and those of the
    organisations below it count, as they were there on the day. Both ends of a period
    count. `words` are looked for in number and name. `order` is a word of ORDERS, with a
    dash before it for the other way round.
    """

    day: date
    state: str = ""
    course: int | None = None
    sector: str | None = None
    type: str = ""
    language: str = ""
    place: Organisation | None = None
    awarded_from: date | None = None
    awarded_until: date | None = None
    ends_from: date | None = None
    ends_until: date | None = None
    words: str = ""
    order: str = NEWEST_FIRST


def issuers_of(user) -> QuerySet[Organisation]:
    """The bodies whose register a person oversees (certificates.rules.owning_at)."""
    bodies = owning_at(user)
    everybody = Organisation.objects.all()
    return everybody if bodies is None else everybody.filter(pk__in=bodies)


def overseen_by(user) -> QuerySet[Certificate]:
    """The certificates that a person oversees; for anybody else they do not exist."""
    bodies = owning_at(user)
    everything = Certificate.objects.all()
    return everything if bodies is None else everything.filter(issuer__in=bodies)


def found(user, asked: Asked) -> QuerySet[Certificate]:
    """What a person is shown of the register, each with its `state` on the day, in
    order. What did not count yet by then is not among it."""
    rows = overseen_by(user).with_state(asked.day).filter(state__isnull=False)
    for name, value in (
        ("state", asked.state),
        ("completion__enrolment__course", asked.course),
        ("sector", asked.sector),
        ("type", asked.type),
        ("language", asked.language),
        ("awarded_on__gte", asked.awarded_from),
        ("awarded_on__lte", asked.awarded_until),
        ("valid_until__gte", asked.ends_from),
        ("valid_until__lte", asked.ends_until),
    ):
        if value:
            rows = rows.filter(**{name: value})
    if asked.place is not None:
        there = members_on(asked.day).filter(
            user=OuterRef("holder"), organisation__path__startswith=asked.place.path
        )
        rows = rows.filter(Exists(there))
    if asked.words:
        rows = rows.filter(_says(asked.words))
    return _ordered(rows, asked.order)


def members_on(day: date) -> QuerySet[Membership]:
    """Who belonged where on a day, as their employers confirmed it."""
    return Membership.objects.on(day).filter(is_self_declared=False)


def courses_of(user) -> QuerySet[Course]:
    """The courses that gave the certificates a person oversees, by their code."""
    given = overseen_by(user).order_by().values("completion__enrolment__course")
    return Course.objects.filter(pk__in=given).order_by("code")


def places_of(user) -> QuerySet[Organisation]:
    """Where the holders are or were, and what is above those places, by name.

    Departments are left out: who is in one is found at the place it belongs to.
    """
    holders = overseen_by(user).order_by().values("holder")
    places = Membership.objects.filter(user__in=holders, is_self_declared=False)
    paths = Organisation.objects.filter(pk__in=places.values("organisation"))
    keys = {
        int(key)
        for path in paths.values_list("path", flat=True).order_by()
        for key in path.strip("/").split("/")
        if key
    }
    return Organisation.objects.filter(pk__in=keys).exclude(level=Level.DEPARTMENT)


def _says(words: str) -> Q:
    numbers = spellings(normalise_number(words))
    return (
        Q(number__in=numbers)
        | Q(number__icontains=words)
        | Q(words__printed_name__icontains=words)
    )


def _ordered(rows: QuerySet[Certificate], order: str) -> QuerySet[Certificate]:
    field = ORDERS.get(order.removeprefix("-"))
    if field is None:
        return _ordered(rows, NEWEST_FIRST)
    if order.startswith("-"):
        return rows.order_by(F(field).desc(nulls_last=True), "-pk")
    return rows.order_by(F(field).asc(nulls_last=True), "pk")
