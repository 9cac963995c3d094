"""One question a page, and each answer saved as it is given."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
)

from courses.domain import player
from courses.exercises import InvalidAnswer, is_answer, kind_of
from lms.digits import whole_number
from lms.errors import DomainError
from quizzes.domain import attempts
from quizzes.domain.versions import content_in
from quizzes.enums import QuizPart
from quizzes.views.looking_back import checked_on
from quizzes.views.places import (
    base_of_ways,
    clock_of,
    fallback_in,
    own_attempt,
    own_item,
    prompt_of,
    question_map,
    quiz_title,
    spoken_in,
)

A_WHILE = timedelta(seconds=1)
# Where the session keeps the one answer of somebody who has to sign in again.
KEPT_ANSWER = "quizzes.kept_answer"
# More than any form of ours posts, and little enough for a session.
KEPT_MOST = 16 * 1024
# Fits the database's largest integer.
MOST_DIGITS = 18


@require_http_methods(["GET", "HEAD", "POST"])
def question(request, attempt, position):
    """One question. Without JavaScript every button saves and moves on."""
    if not request.user.is_authenticated:
        return _sign_in_and_come_back(request, attempt, position)
    found = own_attempt(request, attempt)
    if found.submitted_at is not None:
        if request.method == "POST" and not found.ended_by_clock:
            # Whom the clock stopped reads that in the result.
            messages.error(request, attempts.CLOSED)
        return redirect("quizzes:result", found.uuid)
    items = attempts.items_of(found)
    item = next((one for one in items if one.position == position), None)
    if item is None:
        raise Http404
    if request.method == "POST":
        return _save_and_go(request, found, items, item, spoken_in(found))
    kept = _kept_answer(request, item, content_in(item.version, spoken_in(found)))
    return question_page(request, found, items, item, kept=kept)


def question_page(
    request, found, items, item, *, kept: dict | None = None, walked: bool = False
):
    """The page of a question with its saved answer, or with `kept` in its place: from
    before signing in again, or (`walked`) where somebody has walked to, which may be
    the beginning."""
    language = spoken_in(found)
    answers = attempts.current_answers(found)
    content = content_in(item.version, language)
    kind = kind_of(content)
    saved = answers.get(item.pk)
    answer = kept if walked else kept or (saved and saved.payload)
    checked = checked_on(found, item, saved) if item.checked_at else None
    return render(
        request,
        "quizzes/question.html",
        {
            "attempt": found,
            "title": quiz_title(found),
            "prompt": prompt_of(item),
            "fallback": fallback_in(found),
            "item": item,
            "is_pre": attempts.part_of(found) == QuizPart.PRE,
            "items": items,
            "kind": kind,
            "view": kind.view(content, order=item.order, answer=answer),
            "base": base_of_ways(item) if kind.walks else "",
            "kept": kept is not None and not walked and not checked,
            "saved": saved,
            "can_be_checked": attempts.can_be_checked(item),
            "checked": checked,
            "answered": len(answers),
            "clock": clock_of(found, now=timezone.now()),
            "map": question_map(items, answers, language, item.position),
            "previous": item.position - 1 if item.position > 1 else None,
            "following": item.position + 1 if item.position < len(items) else None,
            "scripts": player.files_for([kind.name], player.SCRIPTS),
            "styles": player.files_for([kind.name], player.STYLES),
        },
    )


def _sign_in_and_come_back(request, attempt, position):
    """To sign-in, with what was posted kept in the session until the way back."""
    fields = {name: values for name, values in request.POST.lists() if is_answer(name)}
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
    go, now = request.POST.get("go", ""), timezone.now()
    here = reverse("quizzes:question", args=[attempt.uuid, item.position])
    try:
        # The page of a checked one has no field any more; nor has one left anything out.
        if item.checked_at is None:
            attempts.save_posted_answer(
                item,
                request.POST,
                posted=_posted(request.POST),
                language=language,
                now=now,
            )
        if go == "check":
            attempts.check_answer(item, now=now)
            return redirect(f"{here}#checked")
    except InvalidAnswer:
        messages.error(request, _("That answer does not belong to this question."))
        return redirect(here)
    except attempts.AttemptClosed as problem:
        messages.error(request, problem.message)
        return redirect("quizzes:result", attempt.uuid)
    except DomainError as problem:
        messages.error(request, problem.message)
        return redirect(here)
    if go == "flag":
        attempts.flag(item, flagged=not item.flagged)
        return redirect(here)
    if go in {str(other.position) for other in items}:
        return redirect("quizzes:question", attempt.uuid, int(go))
    return redirect("quizzes:review", attempt.uuid)


def _posted(data) -> attempts.Posted:
    """How the page stood; a page without a script sends no client."""
    try:
        client, sequence = _sender(data)
    except ValueError:
        client = sequence = None
    return attempts.Posted(
        shown=whole_number(data.get("shown", ""), digits=MOST_DIGITS),
        client=client,
        sequence=sequence,
        waited=_waited(data),
    )


def _waited(data) -> timedelta:
    """How long the device held the answer, which the script says in milliseconds."""
    return timedelta(milliseconds=whole_number(data.get("ago", ""), digits=13) or 0)


def _sender(data) -> tuple[UUID, int]:
    """(client, sequence) as a page's script sends them. Raises ValueError."""
    sequence = whole_number(data.get("sequence", ""), digits=MOST_DIGITS)
    if sequence is None:
        raise ValueError
    return UUID(data.get("client", "")), sequence


@require_POST
def save(request, attempt, position):
    """An answer from the page's script: acknowledged once it is committed."""
    if not request.user.is_authenticated:
        message = _("You are signed out. Your answer stays on this page.")
        return JsonResponse({"error": message}, status=401)
    item = own_item(request, attempt, position)
    found = item.attempt
    language = spoken_in(found)
    content = content_in(item.version, language)
    now, waited = timezone.now(), _waited(request.POST)
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
            waited=waited,
        )
    except attempts.AnswerChecked as problem:
        return JsonResponse({"error": problem.message, "checked": True}, status=409)
    except attempts.AttemptClosed as problem:
        messages.error(request, problem.message)
        where = reverse("quizzes:result", args=[found.uuid])
        return JsonResponse({"error": problem.message, "next": where}, status=409)
    except ValueError:
        message = _("That answer does not belong to this question. Not saved.")
        return JsonResponse({"error": message}, status=400)
    time = date_format(timezone.localtime(now), "H:i")
    reply = {"saved": _("Saved %(time)s") % {"time": time}}
    # Asked only after what has waited: the others came as they were given.
    if waited >= A_WHILE and attempts.is_outdone(item, client=client):
        text = _(
            "Question %(number)s: you gave a newer answer on another device or page. "
            "That one counts."
        )
        messages.info(request, text % {"number": position})
        reply["newer"] = True
    return JsonResponse(reply)
