"""Files that come by themselves: having one, pausing it, deleting it."""

from dataclasses import replace

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lms.errors import DomainError
from organisations.rules import can_invite
from organisations.views.frame import named_organisation
from tracking.domain.exports.chosen import days_of
from tracking.domain.exports.regular import delete, go_on, make_regular, pause
from tracking.enums import Rhythm
from tracking.forms import FormatForm, RegularForm
from tracking.models import RegularExport
from tracking.views.asked import form_asked
from tracking.views.exports.asking import about, choice_asked

ACTS = {"pause": pause, "go-on": go_on, "delete": delete}


@login_required
@require_POST
def new(request: HttpRequest, code: str) -> HttpResponse:
    """Have the file of a list made again and again."""
    organisation = named_organisation(request, code)
    if not can_invite(request.user, organisation):
        raise Http404
    asked = form_asked(request, organisation)
    choice = choice_asked(organisation, asked)
    seen = asked.seen_columns
    form = RegularForm(request.POST, auto_id="regular_%s", seen=seen)
    if form.is_valid():
        try:
            make_regular(
                replace(choice, columns=form.cleaned_data["columns"]),
                form=form.cleaned_data["form"],
                rhythm=form.cleaned_data["rhythm"],
                on_day=form.on_day,
                actor=request.user,
                now=timezone.now(),
            )
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(
                request, _("It is made from now on, and you get a mail each time.")
            )
            return redirect("tracking:exports", code=code)
    return render(
        request,
        "tracking/exports/new.html",
        {
            **about(choice),
            "days": days_of(asked.day, asked.known_on),
            "form": FormatForm(seen=seen),
            "regular": form,
            "may_have_regular": True,
        },
        status=422,
    )


@login_required
@require_POST
def change(request: HttpRequest, code: str, pk: int, act: str) -> HttpResponse:
    """Pause one's own, let it go on, or delete it."""
    regular = get_object_or_404(
        RegularExport.objects.visible_to(request.user).select_related("course"),
        organisation__code=code,
        pk=pk,
    )
    if act not in ACTS:
        raise Http404
    ACTS[act](regular, actor=request.user, now=timezone.now())
    return redirect("tracking:exports", code=code)


def rhythm_words(regular: RegularExport) -> str:
    """On which days, in words."""
    if regular.rhythm == Rhythm.WEEKLY:
        weekday = WEEKDAYS[regular.on_day - 1]
        return _("Every week on %(weekday)s") % {"weekday": weekday}
    return _("Every month on day %(day)s") % {"day": regular.on_day}
