"""The languages of a design, in the content admin."""

from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin.widgets import Button
from wagtail.permissions import policy_registry

from certificates.domain.designs.languages import add_language, rows_of
from certificates.models import Design


def own_designs(user):
    """Designs that a person may change."""
    policy = policy_registry.get_by_type(Design)
    return policy.instances_user_has_any_permission_for(user, {"change"})


def own_design(user, pk) -> bool:
    """Whether a design is one of these."""
    return own_designs(user).filter(pk=pk).exists()


@require_http_methods(["GET", "HEAD", "POST"])
def languages(request, pk):
    """In which languages a design is there, and adding one."""
    design = get_object_or_404(own_designs(request.user), pk=pk)
    if request.method == "POST":
        language = request.POST.get("language")
        if language not in settings.RELAY_LANGUAGE_NAMES:
            raise Http404
        row = add_language(design, language, actor=request.user, now=timezone.now())
        return redirect(edit_url(row))
    rows = rows_of(design)
    return TemplateResponse(
        request,
        "certificates/designs/languages.html",
        {
            "design": design,
            "languages": [
                {
                    "code": code,
                    "name": name,
                    "row": rows.get(code),
                    "url": edit_url(rows[code]) if code in rows else "",
                }
                for code, name in settings.RELAY_LANGUAGE_NAMES.items()
            ],
        },
    )


def edit_url(design: Design) -> str:
    return reverse(Design.snippet_viewset.get_url_name("edit"), args=[design.pk])


def languages_button(snippet, user, next_url=None):
    """Beside each design in the list, which holds what the person's own bodies have."""
    if isinstance(snippet, Design):
        address = reverse("design_languages", args=[snippet.pk])
        yield Button(_("Languages"), address, icon_name="globe", priority=50)
