from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from lms.errors import DomainError
from media.domain import logos
from media.domain.logos import keep_logo


def picture(size=(600, 200), *, kind="PNG", colour="purple", **extra) -> bytes:
    written = BytesIO()
    Image.new("RGB", size, colour).save(written, kind, **extra)
    return written.getvalue()


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_it_is_drawn_anew_and_small_enough(kind):
    logo = keep_logo(picture(kind=kind))

    assert (logo.width, logo.height) == (384, 128)
    assert logo.shown_width == 96
    with default_storage.open(logo.file) as file, Image.open(file) as kept:
        assert (kept.format, kept.size) == ("PNG", (384, 128))
    assert logo.url.startswith("/uploads/images/logos/")


def test_nothing_of_the_file_remains_but_what_is_seen():
    exif = Image.Exif()
    exif[0x010E] = "where the mayor lives"
    logo = keep_logo(picture(kind="JPEG", exif=exif))

    with default_storage.open(logo.file) as file:
        assert b"mayor" not in file.read()


def test_empty_edges_are_cut_off():
    plain = Image.new("RGBA", (400, 400), (0, 0, 0, 0))
    plain.paste((90, 0, 90, 255), (100, 150, 300, 250))
    written = BytesIO()
    plain.save(written, "PNG")

    logo = keep_logo(written.getvalue())

    assert (logo.width, logo.height) == (200, 100)


def test_the_same_picture_is_kept_once():
    assert keep_logo(picture()) == keep_logo(picture())


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no_picture"),
        (b"", "no_picture"),
        (picture()[:60], "no_picture"),
        (picture(kind="GIF"), "no_picture"),
        (picture((900, 3)), "too_small"),
        (picture((8, 8)), "too_small"),
        (picture((4001, 4000)), "too_large"),
    ],
)
def test_what_is_no_logo_is_refused(data, code):
    with pytest.raises(DomainError) as refused:
        keep_logo(data)
    assert refused.value.code == code


def test_one_of_too_many_bytes_is_refused(monkeypatch):
    monkeypatch.setattr(logos, "MOST_BYTES", 100)
    with pytest.raises(DomainError) as refused:
        keep_logo(picture())
    assert refused.value.code == "too_large"
