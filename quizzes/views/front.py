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
from lms.digits import whole_number
from lms.errors import DomainError
from quizzes.domain import attempts
from quizzes.domain.clock import minutes_for
from quizzes.domain.overdue import close_if_over
from quizzes.domain.pairs.asking import why_over
from quizzes.enums import QuizPart
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
    now = timezone.now()
    mine = [close_if_over(a, now=now) for a in attempts.attempts_of(enrolment, key)]
    rules = place.activity["rules"]
    size = attempts.size_of(rules, enrolment.sector_codes)
    is_pre = rules.get("part") == QuizPart.PRE
    return render(
        request,
        "quizzes/pre_front.html" if is_pre else "quizzes/front.html",
        {
            "code": code,
            "place": place,
            "rules": rules,
            "fallback": place.fallback,
            "introduction": player.content_of_place(place)["introduction"],
            "size": size,
            "needed": attempts.points_needed(rules["pass_percent"], size.counting),
            "limit": rules.get("time_limit"),
            "minutes": minutes_for(request.user, rules),
            "has_must_pass": attempts.has_must_pass(rules, enrolment.sector_codes),
            "current": next((a for a in mine if a.submitted_at is None), None),
            "handed_in": [a for a in mine if a.submitted_at][:SHOWN],
            "gate": attempts.gate(rules, mine, now=now),
            "over": why_over(enrolment, rules, mine),
            "skip_url": player.url_of(code, place.following) if place.following else "",
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
    now = timezone.now()
    try:
        attempt = attempts.start_attempt(
            enrolment,
            key,
            language=get_language(),
            now=now,
            # None when the page did not say which attempt its button leads to.
            number=whole_number(request.POST.get("number", ""), digits=5),
        )
    except DomainError as problem:
        messages.error(request, problem.message)
        return redirect("quizzes:front", code, key)
    if attempt.submitted_at is not None:
        return redirect("quizzes:result", attempt.uuid)
    # In one that has just begun nothing is answered.
    position = 1 if attempt.started_at == now else attempts.first_open(attempt)
    return redirect("quizzes:question", attempt.uuid, position)
