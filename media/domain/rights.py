"""What media need before anybody may learn from them (ETHICS A3, H1, N6)."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from media.domain.recordings import is_in
from media.models import MediaDocument, MediaImage, Recording


def problems_of(media, *, language: str = "") -> list[str]:
    """Why this cannot be in a released edition, in sentences; empty when it can.

    Takes an image as an ImageBlock gives it, a document or a recording. Anything else
    has no problem here. `language` is the one of the lesson that shows it.
    """
    if isinstance(media, MediaImage):
        return [*_image_problems(media), *_rights_problems(media)]
    if isinstance(media, MediaDocument):
        return _rights_problems(media)
    if isinstance(media, Recording):
        return [*_recording_problems(media, language), *_rights_problems(media)]
    return []


def _rights_problems(media) -> list[str]:
    if media.rights_are_complete:
        return []
    return [_("Say who holds the rights to “%s”, and the licence.") % media]


def _image_problems(image) -> Iterator[str]:
    text = getattr(image, "contextual_alt_text", None) or ""
    if not text.strip() and not getattr(image, "decorative", False):
        yield _("The image “%s” has no text that says what it shows.") % image
    if not image.no_danger_cue:
        yield (
            _("Nobody has said yet that “%s” shows no faith or origin as danger.")
            % image
        )


def _recording_problems(recording, language: str) -> Iterator[str]:
    if not recording.live:
        yield _("The recording “%s” is not published.") % recording
    if not recording.captions:
        yield _("The recording “%s” has no captions.") % recording
    if not recording.transcript.strip():
        yield _("The recording “%s” has no transcript.") % recording
    if language and not is_in(recording, language):
        yield (
            _(
                "“%(recording)s” is spoken in another language, without captions in this."
            )
            % {"recording": recording}
        )
