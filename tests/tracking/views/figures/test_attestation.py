from datetime import timedelta

import pytest
from django.utils import timezone

from lms.models import AuditEntry
from organisations.enums import Role
from tests.factories import tracking as factories
from tests.factories.rolled import make_employer, make_people, make_region
from tracking.domain.attesting import attestation_of
from tracking.domain.counts.sources import source_of
from tracking.domain.obligations import sweep

PAGE = "/organisation/town/attestation/"


def attested(town, day):
    return attestation_of(source_of(town, day, today=timezone.localdate()))


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def town(small_course, today):
    """Of 13 police officers 6 hold it, of 3 teachers one."""
    place = make_employer(make_region(), "town")
    for sector, size, met in (("POL", 13, 6), ("EDU", 3, 1)):
        factories.make_requirement(place, small_course.course, sector=sector)
        make_people(place, small_course.course, size=size, met=met, sector=sector)
    sweep(timezone.now())
    return place


@pytest.fixture
def tom(town):
    return factories.make_member(
        town, name="Tom Đorđević", role=Role.COORDINATOR, sector="MUN"
    )


def shown(response):
    return [
        (row["sector"], row["size"], row["met"], row["share"])
        for row in response.context["rows"]
    ]


def test_the_council_reads_what_was_asked_and_held(client, town, tom):
    client.force_login(tom)

    # Police are told with nobody: else the teachers were what is left.
    assert [row[1:] for row in shown(client.get(PAGE))] == [
        ("16", "7", 44),
        ("not told", "not told", None),
        ("not told", "not told", None),
    ]


def test_the_pdf_is_made_and_written_down(client, town, tom, today):
    client.force_login(tom)
    response = client.post(PAGE, {"on": today.isoformat()})

    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF")
    entry = AuditEntry.objects.get(action="tracking.attested")
    assert entry.data == {
        "number": attested(town, today).number,
        "day": today.isoformat(),
    }
    page = client.get(PAGE).content.decode()
    assert page.count(entry.data["number"]) == 2


def test_other_figures_have_another_number(town, small_course, today):
    before = attested(town, today).number
    assert attested(town, today).number == before
    assert attested(town, today - timedelta(days=1)).number != before
    make_people(town, small_course.course, size=2, met=0)
    sweep(timezone.now())

    assert attested(town, today).number != before


def test_only_the_employer_attests(client, town, charlie):
    for person in (
        charlie,
        factories.make_member(town),
        factories.make_member(town.parent, role=Role.COORDINATOR),
    ):
        client.force_login(person)
        assert client.get(PAGE).status_code == 404


def test_a_day_to_come_is_refused_and_one_without_requirements_is_empty(
    client, town, tom
):
    client.force_login(tom)

    assert client.post(PAGE, {"on": "2999-01-01"}).status_code == 422
    assert "Nothing was asked on that day" in (
        client.get(PAGE, {"on": "2020-01-01"}).content.decode()
    )
    assert AuditEntry.objects.filter(action="tracking.attested").count() == 0
