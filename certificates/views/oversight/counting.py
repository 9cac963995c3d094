"""The register counted, for the filters of the list."""

from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from certificates.domain.oversight.counting import Line, counts
from certificates.models import day_of
from certificates.views.oversight.frame import for_overseers, tabs
from certificates.views.oversight.listing import asked_of, filter_query


@for_overseers
@require_safe
def count(request):
    """Certificates and people by sector, language, territory and year."""
    form, asked = asked_of(request)
    counted = counts(request.user, asked) if asked else None
    return TemplateResponse(
        request,
        "certificates/oversight/counts.html",
        {
            "tabs": tabs(request),
            "form": form,
            "asked": asked,
            "is_today": asked and asked.day == day_of(timezone.now()),
            "query": filter_query(request),
            "total": counted and counted.total,
            "tables": counted
            and [
                _table("sectors", _("By sector"), _("Sector"), counted.sectors),
                _table("languages", _("By language"), _("Language"), counted.languages),
                _table("places", _("By territory"), _("Territory"), counted.places),
                _table("years", _("By year of award"), _("Year"), counted.years),
            ],
        },
        status=422 if form.errors else 200,
    )


def _table(key: str, title: str, head: str, lines: list[Line]) -> dict:
    return {
        "key": key,
        "title": title,
        "head": head,
        "lines": lines,
        "most": max((line.certificates for line in lines), default=0),
    }
