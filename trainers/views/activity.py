"""A part of a course that is taught in training sessions, as its learner finds it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.domain import player
from courses.views.places import gone, place_on_way
from lms.errors import DomainError
from organisations.domain.contacts.directory import training_contact
from organisations.models import Organisation
from trainers.domain.in_course.counting import let_count
from trainers.domain.in_course.standing import standing_with
from trainers.enums import SESSION_ACTIVITY
from trainers.views.frame import private


@private
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def session_activity(request, code, key):
    """What it is, and how the learner stands with it; sent, it lets count what they
    attended before their edition had it."""
    enrolment, place = place_on_way(request, code, key, "course__owner")
    if enrolment is None:
        return redirect("courses:course", code)
    if place is None or place.activity["kind"] != SESSION_ACTIVITY:
        return gone(request, code)
    if request.method == "POST":
        try:
            let_count(enrolment, key, now=timezone.now())
        except DomainError as problem:
            messages.error(request, problem.message)
        else:
            messages.success(request, _("It counts: this part is done."))
        return redirect("trainers:session_activity", code, key)
    # Known: whose it is need not be asked again.
    enrolment.user = request.user
    standing = standing_with(
        enrolment,
        place.module,
        place.activity["key"],
        is_done=place.is_done,
        language=get_language(),
        now=timezone.now(),
    )
    return render(
        request,
        "trainers/in_course/activity.html",
        {
            "code": code,
            "place": place,
            "fallback": place.fallback,
            "introduction": player.content_of_place(place)["introduction"],
            "minutes": place.activity["minutes"],
            "standing": standing,
            "following": place.way.title_of(place.following) if place.following else "",
            "following_url": player.url_of(code, place.following)
            if place.following
            else "",
            "course_url": reverse("courses:course", args=[code]),
            "resume_url": reverse("courses:resume", args=[code]),
            **(_whom_to_ask(request.user, enrolment) if standing.is_to_find else {}),
        },
    )


def _whom_to_ask(user, enrolment) -> dict:
    """Where no session takes them: a person at work, and who may ask for training."""
    return {
        "contact": training_contact(user, enrolment.course.owner, get_language()),
        "may_ask": Organisation.objects.coordinating_for(user).exists(),
    }
