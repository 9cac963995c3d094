"""What a recording needs before it is published, and where files go."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from media.models import Recording
from tests.factories.media import sound

# Wagtail leaves the file a picture was made from to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")


def test_a_draft_recording_may_lack_everything(beekstad):
    draft = Recording(
        owner=beekstad, title="A talk", file=ContentFile(b"x", name="a.mp3"), live=False
    )

    draft.full_clean()


def test_a_published_recording_has_captions_transcript_and_rights(beekstad):
    recording = Recording(owner=beekstad, title="A talk", file=sound())

    with pytest.raises(ValidationError) as refused:
        recording.full_clean()

    assert set(refused.value.message_dict) == {
        "captions",
        "transcript",
        "rights_holder",
    }


@pytest.mark.parametrize("name", ["talk.html", "talk.svg", "talk.exe", "talk"])
def test_a_recording_is_sound_or_video(name, recording):
    recording.file = ContentFile(b"x", name=name)

    with pytest.raises(ValidationError, match="file"):
        recording.full_clean()


def test_it_knows_sound_from_video(recording):
    assert not recording.is_video
    recording.file.name = "recordings/talk.mp4"
    assert recording.is_video


def test_paths_are_not_guessed(recording, image):
    folder, secret, name = recording.file.name.split("/")
    assert (folder, len(secret), name) == ("recordings", 32, "talk.mp3")
    folder, secret, _name = image.get_rendition("max-100x100").file.name.split("/")
    assert (folder, len(secret) >= 32) == ("images", True)
