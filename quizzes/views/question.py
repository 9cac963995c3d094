"""One question a page, and each answer saved as it is given."""

import re
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
)

from courses.domain import player
from courses.exercises import InvalidAnswer, kind_of
from quizzes.domain import attempts
from quizzes.domain.versions import content_in
from quizzes.views.places import own_attempt, own_item, question_map, quiz_title

# Where the session keeps the one answer of somebody who has to sign in again.
KEPT_ANSWER = "quizzes.kept_answer"
# More than any form of ours posts, and little enough for a session.
KEPT_MOST = 16 * 1024
# Fits the database's largest integer.
SHORT_NUMBER = re.compile(r"[0-9]{1,18}")


@require_http_methods(["GET", "HEAD", "POST"])
def question(request, attempt, position):
    """One question. Without JavaScript every button saves and moves on."""
    if not request.user.is_authenticated:
        return _sign_in_and_come_back(request, attempt, position)
    found = own_attempt(request, attempt)
    if found.submitted_at is not None:
        if request.method == "POST":
            messages.error(request, attempts.CLOSED)
        return redirect("quizzes:result", found.uuid)
    items = attempts.items_of(found)
    item = next((one for one in items if one.position == position), None)
    if item is None:
        raise Http404
    language = get_language()
    if request.method == "POST":
        return _save_and_go(request, found, items, item, language)
    answers = attempts.current_answers(found)
    content = content_in(item.version, language)
    kind = kind_of(content)
    saved = answers.get(item.pk)
    kept = _kept_answer(request, item, content)
    return render(
        request,
        "quizzes/question.html",
        {
            "attempt": found,
            "title": quiz_title(found),
            "item": item,
            "items": items,
            "kind": kind,
            "view": kind.view(
                content, order=item.order, answer=kept or (saved and saved.payload)
            ),
            "kept": kept is not None,
            "saved": saved,
            "answered": len(answers),
            "map": question_map(items, answers, language, position),
            "previous": position - 1 if position > 1 else None,
            "following": position + 1 if position < len(items) else None,
            "scripts": player.files_for([kind.name], player.SCRIPTS),
            "styles": player.files_for([kind.name], player.STYLES),
        },
    )


def _sign_in_and_come_back(request, attempt, position):
    """To sign-in, with what was posted kept in the session until the way back."""
    fields = {
        name: values
        for name, values in request.POST.lists()
        if name == "choice" or name.startswith("place-")
    }
    if fields and sum(len(str(pair)) for pair in fields.items()) <= KEPT_MOST:
        request.session[KEPT_ANSWER] = [str(attempt), position, fields]
    return redirect_to_login(reverse("quizzes:question", args=[attempt, position]))


def _kept_answer(request, item, content) -> dict | None:
    """The answer to this question from before signing in again; shown once."""
    held = request.session.get(KEPT_ANSWER)
    if held is None or held[:2] != [str(item.attempt.uuid), item.position]:
        return None
    del request.session[KEPT_ANSWER]
    data = QueryDict(mutable=True)
    for name, values in held[2].items():
        data.setlist(name, values)
    try:
        return kind_of(content).read(content, data)
    except InvalidAnswer:
        return None


def _save_and_go(request, attempt, items, item, language):
    try:
        attempts.save_posted_answer(
            item,
            request.POST,
            posted=_posted(request.POST),
            language=language,
            now=timezone.now(),
        )
    except InvalidAnswer:
        messages.error(request, _("That answer does not belong to this question."))
        return redirect("quizzes:question", attempt.uuid, item.position)
    except attempts.AttemptClosed as problem:
        messages.error(request, problem.message)
        return redirect("quizzes:result", attempt.uuid)
    go = request.POST.get("go", "")
    if go == "flag":
        attempts.flag(item, flagged=not item.flagged)
        return redirect("quizzes:question", attempt.uuid, item.position)
    if go in {str(other.position) for other in items}:
        return redirect("quizzes:question", attempt.uuid, int(go))
    return redirect("quizzes:review", attempt.uuid)


def _posted(data) -> attempts.Posted:
    """How the page stood; a page without a script sends no client."""
    shown = data.get("shown", "")
    try:
        client, sequence = _sender(data)
    except ValueError:
        client = sequence = None
    return attempts.Posted(
        shown=int(shown) if SHORT_NUMBER.fullmatch(shown) else None,
        client=client,
        sequence=sequence,
    )


def _sender(data) -> tuple[UUID, int]:
    """(client, sequence) as a page's script sends them. Raises ValueError."""
    sequence = data.get("sequence", "")
    if not SHORT_NUMBER.fullmatch(sequence):
        raise ValueError(sequence)
    return UUID(data.get("client", "")), int(sequence)


@require_POST
def save(request, attempt, position):
    """An answer from the page's script: acknowledged once it is committed."""
    if not request.user.is_authenticated:
        message = _("You are signed out. Your answer stays on this page.")
        return JsonResponse({"error": message}, status=401)
    item = own_item(request, attempt, position)
    found = item.attempt
    language = get_language()
    content = content_in(item.version, language)
    now = timezone.now()
    try:
        client, sequence = _sender(request.POST)
        payload = kind_of(content).read(content, request.POST)
        attempts.save_answer(
            item,
            payload,
            client=client,
            sequence=sequence,
            language=language,
            now=now,
        )
    except attempts.AttemptClosed as problem:
        messages.error(request, problem.message)
        where = reverse("quizzes:result", args=[found.uuid])
        return JsonResponse({"error": problem.message, "next": where}, status=409)
    except ValueError:
        message = _("That answer does not belong to this question. Not saved.")
        return JsonResponse({"error": message}, status=400)
    time = date_format(timezone.localtime(now), "H:i")
    return JsonResponse({"saved": _("Saved %(time)s") % {"time": time}})
