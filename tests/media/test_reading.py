"""Who reads a document, and what the uploads give out."""

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from courses.domain.enrolment import enrol
from tests.factories.courses import make_course

# Wagtail leaves the file a picture was made from to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")


def read(client, path: str):
    """The answer with its body read: a file that is given out is open until then."""
    response = client.get(path)
    response.body = b"".join(response) if response.streaming else response.content
    return response


def address(document) -> str:
    return reverse("wagtaildocs_serve", args=[document.pk, document.filename])


def test_a_document_is_for_those_who_work_with_it(
    client, document, author, stranger_author, bob, charlie
):
    assert read(client, address(document)).status_code == 404
    for person, status in ((author, 200), (stranger_author, 404), (bob, 404)):
        client.force_login(person)
        assert read(client, address(document)).status_code == status


def test_a_learner_reads_what_the_lesson_shows(
    client, document, beekstad, bob, charlie
):
    now = timezone.now()
    small = make_course(beekstad, bank_size=2)
    lesson = small.lesson("small-one")
    lesson.body = [("download", document)]
    lesson.save()
    small.release(now=now)
    enrol(bob, small.course, now=now)

    for person, status in ((bob, 200), (charlie, 404)):
        client.force_login(person)
        response = read(client, address(document))
        assert response.status_code == status


def test_documents_and_originals_have_no_other_way_out(client, document, image, author):
    client.force_login(author)

    for file in (document.file, image.file):
        assert read(client, f"/uploads/{file.name}").status_code == 404


def test_a_picture_is_given_out_as_a_picture(client, image):
    response = read(client, f"/uploads/{image.get_rendition('max-100x100').file.name}")

    assert response.status_code == 200
    assert response["Content-Type"] == "image/png"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]


def test_recordings_and_captions_are_given_out(client, recording):
    sound = read(client, f"/uploads/{recording.file.name}")
    captions = read(client, f"/uploads/{recording.captions.name}")

    assert (sound.status_code, sound["Content-Type"]) == (200, "audio/mpeg")
    assert captions["Content-Type"] == "text/vtt; charset=utf-8"


@pytest.mark.parametrize(
    "path",
    [
        "images/",
        "images",
        "recordings/../documents/leaflet.txt",
        "images/page.html",
        "images/drawing.svg",
        "elsewhere/picture.png",
        "images/../../../settings.png",
    ],
)
def test_nothing_else_is_given_out(path, client, db):
    for folder in ("images", "elsewhere"):
        place = settings.MEDIA_ROOT / folder
        place.mkdir(parents=True, exist_ok=True)
        for name in ("page.html", "drawing.svg", "picture.png"):
            (place / name).write_text("<script>alert(1)</script>")

    assert read(client, f"/uploads/{path}").status_code == 404


def test_uploads_are_read_only(client, db):
    assert client.post("/uploads/images/a.png").status_code == 405
