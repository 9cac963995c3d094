"""Taking a term off the list, with a reason, and putting it back."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.permissions import policy_registry

from courses.domain.terms import put_back, withdraw_term
from courses.forms import WithdrawTermForm
from courses.models import Term
from lms.errors import DomainError


@require_http_methods(["GET", "POST"])
def withdraw(request, pk):
    """Ask why it goes, or whether it comes back, and do it."""
    term = get_object_or_404(Term, pk=pk)
    if not policy_registry.get(term).user_has_permission(request.user, "change"):
        raise Http404
    gone = term.withdrawn_at is not None
    form = None if gone else WithdrawTermForm(request.POST or None)
    if request.method == "POST" and _done(request, term, form):
        return redirect("courses_terms:index")
    return TemplateResponse(
        request, "courses/admin/term_withdraw.html", {"term": term, "form": form}
    )


def _done(request, term: Term, form) -> bool:
    """Whether the list changed; else the form says why not."""
    now = timezone.now()
    if form is None:
        put_back(term, actor=request.user, now=now)
        messages.success(request, _("“%s” is on the list again.") % term)
        return True
    if not form.is_valid():
        return False
    try:
        withdraw_term(
            term, reason=form.cleaned_data["reason"], actor=request.user, now=now
        )
    except DomainError as problem:
        form.add_error("reason", problem.message)
        return False
    messages.success(request, _("“%s” is withdrawn. It stays to be read.") % term)
    return True
