"""How many certificates the register holds, and how many people: by sector, language,
territory and year of award.

People are counted apart from certificates (REQUIREMENTS R3): who holds three was trained
once. A certificate that was issued anew for a name is one, not two.
"""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import ExtractYear
from django.utils.translation import gettext as _

from certificates.domain.oversight.asking import Asked, found, members_on
from certificates.enums import CertificateState
from certificates.models import Certificate, end_of
from organisations.enums import Level
from organisations.models import Organisation, Sector


@dataclass(frozen=True)
class Line:
    """A group, and how many certificates and how many different people are in it."""

    label: str
    certificates: int
    people: int


@dataclass(frozen=True)
class Counts:
    """The totals, and the groups of each kind. A person may be in several groups of
    one kind, so the people of the groups can be more than those of the total."""

    total: Line
    sectors: list[Line]
    languages: list[Line]
    places: list[Line]
    years: list[Line]


def counts(user, asked: Asked) -> Counts:
    """What a person is shown of the register, counted as of the day that is asked."""
    rows = _counted(user, asked)
    sums = rows.aggregate(certificates=Count("pk"), people=_people())
    return Counts(
        total=Line("", sums["certificates"], sums["people"]),
        sectors=_sectors(rows),
        languages=_languages(rows),
        places=_places(rows, asked),
        years=_years(rows),
    )


def _counted(user, asked: Asked) -> QuerySet[Certificate]:
    rows = found(user, asked).order_by()
    if asked.state != CertificateState.SUPERSEDED:
        rows = rows.exclude(corrected_by__corrected_at__lt=end_of(asked.day))
    return Certificate.objects.filter(pk__in=rows.values("pk")).order_by()


def _people() -> Count:
    return Count("holder", distinct=True)


def _grouped(rows: QuerySet[Certificate], by: str) -> list[tuple]:
    groups = rows.values(by).annotate(certificates=Count("pk"), people=_people())
    return list(groups.values_list(by, "certificates", "people"))


def _sectors(rows: QuerySet[Certificate]) -> list[Line]:
    groups = {key: numbers for key, *numbers in _grouped(rows, "sector")}
    known = Sector.objects.filter(pk__in=groups)
    return [Line(str(sector), *groups[sector.pk]) for sector in known]


def _languages(rows: QuerySet[Certificate]) -> list[Line]:
    names = settings.RELAY_LANGUAGE_NAMES
    return _by_size(
        Line(str(names.get(code, code)), *numbers)
        for code, *numbers in _grouped(rows, "language")
    )


def _years(rows: QuerySet[Certificate]) -> list[Line]:
    years = rows.annotate(year=ExtractYear("awarded_on"))
    return [
        Line(str(year), *numbers) for year, *numbers in sorted(_grouped(years, "year"))
    ]


def _places(rows: QuerySet[Certificate], asked: Asked) -> list[Line]:
    """By the place that a holder belonged to on the day, the first where there were
    several, departments under what they belong to. So everybody is counted once."""
    first = members_on(asked.day).filter(user=OuterRef("holder"))
    places = rows.annotate(
        place=Subquery(first.order_by("starts_on", "pk").values("organisation")[:1])
    )
    groups = _grouped(places, "place")
    above = _above({key for key, *_numbers in groups if key is not None})
    lines: dict[str, list[int]] = {}
    for key, certificates, people in groups:
        label = above.get(key) or _("No place known on that day")
        sums = lines.setdefault(label, [0, 0])
        sums[0] += certificates
        sums[1] += people
    return _by_size(Line(label, *sums) for label, sums in lines.items())


def _above(keys: set[int]) -> dict[int, str]:
    """{place: the name of what it belongs to that is no department, and of what is above
    that}."""
    paths = dict(Organisation.objects.filter(pk__in=keys).values_list("pk", "path"))
    chains = {
        key: [int(part) for part in path.strip("/").split("/") if part]
        for key, path in paths.items()
    }
    known = Organisation.objects.in_bulk(
        {key for line in chains.values() for key in line}
    )
    return {
        key: _named([known[one] for one in line if one in known])
        for key, line in chains.items()
    }


def _named(line: list[Organisation]) -> str:
    names = [one.name for one in line if one.level != Level.DEPARTMENT]
    return ", ".join(reversed(names[-2:]))


def _by_size(lines) -> list[Line]:
    return sorted(lines, key=lambda line: (-line.certificates, line.label))
