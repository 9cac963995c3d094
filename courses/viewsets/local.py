"""How an organisation lists and edits lessons of its own."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from courses.models import LocalLesson
from organisations.content_admin import (
    KEY_AND_OWNER,
    OwnedSnippetIndexView,
    OwnedSnippetViewSet,
)


class LocalLessonIndexView(OwnedSnippetIndexView):
    def get_base_queryset(self):
        return super().get_base_queryset().select_related("owner", "locale")


class LocalLessonViewSet(OwnedSnippetViewSet):
    """Lessons that an organisation adds to courses for its own learners."""

    model = LocalLesson
    index_view_class = LocalLessonIndexView
    icon = "pilcrow"
    menu_label = _("Local lessons")
    menu_order = 156
    add_to_admin_menu = True
    list_display = ["key", "title", "owner", "locale"]
    list_filter = ["locale"]
    search_fields = ["key", "title"]
    ordering = ["key"]
    panels = [
        KEY_AND_OWNER,
        FieldPanel("title", required_on_save=True),
        FieldPanel("minutes"),
        FieldPanel("body"),
    ]
