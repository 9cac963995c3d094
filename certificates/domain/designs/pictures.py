"""Pictures of designs: made fit for printing once, and kept by what is in them."""

import io
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from lms.errors import DomainError
from lms.pdf import PdfError, data_uri
from lms.storage import private_storage
from media.models import MediaImage

# 300 dots per inch on the largest place there is for one.
LARGEST = (900, 400)
KINDS = {"PNG": ("png", "image/png"), "JPEG": ("jpg", "image/jpeg")}
FOLDER = "certificates/designs"


@dataclass(frozen=True)
class Picture:
    """A PNG or JPEG on white. `file` is where it is kept: named by its SHA-256."""

    file: str
    width: int
    height: int
    data: bytes

    def described(self) -> dict:
        """How a content refers to it."""
        return {"file": self.file, "width": self.width, "height": self.height}


def images_in(ids: Iterable[int]) -> dict[int, MediaImage]:
    """Images of the media library by id, those that are gone left out. One query, none
    without ids."""
    wanted = set(ids)
    return MediaImage.objects.in_bulk(wanted) if wanted else {}


def prepared(image: MediaImage) -> Picture:
    """An image as it is printed: no larger than needed, on white. Raises DomainError for
    what is no PNG or JPEG, or cannot be read."""
    try:
        with image.file.open("rb") as file, Image.open(file) as source:
            kind = source.format
            if kind not in KINDS:
                raise DomainError(
                    _("“%(image)s” is no PNG or JPEG. Choose another picture.")
                    % {"image": image},
                    code="picture",
                )
            drawn = _on_white(source)
    # What Pillow raises for a broken file depends on where it is broken.
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise DomainError(
            _("“%(image)s” cannot be read. Upload the picture again.")
            % {"image": image},
            code="picture",
        ) from error
    output = io.BytesIO()
    drawn.save(output, format=kind, **({"quality": 90} if kind == "JPEG" else {}))
    data = output.getvalue()
    name = f"{FOLDER}/{sha256(data).hexdigest()}.{KINDS[kind][0]}"
    return Picture(name, drawn.width, drawn.height, data)


def keep(picture: Picture) -> None:
    """Write a picture where no address leads, unless it is there."""
    storage = private_storage()
    if storage.exists(picture.file):
        return
    written = storage.save(picture.file, ContentFile(picture.data))
    if written != picture.file:
        # Somebody else wrote the same at the same moment.
        storage.delete(written)


def kept(file: str) -> bytes:
    """The bytes of a picture that was kept. Raises PdfError when they are gone or are
    not what they were."""
    try:
        with private_storage().open(file) as stored:
            data = stored.read()
    except OSError as error:
        raise PdfError(f"the picture {file} of a design cannot be read") from error
    if sha256(data).hexdigest() not in file:
        raise PdfError(f"the picture {file} of a design is not what it was")
    return data


def as_address(file: str, data: bytes) -> str:
    """A picture as an address for `<img src>`."""
    types = dict(KINDS.values())
    return data_uri(data, types[file.rpartition(".")[2]])


def _on_white(source: Image.Image) -> Image.Image:
    # A phone writes beside the picture which side is up.
    picture = ImageOps.exif_transpose(source).convert("RGBA")
    picture.thumbnail(LARGEST)
    white = Image.new("RGBA", picture.size, "white")
    return Image.alpha_composite(white, picture).convert("RGB")
