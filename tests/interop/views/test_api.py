"""What a program with the scope `read` reads: the coverage page's own figures, status
and dates, and nobody else's people."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from certificates.domain.showing import show_to
from interop.models import DirectoryPerson
from organisations.enums import Level
from tests.factories import tracking as factories
from tests.factories.courses import make_course
from tests.interop.conftest import Program, let_in
from tracking.domain.coverage import Narrowing, people_of
from tracking.domain.obligations import sweep
from tracking.domain.requirements import accept
from tracking.models import Requirement

pytestmark = pytest.mark.django_db
LISTS = ("organisations", "people", "memberships", "requirements", "certificates")


@pytest.fixture
def today(that_day):
    return timezone.localdate()


@pytest.fixture
def reader(beekstad, alice, that_day) -> Program:
    return Program(let_in(beekstad, alice, scopes=("read",))[1])


@pytest.fixture
def neighbour(valmont, charlie, that_day) -> Program:
    return Program(let_in(valmont, charlie, scopes=("read",))[1])


@pytest.fixture
def course(small_course):
    return small_course.course


@pytest.fixture
def asked(beekstad, course, bob, today):
    """Asked of Beekstad's police for a year; Bob is there."""
    requirement = factories.make_requirement(
        beekstad, course, starts_on=today - timedelta(days=365)
    )
    sweep(factories.noon(today - timedelta(days=300)))
    return requirement


def read(program, what, **asked):
    response = program.ask("GET", f"/api/v1/{what}?{urlencode(asked)}")
    assert response.status_code == 200, response.said
    return response.said


def items(program, what, **asked):
    return read(program, what, **asked)["items"]


def test_standings_and_figures_are_those_of_the_coverage_page(
    reader, beekstad, asked, course, today
):
    certified = factories.make_member(beekstad, name="Certified")
    late = factories.make_member(beekstad, name="Late")
    exempt = factories.make_member(beekstad, name="Exempt")
    sweep(timezone.now())
    last = today + timedelta(days=300)
    factories.make_certificate(
        certified, course, today - timedelta(days=5), valid_until=last
    )
    factories.make_exemption(exempt, asked, today, today + timedelta(days=30))

    found = items(reader, "standings", course=course.code)

    page = people_of(beekstad, course, today, Narrowing())
    assert {(one["name"], one["standing"], one["due_on"]) for one in found} == {
        (row.name, row.standing, row.due_on.isoformat()) for row in page
    }
    by_name = {one["name"]: one for one in found}
    assert by_name["Certified"]["standing"] == "covered"
    assert by_name["Certified"]["certified_until"] == last.isoformat()
    assert by_name["Late"]["person"] == str(late.uuid)
    assert by_name["Exempt"]["exempt_until"] is not None
    (figures,) = items(reader, "coverage")
    counts = page.counts()
    assert figures["course"] == course.code
    assert (figures["total"], figures["covered"], figures["exempt"]) == (
        counts.total,
        counts.covered,
        counts.exempt,
    )
    assert figures["by_standing"] == counts.by_standing


def test_an_earlier_day_is_told_as_it_was(reader, beekstad, asked, course, bob, today):
    factories.make_certificate(bob, course, today)
    then = (today - timedelta(days=200)).isoformat()

    (now,) = items(reader, "standings", course=course.code)
    (before,) = items(reader, "standings", course=course.code, as_of=then)

    assert now["standing"] == "covered"
    assert before["standing"] == "overdue"
    assert read(reader, "coverage", as_of=then)["as_of"] == then


def test_standings_are_narrowed(reader, beekstad, asked, course, bob, youth):
    factories.make_member(youth, name="Young")
    sweep(timezone.now())

    def names(**narrowed):
        found = items(reader, "standings", course=course.code, **narrowed)
        return {one["name"] for one in found}

    assert names() == {"Young", bob.printed_name}
    assert names(department=youth.code) == {"Young"}
    assert names(organisation=youth.code) == {"Young"}
    assert names(standing="overdue") == {bob.printed_name}
    assert names(sector="POL") == {"Young", bob.printed_name}
    assert names(sector="MUN") == set()


def test_people_and_places_of_a_day(reader, beekstad, alice, bob, youth, today):
    bob.memberships.update(ends_on=today, function="Officer", badge_number="7")
    factories.make_member(youth, is_self_declared=True)
    DirectoryPerson.objects.create(
        organisation=beekstad,
        user=alice,
        user_name="alice",
        external_id="E-1",
        made_at=timezone.now(),
        changed_at=timezone.now(),
    )
    before = (today - timedelta(days=1)).isoformat()

    (only,) = items(reader, "people")
    assert only == {
        "id": str(alice.uuid),
        "name": "Alice Aerts",
        "sector": "MUN",
        "external_id": "E-1",
    }
    assert len(items(reader, "people", as_of=before)) == 2
    (place,) = items(reader, "memberships", as_of=before, role="learner")
    assert place == {
        "person": str(bob.uuid),
        "organisation": "beekstad",
        "role": "learner",
        "function": "Officer",
        "badge_number": "7",
        "starts_on": "2026-01-01",
        "ends_on": today.isoformat(),
    }


def test_requirements_are_those_that_reach_its_people(reader, asked, course):
    (found,) = items(reader, "requirements")
    assert found["course"] == course.code
    assert found["organisation"] == "beekstad"
    assert found["title"]
    assert found["due_days"] == 60
    assert found["accepts"] == []


def test_a_requirement_says_what_is_enough_as_well(reader, asked, beekstad):
    workshop = make_course(beekstad, code="workshop").course
    accept(Requirement.objects.get(), [workshop], 24)

    (found,) = items(reader, "requirements")
    assert found["accepts"] == [{"course": "workshop", "within_months": 24}]


def test_certificates_are_those_that_people_show_with_status_and_dates_only(
    reader, neighbour, beekstad, bob, course, today
):
    hidden = factories.make_certificate(bob, course, today - timedelta(days=9))
    assert items(reader, "certificates") == []
    show_to(hidden, beekstad, actor=bob, now=timezone.now())

    (shown,) = items(reader, "certificates")

    assert shown == {
        "person": str(bob.uuid),
        "course": course.code,
        "sector": "POL",
        "state": "valid",
        "awarded_on": (today - timedelta(days=9)).isoformat(),
        "valid_until": None,
    }
    assert items(neighbour, "certificates") == []


def test_what_is_shown_to_an_employer_is_not_shown_to_the_body_above_it(
    reader, beekstad, valmont
):
    valmont.parent, valmont.path = beekstad, f"{beekstad.path}{valmont.pk}/"
    valmont.level = Level.MUNICIPALITY
    valmont.save()

    for what in ("people", "certificates"):
        response = reader.ask("GET", f"/api/v1/{what}?organisation=valmont")
        assert response.status_code == 404


@pytest.mark.parametrize(
    "path",
    [f"{one}?organisation=beekstad" for one in LISTS if one != "organisations"]
    + [
        "standings?course=small&organisation=beekstad",
        "coverage?organisation=beekstad",
    ],
)
def test_another_employer_does_not_exist(neighbour, beekstad, bob, asked, path):
    response = neighbour.ask("GET", f"/api/v1/{path}")
    assert response.status_code == 404
    assert response.said["code"] == "unknown"


def test_a_neighbour_reads_no_word_of_it(neighbour, reader, asked, bob, beekstad):
    for what in (*LISTS, "coverage"):
        said = str(read(neighbour, what))
        assert str(bob.uuid) not in said
        assert "beekstad" not in said.lower()
    refused = neighbour.ask("GET", f"/api/v1/standings?course={asked.course.code}")
    assert refused.status_code == 404


def test_no_answer_score_or_attempt_is_in_the_document(client):
    document = client.get("/api/v1/openapi.json").content.decode().lower()
    for word in ("score", "answer", "attempt", "grade", "email"):
        assert word not in document.replace("too many", "")


@pytest.mark.parametrize("what", ["people", "memberships", "standings"])
def test_a_list_is_read_page_by_page_and_nobody_is_missed(
    reader, beekstad, asked, course, what
):
    for _ in range(4):
        factories.make_member(beekstad)
    sweep(timezone.now())
    asked_for = {"course": course.code} if what == "standings" else {}
    whole = items(reader, what, **asked_for)
    found, cursor = [], ""
    while True:
        page = read(reader, what, limit=2, cursor=cursor, **asked_for)
        assert len(page["items"]) <= 2
        found += page["items"]
        if page["next"] is None:
            break
        if not cursor:
            # Who comes in between turns nothing round.
            factories.make_member(beekstad)
            sweep(timezone.now())
        cursor = page["next"]

    assert [one for one in found if one in whole] == whole
    assert len(found) == len(whole) + 1


@pytest.mark.parametrize("what", ["people", "memberships", "standings", "coverage"])
def test_a_list_costs_the_same_for_1_and_for_30(reader, beekstad, asked, course, what):
    asked_for = {"course": course.code} if what == "standings" else {}
    read(reader, what, **asked_for)
    counts = []
    for more in (0, 30):
        for _ in range(more):
            factories.make_member(beekstad)
        sweep(timezone.now())
        with CaptureQueriesContext(connection) as queries:
            read(reader, what, **asked_for)
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("limit=0", 422),
        ("limit=201", 422),
        ("as_of=1999-12-31", 422),
        ("as_of=2026-02-30", 422),
        ("as_of=now", 422),
        ("cursor=!", 422),
        ("cursor=abc", 404),
        ("cursor=djEuLTE", 404),
        ("organisation=nowhere", 404),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_reason(reader, query, status):
    response = reader.ask("GET", f"/api/v1/people?{query}")
    assert response.status_code == status
    assert response.said["code"]
    assert response.said["detail"]


def test_a_key_for_a_directory_reads_nothing(entra):
    response = entra.ask("GET", "/api/v1/people")
    assert (response.status_code, response.said["code"]) == (403, "forbidden")


def test_without_a_key_nothing_is_read(that_day, beekstad):
    response = Program("relay_wrong").ask("GET", "/api/v1/people")
    assert (response.status_code, response.said["code"]) == (401, "unauthorised")
    assert response["WWW-Authenticate"].startswith("Bearer")


def test_what_is_told_is_in_no_cache(reader):
    assert reader.ask("GET", "/api/v1/people")["Cache-Control"] == "no-store"


def test_too_many_requests_are_told_when_to_come_back(reader, settings):
    settings.RELAY_API_PER_MINUTE = 1
    read(reader, "people")
    response = reader.ask("GET", "/api/v1/people")
    assert (response.status_code, response.said["code"]) == (429, "too_many")
    assert int(response["Retry-After"]) > 0


def test_nothing_is_changed_by_this_way(reader):
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        assert reader.ask(method, "/api/v1/people", {}).status_code == 405


def test_the_page_tells_every_address_and_asks_nobody_else(client, db):
    response = client.get("/api/v1/")
    page = response.content.decode()
    assert response.status_code == 200
    for what in (*LISTS, "standings", "coverage"):
        assert f"GET /api/v1/{what}" in page
    assert 'src="http' not in page
    assert 'href="http' not in page
