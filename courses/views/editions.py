"""Editions as learners meet them: what changed, and moving to a newer one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from courses.domain import enrolment as enrolments
from courses.domain.editions.log import PER_PAGE, change_log
from courses.domain.editions.moving import (
    move_to_edition,
    plan_of_move,
    stay_with_edition,
    undo_move,
)
from courses.domain.manifest import outline_of
from courses.domain.queries import enrolment_for
from courses.models import Course, Enrolment
from courses.views.sign_in import sign_in_first
from lms.digits import whole_number
from lms.errors import DomainError
from lms.texts import Spoken, said


@require_safe
def changes(request, code):
    """What changed from edition to edition, for whoever may see the course."""
    enrolment = enrolment_for(request.user, code)
    course = enrolment.course if enrolment else _visible_course(request.user, code)
    outline = outline_of(course.current_edition_id)
    pages = Paginator(range(outline.number), PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    language = get_language()
    return render(
        request,
        "courses/changes.html",
        {
            "course": course,
            "title": outline.title(outline.language_for(language)),
            "entries": change_log(
                course,
                language=language,
                sectors=enrolment.sector_codes if enrolment else None,
                enrolment=enrolment,
                page=page.number,
            ),
            "page": page,
            "is_behind": enrolment is not None
            and enrolment.edition_id != course.current_edition_id,
        },
    )


def _visible_course(user, code) -> Course:
    course = get_object_or_404(Course.objects.released(), code=code)
    if not enrolments.may_see(user, course):
        raise Http404
    return course


def _own_enrolment(request, code) -> Enrolment:
    enrolment = enrolment_for(request.user, code)
    if enrolment is None:
        raise Http404
    return enrolment


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def newer(request, code):
    """What moving to the newer edition would mean, and moving."""
    enrolment = _own_enrolment(request, code)
    language = get_language()
    if request.method == "POST":
        return _move(request, enrolment, code, language)
    plan = plan_of_move(enrolment, language=language)
    if plan is None:
        return redirect("courses:course", code)
    return render(
        request,
        "courses/newer_edition.html",
        {
            "code": code,
            "plan": plan,
            "own": outline_of(enrolment.edition_id),
            "title": plan.outline.title(plan.language),
            "names": {
                name: [_title(activity, language) for activity in getattr(plan, name)]
                for name in ("kept", "again", "fresh", "gone")
            },
            "running": [
                {"title": _title(activity, language), "counts": counts}
                for activity, counts in plan.running
            ],
        },
    )


def _title(activity: dict, language: str) -> Spoken:
    return said(activity["title"], language)


def _asked_edition(request) -> int:
    return whole_number(request.POST.get("edition", ""), digits=11) or 0


def _move(request, enrolment, code, language):
    try:
        move_to_edition(
            enrolment, _asked_edition(request), language=language, now=timezone.now()
        )
    except DomainError as problem:
        messages.info(request, problem.message)
        where = "courses:newer" if problem.code == "newer" else "courses:course"
        return redirect(where, code)
    messages.success(
        request, _("You go on in the newer edition. What counted still counts.")
    )
    return redirect("courses:course", code)


@require_POST
@sign_in_first("courses:course", "code")
def stay(request, code):
    """Finish the edition one began; the course page still tells of the newer one."""
    stay_with_edition(_own_enrolment(request, code), _asked_edition(request))
    messages.success(request, _("You stay with the edition you began."))
    return redirect("courses:resume", code)


@require_POST
@sign_in_first("courses:course", "code")
def undo(request, code):
    """Take the move of today back."""
    try:
        undo_move(_own_enrolment(request, code), now=timezone.now())
    except DomainError as problem:
        messages.info(request, problem.message)
    else:
        messages.success(
            request, _("You are back in the edition of before, where you were.")
        )
    return redirect("courses:course", code)
