"""The logo of an organisation, as it is uploaded and as it is kept."""

import hashlib
from io import BytesIO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from lms.errors import DomainError
from organisations.domain.looks import Logo

MOST_BYTES = 2 * 1024 * 1024
MOST_PIXELS = 4000 * 4000
# Twice as large as it is shown, for fine screens; a wide one is not cut.
LARGEST = (480, 128)
SMALLEST = 16
FORMATS = ("PNG", "JPEG", "WEBP")


def keep_logo(data: bytes) -> Logo:
    """Keep a picture as a logo: drawn anew, so that nothing of the file remains but what
    is seen, and under a name that follows from that.

    Raises DomainError `no_picture`, `too_large` or `too_small`.
    """
    picture = _drawn(data)
    written = BytesIO()
    picture.save(written, "PNG", optimize=True)
    content = written.getvalue()
    name = f"images/logos/{hashlib.sha256(content).hexdigest()[:32]}.png"
    if not default_storage.exists(name):
        name = default_storage.save(name, ContentFile(content))
    return Logo(name, *picture.size)


def _drawn(data: bytes) -> Image.Image:
    too_large = DomainError(
        _(
            "This picture is too large. Take one of at most 2 MB and 4000 by 4000 pixels."
        ),
        code="too_large",
    )
    if len(data) > MOST_BYTES:
        raise too_large
    try:
        with Image.open(BytesIO(data), formats=FORMATS) as source:
            if source.width * source.height > MOST_PIXELS:
                raise too_large
            picture = ImageOps.exif_transpose(source).convert("RGBA")
    except Image.DecompressionBombError as problem:
        raise too_large from problem
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as problem:
        raise DomainError(
            _("This file is no picture of the kind PNG, JPEG or WebP."),
            code="no_picture",
        ) from problem
    picture = picture.crop(picture.getbbox())
    picture.thumbnail(LARGEST, Image.Resampling.LANCZOS)
    if min(picture.size) < SMALLEST:
        raise DomainError(
            _("This picture is too small, or too narrow, to be seen as a logo."),
            code="too_small",
        )
    return picture
