"""The publish checklist beside the editor, kept in step with the draft."""

from django.forms import Media
from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.side_panels import BaseSidePanel

from courses.domain.checklist import checklist_of
from courses.views.checklist import lines_context
from lms.publishing import ChecklistMixin


class ChecklistPanel(BaseSidePanel):
    """Every line of the list, each with the way to where it is mended."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = _("Toggle checklist")
        icon_name = "list-ul"

        def get_context_data(self, parent_context):
            context = super().get_context_data(parent_context)
            context["count"] = sum(line.stops for line in self.panel.lines)
            return context

    name = "checklist"
    title = _("Checklist")
    template_name = "courses/admin/checklist_panel.html"
    order = 340

    def __init__(self, thing, request):
        super().__init__(thing, request)
        self.lines = checklist_of(thing)

    @property
    def media(self):
        return Media(js=[static("courses/checklist.js")])

    def get_context_data(self, parent_context):
        return super().get_context_data(parent_context) | lines_context(
            self.object, self.request.user, self.lines
        )


def panel_for(thing, request) -> ChecklistPanel | None:
    """For what answers to the checklist and is stored already."""
    if isinstance(thing, ChecklistMixin) and thing.pk:
        return ChecklistPanel(thing, request)
    return None
