"""What differs by where the reader works."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from courses.blocks.personal import PERSONAL
from organisations.enums import HELPING


class LocalContactsBlock(blocks.StructBlock):
    introduction = blocks.TextBlock(
        label=_("Introduction"),
        rows=2,
        required=False,
        help_text=_("When to call whom. The contacts themselves come by themselves."),
    )
    kinds = blocks.MultipleChoiceBlock(
        choices=[(kind.value, kind.label) for kind in HELPING],
        label=_("Only these kinds"),
        required=False,
        help_text=_("None chosen: all of them. Emergency numbers stand first."),
    )

    class Meta:
        icon = "mobile-alt"
        label = _("Local contacts")
        description = _(
            "Whom one can call, for the reader’s own municipality and language."
        )
        preview_value = {"introduction": "Whom to call with a worry.", "kinds": []}
        template = "courses/blocks/local_contacts.html"
        group = PERSONAL
