from dataclasses import asdict
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from courses.parts.base import PartKind
from media.domain import recordings
from media.domain.recordings import Made
from media.models import Recording

TEMPLATE = "courses/blocks/recording.html"


class RecordingPart(PartKind):
    """The same for all readers; but the smaller files of a recording may be made after
    the edition that names it was put together, and are for its readers too."""

    name = "recording"
    takes_answers = False
    style = ""

    def frozen(self, value, page):
        return frozen_recording(value, page.locale.language_code)

    def show(self, segments, *, place, enrolment, user, refused):
        made = recordings.made_of(one["live"]["source"] for one in segments)
        # Its words are those of the lesson.
        with translation.override(place.language):
            return {
                segment["id"]: shown_recording(
                    segment["live"],
                    made.get(segment["live"]["source"]),
                    segment=segment["id"],
                )
                for segment in segments
            }


def frozen_recording(recording: Recording, language: str) -> dict[str, Any]:
    """What an edition keeps of a recording for readers of a language."""
    shown = recordings.as_uploaded(recording, language)
    return {"source": recording.file.name, "shown": asdict(shown)}


def shown_recording(
    frozen: dict[str, Any], made: Made | None, *, segment: str = ""
) -> str:
    """Its html in the active language, with what was made of its file since. `segment`
    is the id of the block, where it is one."""
    shown = recordings.with_made(recordings.from_data(frozen["shown"]), made)
    return render_to_string(TEMPLATE, {"id": segment, "shown": shown})
