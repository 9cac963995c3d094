import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from organisations.domain.looks import Look
from tests.media.domain.test_logos import picture

PAGE = reverse("media:look", args=["beekstad"])
HOME = reverse("tracking:home")


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def upload(data: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile("l.png", data or picture(), content_type="image/png")


@pytest.fixture
def coloured(client, alice):
    client.force_login(alice)
    return client.post(PAGE, {"accent": "5b2a86", "logo": upload()}, follow=True)


def test_a_coordinator_gives_logo_and_colour_and_the_people_see_them(
    client, coloured, bob, beekstad
):
    assert "Your people see it on the next page they open." in coloured.text
    beekstad.refresh_from_db()
    look = Look.of(beekstad)
    client.force_login(bob)

    page = client.get(HOME).text

    assert f'src="{look.logo.url}" alt="Beekstad"' in page
    assert '<link rel="stylesheet" href="/look/1/5b2a86.css">' in page
    assert client.get(look.logo.url).status_code == 200


def test_a_stranger_and_who_is_signed_out_see_nothing_of_it(client, coloured, charlie):
    client.logout()
    assert "/look/" not in client.get(reverse("account_login")).text
    client.force_login(charlie)
    assert "/look/" not in client.get(HOME).text


def test_it_is_kept_while_nothing_new_is_uploaded_and_taken_away_on_demand(
    client, coloured, beekstad
):
    client.post(PAGE, {"accent": "#1d6b3a"})
    beekstad.refresh_from_db()
    assert (Look.of(beekstad).accent, bool(Look.of(beekstad).logo)) == ("#1d6b3a", True)

    client.post(PAGE, {"accent": "", "without_logo": "on"})
    beekstad.refresh_from_db()
    assert Look.of(beekstad) == Look()


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"accent": "#777777"}, "White text on this colour could not be read"),
        ({"accent": "teal"}, "Write a colour as #"),
        ({"accent": "", "logo": upload(b"<svg/>")}, "This file is no picture"),
    ],
)
def test_what_cannot_be_says_why_and_changes_nothing(
    client, alice, beekstad, sent, words
):
    client.force_login(alice)

    response = client.post(PAGE, sent)

    assert response.status_code == 422
    assert words in response.text
    beekstad.refresh_from_db()
    assert Look.of(beekstad) == Look()


@pytest.mark.parametrize("stranger", ["bob", "charlie"])
def test_others_do_not_find_the_page(client, request, stranger, beekstad):
    client.force_login(request.getfixturevalue(stranger))
    assert client.get(PAGE).status_code == 404
    assert client.post(PAGE, {"accent": "#5b2a86"}).status_code == 404


def test_a_stylesheet_is_kept_for_good_and_is_there_for_readable_colours_alone(client):
    sheet = client.get("/look/1/5b2a86.css")
    assert sheet["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in sheet["Cache-Control"]
    assert "--accent: light-dark(#5b2a86" in sheet.text
    for wrong in ("777777", "teal", "5b2a86}body{x", "5b2a8"):
        assert client.get(f"/look/1/{wrong}.css").status_code == 404
