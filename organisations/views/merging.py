from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from lms import merging
from lms.errors import DomainError
from organisations.domain.merging import merge_accounts, refuse_merge
from organisations.forms import MergeForm
from organisations.models import AccountMerge, User
from organisations.rules import is_administrator


@login_required
def merge(request: HttpRequest) -> HttpResponse:
    """An administrator names two accounts that are one person's."""
    if not is_administrator(request.user):
        raise Http404
    form = MergeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        kept, merged = form.cleaned_data["kept"], form.cleaned_data["merged"]
        try:
            refuse_merge(kept, merged, actor=request.user)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            return redirect(
                "organisations:merge_preview", kept=kept.uuid, merged=merged.uuid
            )
    return render(
        request,
        "organisations/merge.html",
        {"form": form},
        status=422 if form.errors else 200,
    )


@login_required
def merge_preview(request: HttpRequest, kept: UUID, merged: UUID) -> HttpResponse:
    """What both accounts have, side by side, and what will become of it; then it does."""
    if not is_administrator(request.user):
        raise Http404
    keeps = get_object_or_404(User, uuid=kept)
    goes = get_object_or_404(User, uuid=merged)
    if request.method == "POST":
        return _merge(request, keeps, goes)
    done = AccountMerge.objects.filter(kept=keeps, merged=goes).first()
    return _page(request, keeps, goes, done=done)


def _merge(request: HttpRequest, kept: User, merged: User) -> HttpResponse:
    try:
        merge_accounts(kept, merged, actor=request.user, now=timezone.now())
    except DomainError as error:
        return _page(request, kept, merged, error=error.message, status=422)
    messages.success(
        request,
        _("The two accounts of %(person)s are one now.") % {"person": kept},
    )
    return redirect("organisations:merge_preview", kept=kept.uuid, merged=merged.uuid)


def _page(
    request: HttpRequest,
    kept: User,
    merged: User,
    *,
    done: AccountMerge | None = None,
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    return render(
        request,
        "organisations/merge_preview.html",
        {
            "kept": kept,
            "merged": merged,
            "done": done,
            "error": error or _why_not(request, kept, merged, done),
            "details": [
                (detail.label, detail.lines(kept), detail.lines(merged))
                for detail in merging.details
            ],
            "lines": merging.preview(kept, merged),
            "words": merging.said_before(kept, merged),
        },
        status=status,
    )


def _why_not(
    request: HttpRequest, kept: User, merged: User, done: AccountMerge | None
) -> str:
    """Why these two cannot be merged; "" when they can, or are already."""
    if done is not None:
        return ""
    try:
        refuse_merge(kept, merged, actor=request.user)
    except DomainError as error:
        return error.message
    return ""
