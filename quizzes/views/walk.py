"""A step on the way through a question. The address holds the way; going on from the
question saves it."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import translation
from django.views.decorators.http import require_safe

from courses.exercises import InvalidAnswer, kind_of
from quizzes.domain import attempts
from quizzes.domain.versions import content_in, language_in
from quizzes.views.places import base_of_ways, own_attempt, spoken_in
from quizzes.views.question import question_page


@login_required
@require_safe
def walk(request, attempt, position, way):
    """The question after this way; for the page's script what changes alone."""
    found = own_attempt(request, attempt)
    items = attempts.items_of(found)
    item = next((one for one in items if one.position == position), None)
    if item is None:
        raise Http404
    language = spoken_in(found)
    content = content_in(item.version, language)
    kind = kind_of(content)
    if not kind.walks:
        raise Http404
    if found.submitted_at is not None:
        return redirect("quizzes:result", attempt)
    try:
        answer = kind.read(content, {"way": way})
    except InvalidAnswer:
        return redirect("quizzes:question", attempt, position)
    if not request.headers.get("X-Relay-Fragment"):
        return question_page(request, found, items, item, kept=answer, walked=True)
    with translation.override(language_in(item.version, language)):
        html = render_to_string(
            "quizzes/_walk_now.html",
            {
                "view": kind.view(content, order=item.order, answer=answer),
                "kind": kind,
                "base": base_of_ways(item),
            },
        )
    return HttpResponse(html, headers={"X-Relay-Fragment": "1"})
