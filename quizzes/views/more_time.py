"""Somebody who needs more time in quizzes says so once, for all of them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lms.requests import way_back
from quizzes.domain.clock import ask_for_time, extra_time_of
from quizzes.enums import MoreTime
from quizzes.forms import MoreTimeForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def more_time(request: HttpRequest) -> HttpResponse:
    """How much more; and back to where one came from."""
    form = MoreTimeForm(
        request.POST or None, initial={"amount": extra_time_of(request.user)}
    )
    back = way_back(request)
    if request.method == "POST" and form.is_valid():
        amount = MoreTime(form.cleaned_data["amount"])
        ask_for_time(request.user, amount, now=timezone.now())
        messages.success(
            request, _("Saved. It holds for every quiz with a time limit.")
        )
        return redirect(back or "organisations:profile")
    return render(
        request,
        "quizzes/more_time.html",
        {"form": form, "next": back},
        status=422 if form.errors else 200,
    )
