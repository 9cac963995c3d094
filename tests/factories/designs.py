"""Designs of certificates by language, with their pictures."""

import io
import uuid

from django.core.files.base import ContentFile
from PIL import Image

from certificates.models import Design
from media.models import MediaImage
from organisations.models import Organisation
from tests.factories.courses import locale
from tests.factories.media import RIGHTS

TITLES = {
    "en": "Mayor",
    "nl": "Burgemeester",
    "fr": "Bourgmestre",
    "de": "Bürgermeisterin",
}


def drawn(colour: str = "navy", *, size=(400, 120), kind: str = "PNG") -> bytes:
    """A picture of one colour."""
    output = io.BytesIO()
    Image.new("RGB", size, colour).save(output, format=kind)
    return output.getvalue()


def make_picture(colour: str = "navy", *, kind: str = "PNG", **fields) -> MediaImage:
    """One in the media library, with its rights."""
    file = ContentFile(drawn(colour, kind=kind), name=f"{colour}.{kind.lower()}")
    image = MediaImage(**{"title": f"A {colour} picture", "file": file} | RIGHTS)
    for name, value in fields.items():
        setattr(image, name, value)
    image.save()
    return image


def logo(image: MediaImage, text: str = "City of Beekstad") -> tuple:
    return ("logo", {"image": image, "text": text})


def signatory(name: str, title: str, signature: MediaImage | None = None) -> tuple:
    return ("signatory", {"name": name, "title": title, "signature": signature})


def make_design(
    owner: Organisation, *, languages: tuple[str, ...] = ("en", "nl"), **changes
) -> dict[str, Design]:
    """A published design by language, with one signatory and no pictures."""
    key = uuid.uuid4()
    return {
        code: Design.objects.create(
            **{
                "owner": owner,
                "name": "House style",
                "heading": f"Diploma {code}",
                "awarded_to": f"Given to {code}",
                "above": f"For {{course}} {code}",
                "below": f"On {{date}} {code}",
                "signatories": [signatory("Ann Devos", TITLES[code])],
                "locale": locale(code),
                "translation_key": key,
            }
            | changes
        )
        for code in languages
    }
