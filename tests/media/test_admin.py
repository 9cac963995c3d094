"""Images, documents and recordings in the content admin: each municipality its own."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from media.models import Recording
from organisations.domain.groups import collection_of


def test_an_upload_lands_in_the_municipalitys_collection(client, author, beekstad):
    client.force_login(author)
    file = get_test_image_file().file.getvalue()
    upload = SimpleUploadedFile("square.png", file, content_type="image/png")

    response = client.post(
        reverse("wagtailimages:add"), {"title": "New", "file": upload, "licence": "CC0"}
    )

    assert response.status_code == 302, response.context["form"].errors
    image = get_image_model().objects.get(title="New")
    assert image.collection == collection_of(beekstad)
    assert image.licence == "CC0"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"),
        ("a.html", b"<script>alert(1)</script>"),
        ("a.png", b"<script>alert(1)</script>"),
    ],
)
def test_an_image_is_an_image(name, content, client, author):
    client.force_login(author)

    response = client.post(
        reverse("wagtailimages:add"),
        {"title": "New", "file": SimpleUploadedFile(name, content)},
    )

    assert "file" in response.context["form"].errors
    assert not get_image_model().objects.exists()


@pytest.mark.parametrize("name", ["a.html", "a.svg", "a.js", "a.exe"])
def test_a_document_is_of_a_harmless_kind(name, client, author):
    client.force_login(author)

    client.post(
        reverse("wagtaildocs:add"),
        {"title": "New", "file": SimpleUploadedFile(name, b"x")},
    )

    assert not get_document_model().objects.exists()


def test_others_find_no_image_and_no_document(client, image, document, stranger_author):
    client.force_login(stranger_author)

    for name in ("wagtailimages:index", "wagtailimages_chooser:choose"):
        assert "A square" not in client.get(reverse(name)).text
    for name in ("wagtaildocs:index", "wagtaildocs_chooser:choose"):
        assert "A leaflet" not in client.get(reverse(name)).text
    for name, pk in (
        ("wagtailimages:edit", image.pk),
        ("wagtailimages_chooser:chosen", image.pk),
        ("wagtaildocs:edit", document.pk),
        ("wagtaildocs_chooser:chosen", document.pk),
    ):
        assert client.get(reverse(name, args=[pk])).status_code == 404


def test_acting_on_all_is_not_acting_on_everybodys(client, image, stranger_author):
    client.force_login(stranger_author)
    where = reverse("wagtail_bulk_action", args=["media", "mediaimage", "delete"])

    for asked in ({"id": "all"}, {"id": image.pk}, {}):
        assert client.get(where, query_params=asked).status_code == 404
        assert client.post(where, query_params=asked).status_code == 404

    assert get_image_model().objects.filter(pk=image.pk).exists()


def recording_data(beekstad, **changes):
    return {"title": "A talk", "owner": beekstad.pk, "language": "en", "seconds": 1} | (
        changes
    )


def test_an_author_keeps_a_draft_and_a_reviewer_publishes(
    client, author, reviewer, beekstad
):
    add = reverse("wagtailsnippets_media_recording:add")
    sound = SimpleUploadedFile("talk.mp3", b"sound")
    client.force_login(author)
    response = client.post(add, recording_data(beekstad, file=sound))
    assert response.status_code == 302, response.context["form"].errors
    recording = Recording.objects.get()
    assert not recording.live

    client.force_login(reviewer)
    edit = reverse("wagtailsnippets_media_recording:edit", args=[recording.pk])
    publish = recording_data(beekstad, **{"action-publish": "1"})
    refused = client.post(edit, publish)
    assert set(refused.context["form"].errors) == {
        "captions",
        "transcript",
        "rights_holder",
    }
    recording.refresh_from_db()
    assert not recording.live

    complete = {
        "captions": SimpleUploadedFile("talk.vtt", b"WEBVTT"),
        "transcript": "Said",
        "rights_holder": "Us",
        "licence": "CC0",
    }
    response = client.post(edit, publish | complete)
    recording.refresh_from_db()
    assert (response.status_code, recording.live) == (302, True)


def test_recordings_of_others_are_in_no_list(
    client, recording, stranger_author, author
):
    index = reverse("wagtailsnippets_media_recording:list")
    client.force_login(author)
    assert [one.pk for one in client.get(index).context["object_list"]] == [
        recording.pk
    ]

    client.force_login(stranger_author)
    assert not client.get(index).context["object_list"]
    edit = reverse("wagtailsnippets_media_recording:edit", args=[recording.pk])
    assert client.get(edit).status_code == 404
