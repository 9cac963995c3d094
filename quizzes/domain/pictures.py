"""Pictures of questions between files and the media library."""

from collections.abc import Iterable
from hashlib import sha1

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.images.blocks import ImageBlock
from wagtail.images.fields import WagtailImageField
from wagtail.models import Collection, ReferenceIndex

from courses.blocks import HotspotBlock
from media.models import MediaImage
from organisations.domain.groups import collection_of
from organisations.models import Organisation
from quizzes.interchange.pictures import file_name
from quizzes.interchange.shapes import Picture


class _HotspotBeforeSaving(HotspotBlock):
    """What a hotspot has to be, while its picture is not in the media library yet."""

    image = ImageBlock(required=False)


BEFORE_SAVING = _HotspotBeforeSaving()


def pictures_of(values: Iterable[dict]) -> dict[int, MediaImage]:
    """The images that questions show, by their id; one query for all of them."""
    ids = {
        value["image"]["image"]
        for value in values
        if isinstance(value.get("image"), dict) and value["image"].get("image")
    }
    return MediaImage.objects.in_bulk(ids) if ids else {}


def as_picture(stored: dict | None, images: dict[int, MediaImage]) -> Picture | None:
    """What a question shows, as files carry it; None where it is not there."""
    image = images.get((stored or {}).get("image") or 0)
    if image is None:
        return None
    try:
        with image.file.open("rb") as file:
            data = file.read()
    except OSError:
        return None
    return Picture(
        name=image.title,
        data=data,
        alt=(stored or {}).get("alt_text") or "",
        holder=image.rights_holder,
        licence=image.licence,
    )


def problems_of(picture: Picture, key: str) -> list[str]:
    """Why the media library would not take a picture: its kind, its size."""
    file = SimpleUploadedFile(file_name(picture, key), picture.data)
    try:
        WagtailImageField().clean(file)
    except ValidationError as error:
        return [str(message) for message in error.messages]
    return []


def unsaved(picture: Picture) -> MediaImage:
    """As the editor has it, to look at what else is wrong."""
    image = MediaImage(title=picture.name)
    image.contextual_alt_text, image.decorative = picture.alt, False
    return image


def known(picture: Picture, owner: Organisation) -> MediaImage | None:
    """The very same file among what an organisation has."""
    return MediaImage.objects.filter(
        collection=_collection(owner), file_hash=_hash(picture.data)
    ).first()


def keep(picture: Picture, owner: Organisation, *, key: str, actor) -> tuple[int, bool]:
    """(id of the image, whether it is new) of a picture in the media library. What
    reviewers say of an image nobody has said of a new one."""
    if found := known(picture, owner):
        return found.pk, False
    name = file_name(picture, key)
    image = MediaImage.objects.create(
        title=picture.name[:255] or name,
        file=ContentFile(picture.data, name=name),
        file_hash=_hash(picture.data),
        file_size=len(picture.data),
        collection=_collection(owner),
        uploaded_by_user=actor,
        rights_holder=picture.holder,
        licence=picture.licence,
    )
    return image.pk, True


def remove_unused(ids: Iterable[int]) -> int:
    """Delete the images of these that nothing shows any more; returns how many."""
    removed = 0
    for image in MediaImage.objects.filter(pk__in=set(ids)):
        if not ReferenceIndex.get_references_to(image).exists():
            image.delete()
            removed += 1
    return removed


def _collection(owner: Organisation) -> Collection:
    return collection_of(owner) or Collection.get_first_root_node()


def _hash(data: bytes) -> str:
    # As Wagtail tells files apart; nothing hangs on its strength.
    return sha1(data, usedforsecurity=False).hexdigest()
