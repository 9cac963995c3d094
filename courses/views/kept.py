"""What a learner has kept for themselves in a course."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.domain import player
from courses.domain import reflections as domain
from courses.domain.progress import way_through
from courses.domain.queries import enrolment_for
from lms.digits import whole_number


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reflections(request, code):
    """All that the learner wrote in a course, to read again, print and delete."""
    enrolment = enrolment_for(request.user, code)
    if enrolment is None:
        raise Http404
    pk = whole_number(request.POST.get("delete", ""), digits=18)
    if pk is not None:
        domain.delete_one(pk, enrolment=enrolment)
        messages.success(request, _("It is deleted."))
        return redirect("courses:reflections", code)
    way = way_through(enrolment, language=get_language())
    return render(
        request,
        "courses/reflections.html",
        {
            "code": code,
            "title": way.text(way.outline.course["title"]),
            "language": way.language,
            "rows": [
                {"reflection": row, **_place(code, way, row)}
                for row in domain.kept_for(enrolment)
            ],
        },
    )


def _place(code, way, reflection) -> dict:
    """The lesson something was written in, and its address while it is on the way: a
    local lesson too."""
    ahead = way.find(reflection.activity_id)
    found = ahead or way.outline.find(reflection.activity_id)
    if found is None:
        return {"lesson": "", "url": ""}
    _module, activity = found
    url = f"{player.url_of(code, activity)}#b-{reflection.part}" if ahead else ""
    return {"lesson": way.title_of(activity), "url": url}
