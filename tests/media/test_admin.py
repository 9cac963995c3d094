"""Images, documents and recordings in the content admin: each municipality its own."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from media.models import Recording, Transcoding
from organisations.domain.groups import collection_of
from tests.factories.media import CAPTIONS, SOUND, sound


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
    return {
        "title": "A talk",
        "owner": beekstad.pk,
        "language": "en",
        "seconds": 1,
        "translations-TOTAL_FORMS": 0,
        "translations-INITIAL_FORMS": 0,
    } | changes


def test_an_author_keeps_a_draft_and_a_reviewer_publishes(
    client, author, reviewer, beekstad
):
    add = reverse("wagtailsnippets_media_recording:add")
    sound = SimpleUploadedFile("talk.mp3", SOUND)
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
        "captions": SimpleUploadedFile("talk.vtt", CAPTIONS.encode()),
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


def post_recording(client, beekstad, file, **changes):
    add = reverse("wagtailsnippets_media_recording:add")
    return client.post(add, recording_data(beekstad, file=file, **changes))


def stored() -> int:
    folder = Path(settings.MEDIA_ROOT, "recordings")
    return sum(1 for path in folder.rglob("*") if path.is_file())


def test_a_recording_that_is_too_large_is_refused_with_the_limit_and_not_kept(
    client, author, beekstad, settings
):
    settings.RELAY_RECORDING_MAX_BYTES = 10 * 1024
    client.force_login(author)
    before = stored()

    page = client.get(reverse("wagtailsnippets_media_recording:add"))
    refused = post_recording(client, beekstad, SimpleUploadedFile("a.mp3", SOUND))

    assert 'data-most-bytes="10240"' in page.text
    assert "10.0\xa0KB at most" in page.text
    assert refused.context["form"].errors["file"] == [
        "This file has 16.3\xa0KB; the most is 10.0\xa0KB. Make it smaller, for example "
        "with less definition, or cut it into parts. Nothing was kept of it."
    ]
    assert not Recording.objects.exists()
    assert stored() == before


def test_a_file_that_lies_about_its_kind_is_refused_also_in_a_draft(
    client, author, beekstad
):
    client.force_login(author)
    page = SimpleUploadedFile("talk.mp4", b"<html><script>alert(1)</script></html>")

    refused = post_recording(client, beekstad, page)

    assert refused.context["form"].errors["file"] == [
        "The name says “mp4”, but what is in this file is something else."
    ]
    assert not Recording.objects.exists()


def test_captions_with_wrong_times_are_refused_with_the_number(
    client, author, beekstad
):
    client.force_login(author)
    wrong = b"WEBVTT\n\n00:02.000 --> 00:01.000\nSaid\n"

    refused = post_recording(
        client,
        beekstad,
        SimpleUploadedFile("a.mp3", SOUND),
        captions=SimpleUploadedFile("a.vtt", wrong),
    )

    assert refused.context["form"].errors["captions"] == [
        "Caption 1 ends before it begins."
    ]
    assert not Recording.objects.exists()


@pytest.mark.parametrize(("length", "is_refused"), [(2, True), (30, False), (0, False)])
def test_captions_beyond_the_end_are_refused_when_the_length_is_known(
    client, author, beekstad, monkeypatch, length, is_refused
):
    monkeypatch.setattr("media.forms.measured", lambda file: length)
    client.force_login(author)
    late = b"WEBVTT\n\n00:08.000 --> 00:09.000\nSaid\n"

    answer = post_recording(
        client,
        beekstad,
        SimpleUploadedFile("a.mp3", SOUND),
        captions=SimpleUploadedFile("a.vtt", late),
        seconds="0",
    )

    assert Recording.objects.exists() is not is_refused
    if is_refused:
        assert answer.context["form"].errors["captions"] == [
            "Caption 1 lies beyond the end of the recording."
        ]


def test_a_new_file_in_a_draft_of_what_is_live_is_stored_and_published(
    client, recording, reviewer, beekstad
):
    client.force_login(reviewer)
    edit = reverse("wagtailsnippets_media_recording:edit", args=[recording.pk])
    old = recording.file.name
    other = SimpleUploadedFile("other.mp3", SOUND)
    data = {"transcript": "Said", "rights_holder": "Us", "licence": "CC0"}
    data = recording_data(beekstad, **data)

    assert client.post(edit, data | {"file": other}).status_code == 302
    recording.refresh_from_db()
    assert recording.file.name == old
    draft = recording.get_latest_revision_as_object()
    assert draft.file.storage.exists(draft.file.name)
    assert draft.file.name.endswith("/other.mp3")

    assert client.post(edit, data | {"action-publish": "1"}).status_code == 302
    recording.refresh_from_db()
    assert recording.file.name == draft.file.name


def test_the_list_says_how_far_the_smaller_files_are(client, recording, author):
    client.force_login(author)
    Transcoding.objects.update(state="running")

    page = client.get(reverse("wagtailsnippets_media_recording:list"))

    assert "Smaller files: being made" in page.text


def test_the_list_has_as_many_queries_for_one_as_for_thirty(
    client, recording, author, beekstad
):
    client.force_login(author)
    index = reverse("wagtailsnippets_media_recording:list")

    def queries() -> int:
        client.get(index)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(index).status_code == 200
        return len(captured)

    one = queries()
    for number in range(29):
        Recording.objects.create(
            owner=beekstad,
            title=f"Talk {number}",
            file=sound(f"{number}.mp3"),
            live=False,
        )

    assert queries() == one
    assert client.get(index).context["page_obj"].paginator.count == 30
