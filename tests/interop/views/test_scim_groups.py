"""Groups of a directory and the departments of the same name."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from interop.domain.directory import groups as directory_groups
from interop.domain.directory.waiting import sweep
from interop.models import DirectoryGroup, DirectoryPerson
from lms.models import AuditEntry
from organisations.models import Membership, Organisation
from tests.conftest import NOW
from tests.factories.awards import make_members
from tests.interop.conftest import GROUP, Program, let_in

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)


def make(program, name, *members):
    return program.ask(
        "POST",
        "/scim/v2/Groups",
        {
            "schemas": [GROUP],
            "displayName": name,
            "members": [{"value": str(one)} for one in members],
        },
    )


def now_at(user) -> set[str]:
    return set(user.memberships.current().values_list("organisation__name", flat=True))


def test_who_is_in_a_group_stands_at_the_department_of_its_name(
    entra, bob, alice, police, youth
):
    entra.found()
    made = make(entra, " police ", bob.uuid)

    assert made.status_code == 201
    assert now_at(bob) == {"Police"}
    assert now_at(alice) == {"Beekstad"}
    (person,) = entra.found('filter=groups.display eq "police"')
    assert [one["display"] for one in person["groups"]] == ["police"]
    # What was stays known.
    first = bob.memberships.order_by("pk").first()
    assert (first.starts_on, first.ends_on) == (date(2026, 1, 1), TODAY)


def test_a_group_may_have_the_code_of_a_department(entra, bob, police):
    entra.found()
    make(entra, police.code.upper(), bob.uuid)
    assert now_at(bob) == {"Police"}


def test_a_group_without_a_department_places_nobody_and_makes_none(
    entra, bob, client, alice
):
    entra.found()
    make(entra, "All staff", bob.uuid)

    assert now_at(bob) == {"Beekstad"}
    assert Organisation.objects.count() == 1
    client.force_login(alice)
    page = client.get("/organisation/beekstad/access/").content.decode()
    assert "All staff" in page


def test_moving_from_group_to_group_moves_and_leaving_all_leads_back(
    entra, bob, police, youth
):
    entra.found()
    one = make(entra, "Police", bob.uuid).said["id"]
    other = make(entra, "Youth").said["id"]

    entra.patch(
        f"Groups/{other}",
        {"op": "add", "path": "members", "value": [{"value": str(bob.uuid)}]},
    )
    assert now_at(bob) == {"Police", "Youth"}
    # As RFC 7644 says it, and as Entra does.
    entra.patch(
        f"Groups/{one}", {"op": "remove", "path": f'members[value eq "{bob.uuid}"]'}
    )
    assert now_at(bob) == {"Youth"}
    entra.patch(
        f"Groups/{other}",
        {"op": "Remove", "path": "members", "value": [{"value": str(bob.uuid)}]},
    )
    assert now_at(bob) == {"Beekstad"}


@pytest.mark.parametrize("way", ["delete", "rename"])
def test_a_group_that_is_gone_leads_its_people_back_and_closes_no_department(
    entra, bob, police, way
):
    entra.found()
    made = make(entra, "Police", bob.uuid).said["id"]

    if way == "delete":
        assert entra.ask("DELETE", f"/scim/v2/Groups/{made}").status_code == 204
    else:
        entra.patch(
            f"Groups/{made}",
            {"op": "replace", "value": {"displayName": "Something else"}},
        )

    assert now_at(bob) == {"Beekstad"}
    police.refresh_from_db()
    assert police.is_active


def test_whom_somebody_else_placed_in_a_department_stays_there(
    entra, bob, beekstad, police
):
    bob.memberships.update(organisation=police)
    entra.found()

    entra.patch(f"Users/{bob.uuid}", {"op": "add", "path": "title", "value": "Chief"})

    assert now_at(bob) == {"Police"}
    assert bob.memberships.get().function == "Chief"


@pytest.mark.parametrize("name", ["Trade union members", "Geloof", "Congé de maladie"])
def test_a_group_that_sorts_people_as_nobody_may_is_not_kept(entra, bob, name):
    entra.found()
    response = make(entra, name, bob.uuid)

    assert (response.status_code, response.said["scimType"]) == (400, "invalidValue")
    assert not DirectoryGroup.objects.exists()


def test_a_second_group_of_a_name_is_a_conflict(entra):
    make(entra, "Police")
    again = make(entra, "POLICE")
    assert (again.status_code, again.said["scimType"]) == (409, "uniqueness")


def test_another_employers_groups_and_people_do_not_exist(entra, okta, bob, charlie):
    entra.found()
    okta.found()
    made = make(entra, "Police").said["id"]

    path = f"/scim/v2/Groups/{made}"
    assert okta.ask("GET", path).status_code == 404
    assert okta.ask("DELETE", path).status_code == 404
    assert okta.found(kind="Groups") == []
    stranger = make(okta, "Mine", bob.uuid)
    assert (stranger.status_code, stranger.said["scimType"]) == (400, "invalidValue")
    assert not DirectoryGroup.objects.filter(name="Mine").exists()


def test_many_follow_their_group_in_the_background_and_a_lost_worker_is_made_up_for(
    entra, beekstad, police, django_capture_on_commit_callbacks
):
    people = make_members(beekstad, 60)
    entra.found()
    uuids = [one.uuid for one in people]

    # The worker dies.
    with django_capture_on_commit_callbacks():
        made = make(entra, "Police", *uuids)
    assert made.status_code == 201
    assert DirectoryPerson.objects.filter(waits_since__isnull=False).count() == 60
    assert not Membership.objects.filter(organisation=police).exists()
    assert sweep(NOW) == 0

    assert sweep(NOW + timedelta(minutes=11)) == 1

    assert not DirectoryPerson.objects.filter(waits_since__isnull=False).exists()
    assert Membership.objects.current().filter(organisation=police).count() == 60
    assert sweep(NOW + timedelta(minutes=30)) == 0


def test_who_cannot_follow_is_left_and_the_others_go_on(
    entra, beekstad, police, alice, directory, django_capture_on_commit_callbacks
):
    people = make_members(beekstad, 30)
    entra.found()
    extension = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
    taken = entra.bring(
        "taken@beekstad.example", **{extension: {"employeeNumber": "9"}}
    )
    Membership.objects.create(
        user=alice, organisation=police, badge_number="9", starts_on=TODAY
    )
    with django_capture_on_commit_callbacks(execute=True):
        make(entra, "Police", taken.said["id"], *(one.uuid for one in people))

    here = Membership.objects.current().filter(organisation=police)
    assert here.filter(user__in=people).count() == 30
    assert AuditEntry.objects.filter(action="interop.group_not_followed").count() == 1
    assert directory_groups.settle_those_waiting(directory, clock=lambda: NOW) == 0


@pytest.mark.parametrize("kind", ["Users", "Groups"])
def test_a_list_asks_as_much_of_the_database_for_1_and_for_30(entra, beekstad, kind):
    counts = []
    for many in (1, 30):
        for number in range(many):
            one = entra.bring(f"p{many}.{number}@beekstad.example").said["id"]
            make(entra, f"Group {many} {number}", one)
        entra.found()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            entra.found("count=100", kind=kind)
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_a_token_of_a_department_sees_its_people_only(beekstad, alice, bob, police):
    bob.memberships.update(organisation=police)
    program = Program(let_in(police, alice)[1])

    assert [one["id"] for one in program.found()] == [str(bob.uuid)]
    assert program.ask("GET", f"/scim/v2/Users/{alice.uuid}").status_code == 404


@pytest.mark.parametrize(
    "said",
    [{"externalId": "x" * 255}, {"members": [{"value": "nobody"}]}, {"members": [{}]}],
)
def test_a_group_that_cannot_be_is_refused(entra, said):
    response = entra.ask(
        "POST", "/scim/v2/Groups", {"schemas": [GROUP], "displayName": "Police", **said}
    )
    assert (response.status_code, response.said["scimType"]) == (400, "invalidValue")
    assert not DirectoryGroup.objects.exists()


def test_only_a_key_for_directories_goes_on_with_their_people(
    beekstad, alice, that_day
):
    let_in(beekstad, alice, scopes=("read",))
    DirectoryPerson.objects.create(
        organisation=beekstad,
        user_name="x",
        made_at=NOW,
        changed_at=NOW,
        waits_since=NOW - timedelta(hours=1),
    )
    assert sweep(NOW) == 0
