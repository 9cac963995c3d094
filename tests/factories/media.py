"""Pictures of the media library."""

from wagtail.images.tests.utils import get_test_image_file

from media.models import MediaImage


def make_image(**fields) -> MediaImage:
    """A picture of which nobody has said anything yet."""
    return MediaImage.objects.create(
        title="A picture", file=get_test_image_file(), **fields
    )
