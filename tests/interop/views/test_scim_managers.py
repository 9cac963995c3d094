"""`manager` of the enterprise extension: who leads somebody's work, as a directory says."""

import json

import pytest

from interop.domain.directory.adopting import adopt_everybody
from interop.models import DirectoryPerson
from organisations.domain.line_managers import manager_named, name_line_manager
from organisations.models import LineManager, User
from tests.conftest import NOW
from tests.factories.organisations import MembershipFactory, UserFactory
from tests.interop.conftest import USER

pytestmark = pytest.mark.django_db
URN = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"


@pytest.fixture
def anna(entra):
    return entra.bring("anna@beekstad.example").said["id"]


@pytest.fixture
def boss(entra):
    return entra.bring("boss@beekstad.example").said["id"]


def account(name: str) -> User:
    return User.objects.get(email=f"{name}@beekstad.example")


def led_by(name: str, beekstad) -> User | None:
    return manager_named(account(name), beekstad)


def of(response) -> dict | None:
    return response.said.get(URN, {}).get("manager")


def test_a_manager_is_said_when_somebody_is_brought(entra, beekstad, boss):
    said = entra.bring("new@beekstad.example", **{URN: {"manager": {"value": boss}}})

    assert said.status_code == 201
    assert of(said)["value"] == boss
    assert of(said)["$ref"].endswith(f"/scim/v2/Users/{boss}")
    assert led_by("new", beekstad) == account("boss")
    read = entra.ask("GET", f"/scim/v2/Users/{said.said['id']}")
    assert of(read) == of(said)


@pytest.mark.parametrize(
    "operation",
    [
        {"op": "add", "path": f"{URN}:manager", "value": {"value": "BOSS"}},
        {"op": "replace", "path": f"{URN}:manager.value", "value": "BOSS"},
        {"op": "Add", "path": f"{URN}:manager", "value": "BOSS"},
        {"op": "add", "path": f"{URN}:manager", "value": [{"value": "BOSS"}]},
        {"op": "add", "value": {URN: {"manager": {"value": "BOSS"}}}},
        {"op": "add", "value": {f"{URN}:manager": {"value": "BOSS"}}},
    ],
)
def test_each_way_of_a_patch_names_and_removing_ends(
    entra, beekstad, anna, boss, operation
):
    operation = json.loads(json.dumps(operation).replace("BOSS", boss))

    said = entra.patch(f"Users/{anna}", operation)

    assert said.status_code == 200
    assert of(said)["value"] == boss
    assert led_by("anna", beekstad) == account("boss")
    gone = entra.patch(f"Users/{anna}", {"op": "remove", "path": f"{URN}:manager"})
    assert of(gone) is None
    assert led_by("anna", beekstad) is None


def test_a_put_says_all_of_it(entra, beekstad, anna, boss):
    whole = {"schemas": [USER], "userName": "anna@beekstad.example"}
    entra.ask(
        "PUT", f"/scim/v2/Users/{anna}", whole | {URN: {"manager": {"value": boss}}}
    )
    assert led_by("anna", beekstad) == account("boss")

    said = entra.ask("PUT", f"/scim/v2/Users/{anna}", whole)

    assert of(said) is None
    assert led_by("anna", beekstad) is None


def test_an_unknown_id_and_a_neighbours_are_refused_alike(entra, okta, anna, beekstad):
    theirs = okta.bring("dirk@valmont.example").said["id"]
    answers = [
        entra.patch(
            f"Users/{anna}",
            {"op": "add", "path": f"{URN}:manager", "value": {"value": value}},
        )
        for value in (theirs, "0b9b8a3e-0000-4000-8000-000000000000")
    ]

    for answer in answers:
        assert answer.status_code == 400
        assert answer.said["scimType"] == "invalidValue"
    assert answers[0].said["detail"] == answers[1].said["detail"]
    wrong = entra.patch(
        f"Users/{anna}",
        {"op": "add", "path": f"{URN}:manager", "value": {"value": "no id"}},
    )
    assert (wrong.status_code, wrong.said["scimType"]) == (400, "invalidValue")
    assert not LineManager.objects.exists()


def test_nobody_leads_themselves(entra, beekstad, anna, boss):
    def say(who, manager):
        return entra.patch(
            f"Users/{who}",
            {"op": "add", "path": f"{URN}:manager", "value": {"value": manager}},
        )

    assert say(anna, boss).status_code == 200
    for refused in (say(anna, anna), say(boss, anna)):
        assert (refused.status_code, refused.said["scimType"]) == (400, "invalidValue")
    assert led_by("anna", beekstad) == account("boss")
    assert led_by("boss", beekstad) is None


def test_what_a_coordinator_said_stays_where_the_directory_says_nothing(
    entra, beekstad, alice, anna, boss
):
    name_line_manager(account("anna"), beekstad, account("boss"), actor=alice, now=NOW)

    entra.patch(f"Users/{anna}", {"op": "replace", "path": "title", "value": "Clerk"})
    entra.ask(
        "PUT",
        f"/scim/v2/Users/{anna}",
        {"schemas": [USER], "userName": "anna@beekstad.example"},
    )

    assert led_by("anna", beekstad) == account("boss")


def test_the_word_waits_until_both_have_an_account(entra, beekstad):
    nobody = entra.bring("no-address").said["id"]
    entra.bring("new@beekstad.example", **{URN: {"manager": {"value": nobody}}})
    assert led_by("new", beekstad) is None
    assert DirectoryPerson.objects.get(user=account("new")).manager_waits

    entra.patch(
        f"Users/{nobody}",
        {"op": "add", "path": "emails", "value": [{"value": "late@beekstad.example"}]},
    )

    assert led_by("new", beekstad) == account("late")
    assert not DirectoryPerson.objects.filter(manager_waits=True).exists()


def test_who_comes_by_accepting_is_named_in_the_background(
    entra, directory, beekstad, boss
):
    """Of somebody whom another employer has: they come by accepting."""
    new = UserFactory(email="other@beekstad.example")
    elsewhere = MembershipFactory(user=new)
    entra.bring(new.email, **{URN: {"manager": {"value": boss}}})
    assert not LineManager.objects.exists()
    elsewhere.delete()
    MembershipFactory(user=new, organisation=beekstad)

    adopt_everybody(directory, clock=lambda: NOW)

    assert led_by("other", beekstad) == account("boss")


def test_a_manager_who_is_taken_out_is_said_no_more(entra, beekstad, anna, boss):
    entra.patch(
        f"Users/{anna}",
        {"op": "add", "path": f"{URN}:manager", "value": {"value": boss}},
    )
    before = entra.ask("GET", f"/scim/v2/Users/{anna}")

    assert entra.ask("DELETE", f"/scim/v2/Users/{boss}").status_code == 204

    after = entra.ask("GET", f"/scim/v2/Users/{anna}")
    assert of(after) is None
    assert after["ETag"] != before["ETag"]


def test_they_are_found_by_it_and_not_sorted(entra, anna, boss):
    entra.patch(
        f"Users/{anna}",
        {"op": "add", "path": f"{URN}:manager", "value": {"value": boss}},
    )
    for query in (f'{URN}:manager.value eq "{boss}"', f'{URN}:manager eq "{boss}"'):
        found = entra.ask("GET", f"/scim/v2/Users?filter={query}".replace(" ", "%20"))
        assert [one["id"] for one in found.said["Resources"]] == [anna], query
    sort = entra.ask("GET", f"/scim/v2/Users?sortBy={URN}:manager.value")
    assert sort.status_code == 400


def test_the_schema_says_it(entra):
    schema = entra.ask("GET", f"/scim/v2/Schemas/{URN}").said
    (manager,) = (one for one in schema["attributes"] if one["name"] == "manager")
    assert manager["type"] == "complex"
    names = {one["name"]: one["mutability"] for one in manager["subAttributes"]}
    assert names == {"value": "readWrite", "$ref": "readWrite"}
    types = entra.ask("GET", "/scim/v2/ResourceTypes/User").said
    assert URN in [one["schema"] for one in types["schemaExtensions"]]
