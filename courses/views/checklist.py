"""The publish checklist beside the editor, and the reasons that answer it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin.admin_url_finder import AdminURLFinder

from courses.domain.checklist import checklist_of
from courses.domain.checklist.reasons import (
    give_reason,
    may_give_reason,
    reasons_of,
)
from courses.domain.checklist.things import draft_named, token_of
from courses.domain.reviewing.gate import RULE
from courses.domain.reviewing.without import may_publish_without_review
from courses.forms import WordingReasonForm
from lms.errors import DomainError


@require_safe
def lines(request, thing):
    """The lines for the newest draft, to be put into the panel."""
    draft = _draft(request.user, thing)
    context = lines_context(draft, request.user, checklist_of(draft))
    return render(request, "courses/admin/_checklist.html", context)


@require_http_methods(["GET", "POST"])
def reason(request, thing, rule, subject):
    """Write down why a text keeps what one line is about."""
    draft = _draft(request.user, thing)
    line = next(
        (
            one
            for one in checklist_of(draft)
            if (one.rule, one.subject) == (rule, subject)
        ),
        None,
    )
    if line is None or not (line.subject and may_give_reason(request.user, draft)):
        raise Http404
    back = AdminURLFinder(request.user).get_edit_url(draft)
    form = WordingReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            give_reason(
                draft,
                rule=rule,
                subject=subject,
                reason=form.cleaned_data["reason"],
                actor=request.user,
                now=timezone.now(),
            )
        except DomainError as problem:
            form.add_error("reason", problem.message)
        else:
            messages.success(request, _("The reason is kept."))
            return redirect(back)
    return TemplateResponse(
        request,
        "courses/admin/wording_reason.html",
        {"thing": draft, "line": line, "form": form, "back": back},
    )


def lines_context(thing, user, lines) -> dict:
    """What the list shows of its lines to this person."""
    has_reasons = hasattr(thing, "translation_key")
    return {
        "lines": lines,
        "stops": sum(line.stops for line in lines),
        "token": token_of(thing),
        "review": RULE,
        "waits": any(line.rule == RULE and not line.is_ok for line in lines),
        "is_under_review": getattr(thing, "workflow_in_progress", False),
        "may_do_without_review": may_publish_without_review(user, thing),
        "may_give_reason": has_reasons and may_give_reason(user, thing),
        "reasons": reasons_of(thing).select_related("given_by") if has_reasons else [],
    }


def _draft(user, thing):
    draft = draft_named(user, thing)
    if draft is None:
        raise Http404
    return draft
