"""A region with employers below it, and people of whom something is asked."""

from datetime import timedelta

from django.utils import timezone

from organisations.enums import Level
from organisations.models import Organisation
from tests.factories.organisations import OrganisationFactory
from tests.factories.tracking import make_certificate, make_member


def make_region(code: str = "waterland", *, parent: Organisation | None = None):
    return OrganisationFactory(
        name=code.title(), code=code, level=Level.REGION, parent=parent
    )


def make_employer(region: Organisation, code: str) -> Organisation:
    return OrganisationFactory(name=code.title(), code=code, parent=region)


def make_people(
    employer: Organisation, course, *, size: int, met: int, sector: str = "POL"
) -> list:
    """So many people of an employer, and so many of them certified for two years."""
    today = timezone.localdate()
    people = [make_member(employer, sector=sector) for _ in range(size)]
    for one in people[:met]:
        make_certificate(
            one,
            course,
            today - timedelta(days=10),
            sector=sector,
            valid_until=today + timedelta(days=720),
        )
    return people
