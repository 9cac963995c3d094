"""What is shown from elsewhere: nothing is asked for there before a reader says so."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from courses.blocks.reading import READING
from courses.embeds import PROVIDERS, embed_of


class EmbedBlock(blocks.StructBlock):
    """A video of another site (ETHICS P11). The words beside it stand on their own."""

    title = blocks.CharBlock(label=_("Title"), max_length=160)
    address = blocks.URLBlock(
        label=_("Address of the video"),
        help_text=_("The page on which it is watched: %(sites)s.")
        % {"sites": ", ".join(provider.label for provider in PROVIDERS)},
    )
    about = blocks.TextBlock(label=_("What one will see"), rows=2)
    transcript = blocks.TextBlock(
        label=_("Transcript, or a summary of what is said and seen"), rows=6
    )

    class Meta:
        icon = "code"
        label = _("Video of another site")
        description = _("Loaded from there only when the reader asks for it.")
        preview_value = {
            "title": "How a bridge is drawn",
            "address": "https://vimeo.com/123456789",
            "about": "A hand draws a bridge. It takes two minutes, without words.",
            "transcript": "First the two banks, then the arch between them.",
        }
        template = "courses/blocks/embed.html"
        group = READING

    def clean(self, value):
        value = super().clean(value)
        if value["address"] and embed_of(value["address"]) is None:
            raise StructBlockValidationError(
                block_errors={
                    "address": ValidationError(
                        _("Only a video of one of these sites can be shown: %(sites)s.")
                        % {"sites": ", ".join(one.label for one in PROVIDERS)}
                    )
                }
            )
        return value

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context=parent_context)
        # A lesson's draft may hold any address, and none.
        context["embed"] = embed_of(value["address"] or "")
        return context
