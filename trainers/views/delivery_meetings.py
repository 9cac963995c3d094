"""Meetings of a group: written down, put right, taken out."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lms.errors import DomainError
from trainers.domain.delivery import meetings
from trainers.forms.delivery import MeetingForm, say
from trainers.views.delivery_frame import back_if_ended, group_kept
from trainers.views.frame import private


@private
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request, uuid):
    """Write a meeting down, on the phone in the room."""
    return _meeting(request, group_kept(request, uuid), None)


@private
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request, uuid, meeting):
    """Put a meeting right; the last that was said counts."""
    group = group_kept(request, uuid)
    return _meeting(request, group, _of(group, meeting))


@private
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request, uuid, meeting):
    """Take a meeting out that was entered by mistake: first which, then a button."""
    group = group_kept(request, uuid)
    found = _of(group, meeting)
    if back := back_if_ended(request, group):
        return back
    problem = ""
    if request.method == "POST":
        try:
            meetings.remove_meeting(found, actor=request.user, now=timezone.now())
        except DomainError as refusal:
            problem = refusal.message
        else:
            messages.success(request, _("The meeting is taken out."))
            return redirect("trainers:group", group.uuid)
    return render(
        request,
        "trainers/delivery/remove.html",
        {"group": group, "meeting": found, "problem": problem},
        status=422 if problem else 200,
    )


def _of(group, uuid):
    return get_object_or_404(group.meetings.select_related("group"), uuid=uuid)


def _meeting(request, group, found):
    if back := back_if_ended(request, group):
        return back
    form = MeetingForm(
        request.POST or None,
        group=group,
        meeting=found,
        initial={} if found else {"on_day": timezone.localdate()},
    )
    if form.is_bound and form.is_valid():
        by = {"actor": request.user, "now": timezone.now()}
        try:
            if found is None:
                key = form.cleaned_data["key"]
                meetings.record_meeting(group, form.meeting, key=key, **by)
            else:
                meetings.correct_meeting(found, form.meeting, **by)
        except DomainError as problem:
            say(form, problem)
        else:
            messages.success(request, _("Written down."))
            return redirect("trainers:group", group.uuid)
    return render(
        request,
        "trainers/delivery/meeting.html",
        {"group": group, "meeting": found, "form": form},
        status=422 if form.errors else 200,
    )
