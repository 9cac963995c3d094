"""The world that the pages of trainers show, and what is handed in on them."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from tests.factories.trainers import make_world


@pytest.fixture
def now():
    # Pages ask for today.
    return timezone.now()


@pytest.fixture
def world(beekstad, alice, bob, now):
    return make_world(beekstad, alice, bob, now=now)


@pytest.fixture
def picture():
    def made(content=None, name="sheet.jpg"):
        if content is None:
            stream = io.BytesIO()
            exif = Image.Exif()
            exif[0x010E] = "where it was taken"
            Image.new("RGB", (40, 30), "white").save(stream, "JPEG", exif=exif)
            content = stream.getvalue()
        return SimpleUploadedFile(name, content)

    return made


def text_of(response) -> str:
    """What a page says, with single spaces."""
    return " ".join(response.content.decode().split())
