"""Trying a course as a learner of some sector, language and organisation."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from courses.domain import player
from courses.domain.facts.notices import fact_notices
from courses.domain.manifest import NotReady
from courses.domain.trying import Trial, courses_to_try
from courses.forms import TrialForm
from courses.parts.local_contacts import contacts_shown_at
from courses.views.outline import outline_of_way
from courses.views.player import checked_exercise
from lms.errors import DomainError


@login_required
@require_safe
def outline(request, code):
    """The course as such a learner finds it: what they would do, in order."""
    trial, form = _trial(request, code)
    problem, modules = "", SafeString("")
    try:
        modules = _outline(request, trial, here="")
    except DomainError as error:
        problem = error.message
    with translation.override(trial.language):
        return render(
            request,
            "courses/trying/outline.html",
            _shown(request, trial, form)
            | {
                "problem": problem,
                "outline": modules,
                "title": trial.way.text(trial.way.outline.course["title"])
                if modules
                else trial.course.code,
            },
        )


@login_required
@require_safe
def lesson(request, code, key):
    """One part of it: a lesson, or what a quiz asks."""
    trial, form = _trial(request, code)
    return _lesson(request, trial, form, _place(trial, key))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def check(request, code, key, exercise):
    """A self-check: graded, shown, and not kept, here as anywhere."""
    trial, form = _trial(request, code)
    place = _place(trial, key)
    if request.method != "POST":
        return redirect(_url(request, "try_lesson", code, key))
    if place.activity["kind"] != "lesson":
        raise Http404
    try:
        segments = trial.content_of(place)["segments"]
    except NotReady as problem:
        raise Http404 from problem
    found = [s for s in segments if s["id"] == exercise and "exercise" in s]
    if not found:
        raise Http404
    with translation.override(trial.language):
        shown = checked_exercise(found[0]["exercise"], request.POST)
        if request.headers.get("X-Relay-Fragment"):
            return render(request, "courses/player/checked.html", {"shown": shown})
    return _lesson(request, trial, form, place, checked={exercise: shown})


def _trial(request, code) -> tuple[Trial, TrialForm]:
    course = get_object_or_404(courses_to_try(request.user), code=code)
    form = TrialForm(request.GET)
    sector = form.chosen("sector")
    trial = Trial(
        course=course,
        user=request.user,
        language=form.chosen("language", get_language()),
        sector=sector.pk if sector else "",
        organisation=form.chosen("organisation"),
        is_draft=form.chosen("edition", "draft") == "draft",
    )
    return trial, form


def _place(trial, key):
    try:
        place = trial.place_of(key)
    except DomainError as problem:
        raise Http404 from problem
    if place is None:
        raise Http404
    return place


def _lesson(request, trial, form, place, *, checked=None):
    code = trial.course.code
    content, problem, questions = {"segments": []}, "", []
    with translation.override(trial.language):
        if place.activity["kind"] == "lesson":
            try:
                content = trial.content_of(place)
            except NotReady as error:
                problem = error.message
        else:
            questions = trial.read_through(place)
        segments = content["segments"]
        types = [segment["type"] for segment in segments]
        response = render(
            request,
            "courses/trying/lesson.html",
            _shown(request, trial, form)
            | {
                "code": code,
                "place": place,
                "way": place.way,
                "problem": problem,
                "questions": questions,
                "segments": segments,
                "parts": _parts(segments, trial, place),
                # Nothing can be sent: nothing would be kept.
                "answering": (),
                "styles": player.files_for(types, player.STYLES),
                "notices": fact_notices(
                    content, language=place.language, now=timezone.now()
                ),
                "checked": checked or {},
                # Ways are walked by addresses of learners: their first step is shown.
                "walks": {},
                "following_title": place.way.title_of(place.following)
                if place.following
                else "",
                "following_url": _url(
                    request, "try_lesson", code, place.following["key"]
                )
                if place.following
                else _url(request, "try", code),
                "previous_url": _url(request, "try_lesson", code, place.previous["key"])
                if place.previous
                else "",
                "outline": _outline(request, trial, here=place.activity["key"]),
                "fallback": place.fallback,
            },
        )
    if frames := player.frames_in(segments):
        response._csp_update = {"frame-src": frames}
    return response


def _parts(segments, trial, place) -> dict[str, str]:
    """Live parts as they are without a learner; contacts as for one of the place."""
    live = [segment for segment in segments if "live" in segment]
    contacts = [segment for segment in live if segment["type"] == "local_contacts"]
    return {segment["id"]: segment["html"] for segment in live} | contacts_shown_at(
        contacts, trial.organisation, language=place.language
    )


def _outline(request, trial, *, here) -> SafeString:
    code = trial.course.code
    return outline_of_way(
        trial.way,
        url=lambda activity: _url(request, "try_lesson", code, activity["key"]),
        here=here,
    )


def _shown(request, trial, form) -> dict:
    return {
        "trial": trial,
        "form": form,
        "query": request.GET.urlencode(),
        "outline_url": _url(request, "try", trial.course.code),
    }


def _url(request, name, *args) -> str:
    return reverse(f"courses:{name}", args=args, query=request.GET or None)
