"""Keys, lists, filters, orders, versions and refusals, as RFC 7644 has them."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.utils import timezone

from interop.domain.tokens import withdraw_token
from interop.models import AccessToken, DirectoryPerson
from tests.interop.conftest import GROUP, PATCH, Program, let_in

pytestmark = pytest.mark.django_db
ERROR = "urn:ietf:params:scim:api:messages:2.0:Error"


@pytest.mark.parametrize("case", ["none", "wrong", "expired", "withdrawn"])
def test_a_key_that_opens_nothing_is_refused_in_their_form(
    entra, beekstad, alice, now, case, time_machine
):
    program = Program(entra.key)
    token = AccessToken.objects.get()
    if case == "none":
        program.key = ""
    elif case == "wrong":
        program.key = "relay_wrong"
    elif case == "withdrawn":
        withdraw_token(token, actor=alice, now=now)
    else:
        time_machine.move_to(token.expires_at)

    for path in ("Users", "Groups", "Schemas", "nowhere"):
        response = program.ask("GET", f"/scim/v2/{path}")
        assert response.status_code == 401
        assert response.said["schemas"] == [ERROR]
        assert response.said["status"] == "401"
        assert response["WWW-Authenticate"].startswith("Bearer")
        assert response["Content-Type"] == "application/scim+json"


def test_a_token_to_read_brings_nobody(beekstad, alice, that_day):
    reader = Program(let_in(beekstad, alice, scopes=("read",))[1])
    response = reader.bring("anna@beekstad.example")

    assert response.status_code == 403
    assert not DirectoryPerson.objects.exists()


def test_too_many_requests_are_told_when_to_come_back(entra, settings):
    settings.RELAY_API_PER_MINUTE = 2
    for _ in range(2):
        assert entra.ask("GET", "/scim/v2/Users").status_code == 200
    refused = entra.ask("GET", "/scim/v2/Users")

    assert refused.status_code == 429
    assert refused.said["schemas"] == [ERROR]
    assert 0 < int(refused["Retry-After"]) <= 60


def test_guessing_keys_is_slowed_down(entra, bob):
    wrong = Program("relay_wrong")
    statuses = [wrong.ask("GET", "/scim/v2/Users").status_code for _ in range(32)]

    assert statuses == [401] * 30 + [429] * 2
    # Whoever has a key from the same address goes on.
    assert entra.ask("GET", "/scim/v2/Users").status_code == 200


@pytest.fixture
def three(entra, alice, bob):
    """Alice, Bob and Anna, of whom the directory says most."""
    extension = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
    entra.bring(
        "anna@beekstad.example",
        externalId="E-1",
        displayName="Anna Élise",
        title="Officer",
        emails=[{"value": "anna@beekstad.example", "type": "work", "primary": True}],
        **{extension: {"employeeNumber": "77"}},
    )
    return entra


@pytest.mark.parametrize(
    ("filter_", "names"),
    [
        ('userName eq "ANNA@beekstad.example"', {"anna"}),
        ('externalId eq "E-1"', {"anna"}),
        ('externalId eq "e-1"', set()),
        ('emails eq "bob@beekstad.example"', {"bob"}),
        ('emails.value eq "bob@beekstad.example"', {"bob"}),
        ('emails[type eq "work" and value co "@beek"]', {"anna"}),
        ('userName sw "a"', {"anna", "alice"}),
        ('userName ew "EXAMPLE"', {"anna", "bob", "alice"}),
        ('displayName co "a" and not (userName sw "anna")', {"alice"}),
        ('title eq "officer" or userName sw "bob"', {"anna", "bob"}),
        ("title pr", {"anna"}),
        ("not (title pr)", {"alice", "bob"}),
        ('title ne "Officer"', {"alice", "bob"}),
        ("active eq true", {"anna", "alice", "bob"}),
        ("active eq false", set()),
        ('id eq "no-such-id"', set()),
        ('meta.lastModified gt "2020-01-01T00:00:00Z"', {"anna", "alice", "bob"}),
        ('meta.created gt "2030-01-01T00:00:00Z"', set()),
        ('userName gt "b"', {"bob"}),
        (
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:"
            'employeeNumber eq "77"',
            {"anna"},
        ),
        (
            'urn:ietf:params:scim:schemas:core:2.0:User:userName sw "bob"',
            {"bob"},
        ),
        ('userName eq "100%_"', set()),
        ("title eq null", {"alice", "bob"}),
        ("title ne null", {"anna"}),
        ("groups pr", set()),
        ("active pr", {"anna", "alice", "bob"}),
        ('groups.value eq "8f6d9a6e-1f68-4cf8-a7a6-1b58bd7a2a10"', set()),
    ],
)
def test_a_filter_finds_whom_it_means(three, filter_, names):
    found = three.found(f"filter={quote(filter_)}")
    assert {one["userName"].split("@")[0] for one in found} == names


@pytest.mark.parametrize(
    "filter_",
    [
        "userName",
        'userName eq "a',
        'nosuch eq "a"',
        "userName xx 1",
        "title eq 5",
        'meta.created gt "2026-02-30T00:00:00Z"',
        "active gt true",
        'emails[type eq "work"',
        'id co "a"',
        'userName eq "' + "a" * 3000 + '"',
    ],
)
def test_a_filter_that_means_nothing_is_refused(three, filter_):
    response = three.ask("GET", f"/scim/v2/Users?filter={quote(filter_)}")
    assert (response.status_code, response.said["scimType"]) == (400, "invalidFilter")


def test_a_list_is_read_page_by_page_and_in_order(three):
    everybody = three.ask("GET", "/scim/v2/Users?sortBy=userName").said
    assert everybody["totalResults"] == 3
    names = [one["userName"] for one in everybody["Resources"]]
    assert names == sorted(names)

    page = three.ask(
        "GET",
        "/scim/v2/Users?sortBy=userName&sortOrder=descending&startIndex=2&count=1",
    ).said
    assert (page["totalResults"], page["startIndex"], page["itemsPerPage"]) == (3, 2, 1)
    assert page["Resources"][0]["userName"] == names[1]
    assert three.found("startIndex=100") == []
    none = three.ask("GET", "/scim/v2/Users?count=0").said
    assert (none["totalResults"], none["itemsPerPage"]) == (3, 0)
    assert len(three.found("startIndex=-5&count=99999999999")) == 3


def test_only_what_is_asked_for_is_told(three):
    (one,) = three.found(
        f"filter={quote('title pr')}&attributes=userName,name.formatted"
    )
    assert set(one) == {"schemas", "id", "userName"}
    (one,) = three.found(f"filter={quote('title pr')}&excludedAttributes=emails,meta")
    assert not {"emails", "meta"} & one.keys()
    assert one["title"] == "Officer"
    both = three.ask("GET", "/scim/v2/Users?attributes=title&excludedAttributes=meta")
    assert both.status_code == 400


def test_a_search_takes_the_same_as_a_list(three):
    response = three.ask(
        "POST",
        "/scim/v2/Users/.search",
        {
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"],
            "filter": 'userName sw "bob"',
            "attributes": ["userName"],
        },
    )
    assert response.status_code == 200
    assert response.said["totalResults"] == 1


def test_a_search_of_everything_finds_people_and_groups(three):
    three.ask("POST", "/scim/v2/Groups", {"displayName": "Anna's", "schemas": [GROUP]})

    def search(**asked):
        return three.ask("POST", "/scim/v2/.search", asked).said

    kinds = [one["meta"]["resourceType"] for one in search()["Resources"]]
    assert kinds == ["User", "User", "User", "Group"]
    found = search(filter='displayName sw "anna"')
    assert found["totalResults"] == 2
    assert search(filter='userName sw "anna"')["totalResults"] == 1
    page = search(startIndex=3, count=2)
    kinds = [one["meta"]["resourceType"] for one in page["Resources"]]
    assert (page["totalResults"], kinds) == (4, ["User", "Group"])
    assert search(startIndex=4, count=1)["itemsPerPage"] == 1
    assert search(count=0)["totalResults"] == 4
    refused = three.ask("POST", "/scim/v2/.search", {"sortBy": "id"})
    assert refused.status_code == 400


def test_a_version_tells_who_comes_too_late(three, bob):
    path = f"/scim/v2/Users/{bob.uuid}"
    three.found()
    first = three.ask("GET", path)
    tag = first["ETag"]
    assert three.ask("GET", path, **{"If-None-Match": tag}).status_code == 304

    patch = {
        "schemas": [PATCH],
        "Operations": [{"op": "add", "path": "title", "value": "Chief"}],
    }
    changed = three.ask("PATCH", path, patch, **{"If-Match": tag})
    assert changed.status_code == 200
    assert changed["ETag"] != tag
    late = three.ask("DELETE", path, **{"If-Match": tag})
    assert late.status_code == 412
    assert three.ask("GET", path).said["title"] == "Chief"


@pytest.mark.parametrize(
    ("operation", "kind"),
    [
        ({"op": "replace", "path": "nosuch.[", "value": 1}, "invalidPath"),
        ({"op": "remove"}, "noTarget"),
        ({"op": "replace", "path": "id", "value": "x"}, "mutability"),
        ({"op": "replace", "path": "groups", "value": []}, "mutability"),
        ({"op": "remove", "path": "userName"}, "mutability"),
        ({"op": "add", "path": "active", "value": "perhaps"}, "invalidValue"),
        ({"op": "turn", "path": "title", "value": "x"}, None),
        ({"op": "add", "path": "title", "value": "x" * 81}, "invalidValue"),
        ({"op": "add", "path": "externalId", "value": "x" * 255}, "invalidValue"),
    ],
)
def test_a_patch_that_cannot_be_is_refused_and_changes_nothing(
    three, bob, operation, kind
):
    three.found()
    before = list(DirectoryPerson.objects.order_by("pk").values())

    response = three.patch(f"Users/{bob.uuid}", operation)

    assert response.status_code == 400, response.said
    if kind:
        assert response.said["scimType"] == kind, response.said
    assert list(DirectoryPerson.objects.order_by("pk").values()) == before


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'"x"',
        b'{"userName": "a\\u0000b", "schemas": []}',
        b'{"userName": "\\ud800", "schemas": []}',
        b"[" * 100_000,
        b'{"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"]}',
        b"\xff",
    ],
)
def test_a_body_that_says_nothing_is_refused(entra, client, body):
    response = client.post(
        "/scim/v2/Users",
        body,
        content_type="application/scim+json",
        headers={"Authorization": f"Bearer {entra.key}"},
    )
    assert response.status_code == 400
    assert response.json()["schemas"] == [ERROR]


def test_a_body_that_is_too_large_is_refused(entra):
    response = entra.bring("x" * (1024 * 1024))
    assert (response.status_code, response.said["status"]) == (413, "413")


def test_other_methods_and_addresses_are_refused_in_their_form(entra):
    response = entra.ask("PUT", "/scim/v2/Users")
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, POST")
    for path in ("Things", "Users/not-an-id", "Me", ""):
        response = entra.ask("GET", f"/scim/v2/{path}")
        assert (response.status_code, response.said["schemas"]) == (404, [ERROR])
    assert entra.ask("GET", "/scim/v2/Schemas?filter=x").status_code == 403
    assert entra.ask("GET", "/scim/v2/Schemas/urn:x").status_code == 404
    assert entra.ask("GET", "/scim/v2/ResourceTypes/X").status_code == 404


def test_what_is_told_is_in_no_cache(entra):
    assert entra.ask("GET", "/scim/v2/Users")["Cache-Control"] == "no-store"


def test_the_service_tells_what_works(entra):
    said = entra.ask("GET", "/scim/v2/ServiceProviderConfig").said
    works = {
        one
        for one in said
        if isinstance(said[one], dict) and said[one].get("supported")
    }
    assert works == {"patch", "filter", "sort", "etag"}


def test_a_token_that_was_used_says_when(entra):
    entra.found()
    used = AccessToken.objects.get().last_used_at
    assert timezone.now() - used < timedelta(seconds=5)


def test_what_cannot_be_sorted_by_is_refused(entra):
    for path in ("groups.value", "name"):
        response = entra.ask("GET", f"/scim/v2/Users?sortBy={path}")
        assert (response.status_code, response.said["scimType"]) == (
            400,
            "invalidPath",
        )


def test_discovery_answers_one_by_one(entra):
    user = "urn:ietf:params:scim:schemas:core:2.0:User"
    assert entra.ask("GET", f"/scim/v2/Schemas/{user}").said["name"] == "User"
    assert entra.ask("GET", "/scim/v2/ResourceTypes/Group").said["id"] == "Group"
    assert entra.ask("GET", "/scim/v2/Schemas").said["totalResults"] == 6


def test_an_attribute_that_cannot_be_searched_by_is_refused(entra):
    response = entra.ask("GET", "/scim/v2/Users?filter=meta.version+pr")
    assert (response.status_code, response.said["scimType"]) == (400, "invalidFilter")
    found = entra.ask(
        "POST", "/scim/v2/.search", {"filter": 'members pr or userName sw "alice"'}
    )
    assert found.said["totalResults"] == 1
