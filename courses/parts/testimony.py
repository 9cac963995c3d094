import re
from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone, translation

from courses.parts.base import PartKind
from courses.parts.recording import frozen_recording, shown_recording
from lms.icons import thaw_icons
from media.domain.recordings import Made, made_of
from media.domain.testimonies import keys_in_force

TEMPLATE = "courses/blocks/testimony.html"
# Where the recording stands in the html: the template says so. Rich text has no comments.
_RECORDING = re.compile("<!--recording-->.*<!--/recording-->", re.DOTALL)


class TestimonyPart(PartKind):
    """The same for all readers, as long as the person who tells it agrees: an edition
    is frozen, consent is not. Nor are the smaller files of its recording, which may be
    made later."""

    name = "testimony"
    takes_answers = False

    def frozen(self, value, page):
        kept = {
            "key": str(value.translation_key),
            "html": render_to_string(TEMPLATE, {"value": value, "page": page}),
        }
        if value.recording:
            kept["recording"] = frozen_recording(
                value.recording, page.locale.language_code
            )
        return kept

    def without_reader(self, html):
        # Neither in the search nor in any text that is made of an edition.
        return _withdrawn()

    def show(self, segments, *, place, enrolment, user, refused):
        told = {segment["id"]: segment["live"] for segment in segments}
        agreed = keys_in_force(
            [live["key"] for live in told.values()], now=timezone.now()
        )
        made = made_of(
            live["recording"]["source"]
            for live in told.values()
            if live["key"] in agreed and "recording" in live
        )
        withdrawn = _withdrawn()
        # The words around a recording are those of the lesson.
        with translation.override(place.language):
            return {
                segment: _told(live, made) if live["key"] in agreed else withdrawn
                for segment, live in told.items()
            }


def _told(live: dict[str, Any], made: Mapping[str, Made]) -> str:
    html = thaw_icons(live["html"])
    # An edition of before keeps no more than its html.
    if "recording" not in live:
        return html
    recording = live["recording"]
    now = shown_recording(recording, made.get(recording["source"]))
    return _RECORDING.sub(lambda _found: now, html)


def _withdrawn() -> str:
    return render_to_string("courses/parts/testimony_withdrawn.html")
