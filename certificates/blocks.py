"""What a design of certificates is put together from."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

# How many fit beside each other on one sheet.
MOST = 3


class PersonBlock(blocks.CharBlock):
    """The name of a person, which is the same in every language: translators do not meet
    it."""

    def get_translatable_segments(self, value) -> list:
        return []


class LogoBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("Logo"))
    text = blocks.CharBlock(
        label=_("Whose logo it is"),
        max_length=120,
        help_text=_("Said instead of the picture, such as: City of Beekstad."),
    )

    class Meta:
        icon = "image"
        label = _("Logo")


class SignatoryBlock(blocks.StructBlock):
    name = PersonBlock(label=_("Name"), max_length=120)
    title = blocks.CharBlock(
        label=_("Title"),
        max_length=160,
        required=False,
        help_text=_("In the language of this design, such as: Programme owner."),
    )
    signature = ImageChooserBlock(
        label=_("Signature"),
        required=False,
        help_text=_("A picture of it, on white. Without one the name stands alone."),
    )

    class Meta:
        icon = "edit"
        label = _("Signatory")


def logos() -> blocks.StreamBlock:
    """Up to three logos."""
    return blocks.StreamBlock([("logo", LogoBlock())], max_num=MOST, required=False)


def signatories() -> blocks.StreamBlock:
    """Up to three people who sign."""
    return blocks.StreamBlock(
        [("signatory", SignatoryBlock())], max_num=MOST, required=False
    )
