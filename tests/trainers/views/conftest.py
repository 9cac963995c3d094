"""What is handed in on the pages of trainers."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


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
