import io

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from certificates.domain.designs.pictures import keep, kept, prepared
from lms.errors import DomainError
from lms.pdf import PdfError
from lms.storage import private_storage
from tests.factories.designs import make_picture

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("kind", "ending"), [("PNG", "png"), ("JPEG", "jpg")])
def test_a_picture_is_kept_by_what_is_in_it(kind, ending):
    picture = prepared(make_picture(kind=kind))
    keep(picture)
    keep(picture)
    assert picture.file.endswith(f".{ending}")
    assert kept(picture.file) == picture.data
    folder, name = picture.file.rsplit("/", 1)
    assert [
        one for one in private_storage().listdir(folder)[1] if one[:64] == name[:64]
    ] == [name]


@pytest.mark.parametrize("kind", ["GIF", "WEBP"])
def test_other_kinds_are_refused_in_words(kind):
    with pytest.raises(DomainError, match="no PNG or JPEG"):
        prepared(make_picture(kind=kind))


def test_a_broken_file_is_refused_in_words():
    image = make_picture()
    image.file.save("broken.png", ContentFile(b"\x89PNG no more"), save=False)
    with pytest.raises(DomainError, match="cannot be read"):
        prepared(image)


def test_a_large_picture_with_nothing_behind_it_becomes_small_and_white():
    image, output = make_picture(), io.BytesIO()
    Image.new("RGBA", (2000, 1000), (0, 0, 0, 0)).save(output, format="PNG")
    image.file.save("large.png", ContentFile(output.getvalue()), save=False)
    picture = prepared(image)
    assert (picture.width, picture.height) == (800, 400)
    with Image.open(io.BytesIO(picture.data)) as drawn:
        assert drawn.getpixel((0, 0)) == (255, 255, 255)


def test_what_was_changed_or_lost_is_not_printed():
    picture = prepared(make_picture("maroon"))
    keep(picture)
    storage = private_storage()
    storage.delete(picture.file)
    with pytest.raises(PdfError, match="cannot be read"):
        kept(picture.file)
    storage.save(picture.file, ContentFile(b"another"))
    with pytest.raises(PdfError, match="not what it was"):
        kept(picture.file)
    storage.delete(picture.file)
