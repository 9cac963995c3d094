"""Before an attempt: what is asked, how much, and where the learner stands."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import (
    require_POST,
    require_safe,
)

from courses.domain import player
from courses.views.places import gone
from courses.views.sign_in import sign_in_first
from lms.errors import DomainError
from quizzes.domain import attempts
from quizzes.views.places import place_of_quiz

# Of the attempts handed in, the newest ones.
SHOWN = 20


@login_required
@require_safe
def front(request, code, key):
    """What is asked, how much, and where the learner stands."""
    enrolment, place = place_of_quiz(request, code, key)
    if enrolment is None:
        return redirect("courses:course", code)
    if place is None:
        return gone(request, code)
    mine = attempts.attempts_of(enrolment, key)
    rules = place.activity["rules"]
    asked = attempts.asked_count(rules)
    return render(
        request,
        "quizzes/front.html",
        {
            "code": code,
            "place": place,
            "rules": rules,
            "introduction": player.content_of_place(place)["introduction"],
            "asked": asked,
            "needed": attempts.points_needed(rules["pass_percent"], asked),
            "has_must_pass": attempts.has_must_pass(rules),
            "current": next((a for a in mine if a.submitted_at is None), None),
            "handed_in": [a for a in mine if a.submitted_at][:SHOWN],
            "gate": attempts.gate(rules, mine, now=timezone.now()),
            "course_url": reverse("courses:course", args=[code]),
            "resume_url": reverse("courses:resume", args=[code]),
        },
    )


@require_POST
@sign_in_first("quizzes:front", "code", "key")
def start(request, code, key):
    """Begin, or go on with the attempt that is open."""
    enrolment, place = place_of_quiz(request, code, key)
    if enrolment is None:
        return redirect("courses:course", code)
    if place is None:
        return gone(request, code)
    try:
        attempt = attempts.start_attempt(
            enrolment, key, language=get_language(), now=timezone.now()
        )
    except DomainError as problem:
        messages.error(request, problem.message)
        return redirect("quizzes:front", code, key)
    return redirect("quizzes:question", attempt.uuid, attempts.first_open(attempt))
