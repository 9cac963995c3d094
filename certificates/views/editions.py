"""Material editions, in the content admin: whom they concern, and what holders must do."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from certificates.domain.editions.concerned import material_editions, preview
from certificates.domain.editions.deciding import (
    begin_telling,
    deadline_of,
    decide,
    draft,
    withdraw,
)
from certificates.enums import EditionDemand
from certificates.forms.editions import EditionChangeForm
from certificates.models import EditionChange
from certificates.rules import owning_at
from lms.errors import DomainError
from organisations.models import Organisation


@require_safe
def editions(request):
    """The material editions that a person decides about, and what was decided."""
    if owning_at(request.user) == set():
        raise Http404
    return TemplateResponse(
        request,
        "certificates/admin/editions.html",
        {"rows": material_editions(request.user)},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def edition(request, edition, issuer):
    """Whom one concerns; a decision, looked at and made; what came of it."""
    row = _own(request, edition, issuer)
    if request.method == "POST" and row.change is not None:
        _act(request, row.change)
        return redirect("certificate_edition", edition, issuer)
    now = timezone.now()
    form = EditionChangeForm(request.POST or None, course=row.edition.course, now=now)
    thought_of = None
    if request.method == "POST" and form.is_valid():
        thought_of = _drafted(request, row, form, now)
        if thought_of is not None and "confirm" in request.POST:
            _decide(request, thought_of, now)
            return redirect("certificate_edition", edition, issuer)
    shown = row.change or thought_of
    return TemplateResponse(
        request,
        "certificates/admin/edition.html",
        {
            "row": row,
            "edition": row.edition,
            "form": form,
            "change": row.change,
            "thought_of": thought_of,
            "shown": shown,
            "deadline": shown and deadline_of(shown),
            "preview": preview(shown or _nothing_yet(row, now), now=now),
        },
        status=422 if form.errors else 200,
    )


def _own(request, edition: int, issuer: int):
    """The edition, with what was decided; others' do not exist here: raises Http404."""
    for row in material_editions(request.user):
        if (row.edition.pk, row.issuer_id) == (edition, issuer):
            return row
    raise Http404


def _nothing_yet(row, now) -> EditionChange:
    # Looked at as if the new edition were asked, so that all who lack it are counted.
    return EditionChange(
        edition=row.edition,
        issuer_id=row.issuer_id,
        demand=EditionDemand.EDITION,
        decided_at=now,
    )


def _drafted(request, row, form, now) -> EditionChange | None:
    """The decision the form describes; else the form says why not."""
    try:
        return draft(
            row.edition,
            Organisation.objects.get(pk=row.issuer_id),
            **form.cleaned_data,
            actor=request.user,
            now=now,
        )
    except DomainError as problem:
        field = {"delta": "delta", "too_soon": "until"}.get(problem.code)
        form.add_error(field, problem.message)
        return None


def _decide(request, thought_of, now) -> None:
    try:
        decide(thought_of, now=now)
    except DomainError as problem:
        messages.error(request, problem.message)
    else:
        messages.success(
            request,
            _("It is decided. No certificate has changed, nobody was told yet."),
        )


def _act(request, change) -> None:
    now = timezone.now()
    try:
        if "tell" in request.POST:
            begin_telling(change, actor=request.user, now=now)
            messages.success(request, _("The mails are on their way."))
        elif "withdraw" in request.POST:
            withdraw(change, actor=request.user, now=now)
            messages.success(request, _("The decision is withdrawn."))
        else:
            messages.info(request, _("It was decided meanwhile. Look at it again."))
    except DomainError as problem:
        messages.error(request, problem.message)
