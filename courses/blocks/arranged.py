"""Text in parts: one below another, side by side, or as a list to go through."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from courses.blocks.reading import PROSE, READING

PART = [feature for feature in PROSE if feature not in {"h2", "h3"}]


class AccordionItemBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Heading"), max_length=160)
    text = blocks.RichTextBlock(label=_("Text"), features=PART)


class AccordionBlock(blocks.StructBlock):
    """Nothing that everybody has to read: what is closed is easily passed by."""

    title = blocks.CharBlock(label=_("Title"), max_length=160)
    items = blocks.ListBlock(
        AccordionItemBlock(), min_num=2, max_num=12, label=_("Parts")
    )

    class Meta:
        icon = "bars"
        label = _("Accordion")
        description = _("Parts that are opened one by one, such as frequent questions.")
        preview_value = {
            "title": "What colleagues ask",
            "items": [
                {
                    "heading": "May I ask somebody directly?",
                    "text": "<p>Yes. An open question is part of ordinary work.</p>",
                },
                {
                    "heading": "Do I have to write it down?",
                    "text": "<p>What you saw and when. Not what you think of it.</p>",
                },
            ],
        }
        template = "courses/blocks/accordion.html"
        group = READING


class CompareSideBlock(blocks.StructBlock):
    label = blocks.CharBlock(label=_("Label"), max_length=80)
    text = blocks.RichTextBlock(label=_("Text"), features=PART)


class CompareBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("What is compared"), max_length=160)
    first = CompareSideBlock(label=_("One side"))
    second = CompareSideBlock(label=_("The other side"))

    class Meta:
        icon = "grip"
        label = _("Compare two")
        description = _("Two things side by side, one below the other on a phone.")
        preview_value = {
            "title": "Two ways to write down the same",
            "first": {
                "label": "An observation",
                "text": "<p>Robin left before the end, twice this week.</p>",
            },
            "second": {
                "label": "A judgement",
                "text": "<p>Robin is no longer motivated.</p>",
            },
        }
        template = "courses/blocks/compare.html"
        group = READING


class ChecklistBlock(blocks.StructBlock):
    """Steps of one's own work. Never signs that are counted in somebody else (N4)."""

    title = blocks.CharBlock(label=_("Title"), max_length=160)
    items = blocks.ListBlock(
        blocks.TextBlock(label=_("Item"), rows=2),
        min_num=2,
        max_num=20,
        label=_("Items"),
    )

    class Meta:
        icon = "tasks"
        label = _("Checklist")
        description = _("Steps of one's own work, to go through or to print.")
        preview_value = {
            "title": "Before a difficult talk",
            "items": [
                "I know what I saw and what I only heard.",
                "I have a quiet room and half an hour.",
            ],
        }
        template = "courses/blocks/checklist.html"
        group = READING
