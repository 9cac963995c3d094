"""What a quiz is put together with."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import (
    CharBlock,
    ChoiceBlock,
    IntegerBlock,
    StreamBlock,
    StructBlock,
)
from wagtail.blocks.struct_block import StructBlockValidationError

from quizzes.tags import tags_in


class DrawBlock(StructBlock):
    """So many questions of an attempt are of a kind."""

    count = IntegerBlock(
        label=_("how many"), min_value=1, max_value=60, required_on_save=True
    )
    tags = CharBlock(
        label=_("with the tags"),
        required=False,
        max_length=120,
        help_text=_("A tag or a topic. Several: questions that have all of them."),
    )
    difficulty = ChoiceBlock(
        label=_("difficulty"),
        choices=[("1", "1"), ("2", "2"), ("3", "3")],
        required=False,
    )

    def clean(self, value):
        value = super().clean(value)
        value["tags"] = " ".join(tags_in(value["tags"] or ""))
        if not value["tags"] and not value["difficulty"]:
            message = _("Say of which questions: by a tag, a difficulty or both.")
            raise StructBlockValidationError({"tags": ValidationError(message)})
        return value

    class Meta:
        icon = "list-ul"
        label = _("So many of a kind")
        label_format = "{count}: {tags} {difficulty}"
        description = _(
            "So many questions of every attempt have a tag or a difficulty."
        )
        preview_value = {"count": 3, "tags": "signs", "difficulty": "2"}


class DrawsBlock(StreamBlock):
    """The rules by which a quiz draws; what they leave is drawn from anything."""

    draw = DrawBlock()

    class Meta:
        required = False
        max_num = 12
