import pytest

from organisations.models import Flag
from tests.factories.tracking import make_department

PAGE = "/organisation/beekstad/flags/"
LINE = {
    "place": "beekstad",
    "kind": "funding",
    "name": "Line 7",
    "starts_on": "2026-01-01",
    "ends_on": "",
}


def test_who_coordinates_marks_a_part_and_nobody_else(
    client, alice, bob, charlie, beekstad, valmont
):
    make_department(beekstad, "desk", "Front desk")
    for person in (bob, charlie):
        client.force_login(person)
        assert client.post(PAGE, LINE).status_code == 404
    client.force_login(alice)
    assert client.post(PAGE, LINE | {"place": "valmont"}).status_code == 422
    assert client.post(PAGE, LINE | {"place": "desk"}).status_code == 302

    assert [str(one) for one in Flag.objects.all()] == ["Line 7, Front desk"]
    assert "Line 7" in client.get(PAGE).content.decode()


def test_a_refusal_stands_at_its_field(client, alice, beekstad):
    client.force_login(alice)
    client.post(PAGE, LINE)
    form = client.post(PAGE, LINE).context["form"]

    assert list(form.errors) == ["place"]


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        ({"last_day": "2026-06-30"}, "30 June 2026"),
        ({"last_day": "2025-01-01"}, "From 1 January 2026 on."),
        ({"last_day": ""}, "From 1 January 2026 on."),
        ({"withdraw": "1"}, "Nothing is marked yet."),
    ],
)
def test_a_mark_is_ended_and_taken_back(client, alice, beekstad, data, shown):
    client.force_login(alice)
    client.post(PAGE, LINE)
    address = f"{PAGE}{Flag.objects.get().uuid}/"

    assert shown in client.post(address, data, follow=True).content.decode()


def test_a_mark_of_others_is_not_there(client, alice, charlie, beekstad, valmont):
    client.force_login(alice)
    client.post(PAGE, LINE)
    client.force_login(charlie)
    uuid = Flag.objects.get().uuid

    for code in ("beekstad", "valmont"):
        address = f"/organisation/{code}/flags/{uuid}/"
        assert client.post(address, {"withdraw": "1"}).status_code == 404
