"""Blocks with a part of the reader's own (courses.parts)."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

PERSONAL = _("The learner's own part")


class ReflectionBlock(blocks.StructBlock):
    prompt = blocks.TextBlock(label=_("Question"), rows=2)
    hint = blocks.TextBlock(
        label=_("A way to begin"),
        rows=2,
        required=False,
        help_text=_(
            "Shown under the question, such as a first sentence to go on from."
        ),
    )

    class Meta:
        icon = "edit"
        label = _("Reflection")
        description = _("A question to think about. Only the learner reads the answer.")
        preview_value = {
            "prompt": "When did you last change your mind about somebody at work?",
            "hint": "Think of a moment, not of a person.",
        }
        template = "courses/blocks/reflection.html"
        group = PERSONAL
