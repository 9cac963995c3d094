"""The authors' desk: what waits, on the first page of the content admin, and lists."""

from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.components import Component

from courses.domain.desk.drafts import draft_rows, drafts_of
from courses.domain.desk.tiles import tiles_for
from courses.forms import DraftFilterForm

PER_PAGE = 50


class DeskPanel(Component):
    """How much of each kind of work waits, each with the way to it."""

    name = "desk"
    order = 100
    template_name = "courses/admin/desk/panel.html"

    def get_context_data(self, parent_context):
        user = parent_context["request"].user
        return {"tiles": tiles_for(user, now=timezone.now())}


@require_safe
def drafts(request):
    """Drafts the person may go on with, the last changed first."""
    form = DraftFilterForm(request.GET)
    paginator = WagtailPaginator(drafts_of(request.user, **form.chosen), PER_PAGE)
    page = paginator.get_page(request.GET.get("p"))
    return TemplateResponse(
        request,
        "courses/admin/desk/drafts.html",
        {
            "form": form,
            "is_narrowed": bool(form.chosen["kind"] or form.chosen["language"]),
            "page": page,
            "elided_page_range": paginator.get_elided_page_range(page.number),
            "rows": draft_rows(page),
        },
    )
