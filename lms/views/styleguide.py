"""Every part of the interface in all its states, for those who build pages."""

from datetime import date

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render


class _Sample(forms.Form):
    name = forms.CharField(label="Name as printed", help_text="As on the certificate.")
    note = forms.CharField(label="Function", required=False)
    sector = forms.ChoiceField(
        label="Sector", choices=[("POL", "Police"), ("YTH", "Youth work")]
    )
    terms = forms.ChoiceField(
        label="How much changes",
        choices=[("minor", "Minor"), ("material", "Material")],
        widget=forms.RadioSelect,
    )


def styleguide(request: HttpRequest) -> HttpResponse:
    """For staff only; to everybody else it does not exist."""
    if not (request.user.is_active and request.user.is_staff):
        raise Http404
    return render(
        request,
        "lms/styleguide.html",
        {
            "form": _Sample(),
            "form_with_errors": _Sample({"name": "", "sector": "POL"}),
            "page_of_many": Paginator(range(200), 50).page(2),
            "step_rows": [
                {"title": "Trained", "note": "Certificate valid", "state": "done"},
                {"title": "Co-facilitate", "note": "1 of 2", "state": "now"},
                {"title": "Accredited", "note": "Owner signs", "state": "ahead"},
            ],
            "events": [
                {"date": date(2026, 3, 12), "title": "Awarded", "text": ""},
                {"date": date(2026, 11, 4), "title": "Renewed", "text": "Refresher"},
            ],
            "tab_rows": [
                {"label": "Coverage", "url": "#", "current": True},
                {"label": "People", "url": "#", "current": False},
            ],
            "schemes": ["light", "dark"],
        },
    )
