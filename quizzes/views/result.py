"""After the last question: review, handing in, and what it came to."""

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
from courses.domain.progress import way_through
from courses.exercises import kind_of
from courses.views.sign_in import sign_in_first
from quizzes.domain import attempts
from quizzes.domain.versions import content_in
from quizzes.views.places import own_attempt, question_map, quiz_title


@login_required
@require_safe
def review(request, attempt):
    """All questions before handing in: what is answered, what is open."""
    found = own_attempt(request, attempt)
    if found.submitted_at is not None:
        return redirect("quizzes:result", found.uuid)
    items = attempts.items_of(found)
    answers = attempts.current_answers(found)
    rows = question_map(items, answers, get_language())
    for row, item in zip(rows, items, strict=True):
        row["url"] = reverse("quizzes:question", args=[found.uuid, item.position])
        row["prompt"] = content_in(item.version, get_language())["prompt"]
        row["must_pass"] = item.version.must_pass
    return render(
        request,
        "quizzes/review.html",
        {
            "attempt": found,
            "title": quiz_title(found),
            "rows": rows,
            "open": sum(not row["complete"] for row in rows),
            "answered": len(answers),
        },
    )


@require_POST
@sign_in_first("quizzes:review", "attempt")
def submit(request, attempt):
    """Hand in; a second time shows the same result."""
    found = own_attempt(request, attempt)
    attempts.submit_attempt(found, language=get_language(), now=timezone.now())
    return redirect("quizzes:result", found.uuid)


@login_required
@require_safe
def result(request, attempt):
    """What it came to, what to look at again, and what comes next."""
    found = own_attempt(request, attempt)
    if found.submitted_at is None:
        return redirect("quizzes:review", found.uuid)
    enrolment, language = found.enrolment, get_language()
    code = enrolment.course.code
    items = attempts.items_of(found)
    outcome = attempts.outcome_of(found, items=items)
    answers = attempts.current_answers(found)
    way = way_through(enrolment, language=language)
    current = way.current
    return render(
        request,
        "quizzes/result.html",
        {
            "attempt": found,
            "code": code,
            "title": quiz_title(found),
            "outcome": outcome,
            "marks": [outcome.by_item[item.pk] == 1 for item in items],
            "again": [
                _look_again(item, answers.get(item.pk), way, code)
                for item in items
                if outcome.by_item[item.pk] != 1
            ],
            "gate": None if outcome.passed else _gate(found, way),
            "way": way,
            "next_module": way.text(current[0]["title"]) if current else "",
            "next_title": way.title_of(current[1]) if current else "",
            "next_url": player.url_of(code, current[1]) if current else "",
            "reward": player.reward_of(enrolment) if way.is_complete else None,
            "waiting": player.certificate_waits(
                enrolment, way, code, now=timezone.now()
            )
            if way.is_complete
            else None,
        },
    )


def _gate(attempt, way) -> attempts.Gate | None:
    """Whether the quiz may be tried again; None when it is on the learner's way no
    more, as an old attempt's may be."""
    key = str(attempt.activity_id)
    quiz = next((a for a in way.activities if a["key"] == key), None)
    if quiz is None:
        return None
    mine = attempts.attempts_of(attempt.enrolment, key)
    return attempts.gate(quiz["rules"], mine, now=timezone.now())


def _look_again(item, answer, way, code) -> dict:
    content = content_in(item.version, get_language())
    kind = kind_of(content)
    key = str(item.version.lesson_key)
    lesson = next((a for a in way.activities if a["key"] == key), None)
    return {
        "position": item.position,
        "must_pass": item.version.must_pass,
        "template": kind.review_template,
        "review": kind.review(
            content, order=item.order, answer=answer.payload if answer else None
        ),
        "lesson_title": way.text(lesson["title"]) if lesson else "",
        "lesson_url": player.url_of(code, lesson) if lesson else "",
    }
