"""A step on the way through an exercise. The address holds the way, nothing is kept."""

from urllib.parse import quote

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from courses.domain import player
from courses.domain.progress import see_activity
from courses.domain.walks import step_shown
from courses.exercises import InvalidAnswer, kind_of
from courses.views.places import gone, place_on_way
from courses.views.player import lesson_page


@login_required
@require_safe
def walk(request, code, key, exercise, way):
    """The lesson with an exercise after this way; for the page's script that exercise
    alone."""
    enrolment, place = place_on_way(request, code, key)
    if enrolment is None:
        return redirect("courses:course", code)
    if place is None or place.activity["kind"] != "lesson":
        return gone(request, code)
    segment = player.exercise_in(place, exercise, walks=True)
    if segment is None:
        raise Http404
    content = segment["exercise"]["content"]
    try:
        answer = kind_of(content).read(content, {"way": way})
    except InvalidAnswer:
        # Such as an address from an edition in which there was more to choose.
        lesson = reverse("courses:play", args=[code, key])
        return redirect(f"{lesson}#b-{quote(exercise)}")
    if request.headers.get("X-Relay-Fragment"):
        return HttpResponse(
            step_shown(segment, answer, place=place, course_code=code),
            headers={"X-Relay-Fragment": "1"},
        )
    see_activity(enrolment, key, now=timezone.now(), anchor=f"b-{exercise}")
    return lesson_page(request, code, enrolment, place, ways={exercise: answer})
