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
from organisations.domain.contacts.directory import training_contact
from quizzes.domain import attempts
from quizzes.domain.clock import time_up
from quizzes.domain.feedback_phases import opening_of
from quizzes.domain.marking.reading import told_of
from quizzes.domain.pairs.gain import gain_of
from quizzes.domain.regrading.reading import regrades_on
from quizzes.enums import QuizPart
from quizzes.views.gain import gain_shown
from quizzes.views.looking_back import contested, graded_again, look_again
from quizzes.views.places import (
    clock_of,
    fallback_in,
    own_attempt,
    prompt_of,
    question_map,
    quiz_title,
    spoken_in,
)
from quizzes.views.pre_test import pre_result


@login_required
@require_safe
def review(request, attempt):
    """All questions before handing in: what is answered, what is open."""
    found = own_attempt(request, attempt)
    if found.submitted_at is not None:
        return redirect("quizzes:result", found.uuid)
    items = attempts.items_of(found)
    answers = attempts.current_answers(found)
    rows = question_map(items, answers, spoken_in(found))
    is_pre = attempts.part_of(found) == QuizPart.PRE
    for row, item in zip(rows, items, strict=True):
        row["url"] = reverse("quizzes:question", args=[found.uuid, item.position])
        row["prompt"] = prompt_of(item)
        row["must_pass"] = item.version.must_pass and not is_pre
        row["people"] = _people(item, answers.get(item.pk))
    return render(
        request,
        "quizzes/review.html",
        {
            "attempt": found,
            "title": quiz_title(found),
            "fallback": fallback_in(found),
            "rows": rows,
            "open": sum(not row["complete"] for row in rows),
            "answered": len(answers),
            "clock": clock_of(found, now=timezone.now()),
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
    if attempts.part_of(found) == QuizPart.PRE:
        return pre_result(request, found)
    enrolment, language = found.enrolment, get_language()
    code = enrolment.course.code
    items = attempts.items_of(found)
    records = attempts.grades_of(found)
    outcome = attempts.fold_grades(found, items, records)
    counting = [item for item in items if item.pk in outcome.by_item]
    now = timezone.now()
    opening = opening_of(found, now=now)
    answers = attempts.current_answers(found)
    told = told_of(counting, language=spoken_in(found))
    regrades = regrades_on(records)
    # One that was handed in just now, as its time was up, is contested by nobody.
    contests = (
        list(found.contests.order_by("pk"))
        if getattr(found, "is_contested", False)
        else []
    )
    way = way_through(enrolment, language=language)
    current = way.current
    ending = player.ending_of(enrolment, way, code, now=now)
    return render(
        request,
        "quizzes/result.html",
        {
            "attempt": found,
            "code": code,
            "title": quiz_title(found),
            "fallback": fallback_in(found),
            "outcome": outcome,
            "time_up": time_up(found) if found.ended_by_clock else "",
            "opening": opening,
            "marks": [outcome.by_item[item.pk] == 1 for item in counting]
            if opening.is_open
            else [],
            "again": []
            if found.answers_gone_at or not opening.is_open
            else [
                look_again(
                    item,
                    answers.get(item.pk),
                    way,
                    code,
                    regraded=regrades.get(item.pk),
                    contests=contests,
                )
                | {"told": told.get(item.pk)}
                for item in counting
                if outcome.by_item[item.pk] != 1
            ],
            "regraded": graded_again(items, regrades),
            "marked_by": max(
                (one.due_at for one in told.values() if one.is_waiting), default=None
            ),
            "gain": gain_shown(gain_of(found), way, code),
            **contested(found, items, contests, now=now),
            "person": None
            if outcome.passed or outcome.is_waiting
            else training_contact(request.user, enrolment.course.owner, language),
            **({} if outcome.passed else _another(found, way)),
            "way": way,
            "next_module": way.text(current[0]["title"]) if current else "",
            "next_title": way.title_of(current[1]) if current else "",
            "next_url": player.url_of(code, current[1]) if current else "",
            "reward": ending and ending.reward,
            "waiting": ending and ending.waiting,
            "gives_certificate": ending and ending.gives_certificate,
        },
    )


def _people(item, answer) -> list[str]:
    """What in an answer that somebody will read may point to a person."""
    content = item.version.content[prompt_of(item).language]
    kind = kind_of(content)
    if answer is None or not kind.marked:
        return []
    return kind.view(content, order=item.order, answer=answer.payload)["people"]


def _another(attempt, way) -> dict:
    """Whether the quiz may be tried again, and whether that would ask other questions;
    neither when it is on the learner's way no more, as an old attempt's may be."""
    key = str(attempt.activity_id)
    quiz = next((a for a in way.activities if a["key"] == key), None)
    if quiz is None:
        return {"gate": None}
    enrolment, rules = attempt.enrolment, quiz["rules"]
    mine = attempts.attempts_of(enrolment, key)
    return {
        "gate": attempts.gate(rules, mine, now=timezone.now()),
        "has_others": attempts.size_of(rules, enrolment.sector_codes).left > 0,
    }
