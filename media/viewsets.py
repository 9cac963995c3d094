"""How authors list and edit recordings."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from media.models import Recording
from organisations.content_admin import OwnedSnippetViewSet


class RecordingViewSet(OwnedSnippetViewSet):
    model = Recording
    icon = "media"
    menu_label = _("Recordings")
    menu_order = 320
    add_to_admin_menu = True
    list_display = ["title", "language", "seconds"]
    list_filter = ["language"]
    search_fields = ["title", "transcript"]
    panels = [
        FieldPanel("title", required_on_save=True),
        FieldRowPanel(
            [
                FieldPanel("owner", required_on_save=True),
                FieldPanel("language", required_on_save=True),
            ]
        ),
        FieldRowPanel(
            [FieldPanel("file", required_on_save=True), FieldPanel("seconds")]
        ),
        FieldPanel("captions"),
        FieldPanel("transcript"),
        MultiFieldPanel(
            [
                FieldPanel("rights_holder"),
                FieldPanel("licence"),
                FieldPanel("permission_date"),
            ],
            heading=_("Rights"),
        ),
    ]
