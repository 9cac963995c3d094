"""The tool with which areas of a picture are drawn, in the form of a hotspot.

Its rows are Wagtail's own and stay what is saved: the tool reads them and writes into
them (courses/static/courses/admin/areas/).
"""

from django import forms
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.telepath import register
from wagtail.blocks.struct_block import StructBlockAdapter

from courses.blocks.pictured import MESSAGES, HotspotBlock

# In this order: the first makes what the others add to.
SCRIPTS = [
    f"courses/admin/areas/{name}.js"
    for name in (
        "shapes",
        "overlaps",
        "rows",
        "stage",
        "panel",
        "pointer",
        "keys",
        "tool",
        "block",
    )
]
_WIDE = _("left {left} %, top {top} %, width {width} %, height {height} %")
# What the tool says, by the names its scripts have for it. What is in braces they fill.
WORDS = {
    "title": _("Draw the areas"),
    "help": _(
        "Choose a form and drag over the picture, or press where the area is to be. Drag "
        "an area to move it, its handles to change its size. The numbers of its row "
        "follow, and what you write there moves the area."
    ),
    "draw_rect": _("Draw a rectangle"),
    "draw_circle": _("Draw a circle"),
    "draw_polygon": _("Draw a polygon"),
    "close": _("Close the polygon"),
    "remove": _("Remove the area"),
    "undo": _("Undo"),
    "picture": _("Picture with its areas"),
    "kind": _("area of the picture"),
    "keys": _("With the keyboard"),
    "keys_list": [
        _("A button above and then Enter put an area in the middle of the picture."),
        _(
            "Tab goes from area to area. The arrows move an area by 1 %, with Ctrl or "
            "Alt by 0.1 %."
        ),
        _("Shift with an arrow makes it wider, narrower, higher or lower."),
        _(
            "Enter goes to the corners of a polygon. The arrows move a corner, + adds "
            "one after it, Delete takes it away, Escape goes back to the area."
        ),
        _("Delete removes an area, Ctrl+Z undoes, Escape leaves the picture."),
    ],
    "no_picture": _("Choose a picture, and its areas can be drawn here."),
    "broken": _("The picture cannot be shown here. The numbers of the rows count."),
    "ready": _(
        "Drag over the picture, press where the area is to be, or press Enter for one "
        "in the middle. Escape lets it be."
    ),
    "ready_polygon": _(
        "Draw around it in one go, or press corner after corner and the first one again. "
        "Enter puts one in the middle, or closes what is begun. Escape lets it be."
    ),
    "few": _("A polygon has three corners at least, and not all in one line."),
    "full": _("There are {most} areas, and no more are possible."),
    "named": "{number}. {name}",
    "unnamed": _("{number}. (no name yet)"),
    "rect": format_lazy("{}, {}", _("rectangle"), _WIDE),
    "circle": _("circle, middle at left {left} %, top {top} %, radius {radius} %"),
    "polygon": format_lazy("{}, {}", _("polygon with {count} corners"), _WIDE),
    "corner": _("Corner {number} of {count}: left {left} %, top {top} %"),
    "edge": _("It goes no further."),
    "drawn": _("Drawn: {area}. Give it its name in its row."),
    "removed": _("Removed: {name}. Undo brings it back."),
    "undone": _("Undone. {area}"),
    "overlap": _(
        "Shares a place with {numbers}: there a press counts for the last one."
    ),
}
TROUBLES = {rule.value: message for rule, message in MESSAGES.items()} | {
    "missing": _("Not drawn yet.")
}


class HotspotBlockAdapter(StructBlockAdapter):
    js_constructor = "relay.blocks.Hotspot"

    def js_args(self, block):
        name, children, meta = super().js_args(block)
        areas = {
            # Of the image with the number 0: the script puts that of the chosen one.
            "picture": reverse("hotspot_picture", args=[0]),
            "words": {key: _said(words) for key, words in WORDS.items()},
            "troubles": {key: str(words) for key, words in TROUBLES.items()},
        }
        return [name, children, meta | {"areas": areas}]

    @cached_property
    def media(self):
        return super().media + forms.Media(
            js=SCRIPTS, css={"all": ["courses/admin/areas/areas.css"]}
        )


def _said(words):
    """In the language of now."""
    return [str(one) for one in words] if isinstance(words, list) else str(words)


register(HotspotBlockAdapter(), HotspotBlock)
