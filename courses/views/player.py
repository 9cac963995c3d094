"""The lesson player: views over the manifest."""

from urllib.parse import quote

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from courses.domain import player
from courses.domain.editions.moving import offer_of
from courses.domain.facts.notices import fact_notices
from courses.domain.feedback.giving import own_feedback
from courses.domain.progress import (
    complete_activity,
    open_activity,
    see_activity,
    way_through,
)
from courses.domain.queries import enrolment_for
from courses.domain.walks import walks_shown
from courses.enums import FeedbackAnswer
from courses.exercises import InvalidAnswer, kind_of
from courses.parts import Refused
from courses.views.outline import outline_of_place
from courses.views.places import gone, place_on_way
from courses.views.sign_in import sign_in_first


@login_required
@require_safe
def resume(request, code):
    """Straight to where the learner was."""
    enrolment = enrolment_for(request.user, code)
    if enrolment is None:
        return redirect("courses:course", code)
    way = way_through(enrolment, language=get_language())
    return redirect(player.next_url(enrolment, way, code))


@login_required
@require_safe
def play(request, code, key):
    """A lesson, as it stands in the edition the learner follows."""
    enrolment, place = place_on_way(request, code, key)
    if enrolment is None:
        return redirect("courses:course", code)
    if place is None:
        return gone(request, code)
    if place.activity["kind"] != "lesson":
        return redirect(player.url_of(code, place.activity))
    if not place.is_opened:
        # Reading on writes nothing: the page itself tells where on it the learner is.
        open_activity(enrolment, key, now=timezone.now())
    return lesson_page(request, code, enrolment, place, anchor=place.anchor)


def lesson_page(
    request,
    code,
    enrolment,
    place,
    *,
    anchor="",
    checked=None,
    ways=None,
    refused=None,
    feedback_refused=None,
    status=200,
):
    """A lesson as a page. By the id of a block: `checked` says what came of an answer,
    `ways` how far somebody walked, `refused` what a live part did not keep. `feedback_refused` is what was said of the
    lesson and not kept."""
    content = player.content_of_place(place)
    segments = content["segments"]
    types = [segment["type"] for segment in segments]
    response = render(
        request,
        "courses/player/lesson.html",
        {
            "code": code,
            "place": place,
            "way": place.way,
            "segments": segments,
            "parts": player.parts_shown(
                segments,
                place=place,
                enrolment=enrolment,
                user=request.user,
                refused=refused,
            ),
            "answering": player.ANSWERING,
            "scripts": player.files_for(types, player.SCRIPTS),
            "styles": player.files_for(types, player.STYLES),
            "notices": fact_notices(
                content, language=place.language, now=timezone.now()
            ),
            "checked": checked or {},
            "walks": walks_shown(segments, ways or {}, place=place, course_code=code),
            "solutions": player.solutions_of(content),
            "anchor": anchor,
            **_feedback(enrolment, place, feedback_refused),
            "following_title": place.way.title_of(place.following)
            if place.following
            else "",
            "previous_url": player.url_of(code, place.previous)
            if place.previous
            else "",
            "outline": outline_of_place(code, place),
            "offer": _offer(enrolment, place),
            "fallback": place.fallback,
        },
        status=status,
    )
    if frames := player.frames_in(segments):
        # Other pages frame nothing at all.
        response._csp_update = {"frame-src": frames}
    return response


def _offer(enrolment, place):
    """The newer edition, as long as the learner has not said that they stay."""
    offer = offer_of(enrolment, place.way)
    return offer if offer and not offer.is_declined else None


def _feedback(enrolment, place, refused) -> dict:
    """What the learner said of the lesson, and what is asked."""
    return {
        "feedback": own_feedback(enrolment.user_id, place.activity["key"]),
        "feedback_refused": refused,
        "feedback_place": {"id": "feedback"},
        "feedback_questions": [
            ("useful", _("Was it useful for your work?")),
            ("clear", _("Was it clear?")),
        ],
        "feedback_answers": FeedbackAnswer.choices,
    }


@require_POST
@sign_in_first("courses:play", "code", "key")
def done(request, code, key):
    """The learner finished a lesson and goes on."""
    enrolment, place = place_on_way(request, code, key)
    if enrolment is None:
        return redirect("courses:course", code)
    if place is None:
        return gone(request, code)
    if place.activity["kind"] != "lesson":
        # A quiz is completed by passing it, never by asking for the next page.
        return redirect(player.url_of(code, place.activity))
    complete_activity(enrolment, key, language=place.way.language, now=timezone.now())
    if place.following:
        return redirect(player.url_of(code, place.following))
    on_the_way = {activity["key"] for activity in place.way.required}
    if on_the_way - place.way.done - {place.activity["key"]}:
        messages.info(
            request, _("That was the last part. Something before it is still open.")
        )
    return redirect("courses:course", code)


@require_POST
@sign_in_first("courses:play", "code", "key")
def seen(request, code, key):
    """Where on the page the learner is, told by the page itself now and then."""
    enrolment, place = place_on_way(request, code, key)
    if enrolment is None or place is None:
        raise Http404
    anchor = request.POST.get("anchor", "")
    if not player.has_anchor(place, anchor):
        return HttpResponse(status=400)
    see_activity(enrolment, key, now=timezone.now(), anchor=anchor)
    return HttpResponse(status=204)


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_first("courses:play", "code", "key")
def check(request, code, key, exercise):
    """A self-check: graded, shown, and not kept."""
    if request.method != "POST":
        # The page with the answer was loaded again, or asked for in another language.
        return redirect(
            f"{reverse('courses:play', args=[code, key])}#b-{quote(exercise)}"
        )
    enrolment, place = place_on_way(request, code, key)
    if enrolment is None:
        return redirect("courses:course", code)
    if place is None or place.activity["kind"] != "lesson":
        return gone(request, code)
    segment = player.exercise_in(place, exercise, walks=False)
    if segment is None:
        raise Http404
    shown = checked_exercise(segment["exercise"], request.POST)
    status = 400 if shown["misfits"] else 200
    if request.headers.get("X-Relay-Fragment"):
        return render(
            request, "courses/player/checked.html", {"shown": shown}, status=status
        )
    return lesson_page(
        request, code, enrolment, place, checked={exercise: shown}, status=status
    )


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_first("courses:play", "code", "key")
def part(request, code, key, segment):
    """What a learner sends to a live part: kept, and shown where it was sent."""
    lesson = f"{reverse('courses:play', args=[code, key])}#b-{quote(segment)}"
    if request.method != "POST":
        # A page that says what was not kept was loaded again.
        return redirect(lesson)
    enrolment, place = place_on_way(request, code, key)
    if enrolment is None:
        return redirect("courses:course", code)
    if place is None or place.activity["kind"] != "lesson":
        return gone(request, code)
    found = player.part_of(place, segment)
    if found is None:
        raise Http404
    refused = {}
    try:
        player.receive(
            found, request.POST, enrolment=enrolment, place=place, now=timezone.now()
        )
    except Refused as problem:
        refused[segment] = problem
    status = 400 if refused else 200
    if request.headers.get("X-Relay-Fragment"):
        return _part_alone(request, enrolment, place, found, refused, status=status)
    if refused:
        return lesson_page(
            request, code, enrolment, place, refused=refused, status=status
        )
    return redirect(lesson)


def _part_alone(request, enrolment, place, segment, refused, *, status):
    """A part's own html for the script that asked. The header tells it from a page of
    ours or of somebody between us that says what went wrong."""
    shown = player.parts_shown(
        [segment],
        place=place,
        enrolment=enrolment,
        user=request.user,
        refused=refused,
    )
    return HttpResponse(
        shown.get(segment["id"], ""),
        status=status,
        headers={"X-Relay-Fragment": "1"},
    )


def checked_exercise(exercise, data) -> dict:
    """What is said about an answer; `misfits` when the exercise has no such answer."""
    content = exercise["content"]
    kind = kind_of(content)
    try:
        answer = kind.read(content, data)
    except InvalidAnswer:
        return {"misfits": True}
    shown = {"order": exercise["order"], "answer": answer}
    return {
        "misfits": False,
        "template": kind.review_template,
        "review": kind.review(content, **shown),
        # What was given stands in the form again, for who has no script.
        "form_template": kind.form_template,
        "view": kind.view(content, **shown),
        "is_graded": kind.graded,
        "is_worded": kind.worded,
        "is_right": kind.grade(content, answer).is_right,
        "answered": answer is not None,
    }
