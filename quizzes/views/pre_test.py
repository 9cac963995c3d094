"""After a pre-test: that it is handed in, and what was right once the post-test is."""

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from courses.domain import player
from courses.domain.progress import way_through
from quizzes.domain import attempts
from quizzes.domain.clock import time_up
from quizzes.domain.feedback_phases import opening_of
from quizzes.domain.pairs.gain import post_test_done
from quizzes.views.looking_back import look_again
from quizzes.views.places import fallback_in, quiz_title


def pre_result(request, attempt):
    """Of an attempt at a pre-test that was handed in. No score, and no word of what was
    right: the same questions come again."""
    enrolment = attempt.enrolment
    code = enrolment.course.code
    way = way_through(enrolment, language=get_language())
    post = post_test_done(attempt)
    # It asked the same, so what was right is told no earlier.
    opening = opening_of(post, now=timezone.now()) if post else None
    return render(
        request,
        "quizzes/pre_result.html",
        {
            "attempt": attempt,
            "code": code,
            "title": quiz_title(attempt),
            "fallback": fallback_in(attempt),
            "time_up": time_up(attempt) if attempt.ended_by_clock else "",
            "post": post,
            "opening": opening,
            "again": _all_of(attempt, way, code) if opening and opening.is_open else [],
            "next_module": way.text(way.current[0]["title"]) if way.current else "",
            "next_title": way.title_of(way.current[1]) if way.current else "",
            "next_url": player.next_url(enrolment, way, code),
        },
    )


def _all_of(attempt, way, code) -> list[dict]:
    answers = attempts.current_answers(attempt)
    return [
        look_again(item, answers.get(item.pk), way, code)
        for item in attempts.items_of(attempt)
        if item.version.counts
    ]
