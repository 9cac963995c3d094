from django.template.loader import render_to_string
from django.utils import timezone

from courses.parts.base import PartKind
from lms.icons import thaw_icons
from media.domain.testimonies import keys_in_force

TEMPLATE = "courses/blocks/testimony.html"


class TestimonyPart(PartKind):
    """The same for all readers, as long as the person who tells it agrees: an edition
    is frozen, consent is not."""

    name = "testimony"
    takes_answers = False

    def frozen(self, value, page):
        return {
            "key": str(value.translation_key),
            "html": render_to_string(TEMPLATE, {"value": value, "page": page}),
        }

    def without_reader(self, html):
        # Neither in the search nor in any text that is made of an edition.
        return _withdrawn()

    def show(self, segments, *, place, enrolment, user, refused):
        keys = [segment["live"]["key"] for segment in segments]
        agreed = keys_in_force(keys, now=timezone.now())
        withdrawn = _withdrawn()
        return {
            segment["id"]: thaw_icons(segment["live"]["html"])
            if segment["live"]["key"] in agreed
            else withdrawn
            for segment in segments
        }


def _withdrawn() -> str:
    return render_to_string("courses/parts/testimony_withdrawn.html")
