"""Exercises on a picture."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

from courses.blocks.checks import ExerciseBlock, OptionBlock
from courses.blocks.faults import Faults
from courses.exercises.hotspot.areas import Form, Rule, trouble_of

FORMS = {
    Form.RECT: _("Rectangle: left, top, width, height"),
    Form.CIRCLE: _("Circle: middle from the left, from the top, radius"),
    Form.POLYGON: _("Polygon: left and top of each corner"),
}
MESSAGES = {
    Rule.UNREADABLE: _("Write numbers from 0 to 100, with blanks between them."),
    Rule.COUNT: _(
        "A rectangle has 4 numbers, a circle 3, a polygon 2 for each corner."
    ),
    Rule.OUTSIDE: _("This reaches beyond the picture."),
    Rule.EMPTY: _("This area has no surface."),
}


class PlaceBlock(blocks.CharBlock):
    """Numbers, which are the same in every language: translators do not meet them."""

    def get_translatable_segments(self, value) -> list:
        return []


class AreaBlock(OptionBlock):
    """`text` names the area in the list."""

    form = blocks.ChoiceBlock(
        label=_("Form"),
        choices=[(form.value, label) for form, label in FORMS.items()],
        default=Form.RECT,
    )
    area = PlaceBlock(
        label=_("Where, in percent of the picture"),
        max_length=300,
        help_text=_("Such as 10 20 30 40. The preview shows where that is."),
    )


class HotspotBlock(ExerciseBlock):
    image = ImageBlock(label=_("Picture"))
    options = blocks.ListBlock(
        AreaBlock(),
        min_num=2,
        max_num=10,
        label=_("Areas"),
        help_text=_("Tick Right at those to mark. Right ones count, minus wrong ones."),
    )

    class Meta:
        label = _("Hotspot")
        icon = "crosshairs"
        description = _("Areas of a picture are marked, on it or in a list.")
        preview_value = {
            "prompt": "Where can two people talk without being heard?",
            "feedback": "",
            "image": None,
            "options": [
                {
                    "text": "The small room",
                    "correct": True,
                    "feedback": "",
                    "form": Form.RECT.value,
                    "area": "72 13 24 61",
                },
                {
                    "text": "The counter",
                    "correct": False,
                    "feedback": "",
                    "form": Form.RECT.value,
                    "area": "31 50 34 28",
                },
            ],
        }

    def clean(self, value):
        value = super().clean(value)
        if self.is_deferred_validation:
            return value
        faults = Faults()
        for number, option in enumerate(value["options"]):
            trouble = trouble_of(option["form"], option["area"])
            if trouble is not None:
                faults.add(MESSAGES[trouble], "options", number, "area")
        if not any(option["correct"] for option in value["options"]):
            faults.add(_("Mark at least one option right."), "options", 0, "correct")
        faults.raise_if_any()
        return value
