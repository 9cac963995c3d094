"""Blocks with a part of the reader's own (courses.parts)."""

from datetime import date

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

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


class PollBlock(blocks.StructBlock):
    """What people think, never what they know or how they work (ETHICS P4)."""

    question = blocks.TextBlock(label=_("Question"), rows=2)
    options = blocks.ListBlock(
        blocks.CharBlock(label=_("Answer"), max_length=160),
        min_num=2,
        max_num=8,
        label=_("Answers"),
    )

    class Meta:
        icon = "group"
        label = _("Poll")
        description = _(
            "A question about an opinion. What all answered is shown from eight "
            "answers on; who answered what is shown to nobody."
        )
        preview_value = {
            "question": "How sure are you whom to ask for advice?",
            "options": ["Sure", "Rather sure", "Not sure"],
        }
        template = "courses/blocks/poll.html"
        group = PERSONAL


class StatementBlock(SnippetChooserBlock):
    def __init__(self, **kwargs):
        super().__init__("courses.Statement", **kwargs)

    def get_preview_value(self):
        return self.model_class(
            title="What I owe those I work with",
            text="<p>I share only what is needed, with whom it concerns.</p>",
            version=1,
            dated=date(2026, 1, 15),
            review_by=date(2030, 1, 1),
        )

    class Meta:
        icon = "circle-check"
        label = _("Deontology statement")
        description = _(
            "What a profession asks of its members. They accept it; a certificate "
            "waits for it."
        )
        template = "courses/blocks/statement.html"
        group = PERSONAL
