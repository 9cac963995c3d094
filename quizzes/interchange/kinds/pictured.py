from django.utils.translation import gettext as _

from quizzes.interchange.kinds.base import Side
from quizzes.interchange.shapes import Area, Areas


class HotspotSide(Side):
    """The `image` of its value is a Picture, or None where there is none."""

    name = "hotspot"
    takes = Areas

    def shape(self, value, labels):
        picture = value["image"]
        if picture is not None:
            labels |= {
                name: " ".join(text.split())
                for name, text in (
                    ("holder", picture.holder),
                    ("licence", picture.licence),
                )
                if text
            }
        areas = (
            Area(row["text"], row["correct"], row["feedback"], row["form"], row["area"])
            for row in value["options"]
        )
        return Areas(picture, tuple(areas))

    def value(self, shape, found):
        if shape.picture is None:
            found.stop(_("Its picture is not in the file."))
        elif not shape.picture.alt:
            found.stop(_("Its picture has no text that says what it shows."))
        elif not (shape.picture.holder and shape.picture.licence):
            found.lose(
                _("Say whose its picture is, and its licence, before it goes live.")
            )
        return {
            "image": shape.picture,
            "options": [
                {
                    "text": area.text,
                    "correct": area.correct,
                    "feedback": area.feedback,
                    "form": area.form,
                    "area": area.area,
                }
                for area in shape.areas
            ],
        }
